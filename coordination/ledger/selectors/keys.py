"""Who divides the cost of an agreement on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from coordination.agreements.models import Agreement
from coordination.ledger.models import FundingKey
from coordination.parties import selectors as parties
from coordination.parties.models import Organisation


@dataclass(frozen=True, slots=True)
class KeyOn:
    """A funding key on one day, its weights by who pays them then, in a fixed order."""

    key: FundingKey
    shares: list[tuple[Organisation, Decimal]]


def key_on(agreement: Agreement, *, on: date) -> KeyOn | None:
    """The key by which the funders divide the cost on a day, if one was said."""
    return keys_on([agreement], on=on).get(agreement.pk)


def keys_on(agreements: Iterable[Agreement], *, on: date) -> dict[int, KeyOn]:
    """The keys that hold on a day, by agreement key, in four queries.

    Whoever continues a funder by then pays by its weight; where two became one, by both.
    """
    rows = FundingKey.objects.filter(agreement__in=list(agreements)).open_on(on)
    keys = list(rows.prefetch_related("shares"))
    heirs = parties.successors_of(
        {share.funder_id for key in keys for share in key.shares.all()}, on=on
    )
    payers = parties.organisations_by_key(heirs.values())
    found = {}
    for key in keys:
        weights: dict[int, Decimal] = {}
        for share in key.shares.all():
            payer = heirs[share.funder_id]
            weights[payer] = weights.get(payer, Decimal(0)) + share.weight
        shares = [(payers[payer], weights[payer]) for payer in sorted(weights)]
        found[key.agreement_id] = KeyOn(key, shares)
    return found


def keys_of(agreement: Agreement) -> list[FundingKey]:
    """Every funding key of an agreement with its shares, the first one first."""
    rows = FundingKey.objects.filter(agreement=agreement).order_by("starts_on")
    return list(rows.prefetch_related("shares__funder"))
