"""One posting each, by the person who makes it, with everything that does not matter filled in."""

from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import Sum

from acute import services as acute
from acute.models import Session
from coordination.base.actor import Actor
from coordination.base.rowsecurity import scope
from coordination.ledger import services as ledger
from coordination.ledger.enums import ClaimState, EntryKind
from coordination.ledger.models import Claim, Entry
from coordination.parties.models import Organisation
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


def session(
    place: make.World, *, minutes: int = 15, on: date = make.TODAY, ordinal: int = 1, **changes
) -> Session:
    """A session that the world's doctor logs."""
    wanted = {"patient": place.patient, "now": make.NOW} | changes
    with scope(place.doctor):
        return acute.log_session(
            actor=place.doctor,
            patient=wanted["patient"].uuid,
            service_on=on,
            minutes=minutes,
            ordinal=ordinal,
            ordinal_reason="Nyt forløb" if ordinal > 1 else "",
            now=wanted["now"],
        )


def void(place: make.World, logged: Session) -> None:
    with scope(place.doctor):
        acute.void_session(actor=place.doctor, uuid=logged.uuid, reason="Fejl", now=make.NOW)


def claim_of(place: make.World, logged: Session) -> Claim:
    """The claim of a session as its practice sees it."""
    with scope(place.doctor):
        return Claim.objects.select_related("practice", "municipality").get(source=logged.source)


def copied_claim(place: make.World, claim: Claim, *, practice: Organisation) -> None:
    """The same case claimed by another practice too."""
    bill = ledger.Bill("0124", "15 min.", claim.price, "", case_mark=claim.case_mark)
    bought = ledger.Purchase(
        "session:other", claim.amount, claim.service_on, place.municipality.pk, practice.pk
    )
    with scope(place.system):
        ledger.submit(
            actor=place.system,
            agreement=place.agreement,
            purchase=bought,
            bill=bill,
            funded=True,
            now=make.NOW,
        )


def approve(actor: Actor, *claims: Claim) -> ledger.Outcome:
    with scope(actor):
        return ledger.approve(actor=actor, claims=[row.uuid for row in claims], now=make.NOW)


def clear(actor: Actor, *claims: Claim) -> ledger.Outcome:
    with scope(actor):
        return ledger.clear(actor=actor, claims=[row.uuid for row in claims], now=make.NOW)


def reject(actor: Actor, claim: Claim, reason: str = "Ser ud til at være samme forløb") -> Claim:
    with scope(actor):
        return ledger.reject(actor=actor, claim=claim.uuid, reason=reason, now=make.NOW)


def settle(place: make.World, claim: Claim) -> None:
    """Move a cleared claim as the closing of its month does."""
    with scope(place.admin):
        Claim.objects.filter(pk=claim.pk).update(state=ClaimState.SETTLED)


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
