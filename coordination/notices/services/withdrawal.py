"""Taking a notice back: alone while nobody has had it, afterwards as all of them agree."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from coordination.base.actor import Actor
from coordination.base.errors import ReasonMissing
from coordination.base.periods import DAY, local_date
from coordination.notices import policies, selectors
from coordination.notices.enums import STANDING, NoticeState
from coordination.notices.errors import (
    InEffect,
    NothingToAgree,
    WithdrawalAsked,
    WithdrawalNotAsked,
    WrongState,
)
from coordination.notices.models import Notice
from coordination.notices.services.effects import undo
from coordination.notices.services.messages import tell
from coordination.notices.services.rows import lock, move, record


@transaction.atomic
def withdraw(*, actor: Actor, uuid: UUID, reason: str, now: datetime) -> Notice:
    """Take a notice back before it has effect.

    A draft, and a notice that nobody has had yet, is taken back at once. Otherwise everybody who
    has had it is asked, and it stands until the last of them has agreed.
    """
    policies.check_withdraw(actor)
    notice = lock(actor, uuid)
    policies.check_withdraw(actor, notice.given_by_id)
    today = local_date(now)
    _check_not_in_effect(notice, today)
    if not reason.strip():
        raise ReasonMissing
    if notice.withdrawal_asked_on is not None and notice.state in STANDING:
        raise WithdrawalAsked
    had = _had(notice)
    if not had:
        _take_back(actor, notice, reason.strip(), now)
        return notice
    notice.withdrawal_asked_on, notice.withdrawn_reason = today, reason.strip()
    notice.save(update_fields=["withdrawal_asked_on", "withdrawn_reason"])
    tell(
        notice,
        had,
        about=f"asked:{today}",
        title="Må varslet om %(what)s trækkes tilbage?",
        body=f"{notice.given_by.name} vil trække varslet tilbage: {reason.strip()}. "
        "Svar ved varslet, om I er enige. Det gælder, til alle har sagt ja.",
        now=now,
    )
    record(actor, notice, "withdrawal_asked", reason=reason.strip())
    return notice


def _check_not_in_effect(notice: Notice, today: date) -> None:
    if notice.state_on(today) == NoticeState.IN_EFFECT:
        raise InEffect


def _had(notice: Notice) -> set[int]:
    rows = notice.receipts.filter(received_on__isnull=False)
    return set(rows.values_list("organisation_id", flat=True))


@transaction.atomic
def agree_withdrawal(*, actor: Actor, uuid: UUID, now: datetime) -> Notice:
    """Agree, for the actor's own party, that the notice is taken back.

    When the last of those who have had it agrees, it is withdrawn and the agreement is as it was.
    The agreement row is locked first: without it, parties that agree at the same instant each
    miss the others, and the notice stands although all have agreed.
    """
    policies.check_agree_withdrawal(actor)
    notice = lock(actor, uuid)
    receivers = notice.receipts.values_list("organisation_id", flat=True)
    policies.check_agree_withdrawal(actor, set(receivers))
    today = local_date(now)
    _check_not_in_effect(notice, today)
    if notice.state not in STANDING:
        raise WrongState(state=NoticeState(notice.state).label.lower())
    if notice.withdrawal_asked_on is None:
        raise WithdrawalNotAsked
    mine = notice.receipts.filter(
        organisation__in=actor.office_orgs,
        received_on__isnull=False,
        withdrawal_agreed_on__isnull=True,
    )
    if not mine.update(withdrawal_agreed_on=today, withdrawal_agreed_by=actor.name):
        raise NothingToAgree
    record(actor, notice, "withdrawal_agreed", party=actor.organisation_name)
    if all_agree(notice):
        _take_back(actor, notice, notice.withdrawn_reason, now)
    return notice


def all_agree(notice: Notice) -> bool:
    """Whether everybody who has had the notice agrees that it is taken back."""
    had = notice.receipts.filter(received_on__isnull=False)
    return not had.filter(withdrawal_agreed_on__isnull=True).exists()


def _take_back(actor: Actor, notice: Notice, reason: str, now: datetime) -> None:
    before = NoticeState(notice.state)
    move(notice, NoticeState.WITHDRAWN)
    notice.withdrawn_reason = reason
    notice.save(update_fields=["state", "withdrawn_reason"])
    if notice.last_day_on is not None:
        undo(actor, notice, notice.last_day_on + DAY)
    if before != NoticeState.DRAFT:
        what = "Parterne er enige" if notice.withdrawal_asked_on else "Ingen havde modtaget det"
        tell(
            notice,
            selectors.others(notice) | {notice.given_by_id},
            about="withdrawn",
            title="Varslet om %(what)s er trukket tilbage",
            body=f"{what}. Aftalen er, som den var.",
            now=now,
        )
    record(actor, notice, "withdrawn", reason=reason)
