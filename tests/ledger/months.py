"""Steps towards a closed month: sessions at given moments, cleared, and months closed."""

from datetime import UTC, date, datetime
from decimal import Decimal

from django.db.models import Sum

from coordination.base.actor import Actor, Role
from coordination.base.rowsecurity import scope
from coordination.ledger import services as ledger
from coordination.ledger.enums import ClaimState
from coordination.ledger.models import Claim, LeftOver, Settlement, SettlementLine, SettlementShare
from tests import make

APRIL, MAY = date(2020, 4, 1), date(2020, 5, 1)
IN_TIME = datetime(2020, 5, 2, 21, 59, 59, tzinfo=UTC)
LATE = datetime(2020, 5, 2, 22, tzinfo=UTC)
"""Midnight in Denmark after two days of grace, and the second before it."""

CLOSING = datetime(2020, 5, 31, 8, tzinfo=UTC)
GRACE = 2


def claim(
    place: make.World,
    source: str,
    amount: Decimal | str = "100.00",
    *,
    on: date = APRIL,
    at: datetime = IN_TIME,
    state: ClaimState = ClaimState.CLEARED,
    practice: int | None = None,
) -> Claim:
    """A claim with its consumption, as far as it has come."""
    bought = ledger.Purchase(
        source,
        Decimal(amount),
        on,
        place.municipality.pk,
        practice or place.practice.pk,
        carried_over=True,
    )
    bill = ledger.Bill("9601", "15 min.", Decimal("941.47"), "15 min. à 941,47 kr. i timen")
    with scope(place.system):
        if state != ClaimState.UNFUNDED:
            ledger.carry_over(
                actor=place.system, agreement=place.agreement, purchases=[(bought, at)]
            )
        made = state if state != ClaimState.REJECTED else ClaimState.SUBMITTED
        ledger.carry_over_claims(
            actor=place.system, agreement=place.agreement, rows=[(bought, bill, at)], state=made
        )
        found = Claim.objects.get(source=source)
    if state == ClaimState.REJECTED:
        with scope(place.admin):
            ledger.reject(actor=place.admin, claim=found.uuid, reason="Forkert dag", now=at)
    return found


def close(
    place: make.World,
    month: date = APRIL,
    *,
    now: datetime = CLOSING,
    grace: int = GRACE,
    actor: Actor | None = None,
) -> Settlement:
    who = actor or place.admin
    with scope(who):
        return ledger.close_month(
            actor=who, agreement=place.agreement, month=month, grace_days=grace, now=now
        )


def reopen(place: make.World, month: date = APRIL, reason: str = "Forkert takst") -> Settlement:
    with scope(place.admin):
        return ledger.reopen_latest(
            actor=place.admin, agreement=place.agreement, month=month, reason=reason, now=CLOSING
        )


def paid(place: make.World, settlement: Settlement) -> list[str]:
    with scope(place.admin):
        rows = SettlementLine.objects.filter(settlement=settlement).order_by("claim__source")
        return list(rows.values_list("claim__source", flat=True))


def left_over(place: make.World, settlement: Settlement) -> dict[str, str]:
    with scope(place.admin):
        rows = LeftOver.objects.filter(settlement=settlement).order_by("claim__source")
        return dict(rows.values_list("claim__source", "reason"))


def owed(place: make.World, *settlements: Settlement) -> dict[int, Decimal]:
    with scope(place.admin):
        rows = SettlementShare.objects.filter(settlement__in=settlements).order_by("funder")
        return dict(rows.values_list("funder").annotate(sum=Sum("amount")))


def state_of(place: make.World, source: str) -> str:
    with scope(place.admin):
        return Claim.objects.get(source=source).state


def finance(place: make.World) -> Actor:
    return make.actor(Role.REGION_FINANCE, place.region)
