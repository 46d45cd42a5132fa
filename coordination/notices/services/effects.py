"""What a notice does to the agreement: when all have it, when it is taken back, when it passes."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from coordination.agreements import services as agreement_services
from coordination.agreements.rules import last_day_in_force
from coordination.base import rowsecurity
from coordination.base.actor import Actor
from coordination.base.danish import day_text
from coordination.base.errors import ReasonMissing
from coordination.base.periods import DAY, local_date
from coordination.ledger import selectors as ledger
from coordination.notices import policies, selectors
from coordination.notices.enums import NoticeKind, NoticeState
from coordination.notices.errors import NotInEffect, PostedAfter, WrongState
from coordination.notices.models import Notice
from coordination.notices.services.messages import tell
from coordination.notices.services.rows import lock, move, record


def fix(actor: Actor, notice: Notice) -> None:
    """Freeze the date of a notice that every party now has, and let the agreement follow it."""
    last = max(row.received_on for row in notice.receipts.all() if row.received_on)
    move(notice, NoticeState.RECEIVED)
    notice.received_on = last
    notice.last_day_on = last_day_in_force(selectors.rule_of(notice.inputs), last)
    notice.inputs |= {"received_on": str(last)}
    leaves = notice.kind == NoticeKind.LEAVE
    if ledger.is_posted_after(
        notice.agreement, notice.last_day_on, party_id=notice.given_by_id if leaves else None
    ):
        raise PostedAfter(last=day_text(notice.last_day_on))
    notice.save(update_fields=["state", "received_on", "last_day_on", "inputs"])
    _apply(actor, notice, notice.last_day_on + DAY)
    record(actor, notice, "effect_fixed", last_day_on=notice.last_day_on)


def _apply(actor: Actor, notice: Notice, first_without: date) -> None:
    agreement = notice.agreement
    match NoticeKind(notice.kind):
        case NoticeKind.SUSPEND:
            agreement_services.add_suspended_interval(
                actor=actor,
                agreement=agreement,
                starts_on=first_without,
                ends_before=None,
                reason=notice.reason[:200],
            )
        case NoticeKind.TERMINATE:
            agreement_services.terminate(
                actor=actor, agreement=agreement, ends_before=first_without
            )
        case NoticeKind.LEAVE:
            agreement_services.leave(
                actor=actor,
                agreement=agreement,
                organisation_id=notice.given_by_id,
                leaves_before=first_without,
            )


def undo(actor: Actor, notice: Notice, first_without: date) -> None:
    """Leave the agreement as it was before a notice that is taken back."""
    agreement = notice.agreement
    match NoticeKind(notice.kind):
        case NoticeKind.SUSPEND:
            agreement_services.remove_suspended_interval(
                actor=actor, agreement=agreement, starts_on=first_without
            )
        case NoticeKind.TERMINATE:
            agreement_services.terminate(actor=actor, agreement=agreement, ends_before=None)
        case NoticeKind.LEAVE:
            agreement_services.stay(
                actor=actor, agreement=agreement, organisation_id=notice.given_by_id
            )


def put_into_effect(*, today: date) -> int:
    """Sweep: notices and agreements whose last day has passed say so; returns how many."""
    with rowsecurity.sweep():
        passed = Notice.objects.all().passed(today)
        due = passed.select_for_update(skip_locked=True, no_key=True, of=("self",))
        keys = list(due.values_list("pk", flat=True))
        moved = Notice.objects.filter(pk__in=keys).update(state=NoticeState.IN_EFFECT)
    return moved + agreement_services.end_passed(today=today)


@transaction.atomic
def resume(*, actor: Actor, uuid: UUID, resumes_on: date, reason: str, now: datetime) -> Notice:
    """Lift a suspension that has taken effect from a day on, as the parties agreed."""
    policies.check_resume(actor)
    notice = lock(actor, uuid)
    policies.check_resume(actor, notice.given_by_id)
    today = local_date(now)
    if notice.kind != NoticeKind.SUSPEND or notice.last_day_on is None:
        raise WrongState(state=NoticeState(notice.state).label.lower())
    if notice.state_on(today) != NoticeState.IN_EFFECT:
        raise NotInEffect
    if not reason.strip():
        raise ReasonMissing
    agreement_services.resume(
        actor=actor,
        agreement=notice.agreement,
        suspended_from=notice.last_day_on + DAY,
        resumes_on=resumes_on,
        today=today,
    )
    tell(
        notice,
        selectors.others(notice),
        about=f"resumed:{resumes_on}",
        title="Aftalen genoptages",
        body=f"{notice.given_by.name} genoptager aftalen fra {day_text(resumes_on)}: "
        f"{reason.strip()}",
        now=now,
    )
    record(actor, notice, "resumed", resumes_on=resumes_on, reason=reason.strip())
    return notice
