"""The body that decides about a drafted notice: what it decided, and who is reminded."""

from datetime import date
from uuid import UUID

from django.db import transaction

from coordination.base.actor import Actor
from coordination.notices import policies
from coordination.notices.enums import NoticeState
from coordination.notices.errors import DecidedInTheFuture, NoBody, WrongState
from coordination.notices.models import Notice
from coordination.notices.services.rows import lock, record


@transaction.atomic
def record_body(*, actor: Actor, uuid: UUID, decided_on: date, note: str, today: date) -> Notice:
    """Record when the body decided about the notice, and what it said."""
    policies.check_record_body(actor)
    notice = lock(actor, uuid)
    policies.check_record_body(actor, notice.given_by_id)
    if notice.state == NoticeState.WITHDRAWN:
        raise WrongState(state=NoticeState(notice.state).label.lower())
    if notice.body is None or notice.decided_on is not None:
        raise NoBody
    if decided_on > today:
        raise DecidedInTheFuture
    notice.decided_on, notice.decided_note = decided_on, note.strip()
    notice.decision_recorded_by = actor.name
    notice.save(update_fields=["decided_on", "decided_note", "decision_recorded_by"])
    record(actor, notice, "body_decided", body=notice.body.name, decided_on=decided_on)
    return notice
