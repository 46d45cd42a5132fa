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


def lines_of(name: str) -> list[dict[str, str]]:
    """The rows of a reference file."""
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


VISITS = "fees_opfoelgende_hjemmebesoeg_regionh.csv"
RULES = {"4253": TariffRule.PER_KM, "4207": TariffRule.PER_STARTED_KM}
"""Lines of a follow-up visit that depend on the distance; the others are paid once."""


@pytest.mark.parametrize("row", lines_of(VISITS), ids=lambda row: row["code"])
@pytest.mark.parametrize("column", ["dkk_2022_10_01", "dkk_2024_04_01"])
def test_every_line_of_the_follow_up_visit_costs_what_its_date_says(row, column):
    terms = Terms(RULES.get(row["code"], TariffRule.PER_SERVICE), kr(row[column]))

    assert fee(terms, Service(km=Decimal(1))) == kr(row[column])


@pytest.mark.parametrize(
    ("column", "codes", "km", "beyond", "paid"),
    [
        ("dkk_2022_10_01", ["4250", "4253", "4201"], "3", "0", "1045.59"),
        ("dkk_2024_04_01", ["4250", "4253", "4201"], "3", "0", "1093.97"),
        ("dkk_2022_10_01", ["4250", "4253", "4204"], "14.5", "0", "1220.38"),
        ("dkk_2024_04_01", ["4250", "4253", "4204"], "14.5", "0", "1276.84"),
        ("dkk_2022_10_01", ["4250", "4253", "4206", "4207"], "25.5", "4.5", "1386.08"),
        ("dkk_2024_04_01", ["4250", "4253", "4206", "4207"], "25.5", "4.5", "1450.17"),
        ("dkk_2024_04_01", ["0101"], "0", "0", "160.72"),
        ("dkk_2024_04_01", ["4251", "4252"], "0", "0", "138.37"),
    ],
)
def test_a_whole_follow_up_visit_is_the_sum_of_its_lines(column, codes, km, beyond, paid):
    prices = {row["code"]: kr(row[column]) for row in lines_of(VISITS)}
    driven = {"4253": kr(km), "4207": kr(beyond)}

    total = sum(
        fee(
            Terms(RULES.get(code, TariffRule.PER_SERVICE), prices[code]),
            Service(km=driven.get(code, Decimal(0))),
        )
        for code in codes
    )

    assert total == kr(paid)


@pytest.mark.parametrize(("km", "paid"), [("0", "0.00"), ("0.1", "10.04"), ("4", "40.16")])
def test_a_started_kilometre_is_paid_as_a_whole_one(km, paid):
    assert fee(Terms(TariffRule.PER_STARTED_KM, kr("10.04")), Service(km=kr(km))) == kr(paid)


CONSULTANTS = lines_of("consultant_hourly_rates.csv")


@pytest.mark.parametrize("row", CONSULTANTS, ids=lambda row: row["dkk_per_hour"])
def test_an_hour_of_a_consultant_costs_the_rate_that_was_agreed(row):
    hourly = kr(row["dkk_per_hour"])

    assert fee(Terms(TariffRule.PER_MINUTE, hourly), Service(minutes=60)) == hourly
    assert fee(Terms(TariffRule.FIRST_HOUR, hourly), Service(minutes=20)) == hourly
    assert fee(Terms(TariffRule.DAY_LADDER, hourly), Service(minutes=60)) == hourly


def test_the_rates_are_those_that_these_tests_were_written_for():
    assert [row["dkk_per_hour"] for row in CONSULTANTS] == ["832.81", "869.45", "941.47", "784.77"]


@pytest.mark.parametrize(
    ("hourly", "paid"), [("832.81", "208.20"), ("869.45", "217.36"), ("941.47", "235.37")]
)
def test_a_quarter_of_an_hour_is_a_quarter_of_the_rate(hourly, paid):
    assert fee(Terms(TariffRule.PER_MINUTE, kr(hourly)), Service(minutes=15)) == kr(paid)


@pytest.mark.parametrize(("hourly", "paid"), [("832.81", "1665.62"), ("869.45", "1738.90")])
def test_at_midgaarden_an_hour_and_35_minutes_are_paid_as_two(hourly, paid):
    assert fee(Terms(TariffRule.FIRST_HOUR, kr(hourly)), Service(minutes=95)) == kr(paid)


@pytest.mark.parametrize(
    ("began", "paid"),
    [
        ("2020-06-03T14:00", "941.47"),
        ("2020-06-03T15:30", "706.10"),
        ("2020-06-03T16:00", "470.74"),
        ("2020-06-06T10:00", "470.74"),
    ],
    ids=["by day", "across four", "evening", "Saturday"],
)
def test_under_rkkp_a_meeting_is_paid_in_full_and_travel_half_after_four(began, paid):
    hour = Service(minutes=60, began_at=at(began))

    assert fee(Terms(TariffRule.PER_MINUTE, kr("941.47")), hour) == kr("941.47")
    assert fee(Terms(TariffRule.PER_MINUTE, kr("941.47"), off_hours_percent=50), hour) == kr(paid)


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
            Terms(TariffRule.PER_STARTED_KM, kr("10.04")),
            Service(km=kr("4.5")),
            "4,5 km er 5 påbegyndte km à 10,04 kr.",
        ),
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
