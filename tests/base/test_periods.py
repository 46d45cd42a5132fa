import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.base.periods import (
    InvalidPeriod,
    Period,
    add_months,
    end_of_month,
    local_date,
    public_holidays,
    working_day_before,
)

REFERENCE = Path(__file__).parents[2] / "coordination" / "reference"
DAY = timedelta(days=1)

days = st.dates(date(2018, 1, 1), date(2060, 12, 31))
near_days = st.dates(date(2026, 1, 1), date(2026, 2, 15))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    starts_on = draw(near_days)
    length = draw(st.none() | st.integers(1, 30))
    return Period(starts_on, None if length is None else starts_on + length * DAY)


def test_a_period_has_its_first_day_but_not_the_day_it_ends_before():
    period = Period(date(2019, 9, 1), date(2021, 1, 1))

    assert period.contains(date(2019, 9, 1))
    assert period.contains(date(2020, 12, 31))
    assert not period.contains(date(2019, 8, 31))
    assert not period.contains(date(2021, 1, 1))
    assert period.last_day == date(2020, 12, 31)


def test_an_open_period_never_ends():
    period = Period(date(2022, 1, 1))

    assert period.last_day is None
    assert period.contains(date.max)


@pytest.mark.parametrize("ends_before", [date(2022, 1, 1), date(2021, 12, 31)])
def test_a_period_without_a_day_is_refused(ends_before):
    with pytest.raises(InvalidPeriod):
        Period(date(2022, 1, 1), ends_before)


def test_a_period_is_made_of_days_not_moments():
    with pytest.raises(TypeError):
        Period(datetime(2022, 1, 1, tzinfo=UTC))


def test_the_old_and_the_new_region_touch_without_overlapping():
    old = Period(date(2007, 1, 1), date(2027, 1, 1))
    new = Period(date(2027, 1, 1))

    assert not old.overlaps(new)
    assert not new.overlaps(old)


@given(periods(), periods())
def test_periods_overlap_when_they_share_a_day(one, other):
    window = [date(2025, 12, 1) + n * DAY for n in range(120)]
    share_a_day = any(one.contains(day) and other.contains(day) for day in window)

    assert one.overlaps(other) == other.overlaps(one) == share_a_day


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2020-11-30", 3, "2021-02-28"), ("2023-11-30", 3, "2024-02-29"),
        ("2020-12-31", 1, "2021-01-31"), ("2020-12-31", -1, "2020-11-30"),
        ("2020-01-15", -1, "2019-12-15"), ("2020-02-29", 12, "2021-02-28"),
        ("2020-05-14", 0, "2020-05-14"),
    ],
)  # fmt: skip
def test_months_are_added_and_clamped_to_the_month(day, months, later):
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(later)


@given(days, st.integers(-36, 36))
def test_adding_months_lands_in_the_right_month_and_never_on_a_later_day_number(day, months):
    later = add_months(day, months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and later == end_of_month(later))


@given(days)
def test_the_day_after_the_end_of_a_month_is_a_first(day):
    last = end_of_month(day)

    assert (last + DAY).day == 1
    assert (last.year, last.month) == (day.year, day.month)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-03-31T23:30+00:00", "2026-04-01"),  # summer time: 01:30 local
        ("2026-03-31T21:59+00:00", "2026-03-31"),
        ("2026-12-31T22:59+00:00", "2026-12-31"),  # winter time: 23:59 local
        ("2026-12-31T23:00+00:00", "2027-01-01"),
        ("2026-04-01T00:30+09:00", "2026-03-31"),
    ],
)
def test_a_moment_counts_on_its_danish_day(moment, day):
    assert local_date(datetime.fromisoformat(moment)) == date.fromisoformat(day)


def test_a_moment_without_time_zone_has_no_day():
    with pytest.raises(ValueError, match="tidszone"):
        local_date(datetime(2026, 3, 31, 23, 30))  # noqa: DTZ001


def test_the_library_and_our_list_agree_on_every_public_holiday():
    with (REFERENCE / "holidays_2018_2030.csv").open(encoding="utf-8", newline="") as file:
        listed = {
            date.fromisoformat(row["date"])
            for row in csv.DictReader(file)
            if row["kind"] == "public_holiday"
        }

    assert set().union(*(public_holidays(year) for year in range(2018, 2031))) == listed


def test_store_bededag_was_last_a_holiday_in_2023():
    assert date(2023, 5, 5) in public_holidays(2023)
    assert date(2024, 4, 26) not in public_holidays(2024)
    assert working_day_before(date(2023, 5, 5)) == date(2023, 5, 4)
    assert working_day_before(date(2024, 4, 26)) == date(2024, 4, 26)


@pytest.mark.parametrize(
    ("day", "working_day"),
    [
        ("2026-11-23", "2026-11-23"),  # Monday
        ("2026-11-22", "2026-11-20"),  # Sunday
        ("2027-01-01", "2026-12-31"),  # New Year's Day, over the year
        ("2026-04-06", "2026-04-01"),  # Easter Monday, back to Wednesday
        ("2026-12-26", "2026-12-24"),  # the 24th is a closing day, no public holiday
    ],
)
def test_a_warning_moves_to_the_working_day_before(day, working_day):
    assert working_day_before(date.fromisoformat(day)) == date.fromisoformat(working_day)


@given(days)
def test_the_working_day_before_is_the_nearest(day):
    found = working_day_before(day)

    assert found <= day
    assert found.weekday() < 5
    assert found not in public_holidays(found.year)
    between = [found + n * DAY for n in range(1, (day - found).days + 1)]
    assert all(day.weekday() >= 5 or day in public_holidays(day.year) for day in between)
