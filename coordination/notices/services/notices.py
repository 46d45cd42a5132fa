"""A notice from draft to effect: given by one party, received by all the others."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django.db import transaction

from coordination.access.enums import MemberRole
from coordination.agreements import selectors as agreements
from coordination.agreements import services as agreement_services
from coordination.agreements.enums import ClauseKind, State, Trigger
from coordination.agreements.models import Agreement, Clause
from coordination.agreements.rules import last_day_in_force
from coordination.audit import services as audit
from coordination.base.actor import Actor
from coordination.base.danish import day_text
from coordination.base.errors import ReasonMissing
from coordination.base.periods import local_date
from coordination.ledger import selectors as ledger
from coordination.notices import policies, selectors
from coordination.notices.enums import MOVES, NoticeKind, NoticeState
from coordination.notices.errors import (
    ClauseNotConfirmed,
    DatedInTheFuture,
    InEffect,
    MoneyNotUsed,
    NoSuchRight,
    NoticeOpen,
    NotInForce,
    ReceivedBeforeGiven,
    WrongState,
)
from coordination.notices.models import Notice, Receipt
from coordination.reminders import services as reminders

CLAUSE = {NoticeKind.TERMINATE: ClauseKind.TERMINATE, NoticeKind.SUSPEND: ClauseKind.SUSPEND}
READERS = (
    MemberRole.REGION_ADMIN.value,
    MemberRole.MUNICIPAL_ADMIN.value,
    MemberRole.GP_ORGANISATION.value,
)


def _lock(actor: Actor, uuid: UUID) -> Notice:
    """The agreement row is locked first, so that notices on it follow one another."""
    found = selectors.notice_for(actor, uuid)
    agreement_services.lock(found.agreement)
    rows = Notice.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("agreement", "given_by").get(pk=found.pk)


def _move(notice: Notice, to: NoticeState) -> None:
    if to not in MOVES[NoticeState(notice.state)]:
        raise WrongState(state=NoticeState(notice.state).label.lower())
    notice.state = to


def _record(actor: Actor, notice: Notice, action: str, **changes: Any) -> None:
    audit.record(
        actor=actor,
        action=f"notice.{action}",
        subject_type="agreement",
        subject=notice.agreement.uuid,
        kind=notice.kind,
        **changes,
    )


def _clause(agreement: Agreement, kind: NoticeKind) -> Clause:
    found = agreements.clause_of(agreement, CLAUSE[kind])
    if found is None:
        raise NoSuchRight
    return found


@transaction.atomic
def draft(
    *,
    actor: Actor,
    agreement: Agreement,
    kind: NoticeKind,
    reason: str,
    before_money_used: bool,
    now: datetime,
) -> Notice:
    """Write a notice on behalf of the actor's party; it has no effect until it is given.

    A right that depends on the money being used can be drafted earlier only by saying so: that
    reading is kept with the notice.
    """
    policies.check_draft(actor, agreement)
    agreement = agreement_services.lock(agreement)
    if agreement.state != State.IN_FORCE:
        raise NotInForce
    if not reason.strip():
        raise ReasonMissing
    clause = _clause(agreement, kind)
    if selectors.open_notice(actor, agreement, kind) is not None:
        raise NoticeOpen
    budget = ledger.budget_of(actor, agreement)
    early = clause.trigger == Trigger.MONEY_USED and budget.left > 0
    if early and not before_money_used:
        raise MoneyNotUsed
    notice = Notice.objects.create(
        agreement=agreement,
        kind=kind,
        given_by_id=cast(int, actor.organisation_id),
        reason=reason.strip(),
        drafted_by=actor.name,
        drafted_at=now,
        inputs={"read_as_before_money_is_used": True} if early else {},
    )
    _record(actor, notice, "drafted")
    return notice


@transaction.atomic
def give(*, actor: Actor, uuid: UUID, now: datetime) -> Notice:
    """Give the notice to every other party, in the app and by mail, under a confirmed clause.

    What the clause says and how it is read is kept with the notice, and changes no more.
    """
    policies.check_give(actor)
    notice = _lock(actor, uuid)
    policies.check_give(actor, notice.given_by_id)
    clause = _clause(notice.agreement, NoticeKind(notice.kind))
    if not clause.confirmed_by:
        raise ClauseNotConfirmed
    if selectors.standing_notice(notice.agreement, NoticeKind(notice.kind)) is not None:
        raise NoticeOpen
    _move(notice, NoticeState.GIVEN)
    notice.given_on = local_date(now)
    notice.inputs |= selectors.reading(clause)
    notice.save(update_fields=["state", "given_on", "inputs"])
    receivers = set(notice.agreement.party_ids) - {notice.given_by_id}
    Receipt.objects.bulk_create(
        Receipt(notice=notice, agreement=notice.agreement, organisation_id=receiver)
        for receiver in sorted(receivers)
    )
    _tell(notice, receivers, now)
    _record(actor, notice, "given", given_on=notice.given_on)
    return notice


def _tell(notice: Notice, receivers: Collection[int], now: datetime) -> None:
    what = NoticeKind(notice.kind).label.lower()
    for receiver in sorted(receivers):
        reminders.schedule(
            key=f"notice:{notice.uuid}:{notice.state}:{receiver}",
            group=f"notice:{notice.uuid}",
            organisation_id=receiver,
            roles=READERS,
            title=f"Varsel om {what}: {notice.agreement.title}",
            body=f"{notice.given_by.name} har afgivet varsel. Brevet ligger ved varslet. "
            "Bekræft, at I har modtaget det.",
            path=f"/aftaler/varsler/{notice.uuid}/",
            due_at=now,
        )


@transaction.atomic
def receive(
    *,
    actor: Actor,
    uuid: UUID,
    organisations: Collection[int],
    received_on: date,
    today: date,
) -> Notice:
    """Record the day parties had the notice. When the last one has it, its date is frozen.

    The period counts from the day the last party had it, by the clause as it was read when the
    notice was given.
    """
    policies.check_receive(actor)
    notice = _lock(actor, uuid)
    for organisation_id in organisations:
        policies.check_receive(actor, notice.agreement, organisation_id)
    if notice.state != NoticeState.GIVEN or notice.given_on is None:
        raise WrongState(state=NoticeState(notice.state).label.lower())
    if received_on > today:
        raise DatedInTheFuture
    if received_on < notice.given_on:
        raise ReceivedBeforeGiven(given=day_text(notice.given_on))
    waiting = notice.receipts.filter(organisation__in=organisations, received_on__isnull=True)
    waiting.update(received_on=received_on, recorded_by=actor.name)
    _record(actor, notice, "received", received_on=received_on, parties=len(organisations))
    if not notice.receipts.filter(received_on__isnull=True).exists():
        _take_effect(actor, notice)
    return notice


def _take_effect(actor: Actor, notice: Notice) -> None:
    agreement = notice.agreement
    last = max(row.received_on for row in notice.receipts.all() if row.received_on)
    _move(notice, NoticeState.RECEIVED)
    notice.received_on = last
    notice.last_day_on = last_day_in_force(selectors.rule_of(notice.inputs), last)
    notice.inputs |= {"received_on": str(last)}
    notice.save(update_fields=["state", "received_on", "last_day_on", "inputs"])
    first_without = notice.last_day_on + timedelta(days=1)
    if notice.kind == NoticeKind.SUSPEND:
        agreement_services.add_suspended_interval(
            actor=actor,
            agreement=agreement,
            starts_on=first_without,
            ends_before=None,
            reason=notice.reason[:200],
        )
    else:
        agreement_services.terminate(actor=actor, agreement=agreement, ends_before=first_without)
    _record(actor, notice, "effect_fixed", last_day_on=notice.last_day_on)


@transaction.atomic
def withdraw(*, actor: Actor, uuid: UUID, reason: str, today: date) -> Notice:
    """Take a notice back by agreement, before it has effect; the agreement is as it was."""
    policies.check_withdraw(actor)
    notice = _lock(actor, uuid)
    policies.check_withdraw(actor, notice.given_by_id)
    if not reason.strip():
        raise ReasonMissing
    if notice.last_day_on is not None and notice.last_day_on < today:
        raise InEffect
    was_fixed = notice.state == NoticeState.RECEIVED
    _move(notice, NoticeState.WITHDRAWN)
    notice.withdrawn_reason = reason.strip()
    notice.save(update_fields=["state", "withdrawn_reason"])
    if was_fixed and notice.last_day_on is not None:
        _undo(actor, notice, notice.last_day_on + timedelta(days=1))
    _record(actor, notice, "withdrawn", reason=reason.strip())
    return notice


def _undo(actor: Actor, notice: Notice, first_without: date) -> None:
    if notice.kind == NoticeKind.SUSPEND:
        agreement_services.remove_suspended_interval(
            actor=actor, agreement=notice.agreement, starts_on=first_without
        )
        return
    agreement_services.terminate(actor=actor, agreement=notice.agreement, ends_before=None)
