"""Who divides the cost of an agreement, from a day on. Days before a change keep their key."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from coordination.agreements import services as agreements
from coordination.agreements.enums import AGREED, State
from coordination.agreements.errors import WrongState
from coordination.agreements.models import Agreement
from coordination.audit import services as audit
from coordination.base.actor import Actor
from coordination.base.danish import day_text
from coordination.base.periods import local_date
from coordination.ledger import policies
from coordination.ledger.enums import KeyKind
from coordination.ledger.errors import FunderGone, KeyInThePast, NoKey, NoShares, NotAPayer
from coordination.ledger.models import FundingKey, FundingShare
from coordination.parties import selectors as parties
from coordination.parties.models import Organisation

Shares = Sequence[tuple[Organisation, Decimal]]


@transaction.atomic
def set_key(
    *,
    actor: Actor,
    agreement: Agreement,
    shares: Shares,
    starts_on: date,
    decision: str,
    decided_on: date,
    now: datetime,
    kind: KeyKind = KeyKind.FIXED,
) -> FundingKey:
    """Let the funders divide by these weights from a day on.

    The key that holds that day ends the day before; what was said of later days is replaced. What
    was said of earlier days stays, and of an agreement in force no day that has passed changes.
    """
    policies.check_manage_budget(actor, agreement)
    agreement = agreements.lock(agreement)
    _check_shares(agreement, shares, starts_on)
    said = FundingKey.objects.filter(agreement=agreement)
    if agreement.state in AGREED and starts_on < local_date(now) and said.exists():
        raise KeyInThePast
    said.filter(starts_on__gte=starts_on).delete()
    said.open_on(starts_on).update(ends_before=starts_on)
    made = FundingKey.objects.create(
        agreement=agreement,
        kind=kind,
        starts_on=starts_on,
        decision=decision,
        decided_on=decided_on,
    )
    FundingShare.objects.bulk_create(
        FundingShare(key=made, funder=funder, weight=weight) for funder, weight in shares
    )
    audit.record(
        actor=actor,
        action="funding_key.set",
        subject_type="agreement",
        subject=agreement.uuid,
        readers=agreement.party_ids,
        kind=kind,
        starts_on=starts_on,
        decision=decision,
        shares=", ".join(f"{funder.name}: {weight}" for funder, weight in shares),
    )
    return made


def _check_shares(agreement: Agreement, shares: Shares, on: date) -> None:
    """Each funder once, with a weight, existing that day, and a party or whoever continues one."""
    keys = [funder.pk for funder, _weight in shares]
    if not keys or len(set(keys)) < len(keys) or any(weight <= 0 for _funder, weight in shares):
        raise NoShares
    existing = parties.existing(keys, on=on)
    payers = set(parties.successors_of(agreement.party_ids, on=on).values())
    for funder, _weight in shares:
        if funder.pk not in existing:
            raise FunderGone(name=funder.name, day=day_text(on))
        if funder.pk not in payers:
            raise NotAPayer(name=funder.name, day=day_text(on))


@transaction.atomic
def drop_key(*, actor: Actor, agreement: Agreement, starts_on: date, now: datetime) -> None:
    """Forget a key that has not begun; the one before it holds on."""
    policies.check_manage_budget(actor, agreement)
    agreement = agreements.lock(agreement)
    said = FundingKey.objects.filter(agreement=agreement)
    key = said.filter(starts_on=starts_on).first()
    before = said.filter(ends_before=starts_on)
    if key is None or not before.exists():
        raise NoKey(day=day_text(starts_on))
    if starts_on <= local_date(now):
        raise KeyInThePast
    key.delete()
    before.update(ends_before=key.ends_before)
    audit.record(
        actor=actor,
        action="funding_key.dropped",
        subject_type="agreement",
        subject=agreement.uuid,
        readers=agreement.party_ids,
        starts_on=starts_on,
    )


@transaction.atomic
def drop_draft_keys(*, actor: Actor, agreement: Agreement) -> None:
    """Take the keys out of a draft, before another is put in. Nothing was divided by them."""
    policies.check_manage_budget(actor, agreement)
    if agreement.state != State.DRAFT:
        raise WrongState
    FundingKey.objects.filter(agreement=agreement).delete()
