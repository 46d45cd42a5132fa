"""What a service costs, by rules that were seen in real agreements."""

import csv
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.ledger.enums import CLOCKED, TariffRule
from coordination.ledger.errors import StartMissing
from coordination.ledger.rules import Service, Terms, fee, fee_reason

REFERENCE = Path(__file__).parents[2] / "coordination" / "reference"
COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def kr(text: str) -> Decimal:
    return Decimal(text)


def at(text: str) -> datetime:
    """A moment in Danish time."""
    return datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN)


@pytest.mark.parametrize(
    ("minutes", "paid"),
    [(1, "941.47"), (60, "941.47"), (61, "1412.21"), (90, "1412.21"), (95, "1882.94")],
)
def test_the_first_hour_is_paid_in_full_and_then_each_started_half_hour(minutes, paid):
    terms = Terms(TariffRule.FIRST_HOUR, kr("941.47"))

    assert fee(terms, Service(minutes=minutes)) == kr(paid)


@pytest.mark.parametrize(
    ("day", "paid"),
    [(1, "6278.16"), (2, "4708.62"), (3, "4708.62"), (4, "3139.08"), (9, "3139.08")],
)
def test_a_full_day_is_paid_by_the_ladder(day, paid):
    terms = Terms(TariffRule.DAY_LADDER, kr("784.77"))

    assert fee(terms, Service(minutes=480, day_number=day)) == kr(paid)


def test_a_meeting_shorter_than_a_day_is_paid_by_actual_time_and_a_longer_one_as_a_day():
    terms = Terms(TariffRule.DAY_LADDER, kr("784.77"))

    assert fee(terms, Service(minutes=90)) == kr("1177.16")
    assert fee(terms, Service(minutes=600)) == kr("6278.16")


@pytest.mark.parametrize(
    ("began", "minutes", "paid"),
    [
        ("2020-06-03T14:00", 60, "900.00"),
        ("2020-06-03T15:30", 60, "675.00"),
        ("2020-06-03T16:00", 60, "450.00"),
        ("2020-06-03T07:00", 120, "1350.00"),
        ("2020-06-06T10:00", 60, "450.00"),
        ("2020-06-01T10:00", 60, "450.00"),
        ("2020-06-03T23:30", 60, "450.00"),
    ],
    ids=["by day", "across four", "evening", "across eight", "Saturday", "Whit Monday", "midnight"],
)
def test_travel_is_paid_half_outside_office_hours(began, minutes, paid):
    terms = Terms(TariffRule.PER_MINUTE, kr("900.00"), off_hours_percent=50)

    assert fee(terms, Service(minutes=minutes, began_at=at(began))) == kr(paid)


def test_an_evening_supplement_is_paid_on_a_fixed_price():
    terms = Terms(TariffRule.PER_SERVICE, kr("200.00"), off_hours_percent=150)

    assert fee(terms, Service(began_at=at("2020-06-03T12:00"))) == kr("200.00")
    assert fee(terms, Service(began_at=at("2020-06-03T20:00"))) == kr("300.00")


def test_a_price_by_the_clock_asks_for_the_clock():
    with pytest.raises(StartMissing):
        fee(Terms(TariffRule.PER_MINUTE, kr("900.00"), off_hours_percent=50), Service(minutes=10))


def test_started_units_and_kilometres_are_counted():
    assert fee(Terms(TariffRule.PER_STARTED, kr("75.66"), 10), Service(minutes=21)) == kr("226.98")
    assert fee(Terms(TariffRule.PER_KM, kr("5.22")), Service(km=kr("42"))) == kr("219.24")
    assert fee(Terms(TariffRule.PER_KM, kr("4.99")), Service(km=kr("12.5"))) == kr("62.38")


def visit_prices() -> list[dict[str, str]]:
    name = "fees_opfoelgende_hjemmebesoeg_regionh.csv"
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", visit_prices(), ids=lambda row: row["code"])
def test_every_line_of_the_follow_up_visit_costs_what_its_date_says(row):
    for column in ("dkk_2022_10_01", "dkk_2024_04_01"):
        rule = TariffRule.PER_KM if row["code"] == "4253" else TariffRule.PER_SERVICE
        terms = Terms(rule, kr(row[column]))

        assert fee(terms, Service(km=Decimal(1))) == kr(row[column])


@pytest.mark.parametrize(
    ("terms", "service", "says"),
    [
        (Terms(TariffRule.PER_MINUTE, kr("941.47")), Service(15), "15 min. à 941,47 kr. i timen"),
        (
            Terms(TariffRule.FIRST_HOUR, kr("832.81")),
            Service(95),
            "95 min. afregnes som 120 min. à 832,81 kr. i timen",
        ),
        (
            Terms(TariffRule.PER_MINUTE, kr("900.00"), off_hours_percent=50),
            Service(60, began_at=at("2020-06-03T15:30")),
            "30 min. kl. 8-16 og 30 min. uden for (50 %) à 900,00 kr. i timen",
        ),
        (
            Terms(TariffRule.PER_STARTED, kr("75.66"), 10),
            Service(21),
            "21 min. er 3 påbegyndte gange 10 min. à 75,66 kr.",
        ),
        (Terms(TariffRule.PER_KM, kr("5.22")), Service(km=kr("12.5")), "12,5 km à 5,22 kr."),
        (
            Terms(TariffRule.DAY_LADDER, kr("784.77")),
            Service(480, day_number=2),
            "480 min. à 784,77 kr. i timen, 75 % på dag 2",
        ),
    ],
)
def test_the_reason_names_every_number_the_amount_came_from(terms, service, says):
    assert fee_reason(terms, service) == says


amounts = st.decimals("0.01", "9999.99", places=2)
minutes = st.integers(1, 600)


@given(st.sampled_from(TariffRule), amounts, minutes, minutes)
def test_more_minutes_never_cost_less(rule, price, few, more):
    terms = Terms(rule, price, unit_minutes=10 if rule == TariffRule.PER_STARTED else 0)
    few, more = sorted((few, more))

    assert fee(terms, Service(minutes=few)) <= fee(terms, Service(minutes=more))


@given(
    st.sampled_from(sorted(CLOCKED)),
    amounts,
    minutes,
    st.dates(date(2019, 1, 1), date(2060, 1, 1)),
    st.times(),
)
def test_the_clock_changes_nothing_where_both_prices_are_the_same(rule, price, length, day, hour):
    plain = Terms(TariffRule(rule), price)
    clocked = Service(minutes=length, began_at=datetime.combine(day, hour, tzinfo=COPENHAGEN))

    assert fee(plain, clocked) == fee(plain, Service(minutes=length))
