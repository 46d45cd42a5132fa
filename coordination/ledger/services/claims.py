"""Claims: made with what they are to pay, decided by two people, and answered by the practice."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from coordination.agreements.models import Agreement
from coordination.audit import services as audit
from coordination.base.actor import Actor, Role
from coordination.base.danish import day_text
from coordination.base.errors import DomainError, NotFound, ReasonMissing
from coordination.ledger import policies
from coordination.ledger.enums import MOVES, ClaimState
from coordination.ledger.errors import (
    AnswerMissing,
    ApprovedByYou,
    ClaimChanged,
    ClaimMoved,
    ClaimSettled,
    NoClaims,
    OwnClaim,
    TooManyClaims,
)
from coordination.ledger.models import Budget, Claim
from coordination.ledger.selectors import opened
from coordination.ledger.services.postings import reverse
from coordination.ledger.services.purchases import Purchase, lock_budget
from coordination.parties.models import SuccessorOf
from coordination.reminders import services as reminders

MOST = 500
"""Claims decided in one go."""


@dataclass(frozen=True, slots=True)
class Bill:
    """What a claim says beside what was bought: how the amount came about, and for which case."""

    service_code: str
    quantity: str
    price: Decimal
    fee_reason: str
    case_mark: str = ""
    ordinal: int = 1
    ordinal_reason: str = ""
    path: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Maker:
    """Who made what is claimed, where somebody else sends it in by approving it."""

    name: str
    key: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of claims decided together: those it was done to, and why not for the rest."""

    done: list[Claim]
    refused: list[tuple[UUID, DomainError]] = field(default_factory=list)

    @property
    def total(self) -> Decimal:
        """Kroner of those it was done to."""
        return sum((claim.amount for claim in self.done), Decimal("0.00"))

    def only(self) -> Claim:
        """The one claim that was asked about; raises why it was refused."""
        for _uuid, error in self.refused:
            raise error
        return self.done[0]


@transaction.atomic
def submit(
    *,
    actor: Actor,
    agreement: Agreement,
    purchase: Purchase,
    bill: Bill,
    funded: bool,
    now: datetime,
    maker: Maker | None = None,
) -> ClaimState:
    """Claim what was bought; `funded` says whether its consumption could be posted.

    With a maker the actor has approved what the maker signed, so that only finance is left to ask.
    """
    policies.check_post(actor, agreement)
    state = ClaimState.SUBMITTED if funded else ClaimState.UNFUNDED
    with opened(agreement):
        budget = Budget.objects.get(agreement=agreement)
        claim = _claim(actor, agreement, budget, purchase, bill, state, now)
        if maker is not None:
            claim.submitted_by, claim.submitted_by_key = maker.name, maker.key
        if maker is not None and funded:
            claim.state = ClaimState.APPROVED
            claim.approved_at, claim.approved_by = now, actor.name
            claim.approved_by_key = actor.key
        Claim.objects.bulk_create([claim])
    return ClaimState(claim.state)


def _claim(
    actor: Actor,
    agreement: Agreement,
    budget: Budget,
    purchase: Purchase,
    bill: Bill,
    state: ClaimState,
    at: datetime,
) -> Claim:
    """A claim between whoever the parties are on the day of the service, as its entry is."""
    day = purchase.service_on
    return Claim(
        agreement=agreement,
        budget=budget,
        source=purchase.source,
        region_id=SuccessorOf(agreement.region_id, day),
        municipality_id=SuccessorOf(purchase.municipality_id, day),
        practice_id=SuccessorOf(purchase.practice_id, day),
        service_on=day,
        service_code=bill.service_code,
        quantity=bill.quantity,
        price=bill.price,
        amount=purchase.amount,
        fee_reason=bill.fee_reason,
        ordinal=bill.ordinal,
        ordinal_reason=bill.ordinal_reason,
        case_mark=bill.case_mark,
        path=bill.path,
        answer=bill.answer,
        state=state,
        submitted_at=at,
        submitted_by=actor.name,
        submitted_by_key=actor.key,
    )


