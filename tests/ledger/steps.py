"""One posting each, by the person who makes it, with everything that does not matter filled in."""

from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import Sum

from coordination.base.rowsecurity import scope
from coordination.ledger import services as ledger
from coordination.ledger.enums import EntryKind
from coordination.ledger.models import Entry
from tests import make

HUNDRED = Decimal("100.00")


def purchase(place: make.World, source: str, amount: Decimal = HUNDRED, on: date = make.TODAY):
    return ledger.Purchase(source, amount, on, place.municipality.pk, place.practice.pk)


def reserve(place: make.World, source: str, amount: Decimal = HUNDRED, on: date = make.TODAY):
    with scope(place.doctor):
        return ledger.reserve(
            actor=place.doctor,
            agreement=place.agreement,
            purchase=purchase(place, source, amount, on),
            now=make.NOW,
        )


def spend(
    place: make.World,
    source: str,
    amount: Decimal = HUNDRED,
    on: date = make.TODAY,
    reservation: str = "",
):
    with scope(place.doctor):
        return ledger.spend(
            actor=place.doctor,
            agreement=place.agreement,
            purchase=purchase(place, source, amount, on),
            now=make.NOW,
            reservation=reservation,
        )


def release(place: make.World, source: str) -> None:
    with scope(place.doctor):
        ledger.release(
            actor=place.doctor, agreement=place.agreement, reservation=source, now=make.NOW
        )


def reverse(place: make.World, source: str) -> None:
    with scope(place.doctor):
        ledger.reverse(actor=place.doctor, agreement=place.agreement, source=source, now=make.NOW)


def contribute(place: make.World, amount: Decimal) -> None:
    with scope(place.admin):
        ledger.contribute(
            actor=place.admin,
            agreement=place.agreement,
            amounts=[(place.region, amount)],
            decision="Tillægsbevilling",
            decided_on=make.TODAY,
            now=make.NOW,
        )


def execute(statement: str, *values: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def sums(place: make.World) -> tuple[Decimal, Decimal, Decimal]:
    budget = place.budget()
    return budget.appropriated, budget.reserved, budget.spent


def sums_of_entries(place: make.World) -> tuple[Decimal, Decimal, Decimal]:
    with scope(place.admin):
        rows = Entry.objects.filter(agreement=place.agreement).order_by("kind")
        by_kind = dict(rows.values_list("kind").annotate(total=Sum("amount")))
    held = [by_kind.get(kind, Decimal(0)) for kind in (EntryKind.RESERVE, EntryKind.RELEASE)]
    return by_kind[EntryKind.APPROPRIATE], sum(held), by_kind.get(EntryKind.SPEND, Decimal(0))
