"""Who divides the cost of an agreement, from a day on."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction

from coordination.agreements import services as agreements
from coordination.agreements.models import Agreement
from coordination.audit import services as audit
from coordination.base.actor import Actor
from coordination.base.danish import day_text
from coordination.ledger import policies
from coordination.ledger.errors import FunderGone, NoShares
from coordination.ledger.models import FundingKey, FundingShare
from coordination.parties import selectors as parties
from coordination.parties.models import Organisation


@transaction.atomic
def set_key(
    *,
    actor: Actor,
    agreement: Agreement,
    shares: Sequence[tuple[Organisation, Decimal]],
    starts_on: date,
    decision: str,
    decided_on: date,
) -> FundingKey:
    """Let the funders divide by these weights from a day on.

    The key that holds that day ends the day before; what was said of later days is replaced. What
    was said of earlier days stays.
    """
    policies.check_manage_budget(actor, agreement)
    agreement = agreements.lock(agreement)
    _check_shares(shares, starts_on)
    said = FundingKey.objects.filter(agreement=agreement)
    said.filter(starts_on__gte=starts_on).delete()
    said.open_on(starts_on).update(ends_before=starts_on)
    made = FundingKey.objects.create(
        agreement=agreement, starts_on=starts_on, decision=decision, decided_on=decided_on
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
        starts_on=starts_on,
        decision=decision,
        shares=", ".join(f"{funder.name}: {weight}" for funder, weight in shares),
    )
    return made


def _check_shares(shares: Sequence[tuple[Organisation, Decimal]], on: date) -> None:
    keys = [funder.pk for funder, _weight in shares]
    if not keys or len(set(keys)) < len(keys) or any(weight <= 0 for _funder, weight in shares):
        raise NoShares
    existing = parties.existing(keys, on=on)
    for funder, _weight in shares:
        if funder.pk not in existing:
            raise FunderGone(name=funder.name, day=day_text(on))
