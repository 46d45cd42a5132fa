from uuid import UUID

from acute import policies
from acute.enums import Scan
from acute.errors import BlockedFile, NotYetScanned
from acute.models import Attachment, AttachmentContent, Request
from coordination.base.actor import Actor
from coordination.base.errors import NotFound


def attachments_of(actor: Actor, request: Request) -> list[Attachment]:
    """The request's attachments in the order they came; the content is not read."""
    rows = Attachment.objects.visible_to(actor).filter(request=request)
    return list(rows.order_by("number"))


def attachment_for(actor: Actor, uuid: UUID) -> Attachment:
    """One attachment of a request the actor sees."""
    policies.check_work_list(actor)
    rows = Attachment.objects.visible_to(actor).select_related("request__patient")
    found = rows.filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


def content_of(attachment: Attachment) -> bytes:
    """The bytes, once the scanner has let them through or where there is none."""
    if attachment.state == Scan.PENDING:
        raise NotYetScanned
    if attachment.state == Scan.BLOCKED:
        raise BlockedFile
    return bytes(AttachmentContent.objects.get(attachment=attachment).content)
