"""Count notice: from the day it was received by the last party who must have it.

What the day returned by `effective_on` means depends on the anchor:

* day to day: same day number n months later, clamped: the **last day the agreement applies**
* end of month: last day of the month n months later: the **last day the agreement applies**
* to the 1st: the first 1st on or after n months later: the **first day it no longer applies**
* end of quarter, end of year: last day of the quarter or year that holds the day n months later:
  the **last day the agreement applies**

`last_day_in_force` has one meaning for all five. No date here moves for weekends or holidays.
Migration 0006 has the same rule in SQL, for sweeps over all agreements; tests hold them together.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from coordination.agreements.enums import Anchor
from coordination.base.periods import DAY, add_months, end_of_month


@dataclass(frozen=True, slots=True)
class NoticeRule:
    """A notice of whole calendar months, counted to an anchor."""

    months: int
    anchor: Anchor

    def __post_init__(self) -> None:
        if self.months < 1:
            raise ValueError(_("Et varsel skal være på mindst én måned."))


def effective_on(rule: NoticeRule, received_on: date) -> date:
    """Return the day a notice takes effect; see the module for what that day is per anchor."""
    day = add_months(received_on, rule.months)
    match rule.anchor:
        case Anchor.DAY_TO_DAY:
            return day
        case Anchor.END_OF_MONTH:
            return end_of_month(day)
        case Anchor.TO_THE_FIRST:
            return day if day.day == 1 else end_of_month(day) + DAY
        case Anchor.END_OF_QUARTER:
            return end_of_month(add_months(day, -day.month % 3))
        case Anchor.END_OF_YEAR:
            return date(day.year, 12, 31)


def last_day_in_force(rule: NoticeRule, received_on: date) -> date:
    """Return the last day the agreement applies, whatever the anchor."""
    day = effective_on(rule, received_on)
    return day - DAY if rule.anchor == Anchor.TO_THE_FIRST else day


def latest_safe_day(rule: NoticeRule, target_on: date) -> date:
    """Return the last day a notice can be received and take effect no later than the target.

    `target_on` is compared with `effective_on`: for to the 1st it is the first day the agreement
    must no longer apply, for the other anchors the last day it may apply.

    Months cannot be subtracted, so the day is searched for: later receipt never gives an earlier
    effect, an effect is at most a year after the bare months, and clamping moves at most three
    days. So the answer is inside the span below, and a binary search over its days is exact.
    """
    about = add_months(target_on, -rule.months)
    days = range((about - timedelta(days=370)).toordinal(), (about + timedelta(days=5)).toordinal())
    first_too_late = bisect_right(
        days, target_on, key=lambda number: effective_on(rule, date.fromordinal(number))
    )
    return date.fromordinal(days[first_too_late - 1])


def latest_receipt(rule: NoticeRule, last_day: date) -> date:
    """The greatest received day after which the agreement's last day is not after `last_day`."""
    # Counted to the 1st, the effect is the first day no longer in force.
    to_the_first = rule.anchor is Anchor.TO_THE_FIRST
    return latest_safe_day(rule, last_day + timedelta(days=1) if to_the_first else last_day)
