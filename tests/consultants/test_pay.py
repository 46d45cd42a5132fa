"""What is paid, by the minute and by each agreement's own rule."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from consultants import selectors
from consultants.enums import ActivityKind, PayForm, TravelRule
from consultants.rules.durations import Unreadable, minutes_from
from consultants.selectors import Done, Leg
from coordination.base import rowsecurity
from coordination.base.money import kroner
from coordination.base.periods import COPENHAGEN
from coordination.ledger.enums import TariffRule
from tests import make
from tests.consultants import steps

pytestmark = pytest.mark.django_db
HOSPITAL = "Regionshospitalet Gødstrup"
TUESDAY, SATURDAY = date(2020, 5, 26), date(2020, 5, 30)


def quote(done: Done, *, hourly=steps.HOURLY, **terms) -> selectors.Quote:
    place, host = make.world(), make.organisation(HOSPITAL)
    prices = (hourly, *steps.PRICES[1:])
    agreement = steps.scheme(place, host, prices=prices)
    made = steps.appointment(place, host, agreement=agreement, **terms)
    with rowsecurity.scope(steps.consultant(made)):
        return selectors.quote_of(made, done)


def meeting(minutes: int, **said) -> Done:
    return Done(ActivityKind.MANAGEMENT_MEETING, TUESDAY, minutes, **said)


def leg(day: date, hour: int, minute: int, minutes: int) -> Leg:
    moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=COPENHAGEN)
    return Leg(moment, minutes)


@pytest.mark.parametrize(
    ("minutes", "amount"), [(60, "941.47"), (95, "1490.66"), (1, "15.69"), (30, "470.74")]
)
def test_actual_time_is_paid_by_the_minute(minutes, amount):
    assert quote(meeting(minutes)).work.amount == Decimal(amount)


@pytest.mark.parametrize(
    ("minutes", "paid"), [(1, 60), (60, 60), (61, 90), (90, 90), (91, 120), (95, 120), (121, 150)]
)
def test_the_first_hour_is_paid_in_full_then_every_started_half_hour(minutes, paid):
    rule = replace(steps.HOURLY, rule=TariffRule.FIRST_HOUR, price=Decimal("869.45"))

    found = quote(meeting(minutes), hourly=rule).work

    assert found.amount == kroner(Decimal("869.45") * paid / 60)
    assert f"{minutes} min. afregnes som {paid} min." in found.reason


@pytest.mark.parametrize(
    ("day", "amount"), [(1, "6278.16"), (2, "4708.62"), (3, "4708.62"), (4, "3139.08")]
)
def test_a_course_of_days_is_paid_by_the_ladder(day, amount):
    rule = replace(steps.HOURLY, rule=TariffRule.DAY_LADDER, price=Decimal("784.77"))

    assert quote(meeting(480, day_number=day), hourly=rule).work.amount == Decimal(amount)


def test_travel_across_four_in_the_afternoon_is_paid_in_full_and_then_by_half():
    done = meeting(60, legs=[leg(TUESDAY, 15, 40, 45)])

    (travel,) = quote(done).travel

    full, half = Decimal("941.47") * 20 / 60, Decimal("941.47") * 25 / 60 / 2
    assert travel.amount == kroner(full + half)
    assert "20 min. kl. 8-16 og 25 min. uden for (50 %)" in travel.reason


def test_travel_on_a_saturday_is_paid_by_half_and_the_meeting_in_full():
    done = Done(ActivityKind.TEACHING, SATURDAY, 60, legs=[leg(SATURDAY, 10, 0, 60)])

    found = quote(done)

    assert (found.work.amount, found.travel[0].amount) == (Decimal("941.47"), Decimal("470.74"))


def test_the_journey_out_and_the_journey_home_are_paid_each_by_its_clock():
    done = meeting(60, legs=[leg(TUESDAY, 14, 0, 30), leg(TUESDAY, 16, 30, 30)], km=Decimal(42))

    found = quote(done)

    assert [row.amount for row in found.travel] == [Decimal("470.74"), Decimal("235.37")]
    assert found.km.amount == Decimal("147.84")
    assert found.amount == Decimal("941.47") + Decimal("470.74") + Decimal("235.37") + Decimal(
        "147.84"
    )


@pytest.mark.parametrize(
    ("rule", "time", "km"),
    [
        (TravelRule.NONE, "0", "0"),
        (TravelRule.KM, "0", "147.84"),
        (TravelRule.TIME, "470.74", "0"),
        (TravelRule.TIME_AND_KM, "470.74", "147.84"),
    ],
)
def test_the_rule_of_the_appointment_says_whether_a_journey_is_paid(rule, time, km):
    done = meeting(60, legs=[leg(TUESDAY, 14, 0, 30)], km=Decimal(42))

    found = quote(done, travel=rule)

    assert (found.travel[0].amount, found.km.amount) == (Decimal(time), Decimal(km))
    assert ("betales ikke" in found.km.reason) == (km == "0")


def test_work_under_a_fixed_fee_is_not_paid_by_the_hour():
    found = quote(meeting(60), pay_form=PayForm.MONTHLY)

    assert (found.work.amount, found.work.reason) == (Decimal(0), "Dækket af det faste honorar")


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("1:30", 90),
        ("90m", 90),
        ("1,5", 90),
        ("90 min", 90),
        ("1 t 30", 90),
        ("1t", 60),
        ("2", 120),
        ("0:10", 10),
        ("0,25", 15),
        ("1.30", 90),
        ("1,5 timer", 90),
    ],
)
def test_hours_are_read_as_people_type_them(typed, minutes):
    assert minutes_from(typed) == minutes


@pytest.mark.parametrize("typed", ["", "0", "1:75", "halvanden", "-1", "1:3", "1,5,2", "1e3"])
def test_what_nobody_can_read_as_hours_is_refused(typed):
    with pytest.raises(Unreadable):
        minutes_from(typed)
