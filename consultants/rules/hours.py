"""How many hours a month holds, and until when mileage is paid. Pure."""

from datetime import date
from fractions import Fraction
from math import floor

from coordination.base.periods import DAY, Period, add_months, end_of_month

MILEAGE_MONTHS = 3


def last_claim_on(done_on: date) -> date:
    """The last day on which mileage of a day can be signed for."""
    return add_months(done_on, MILEAGE_MONTHS)


def first_of(day: date) -> date:
    """The month a day is in, by its first day."""
    return day.replace(day=1)


def planned_minutes(monthly: int, period: Period, month: date) -> int:
    """The frame of a month; of one that the period covers in part, by its days."""
    last = end_of_month(month)
    begins = max(month, period.starts_on)
    ends = min(last, period.last_day or last)
    days = max((ends - begins).days + 1, 0)
    share = Fraction(days, (last - month).days + 1)
    return floor(monthly * share + Fraction(1, 2))


def months_between(first: date, last: date) -> list[date]:
    """The first days of the months from one day to another."""
    found, month = [], first_of(first)
    while month <= last:
        found.append(month)
        month = end_of_month(month) + DAY
    return found
