"""Pictures, sounds and films: cleaned in a process of their own, scanned, and only then shown."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from acute import policies, selectors
from acute.enums import OPEN_STATES, AttachmentKind, RequestState, Scan, StepKind
from acute.errors import (
    AlreadyMoved,
    BadFile,
    DamagedFile,
    FileIsEmpty,
    FileTooLarge,
    StillPictureFormat,
    TooLong,
    TooManyAttachments,
    TooManyPixels,
    UnknownCodec,
    UnknownFileKind,
)
from acute.models import Attachment, AttachmentContent
from acute.rules.cleaning import CPU_SECONDS, MOST_BYTES
from acute.services import clamd, moves
from coordination.audit import services as audit
from coordination.audit.enums import Purpose
from coordination.base import rowsecurity
from coordination.base.actor import Actor
from coordination.base.errors import Busy

MOST = max(MOST_BYTES.values())
MOST_PER_REQUEST = 10

ONE_AT_A_TIME = threading.Semaphore(1)
"""A picture of forty million pixels takes 310 MB while it is decoded; a web process does one."""

REFUSALS: dict[str, type[BadFile]] = {
    "empty": FileIsEmpty,
    "large": FileTooLarge,
    "kind": UnknownFileKind,
    "heic": StillPictureFormat,
    "codec": UnknownCodec,
    "pixels": TooManyPixels,
    "long": TooLong,
    "damaged": DamagedFile,
}


def clean(content: bytes) -> tuple[dict[str, Any], bytes]:
    """What is kept of a file and what it is; the decoders run apart, within limits."""
    if not ONE_AT_A_TIME.acquire(timeout=CPU_SECONDS):
        raise Busy
    try:
        done = _cleaned_apart(content)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise DamagedFile from error
    finally:
        ONE_AT_A_TIME.release()
    head, _line, kept = done.partition(b"\n")
    facts = json.loads(head)
    if "refused" in facts:
        raise REFUSALS[facts["refused"]]
    return facts, kept


def _cleaned_apart(content: bytes) -> bytes:
    return subprocess.run(
        [sys.executable, "-m", "acute.rules.cleaning"],
        input=content,
        capture_output=True,
        cwd=settings.BASE_DIR,
        env={"PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"},
        timeout=2 * CPU_SECONDS,
        check=True,
    ).stdout


@transaction.atomic
def attach(*, actor: Actor, uuid: UUID, content: bytes, now: datetime) -> Attachment:
    """Keep a picture, a sound or a film with an open request.

    What the file says it is, and its name, play no part. Where a scanner is set up the content is
    shown to nobody before it has answered.
    """
    policies.check_attach(actor)
    policies.check_attach(actor, selectors.request_for(actor, uuid))
    if len(content) > MOST:
        raise FileTooLarge
    facts, kept = clean(content)
    request = moves.lock(actor, uuid, policies.check_attach)
    if request.state not in OPEN_STATES:
        raise AlreadyMoved(state=RequestState(request.state).label.lower())
    number = len(selectors.attachments_of(actor, request)) + 1
    if number > MOST_PER_REQUEST:
        raise TooManyAttachments
    attachment = Attachment.objects.create(
        request=request,
        municipality_id=request.municipality_id,
        practice_id=request.practice_id,
        number=number,
        size=len(kept),
        state=Scan.PENDING if settings.CLAMD else Scan.NOT_SCANNED,
        added_at=now,
        added_by=actor.name,
        **facts,
    )
    AttachmentContent.objects.create(attachment=attachment, content=kept)
    moves.save(request, now)
    moves.step(actor, request, StepKind.ATTACHED, now, str(AttachmentKind(attachment.kind).label))
    return attachment


@transaction.atomic
def open_attachment(*, actor: Actor, uuid: UUID, look: bool = True) -> tuple[Attachment, bytes]:
    """Read an attachment; the access row is written first.

    `look` is False for the later parts of a film whose first part was looked at.
    """
    attachment = selectors.attachment_for(actor, uuid)
    if look:
        patient = attachment.request.patient.uuid
        audit.record_access(actor=actor, patient=patient, purpose=Purpose.REQUEST)
    return attachment, selectors.content_of(attachment)


def scan_pending(*, now: datetime, ask: Callable[[bytes], bool] = clamd.is_clean) -> int:
    """Sweep: let the scanner judge what waits, one at a time; returns how many it judged.

    A scanner that does not answer leaves the rest waiting, unseen. What it blocks is deleted.
    """
    done = 0
    while settings.CLAMD and _scan_next(now, ask):
        done += 1
    return done


def _scan_next(now: datetime, ask: Callable[[bytes], bool]) -> bool:
    with rowsecurity.sweep():
        rows = Attachment.objects.select_for_update(skip_locked=True, no_key=True)
        attachment = rows.filter(state=Scan.PENDING).order_by("id").first()
        if attachment is None:
            return False
        kept = AttachmentContent.objects.get(attachment=attachment)
        try:
            is_clean = ask(bytes(kept.content))
        except clamd.NoAnswer:
            return False
        attachment.state = Scan.CLEAN if is_clean else Scan.BLOCKED
        attachment.scanned_at = now
        attachment.save(update_fields=["state", "scanned_at"])
        if not is_clean:
            kept.delete()
    return True
