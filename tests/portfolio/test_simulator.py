"""An agreement that is only being negotiated gives the same numbers as one in force."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from coordination.agreements.enums import Anchor, Trigger
from coordination.base import clock
from coordination.base.actor import Role
from coordination.ledger.enums import TariffRule
from coordination.portfolio.selectors.simulator import Plan, simulated
from coordination.portfolio.selectors.whatif import advice
from tests import make
from tests.access import stage
from tests.notices.steps import WHIT_SUNDAY_MORNING

ASKED = {
    "amount": "3.000.000",
    "starts_on": "1.9.2019",
    "last_day": "31.12.2020",
    "sessions_a_week": "240",
    "minutes": "15",
    "rule": "per_minute",
    "price": "941,47",
    "months": "1",
    "anchor": "day_to_day",
    "trigger": "money_will",
    "lead_days": "45",
}


def plan(**changes: object) -> Plan:
    known = {
        "amount": Decimal("3000000.00"),
        "starts_on": date(2019, 9, 1),
        "last_day": date(2020, 12, 31),
        "sessions_a_week": Decimal(240),
        "minutes": 15,
        "rule": TariffRule.PER_MINUTE,
        "price": Decimal("941.47"),
        "lead_days": 45,
    }
    return Plan(**(known | changes))


def values(case) -> dict[str, object]:
    return {row.key: row.value for row in case.figures()}


def test_the_pace_is_sessions_times_the_fee_of_the_tariff():
    case = simulated(plan())

    weekly = Decimal("235.37") * 240
    assert case.outlook.posted == weekly * 13
    assert values(case)["pace"] == (weekly / 7 * Decimal("30.4375")).quantize(Decimal("0.01"))
    assert "240 sessioner om ugen à 235,37 kr." in case.pace_says


def test_the_day_latest_receipt_tail_and_break_even_follow():
    found = values(simulated(plan(trigger=Trigger.MONEY_USED, anchor=Anchor.END_OF_MONTH)))

    days = int(Decimal(3_000_000) / (Decimal("235.37") * 240 / 7))
    assert found["used_on"] == date.fromordinal(date(2019, 8, 31).toordinal() + days)
    assert found["used_on"] == date(2020, 9, 5)
    assert found["receive_by_end_of_month"] == date(2020, 7, 31)
    assert found["receive_by_day_to_day"] == date(2020, 8, 5)
    assert found["decide_by"] == date(2020, 6, 16)
    assert found["last_day"] == date(2020, 10, 31)
    assert found["tail"] > 0
    assert found["break_even"] == Decimal("187115.78")


def test_what_lasts_needs_no_suspension():
    case = simulated(plan(sessions_a_week=Decimal(100)))

    assert "Ingen suspension nødvendig" in advice(case, today=date(2019, 8, 31))
    assert values(case)["needed"] == 0


@pytest.mark.parametrize(
    ("rule", "unit", "fee"),
    [
        (TariffRule.PER_SERVICE, 0, "941.47"),
        (TariffRule.PER_STARTED, 10, "1882.94"),
        (TariffRule.FIRST_HOUR, 0, "941.47"),
    ],
)
def test_each_tariff_rule_prices_a_session(rule, unit, fee):
    assert plan(rule=rule, unit_minutes=unit).session_fee == Decimal(fee)


@pytest.fixture
def place(db) -> make.World:
    made = make.world()
    clock.jump(WHIT_SUNDAY_MORNING)
    return made


def page(place: make.World, **asked: str) -> str:
    answer = stage.browser(place.admin).get(reverse("simulator"), asked)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_page_shows_the_numbers_with_their_formulas(place):
    text = page(place, **ASKED)

    assert "Midlerne er brugt 5.9.2020" in text
    assert "235,37 kr." in text


def test_a_draft_fills_in_what_it_already_says(place):
    text = page(place, aftale=place.agreement.slug)

    for value in ("3.000.000,00", "941,47", 'value="15"', 'value="45"'):
        assert value in text


def test_what_is_missing_or_wrong_is_told(place):
    text = page(place, **(ASKED | {"last_day": "1.8.2019", "price": "", "rule": "per_started"}))

    assert "Sidste dag skal ligge efter første dag" in text
    assert "Skriv beløbet" in text
    assert "hvor mange minutter en enhed har" in text


def test_a_program_gets_the_same(place):
    program = stage.program(Role.REGION_FINANCE, place.region, "agreements:read")
    asked = {
        "amount": "3000000.00",
        "starts_on": "2019-09-01",
        "last_day": "2020-12-31",
        "sessions_a_week": "240",
        "minutes": "15",
        "price": "941.47",
    }
    body = program.get(reverse("api-simulator"), asked).json()

    found = {row["key"]: row["value"] for row in body["case"]["figures"]}
    assert (body["session_fee"], found["used_on"]) == ("235.37", "2020-09-05")
    wrong = program.get(reverse("api-simulator"), asked | {"last_day": "2019-08-01"})
    assert (wrong.status_code, wrong.json()["code"]) == (400, "bad_request")
