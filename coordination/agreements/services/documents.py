import hashlib
from datetime import datetime

from django.db import transaction

from coordination.agreements import policies
from coordination.agreements.errors import NotAPdf, TooLarge
from coordination.agreements.models import Agreement, Document
from coordination.audit import services as audit
from coordination.base.actor import Actor

MOST_BYTES = 10 * 1024 * 1024


@transaction.atomic
def add_document(
    *, actor: Actor, agreement: Agreement, title: str, content: bytes, now: datetime
) -> Document:
    """Keep a PDF with the agreement, at most 10 MB; the same file is kept once."""
    policies.check_add_document(actor, agreement)
    if len(content) > MOST_BYTES:
        raise TooLarge
    if not content.startswith(b"%PDF-"):
        raise NotAPdf
    document, created = Document.objects.get_or_create(
        agreement=agreement,
        sha256=hashlib.sha256(content).hexdigest(),
        defaults={
            "title": title,
            "content": content,
            "size": len(content),
            "added_by": actor.name,
            "added_at": now,
        },
    )
    if created:
        audit.record(
            actor=actor,
            action="agreement.document_added",
            subject_type="agreement",
            subject=agreement.uuid,
            readers=agreement.party_ids,
            title=title,
        )
    return document
