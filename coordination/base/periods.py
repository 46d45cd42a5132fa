"""Count days and months as an agreement does: local days, half-open periods, months clamped."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays
from django.utils.translation import gettext_lazy as _

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
DAY = timedelta(days=1)

_SATURDAY = 5
_DAYS_IN_EVERY_MONTH = 28


class InvalidPeriod(ValueError):
    """A period that contains no day."""

    code = "invalid_period"


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `starts_on` up to, not including, `ends_before`; without end when None."""

    starts_on: date
    ends_before: date | None = None

    def __post_init__(self) -> None:
        if isinstance(self.starts_on, datetime) or isinstance(self.ends_before, datetime):
            raise TypeError("En periode består af dage. Brug local_date() på et tidspunkt først.")
        if self.ends_before is not None and self.ends_before <= self.starts_on:
            raise InvalidPeriod(
                _("Perioden skal slutte efter den dag, den begynder. Ret datoerne.")
            )

    @property
    def last_day(self) -> date | None:
        """The last day in the period, or None when it has no end."""
        return None if self.ends_before is None else self.ends_before - DAY

    def contains(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_before is None or day < self.ends_before)

    def overlaps(self, other: "Period") -> bool:
        """Tell whether some day is in both periods; neighbours that only touch do not overlap."""
        return self.contains(other.starts_on) or other.contains(self.starts_on)


def add_months(day: date, months: int) -> date:
    """Return the same day number `months` later (earlier if negative), clamped to the month.

    Not reversible: 30 November and 31 December less one month are the same day.
    """
    years, month_index = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month_index + 1
    if day.day <= _DAYS_IN_EVERY_MONTH:
        return date(year, month, day.day)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def whole_years(since: date, day: date) -> int:
    """An age in whole years on a day."""
    return day.year - since.year - ((day.month, day.day) < (since.month, since.day))


def end_of_month(day: date) -> date:
    """Return the last day of the month the day is in."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1) - DAY


def start_of_quarter(day: date) -> date:
    """Return the first day of the quarter the day is in."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def local_date(moment: datetime) -> date:
    """Return the day a moment falls on in Denmark. Raises `ValueError` for a naive moment."""
    if moment.utcoffset() is None:
        raise ValueError(_("Tidspunktet mangler tidszone og kan ikke blive til en dansk dato."))
    return moment.astimezone(COPENHAGEN).date()


@cache
def public_holidays(year: int) -> frozenset[date]:
    """Return the Danish public holidays of a year (Store bededag through 2023 only).

    Customary closing days (Grundlovsdag, 24 and 31 December) are not public holidays.
    One frozen set per year, because the library's own calendar fills itself while it is read.
    """
    return frozenset(holidays.country_holidays("DK", years=year, expand=False))


def working_day_before(day: date) -> date:
    """Return the day itself if it is a working day, else the nearest working day before it.

    For warnings only: a contractual date is never moved by a weekend or a holiday.
    """
    while day.weekday() >= _SATURDAY or day in public_holidays(day.year):
        day -= DAY
    return day
