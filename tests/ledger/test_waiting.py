"""What waits for money is posted when there is some: the oldest first, and never beyond it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coordination.agreements.enums import MoneyUsed
from coordination.base.actor import Role
from coordination.base.errors import NotAllowed
from coordination.base.rowsecurity import scope
from coordination.ledger import services as ledger
from coordination.ledger.enums import ClaimState
from coordination.ledger.errors import NotCoveredYet
from coordination.ledger.models import Claim, Entry
from tests import make
from tests.ledger import steps

pytestmark = pytest.mark.django_db


def empty_world() -> make.World:
    """An agreement that holds what its krone does not cover."""
    return make.world(amount="2.00", money_used=MoneyUsed.HOLD)


@pytest.fixture
def place(db) -> make.World:
    return empty_world()


def waiting(place: make.World, *minutes: int) -> list[Claim]:
    """Claims that wait, the oldest service first."""
    days = [make.TODAY - timedelta(len(minutes) - n) for n in range(len(minutes))]
    rows = [
        steps.claim_of(place, steps.session(place, minutes=count, on=day))
        for count, day in zip(minutes, days, strict=True)
    ]
    assert {row.state for row in rows} == {ClaimState.UNFUNDED}
    return rows


def post(place: make.World) -> ledger.Outcome:
    with scope(place.admin):
        return ledger.post_waiting(actor=place.admin, agreement=place.agreement, now=make.NOW)


def states(place: make.World, rows: list[Claim]) -> list[str]:
    with scope(place.admin):
        found = dict(Claim.objects.values_list("pk", "state"))
    return [found[row.pk] for row in rows]


def test_the_oldest_service_is_posted_first_whenever_it_was_logged():
    place = empty_world()
    newer = steps.claim_of(place, steps.session(place, on=make.TODAY))
    older = steps.claim_of(place, steps.session(place, on=make.TODAY - timedelta(3)))
    steps.contribute(place, newer.amount)

    outcome = post(place)

    assert [row.uuid for row in outcome.done] == [older.uuid]
    assert [(uuid, type(error)) for uuid, error in outcome.refused] == [(newer.uuid, NotCoveredYet)]


def test_a_small_claim_does_not_overtake_an_older_one():
    place = empty_world()
    rows = waiting(place, 60, 5)
    steps.contribute(place, rows[1].amount)

    post(place)

    assert states(place, rows) == ["unfunded", "unfunded"]


def test_a_posted_claim_has_its_entry_and_may_be_approved_and_voided():
    place = empty_world()
    session = steps.session(place)
    claim = steps.claim_of(place, session)
    steps.contribute(place, claim.amount)

    post(place)
    steps.approve(place.admin, claim).only()
    with scope(place.admin):
        entry = Entry.objects.get(source=claim.source)
    steps.void(place, session)

    assert (entry.amount, entry.service_on) == (claim.amount, claim.service_on)
    assert place.budget().spent == 0


def test_posting_again_posts_nothing():
    place = empty_world()
    rows = waiting(place, 15)
    steps.contribute(place, rows[0].amount)

    first, again = post(place), post(place)

    assert (len(first.done), len(again.done)) == (1, 0)
    assert place.budget().spent == rows[0].amount


@pytest.mark.parametrize("role", [Role.MUNICIPAL_ADMIN, Role.GP])
def test_only_the_region_posts_what_waits(role):
    place = empty_world()
    home = place.municipality if role == Role.MUNICIPAL_ADMIN else place.practice
    stranger = make.actor(role, home)

    with scope(stranger), pytest.raises(NotAllowed):
        ledger.post_waiting(actor=stranger, agreement=place.agreement, now=make.NOW)


@pytest.mark.slow
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    minutes=st.lists(st.integers(5, 90), min_size=1, max_size=5),
    top_ups=st.lists(st.integers(1, 100_000), min_size=1, max_size=3),
)
def test_no_top_up_posts_more_than_there_is_nor_out_of_order(place, minutes, top_ups):
    with transaction.atomic():
        rows = waiting(place, *minutes)
        for ore in top_ups:
            steps.contribute(place, Decimal(ore) / 100)
            post(place)
            budget, now = place.budget(), states(place, rows)
            left = [row for row, state in zip(rows, now, strict=True) if state == "unfunded"]
            assert budget.spent <= budget.appropriated
            assert now == ["submitted"] * (len(rows) - len(left)) + ["unfunded"] * len(left)
            assert not left or left[0].amount > budget.free
        transaction.set_rollback(True)
