"""Who can pay for an agreement, how an amount falls on them, and what was decided so far."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from coordination.agreements.models import Agreement
from coordination.base.danish import sort_key
from coordination.base.money import split
from coordination.ledger.models import Budget, Contribution
from coordination.ledger.selectors.keys import key_on
from coordination.parties import selectors as parties
from coordination.parties.enums import OrganisationKind
from coordination.parties.models import Organisation

PAYERS = (OrganisationKind.REGION, OrganisationKind.MUNICIPALITY)


@dataclass(frozen=True, slots=True)
class Appropriation:
    """One decision about the money, and what each payer put in or took out by it."""

    decision: str
    decided_on: date
    total: Decimal
    rows: tuple[Contribution, ...]


def payers_of(agreement: Agreement, *, on: date) -> list[Organisation]:
    """The regions and municipalities that are party to an agreement on a day, regions first."""
    heirs = parties.successors_of(agreement.party_ids, on=on).values()
    rows = parties.organisations_by_key(set(heirs)).values()
    payers = [row for row in rows if row.kind in PAYERS]
    return sorted(payers, key=lambda row: (row.kind != PAYERS[0], sort_key(row.name)))


def by_key(agreement: Agreement, total: Decimal, *, on: date) -> list[tuple[Organisation, Decimal]]:
    """An amount divided by the funding key of a day, to the øre; empty without a key."""
    found = key_on(agreement, on=on)
    if found is None:
        return []
    payers, weights = zip(*found.shares, strict=True)
    return list(zip(payers, split(total, weights), strict=True))


def appropriations_of(budget: Budget) -> list[Appropriation]:
    """The decisions about a budget's money, the newest first."""
    rows = list(budget.contributions.select_related("funder").order_by("-pk"))
    return [
        Appropriation(
            decision, decided_on, sum((row.amount for row in found), Decimal("0.00")), tuple(found)
        )
        for (decision, decided_on), found in (
            (about, list(group))
            for about, group in groupby(rows, key=lambda row: (row.decision, row.decided_on))
        )
    ]
