from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from coordination.agreements import selectors as agreements
from coordination.agreements import services as agreement_services
from coordination.agreements.errors import BodyGone
from coordination.agreements.models import Agreement, Body, Clause
from coordination.base.actor import Actor
from coordination.base.danish import day_text
from coordination.base.errors import ReasonMissing
from coordination.base.periods import local_date
from coordination.notices import policies, selectors
from coordination.notices.enums import NoticeKind, NoticeState
from coordination.notices.errors import (
    AlreadySuspended,
    DatedInTheFuture,
    NotAParty,
    NoticeOpen,
    NotInForce,
    ReceivedBeforeGiven,
    RegionCannotLeave,
    WrongBody,
    WrongState,
)
from coordination.notices.models import Notice, Receipt
from coordination.notices.services.effects import fix
from coordination.notices.services.messages import tell
from coordination.notices.services.rows import clause_for, lock, move, record


@transaction.atomic
def draft(
    *,
    actor: Actor,
    agreement: Agreement,
    kind: NoticeKind,
    reason: str,
    now: datetime,
    wanted_last_day_on: date | None = None,
    body: Body | None = None,
) -> Notice:
    """Write a notice on behalf of the actor's party; it has no effect until it is given.

    A successor, or whoever prepares to be one, writes for the party that it continues.

    `wanted_last_day_on` is the last day that should be as before; from it follow the days by which
    the parties must have the notice and the body must have decided.
    """
    policies.check_draft(actor, agreement)
    agreement = agreement_services.lock(agreement)
    giver, today = agreements.party_for(actor, agreement), local_date(now)
    _check_right(agreement, kind, giver, today)
    if not reason.strip():
        raise ReasonMissing
    clause = clause_for(agreement, kind)
    if selectors.open_notice(actor, agreement, kind, today=today) is not None:
        raise NoticeOpen
    if body is not None:
        _check_body(actor, agreement, clause, body, wanted_last_day_on, today)
    notice = Notice.objects.create(
        agreement=agreement,
        kind=kind,
        given_by_id=giver,
        reason=reason.strip(),
        drafted_by=actor.name,
        drafted_at=now,
        wanted_last_day_on=wanted_last_day_on,
        body=body,
    )
    record(actor, notice, "drafted", wanted=wanted_last_day_on, body=body.name if body else "")
    return notice


def _check_right(agreement: Agreement, kind: NoticeKind, giver: int, today: date) -> None:
    """Whether the agreement and the party's place in it leave room for such a notice."""
    if not agreement.is_live(today):
        raise NotInForce
    if kind == NoticeKind.LEAVE and giver == agreement.region_id:
        raise RegionCannotLeave
    if giver in agreements.left_by(agreement, on=today):
        raise NotAParty
    if kind == NoticeKind.SUSPEND:
        held = agreements.next_suspension(agreement, today=today)
        if held is not None:
            raise AlreadySuspended(since=day_text(held.starts_on))


def _check_body(
    actor: Actor,
    agreement: Agreement,
    clause: Clause,
    body: Body,
    wanted: date | None,
    today: date,
) -> None:
    if body not in selectors.bodies_for(actor, agreement, today=today):
        raise WrongBody
    due_on = selectors.decide_by(clause, wanted) if wanted else None
    if due_on is not None and body.ends_before is not None and body.ends_before <= due_on:
        raise BodyGone(body=body.name, day=day_text(due_on))


@transaction.atomic
def give(*, actor: Actor, uuid: UUID, now: datetime) -> Notice:
    """Give the notice to every other party, in the app and by mail.

    Its clause must be read in one way only, as another person has confirmed, and its trigger must
    be met. What the clause says and how it is read is kept with the notice, and changes no more.
    """
    policies.check_give(actor)
    notice = lock(actor, uuid)
    policies.check_give(actor, notice.given_by_id)
    agreement, kind, today = notice.agreement, NoticeKind(notice.kind), local_date(now)
    Notice.objects.filter(agreement=agreement).passed(today).update(state=NoticeState.IN_EFFECT)
    notice.refresh_from_db(fields=["state"])
    move(notice, NoticeState.GIVEN)
    clause = clause_for(agreement, kind)
    _check_right(agreement, kind, notice.given_by_id, today)
    selectors.check_clause_can_be_used(actor, agreement, clause, today=today)
    if selectors.standing_notice(agreement, kind, notice.given_by_id) is not None:
        raise NoticeOpen
    notice.given_on = today
    notice.inputs |= selectors.reading(clause)
    notice.save(update_fields=["state", "given_on", "inputs"])
    receivers = selectors.must_have(notice, on=today)
    Receipt.objects.bulk_create(
        Receipt(notice=notice, agreement=agreement, organisation_id=receiver)
        for receiver in sorted(receivers)
    )
    tell(
        notice,
        receivers,
        about="given",
        title="Varsel om %(what)s",
        body=f"{notice.given_by.name} har afgivet varsel. Brevet ligger ved varslet. "
        "Bekræft, at I har modtaget det.",
        now=now,
    )
    record(actor, notice, "given", given_on=notice.given_on)
    return notice


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
    notice was given. The agreement row is locked first: without it, parties that confirm at the
    same instant each miss the other, and the date is never frozen.
    """
    policies.check_receive(actor)
    notice = lock(actor, uuid)
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
    record(actor, notice, "received", received_on=received_on, parties=len(organisations))
    if all_have(notice):
        fix(actor, notice)
    return notice


def all_have(notice: Notice) -> bool:
    """Whether every party that must have the notice has had it."""
    return not notice.receipts.filter(received_on__isnull=True).exists()
