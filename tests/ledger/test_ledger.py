"""What a posting does to the budget, and what happens when the money is used."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.db.models import Sum

from coordination.agreements.enums import MoneyUsed
from coordination.base.errors import NotAllowed, NotFound
from coordination.base.rowsecurity import scope
from coordination.ledger import services as ledger
from coordination.ledger.enums import EntryKind, Posting
from coordination.ledger.errors import AlreadyReversed, BelowUsed, BudgetUsed
from coordination.ledger.models import Contribution, Entry
from tests import make
from tests.ledger.steps import (
    HUNDRED,
    contribute,
    execute,
    purchase,
    release,
    reserve,
    reverse,
    spend,
    sums,
    sums_of_entries,
)

pytestmark = pytest.mark.django_db

# What a posting does


def test_what_is_reserved_is_no_longer_free_but_still_left():
    place = make.world(amount="1000.00")

    reserve(place, "a")

    budget = place.budget()
    assert (budget.left, budget.free) == (Decimal(1000), Decimal(900))


def test_releasing_gives_the_money_back_once():
    place = make.world(amount="1000.00")
    reserve(place, "a")

    release(place, "a")
    release(place, "a")

    assert sums(place) == (1000, 0, 0)


def test_releasing_what_was_never_reserved_posts_nothing():
    place = make.world(amount="1000.00")

    release(place, "a")

    assert sums(place) == sums_of_entries(place) == (1000, 0, 0)


def test_spending_gives_the_whole_reservation_back():
    place = make.world(amount="1000.00")
    reserve(place, "a")

    spend(place, "b", Decimal("31.50"), reservation="a")

    assert sums(place) == (1000, 0, Decimal("31.50"))


def test_spending_more_than_was_reserved_counts_the_reservation_as_free():
    place = make.world(amount="150.00", money_used=MoneyUsed.REFUSE)
    reserve(place, "a")

    posting = spend(place, "b", Decimal("150.00"), reservation="a")

    assert posting == Posting.POSTED
    assert sums(place) == (150, 0, 150)


def test_a_reversal_is_a_new_entry_and_the_first_one_stays():
    place = make.world(amount="1000.00")
    spend(place, "a")

    reverse(place, "a")

    with scope(place.admin):
        rows = Entry.objects.filter(kind=EntryKind.SPEND).order_by("id")
        found = list(rows.values_list("source", "amount", "reverses__source"))
    assert found == [("a", HUNDRED, None), ("a:reversal", -HUNDRED, "a")]
    assert sums(place) == (1000, 0, 0)


def test_an_entry_is_reversed_at_most_once():
    place = make.world()
    spend(place, "a")
    reverse(place, "a")

    with pytest.raises(AlreadyReversed):
        reverse(place, "a")


@pytest.mark.parametrize("source", ["a:reversal", "unknown"])
def test_a_reversal_and_an_unknown_entry_cannot_be_reversed(source):
    place = make.world()
    spend(place, "a")
    reverse(place, "a")

    with pytest.raises(NotFound):
        reverse(place, source)


def test_the_same_source_is_posted_once():
    place = make.world(amount="1000.00")
    spend(place, "a")

    with pytest.raises(DatabaseError, match="source"), transaction.atomic():
        spend(place, "a")

    assert place.budget().spent == HUNDRED


# When the money is used


def test_refuse_posts_what_just_fits_and_refuses_one_ore_more():
    place = make.world(amount="200.00", money_used=MoneyUsed.REFUSE)
    spend(place, "a")
    spend(place, "b")

    with pytest.raises(BudgetUsed):
        spend(place, "c", Decimal("0.01"))
    with pytest.raises(BudgetUsed):
        reserve(place, "d", Decimal("0.01"))

    assert sums(place) == sums_of_entries(place) == (200, 0, 200)


def test_refuse_counts_what_is_reserved_as_used():
    place = make.world(amount="200.00", money_used=MoneyUsed.REFUSE)
    reserve(place, "a", Decimal("150.00"))

    with pytest.raises(BudgetUsed):
        spend(place, "b")

    assert sums(place) == (200, 150, 0)


def test_hold_posts_nothing_but_gives_the_reservation_back():
    place = make.world(amount="100.00", money_used=MoneyUsed.HOLD)
    reserve(place, "a")

    held = spend(place, "b", Decimal("100.01"), reservation="a")

    assert held == Posting.UNFUNDED
    assert reserve(place, "c", Decimal("100.01")) == Posting.UNFUNDED
    assert sums(place) == sums_of_entries(place) == (100, 0, 0)


def test_overrun_posts_and_shows_it():
    place = make.world(amount="100.00", money_used=MoneyUsed.OVERRUN)

    posting = spend(place, "a", Decimal("140.00"))

    assert posting == Posting.POSTED
    assert place.budget().left == Decimal("-40.00")


def test_the_database_itself_refuses_an_overdraft():
    place = make.world(amount="100.00", money_used=MoneyUsed.REFUSE)
    budget = place.budget()
    row = {
        "budget": budget,
        "agreement": place.agreement,
        "kind": EntryKind.SPEND,
        "amount": Decimal("100.01"),
        "source": "behind the ledger's back",
        "service_on": make.TODAY,
        "posted_on": make.TODAY,
        "posted_at": make.NOW,
        "region": place.region,
    }

    with scope(place.doctor):
        execute("SELECT set_config('app.budget', %s, true)", str(place.agreement.pk))
        with pytest.raises(DatabaseError, match="budget_not_overdrawn"), transaction.atomic():
            Entry.objects.create(**row)


# What a funder puts in


def test_each_funder_is_posted_and_the_budget_is_their_sum():
    place = make.world(amount="1000.00")

    contribute(place, Decimal("250.00"))

    with scope(place.admin):
        total = Contribution.objects.aggregate(total=Sum("amount"))["total"]
    assert total == Decimal("1250.00")
    assert sums(place) == (1250, 0, 0)


def test_a_budget_can_be_lowered_to_what_is_used_and_no_further():
    place = make.world(amount="300.00")
    spend(place, "a")
    reserve(place, "b")

    with pytest.raises(BelowUsed):
        contribute(place, Decimal("-100.01"))
    contribute(place, Decimal("-100.00"))

    assert sums(place) == (200, 100, 100)


def test_a_top_up_lets_what_was_refused_be_posted():
    place = make.world(amount="50.00", money_used=MoneyUsed.REFUSE)
    with pytest.raises(BudgetUsed):
        spend(place, "a")

    contribute(place, Decimal("50.00"))

    assert spend(place, "a") == Posting.POSTED


def test_a_doctor_manages_no_budget_and_an_administrator_posts_no_care():
    place = make.world()

    with pytest.raises(NotAllowed), scope(place.doctor):
        ledger.contribute(
            actor=place.doctor,
            agreement=place.agreement,
            amounts=[(place.region, HUNDRED)],
            decision="",
            decided_on=make.TODAY,
            now=make.NOW,
        )
    with pytest.raises(NotAllowed), scope(place.admin):
        ledger.spend(
            actor=place.admin,
            agreement=place.agreement,
            purchase=purchase(place, "a"),
            now=make.NOW,
        )


# Many at once


def test_the_sums_follow_entries_that_are_posted_in_bulk():
    place = make.world(amount="1000.00")
    rows = [
        (purchase(place, f"old:{n}", Decimal(n) / 100, make.TODAY - timedelta(n)), make.NOW)
        for n in range(1, 101)
    ]

    with scope(place.system):
        total = ledger.carry_over(actor=place.system, agreement=place.agreement, purchases=rows)

    assert total == Decimal("50.50")
    assert sums(place) == sums_of_entries(place) == (1000, 0, Decimal("50.50"))


def test_history_that_does_not_fit_is_refused_as_a_whole():
    place = make.world(amount="100.00", money_used=MoneyUsed.REFUSE)
    rows = [(purchase(place, f"old:{n}", Decimal(60)), make.NOW) for n in range(2)]

    with pytest.raises(BudgetUsed), scope(place.system):
        ledger.carry_over(actor=place.system, agreement=place.agreement, purchases=rows)

    assert sums(place) == (100, 0, 0)
