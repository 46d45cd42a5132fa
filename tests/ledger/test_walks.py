"""Any sequence of postings leaves sums that equal the entries."""

import os
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coordination.agreements.enums import MoneyUsed
from coordination.base.errors import NotFound
from coordination.base.rowsecurity import scope
from coordination.ledger.errors import AlreadyReversed, BelowUsed, BudgetUsed
from coordination.ledger.models import Entry
from tests import make
from tests.ledger.steps import (
    contribute,
    release,
    reserve,
    reverse,
    spend,
    sums,
    sums_of_entries,
)

pytestmark = pytest.mark.django_db

EXAMPLES = 250 if os.environ.get("SAMSPIL_DEEP") == "1" else 25

amounts = st.integers(min_value=1, max_value=20_000).map(lambda ore: Decimal(ore) / 100)
sources = st.sampled_from("abcd")
steps = st.one_of(
    st.tuples(st.just("reserve"), sources, amounts),
    st.tuples(st.just("spend"), sources, amounts),
    st.tuples(st.just("settle"), sources, amounts),
    st.tuples(st.just("release"), sources),
    st.tuples(st.just("reverse"), sources),
    st.tuples(st.just("contribute"), amounts, st.sampled_from([1, -1])),
)


def take(place: make.World, step: tuple, number: int) -> None:
    """One step of a walk; a refusal must leave everything as it was."""
    name, *rest = step
    before = sums(place)
    try:
        match name:
            case "reserve":
                reserve(place, f"r:{number}:{rest[0]}", rest[1])
            case "spend":
                spend(place, f"s:{number}:{rest[0]}", rest[1])
            case "settle":
                spend(place, f"x:{number}", rest[1], reservation=newest(place, "r", rest[0]))
            case "release":
                release(place, newest(place, "r", rest[0]))
            case "reverse":
                reverse(place, newest(place, "s", rest[0]))
            case "contribute":
                contribute(place, rest[0] * rest[1])
    except (BudgetUsed, BelowUsed, AlreadyReversed, NotFound):
        assert sums(place) == before


def newest(place: make.World, kind: str, name: str) -> str:
    """The source of the last entry of a kind under a name; one that is unknown where none is."""
    with scope(place.admin):
        rows = Entry.objects.filter(source__regex=f"^{kind}:[0-9]+:{name}$").order_by("-id")
        return rows.values_list("source", flat=True).first() or "unknown"


@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(clause=st.sampled_from(MoneyUsed), walk=st.lists(steps, min_size=5, max_size=25))
def test_after_every_step_the_sums_equal_the_entries_and_nothing_is_overdrawn(clause, walk):
    with transaction.atomic():
        place = make.world(amount="300.00", money_used=clause)
        for number, step in enumerate(walk):
            take(place, step, number)

            appropriated, reserved, spent = sums(place)
            assert (appropriated, reserved, spent) == sums_of_entries(place)
            assert min(reserved, spent) >= 0
            assert clause == MoneyUsed.OVERRUN or spent + reserved <= appropriated
        transaction.set_rollback(True)
