"""Pace, the day the money is used, tail and break-even of the 2019 agreement, to the øre."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from coordination.agreements.enums import Anchor
from coordination.agreements.rules import NoticeRule, latest_safe_day
from coordination.base.periods import Period
from coordination.ledger.rules import DAYS_A_MONTH, Outlook, neutral

PERIOD = Period(date(2019, 9, 1), date(2021, 1, 1))


def outlook(posted: str = "687638.60", **changes) -> Outlook:
    """The agreement as it stood on Whit Sunday 2020."""
    known = {
        "as_of": date(2020, 5, 31),
        "last_day": date(2020, 12, 31),
        "appropriated": Decimal("3000000.00"),
        "spent": Decimal("1860000.00"),
        "posted": Decimal(posted),
        "history_days": 274,
    }
    return Outlook(**(known | changes))


def test_the_pace_is_230000_a_month():
    assert outlook().per_month == Decimal("230000.00")


def test_the_money_is_used_on_28_october():
    assert outlook().used_on == date(2020, 10, 28)


def test_the_tail_is_the_pace_over_the_notice_month_that_begins_that_day():
    assert outlook().tail(months=1) == Decimal("234250.51")


def test_the_break_even_pace_lasts_to_the_end():
    assert outlook().break_even == Decimal("162143.69")


def test_neutral_runs_by_calendar_month():
    assert neutral(Decimal("3000000.00"), PERIOD, date(2020, 5, 31)) == Decimal("1687500.00")
    assert neutral(Decimal("3000000.00"), PERIOD, date(2020, 12, 31)) == Decimal("3000000.00")
    assert neutral(Decimal("3000000.00"), PERIOD, date(2019, 8, 31)) == Decimal("0.00")


def test_at_160000_a_month_no_suspension_is_needed():
    slow = outlook(posted=str(Decimal(160000) / DAYS_A_MONTH * 91))

    assert slow.used_on == date(2021, 1, 2)
    assert not slow.runs_out


def test_money_that_is_just_enough_does_not_run_out():
    a_day = Decimal(1140000) / 214

    assert not outlook(posted=str(a_day * 91)).runs_out
    assert outlook(posted=str((a_day + Decimal("0.01")) * 91)).runs_out


def test_the_neutral_pace_would_still_run_dry():
    assert outlook(posted=str(Decimal(187500) / DAYS_A_MONTH * 91)).used_on == date(2020, 12, 2)


def test_notice_that_stops_the_day_the_money_is_used():
    used_on = outlook().used_on

    assert latest_safe_day(NoticeRule(1, Anchor.DAY_TO_DAY), used_on) == date(2020, 9, 28)
    assert latest_safe_day(NoticeRule(1, Anchor.END_OF_MONTH), used_on) == date(2020, 8, 31)


def test_under_eight_weeks_of_history_no_day_is_named():
    young = outlook(history_days=55, posted="1000.00")

    assert young.used_on is None
    assert young.per_month > 0


def test_nothing_posted_names_no_day():
    assert outlook(posted="0.00").used_on is None


@given(
    posted=st.decimals(min_value=1, max_value=10**7, places=2),
    spent=st.decimals(min_value=0, max_value=3 * 10**6, places=2),
)
def test_a_higher_pace_never_uses_the_money_later(posted, spent):
    slow = outlook(posted=str(posted), spent=spent)
    fast = outlook(posted=str(posted * 2), spent=spent)

    assert slow.used_on is None or (fast.used_on is not None and fast.used_on <= slow.used_on)