@transaction.atomic
def carry_over_claims(
    *,
    actor: Actor,
    agreement: Agreement,
    rows: Iterable[tuple[Purchase, Bill, datetime]],
    state: ClaimState = ClaimState.CLEARED,
) -> int:
    """Bring the claims of an earlier system in, as far as it had come with them; returns how many.

    What it had approved is paid without being approved again here, and says who approved it.
    """
    policies.check_manage_budget(actor, agreement)
    with opened(agreement):
        budget = Budget.objects.get(agreement=agreement)
        made = [_claim(actor, agreement, budget, what, bill, state, at) for what, bill, at in rows]
        for claim in made:
            if state in (ClaimState.APPROVED, ClaimState.CLEARED):
                claim.approved_at, claim.approved_by = claim.submitted_at, actor.name
            if state == ClaimState.CLEARED:
                claim.cleared_at, claim.cleared_by = claim.submitted_at, actor.name
        Claim.objects.bulk_create(made, batch_size=1000)
    return len(made)


@transaction.atomic
def approve(
    *,
    actor: Actor,
    claims: Collection[UUID],
    now: datetime,
    version: int | None = None,
) -> Outcome:
    """The region approves what it can of the chosen claims; never what the approver submitted.

    `version` is that of each as the approver saw it, where that was said.
    """
    policies.check_approve(actor)

    def check(claim: Claim) -> None:
        policies.check_approve(actor, claim)
        _check_seen(claim, version)
        if actor.key in claim.makers:
            raise OwnClaim

    return _decide(
        actor,
        claims,
        ClaimState.APPROVED,
        check,
        approved_at=now,
        approved_by=actor.name,
        approved_by_key=actor.key,
    )


@transaction.atomic
def clear(
    *,
    actor: Actor,
    claims: Collection[UUID],
    now: datetime,
    version: int | None = None,
) -> Outcome:
    """Finance lets what it can of the chosen claims be paid; never what the clearer approved."""
    policies.check_clear(actor)

    def check(claim: Claim) -> None:
        policies.check_clear(actor, claim)
        _check_seen(claim, version)
        if actor.key in claim.makers:
            raise OwnClaim
        if actor.key == claim.approved_by_key:
            raise ApprovedByYou

    return _decide(
        actor,
        claims,
        ClaimState.CLEARED,
        check,
        cleared_at=now,
        cleared_by=actor.name,
        cleared_by_key=actor.key,
    )


def _decide(
    actor: Actor,
    uuids: Collection[UUID],
    wanted: ClaimState,
    check: Callable[[Claim], None],
    **fields: Any,
) -> Outcome:
    """Move those of the claims that can be, in one statement, and say why the others cannot."""
    asked = list(dict.fromkeys(uuids))
    if not asked:
        raise NoClaims
    if len(asked) > MOST:
        raise TooManyClaims(most=MOST)
    found = {claim.uuid: claim for claim in _locked(actor, asked)}
    outcome = Outcome([])
    for uuid in asked:
        claim = found.get(uuid)
        try:
            if claim is None:
                raise NotFound
            check(claim)
            _check_move(claim, wanted)
        except DomainError as refusal:
            outcome.refused.append((uuid, refusal))
        else:
            outcome.done.append(claim)
    move(actor, outcome.done, wanted, **fields)
    return outcome


def _locked(actor: Actor, uuids: Collection[UUID]) -> Sequence[Claim]:
    """The claims among these that the actor sees, locked in the order of their keys."""
    rows = Claim.objects.visible_to(actor).filter(uuid__in=uuids).order_by("pk")
    return list(rows.select_for_update(of=("self",), no_key=True))


def _check_seen(claim: Claim, version: int | None) -> None:
    if version is not None and claim.version != version:
        raise ClaimChanged


