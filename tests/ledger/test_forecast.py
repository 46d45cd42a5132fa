"""Days and kroner with the doubt about them: what holds for any history, and how often it holds."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coordination.ledger.rules import Outlook
from coordination.ledger.rules.forecast import Forecast, closed_share, forecast
from coordination.overview.bench import calibration

WHIT_SUNDAY, LAST_DAY = date(2020, 5, 31), date(2020, 12, 31)
UNEVEN = [Decimal(amount) for amount in (41000, 62000, 55000, 48000, 70000, 39000, 52000) * 2][:13]


def said(weeks=UNEVEN, **changes) -> Forecast | None:
    """The 2019 agreement on Whit Sunday 2020, with 1,140,000 kroner left."""
    known = {
        "as_of": WHIT_SUNDAY,
        "last_day": LAST_DAY,
        "appropriated": Decimal("3000000.00"),
        "spent": Decimal("1860000.00"),
        "seed": 7,
    }
    return forecast(weeks, **(known | changes))


def test_the_same_seed_gives_the_same_answer_and_another_seed_nearly_the_same():
    assert said() == said()
    assert abs(said(seed=8).p50 - said().p50) < timedelta(days=7)


def test_the_middle_lies_about_the_headline():
    headline = Outlook(
        as_of=WHIT_SUNDAY,
        last_day=LAST_DAY,
        appropriated=Decimal("3000000.00"),
        spent=Decimal("1860000.00"),
        posted=sum(UNEVEN, Decimal(0)),
        history_days=91,
    )

    assert abs(said().p50 - headline.used_on) < timedelta(days=10)


def test_under_eight_weeks_nothing_is_said():
    assert said(UNEVEN[:7]) is None
    assert said(UNEVEN[:8]) is not None


@pytest.mark.parametrize(
    "changes", [{"spent": Decimal("3000000.00")}, {"last_day": WHIT_SUNDAY}, {"weeks": [0] * 13}]
)
def test_nothing_is_said_where_there_is_nothing_left_to_say(changes):
    weeks = changes.pop("weeks", UNEVEN)

    assert said([Decimal(week) for week in weeks], **changes) is None


def test_the_same_every_week_leaves_no_doubt():
    even = said([Decimal(50000)] * 13, as_of=date(2020, 4, 5))  # no holiday since New Year

    assert even.p90 == even.p50 == even.p10


def test_weeks_that_differ_more_leave_more_doubt():
    calm, wild = (
        said([Decimal(60000 + more * (-1) ** n) for n in range(13)]) for more in (1000, 20000)
    )

    assert wild.p90 - wild.p10 > calm.p90 - calm.p10


def test_fewer_weeks_leave_more_doubt():
    few, many = said(UNEVEN[-8:]), said(UNEVEN)

    assert few.p10 < many.p10


def test_the_band_ends_on_the_last_day_and_begins_a_week_ahead():
    band = said().band

    assert (band[0].day, band[-1].day) == (date(2020, 6, 7), LAST_DAY)
    assert len(band) == 31


def test_what_lasts_to_the_end_has_no_day_and_no_danger():
    rich = said(appropriated=Decimal(30_000_000))

    assert (rich.p10, rich.p50, rich.p90, rich.overrun_percent) == (None, None, None, 0)


def test_a_day_that_is_named_agrees_with_the_danger():
    near = said(appropriated=Decimal("3400000.00"))

    assert near.p10 is not None
    assert near.p90 is None
    assert 10 <= near.overrun_percent < 90


def test_a_holiday_week_is_expected_to_use_less():
    week = {point.day: point.p50 for point in said([Decimal(50000)] * 13, seed=3).band}
    christmas = week[date(2020, 12, 27)] - week[date(2020, 12, 20)]
    november = week[date(2020, 11, 22)] - week[date(2020, 11, 15)]

    assert closed_share(date(2020, 12, 27)) == 0.4
    assert christmas < november * 0.9


def test_a_season_is_used_where_a_year_shows_it_and_only_then():
    waves = [Decimal(int(50000 * (1 + 0.5 * ((n % 52) < 26)) + 900 * (n % 5))) for n in range(78)]

    assert said(waves).seasonal
    assert not said(waves[-51:]).seasonal
    assert not said([week for _time in range(6) for week in UNEVEN]).seasonal


@settings(max_examples=60, deadline=None)
@given(
    weeks=st.lists(
        st.decimals(min_value=0, max_value=10**6, places=2), min_size=8, max_size=60
    ).filter(lambda rows: sum(rows[-13:]) > 0),
    spent=st.decimals(min_value=0, max_value=2 * 10**6, places=2),
    days=st.integers(min_value=1, max_value=500),
)
def test_days_and_band_stand_in_order(weeks, spent, days):
    found = said(weeks, spent=spent, last_day=WHIT_SUNDAY + timedelta(days=days))

    p10, p50, p90 = (day or date.max for day in (found.p10, found.p50, found.p90))
    assert WHIT_SUNDAY <= p10 <= p50 <= p90
    assert all(point.p10 <= point.p50 <= point.p90 for point in found.band)
    for earlier, later in zip(found.band, found.band[1:], strict=False):
        assert earlier.p10 <= later.p10
        assert earlier.p90 <= later.p90
    assert (found.p90 is not None) <= (found.overrun_percent >= 90)


@pytest.mark.slow
@pytest.mark.parametrize("number", [0, 1])
def test_the_band_holds_four_of_five_outcomes_of_steady_and_seasonal_agreements(number):
    covered = next(calibration.coverages(kinds=calibration.KINDS[number : number + 1]))

    assert 75 <= covered.day_inside <= 85
    assert 75 <= covered.spent_inside <= 85
