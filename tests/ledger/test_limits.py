"""Which days may be posted, at what price, and that no posting ever changes."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError

from coordination.agreements import services as agreements
from coordination.agreements.errors import NotInForce, OutsidePeriod, Suspended
from coordination.agreements.models import Agreement
from coordination.base.rowsecurity import scope
from coordination.ledger import selectors as prices
from coordination.ledger import services as ledger
from coordination.ledger.enums import EntryKind, Posting, TariffRule
from coordination.ledger.errors import NoTariff
from coordination.ledger.models import Entry
from coordination.ledger.rules import Service
from tests import make
from tests.ledger.steps import (
    HUNDRED,
    execute,
    purchase,
    reserve,
    spend,
)

pytestmark = pytest.mark.django_db

# Nothing changes or disappears


@pytest.mark.parametrize("table", ["ledger_entry", "ledger_contribution"])
@pytest.mark.parametrize(
    "statement",
    ["UPDATE {} SET amount = amount + 1", "DELETE FROM {}", "TRUNCATE {}"],
    ids=["update", "delete", "truncate"],
)
def test_no_posting_can_be_changed_or_removed(table, statement):
    place = make.world()
    spend(place, "a")

    with pytest.raises(DatabaseError, match="permission denied"), scope(place.admin):
        execute(statement.format(table))


def test_nobody_writes_the_cached_sums_by_hand():
    place = make.world()
    spend(place, "a")

    with pytest.raises(DatabaseError, match="permission denied"), scope(place.admin):
        execute("UPDATE ledger_budget SET spent = 0")


def test_a_posting_needs_the_ledger_to_open_the_budget():
    place = make.world()
    row = Entry(
        budget=place.budget(),
        agreement=place.agreement,
        kind=EntryKind.SPEND,
        amount=HUNDRED,
        source="behind the ledger's back",
        service_on=make.TODAY,
        posted_on=make.TODAY,
        posted_at=make.NOW,
        region=place.region,
    )

    with pytest.raises(DatabaseError, match="row-level security"), scope(place.doctor):
        row.save()


# Which days may be posted


@pytest.mark.parametrize("day", [date(2019, 8, 31), date(2021, 1, 1)])
@pytest.mark.parametrize("post", [spend, reserve])
def test_a_day_outside_the_period_is_refused(post, day):
    place = make.world()

    with pytest.raises(OutsidePeriod):
        post(place, "a", on=day)


@pytest.mark.parametrize("day", [date(2019, 9, 1), date(2020, 12, 31)])
def test_the_first_and_the_last_day_of_the_period_are_posted(day):
    place = make.world()

    assert spend(place, "a", on=day) == Posting.POSTED


def test_days_inside_a_suspension_are_refused_and_those_beside_it_posted():
    place = make.world()
    with scope(place.admin):
        agreements.add_suspended_interval(
            actor=place.admin,
            agreement=place.agreement,
            starts_on=date(2020, 5, 1),
            ends_before=date(2020, 6, 1),
            reason="Midlerne er brugt",
        )

    for day in (date(2020, 5, 1), date(2020, 5, 31)):
        with pytest.raises(Suspended):
            spend(place, f"in {day}", on=day)
    for day in (date(2020, 4, 30), date(2020, 6, 1)):
        assert spend(place, f"beside {day}", on=day) == Posting.POSTED


def test_nothing_is_posted_before_the_agreement_is_in_force():
    place = make.world()
    draft = Agreement(pk=place.agreement.pk, state="approval", starts_on=date(2019, 9, 1))

    with pytest.raises(NotInForce), scope(place.doctor):
        ledger.spend(
            actor=place.doctor, agreement=draft, purchase=purchase(place, "a"), now=make.NOW
        )


def test_a_day_without_a_tariff_has_no_price():
    place = make.world()
    with scope(place.admin):
        ledger.set_tariff(
            actor=place.admin,
            agreement=place.agreement,
            service_code="9999",
            name="Konference",
            rule=TariffRule.PER_SERVICE,
            price=Decimal("500.00"),
            starts_on=date(2020, 6, 1),
            ends_before=date(2020, 7, 1),
        )
    price = {"agreement": place.agreement, "service_code": "9999", "service": Service(minutes=90)}

    with scope(place.doctor):
        for day in (date(2020, 5, 31), date(2020, 7, 1)):
            with pytest.raises(NoTariff):
                prices.fee_on(**price, on=day)
        assert prices.fee_on(**price, on=date(2020, 6, 30)).amount == Decimal("500.00")


def test_two_prices_cannot_hold_on_one_day():
    place = make.world()

    with pytest.raises(DatabaseError, match="tariff_one_at_a_time"), scope(place.admin):
        ledger.set_tariff(
            actor=place.admin,
            agreement=place.agreement,
            service_code="0124",
            name="Dobbelt",
            rule=TariffRule.PER_MINUTE,
            price=HUNDRED,
            starts_on=date(2020, 6, 1),
        )
