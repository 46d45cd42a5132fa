"""Claimed, decided, closed and reopened, in any order: nothing is lost or paid twice."""

import os
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coordination.base.errors import DomainError
from coordination.base.rowsecurity import scope
from coordination.ledger import selectors
from coordination.ledger import services as ledger
from coordination.ledger.enums import ClaimState
from coordination.ledger.models import Claim, Settlement, SettlementLine
from coordination.overview.invariants import offenders
from coordination.overview.invariants.settlements import SETTLEMENTS
from tests import make
from tests.ledger.months import APRIL, CLOSING, claim, close, finance, owed
from tests.ledger.steps import approve, clear

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

EXAMPLES = 60 if os.environ.get("SAMSPIL_DEEP") == "1" else 8
states = st.sampled_from(
    [
        ClaimState.CLEARED,
        ClaimState.CLEARED,
        ClaimState.SUBMITTED,
        ClaimState.REJECTED,
        ClaimState.UNFUNDED,
    ]
)
steps = st.one_of(
    st.tuples(st.just("claim"), st.integers(0, 90), st.integers(0, 40), states),
    st.tuples(st.just("approve"), st.integers(0, 9)),
    st.tuples(st.just("close"), st.integers(0, 5)),
    st.tuples(st.just("reopen")),
)


def take(place: make.World, step: tuple, number: int, now: datetime, payer) -> None:
    """One step of a walk. Time goes on by three days with each."""
    name, *rest = step
    match name:
        case "claim":
            day, late, state = rest
            on = APRIL + timedelta(day)
            at = min(now, CLOSING + timedelta(day - 60 + late))
            claim(place, f"c:{number}", Decimal(number * 7 + 1) / 100, on=on, at=at, state=state)
        case "approve":
            waiting = submitted(place)
            if waiting:
                chosen = waiting[rest[0] % len(waiting)]
                approve(place.admin, chosen)
                clear(payer, chosen)
        case "close":
            with scope(place.admin):
                month = selectors.next_month(place.agreement)
            close(place, month, grace=rest[0], now=now)
        case "reopen":
            with scope(place.admin):
                latest = Settlement.objects.standing().order_by("-starts_on").first()
                if latest is not None:
                    ledger.reopen_latest(
                        actor=place.admin,
                        agreement=place.agreement,
                        month=latest.starts_on,
                        reason="Forkert",
                        now=now,
                    )


def submitted(place: make.World) -> list[Claim]:
    with scope(place.admin):
        return list(Claim.objects.filter(state=ClaimState.SUBMITTED).order_by("pk"))


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(walk=st.lists(steps, min_size=4, max_size=16))
def test_no_walk_loses_a_claim_or_pays_it_twice(walk):
    with transaction.atomic():
        place = make.world(starts_on=APRIL, ends_before=date(2022, 1, 1))
        payer = finance(place)
        for number, step in enumerate(walk):
            now = CLOSING + timedelta(days=3 * number)
            try:
                with transaction.atomic():
                    take(place, step, number, now, payer)
            except DomainError:
                pass
            with scope(place.system):
                assert {check.code: offenders(check) for check in SETTLEMENTS} == {
                    check.code: [] for check in SETTLEMENTS
                }
        finish(place)
        transaction.set_rollback(True)


def finish(place: make.World) -> None:
    """Once every month is closed, what was cleared is settled, and the funders owe just that."""
    with scope(place.admin):
        month = selectors.next_month(place.agreement)
    while month < date(2021, 12, 1):
        close(place, month, now=datetime(2022, 2, 1, 8, tzinfo=CLOSING.tzinfo))
        with scope(place.admin):
            month = selectors.next_month(place.agreement)
    with scope(place.admin):
        cleared = Claim.objects.filter(state=ClaimState.CLEARED)
        standing = Settlement.objects.standing()
        lines = SettlementLine.objects.filter(settlement__in=standing)
        total = sum(lines.values_list("amount", flat=True).order_by("pk"), Decimal(0))
        assert not cleared.exists()
        found = list(standing)
    assert sum(owed(place, *found).values(), Decimal(0)) == total
