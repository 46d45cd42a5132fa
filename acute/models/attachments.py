import uuid

from django.db import models
from django.db.models import Q

from acute.enums import AttachmentKind, Scan
from acute.models.requests import OfRequestQuerySet, Request
from coordination.base.states import only_moves
from coordination.parties.models import Organisation

SCANS: dict[Scan, frozenset[Scan]] = {
    Scan.PENDING: frozenset({Scan.CLEAN, Scan.BLOCKED}),
    Scan.CLEAN: frozenset(),
    Scan.BLOCKED: frozenset(),
    Scan.NOT_SCANNED: frozenset(),
}


class Attachment(models.Model):
    """A picture, a sound or a film that belongs to a request, as it was cleaned.

    The name of the file is not kept: a person may have written anything in it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    request = models.ForeignKey(Request, models.PROTECT, related_name="attachments")
    municipality = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    practice = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=AttachmentKind.choices)
    media_type = models.CharField(max_length=20)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    seconds = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=12, choices=Scan.choices)
    scanned_at = models.DateTimeField(null=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=120)

    objects = OfRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="attachment_numbered_once")
        ]
        indexes = [
            models.Index(fields=["id"], name="attachment_pending", condition=Q(state=Scan.PENDING))
        ]
        triggers = [only_moves("attachment_moves", SCANS)]

    @property
    def name(self) -> str:
        """What the file is called when somebody saves it."""
        ending = {"image/jpeg": "jpg", "audio/mpeg": "mp3", "audio/mp4": "m4a"}
        last = ending.get(self.media_type) or self.media_type.split("/")[1]
        return f"bilag-{self.number}.{last}"


class AttachmentContent(models.Model):
    """The bytes, apart from the row that lists read."""

    attachment = models.OneToOneField(
        Attachment, models.PROTECT, primary_key=True, related_name="content"
    )
    content = models.BinaryField()

    objects = models.Manager()