def _check_move(claim: Claim, wanted: ClaimState) -> None:
    if wanted in MOVES[ClaimState(claim.state)]:
        return
    if claim.state == ClaimState.SETTLED:
        raise ClaimSettled
    raise ClaimMoved(state=ClaimState(claim.state).label, wanted=wanted.label)


def move(
    actor: Actor, claims: Sequence[Claim], to: ClaimState, *, reason: str = "", **fields: Any
) -> None:
    """Write the new state of locked claims, and who moved each."""
    keys = [claim.pk for claim in claims]
    Claim.objects.filter(pk__in=keys).update(state=to, version=F("version") + 1, **fields)
    for claim in claims:
        claim.state = to
        claim.version += 1
        for name, value in fields.items():
            setattr(claim, name, value)
    audit.record_each(
        actor=actor,
        action=f"claim.{to.value}",
        subject_type="claim",
        subjects=[claim.uuid for claim in claims],
        **({"reason": reason} if reason else {}),
    )


def _one(actor: Actor, uuid: UUID, wanted: ClaimState, version: int | None = None) -> Claim:
    """One claim, locked, that can be moved to a state, and is as the reader saw it."""
    found = _locked(actor, [uuid])
    if not found:
        raise NotFound
    _check_seen(found[0], version)
    _check_move(found[0], wanted)
    return found[0]


@transaction.atomic
def reject(
    *, actor: Actor, claim: UUID, reason: str, now: datetime, version: int | None = None
) -> Claim:
    """Send a claim back to the practice with a reason. The money stays spent until it is voided."""
    policies.check_reject(actor)
    found = _one(actor, claim, ClaimState.REJECTED, version)
    policies.check_reject(actor, found)
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    move(
        actor,
        [found],
        ClaimState.REJECTED,
        reason=reason,
        rejected_at=now,
        rejected_by=actor.name,
        reject_reason=reason,
        approved_at=None,
        approved_by="",
        approved_by_key="",
        cleared_at=None,
        cleared_by="",
        cleared_by_key="",
    )
    reminders.schedule(
        key=f"claim:{found.uuid}:rejected:{found.version}",
        group=f"claim:{found.uuid}",
        organisation_id=found.practice_id,
        roles=(Role.GP.value,),
        title=f"Et krav fra {day_text(found.service_on)} er afvist",
        body=f"Regionen skriver: {reason}",
        path="/oekonomi/mine-krav/",
        due_at=now,
    )
    return found


@transaction.atomic
def resubmit(
    *, actor: Actor, claim: UUID, answer: str, now: datetime, version: int | None = None
) -> Claim:
    """Send a rejected claim in again as it is, with the practice's answer to the reason."""
    policies.check_resubmit(actor)
    found = _one(actor, claim, ClaimState.SUBMITTED, version)
    policies.check_resubmit(actor, found)
    if found.state != ClaimState.REJECTED:
        raise ClaimMoved(state=ClaimState(found.state).label, wanted=ClaimState.SUBMITTED.label)
    answer = answer.strip()
    if not answer:
        raise AnswerMissing
    move(
        actor,
        [found],
        ClaimState.SUBMITTED,
        submitted_at=now,
        answer=answer,
        answered_by_key=actor.key,
    )
    return found


@transaction.atomic
def withdraw(*, actor: Actor, agreement: Agreement, source: str, now: datetime) -> None:
    """Take back the claim of a cause that is no longer, and reverse what was posted for it.

    What is settled stays as it is.
    """
    policies.check_post(actor, agreement)
    with opened(agreement):
        lock_budget(agreement)  # before the claim, as everybody does who needs both
        rows = Claim.objects.filter(agreement=agreement, source=source)
        found = rows.select_for_update(of=("self",), no_key=True).first()
        if found is None:
            raise NotFound
        _check_move(found, ClaimState.WITHDRAWN)
        if found.state != ClaimState.UNFUNDED:
            reverse(actor=actor, agreement=agreement, source=source, now=now)
    with opened(agreement):  # the reversal has closed it
        move(actor, [found], ClaimState.WITHDRAWN)
