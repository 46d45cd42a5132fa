"""Where a budget is heading. Pure; amounts in kroner."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_UP, Decimal

from coordination.base.money import ORE, kroner
from coordination.base.periods import Period, add_months

PACE_DAYS = 91
"""The pace looks at the last 13 weeks."""

DAYS_A_MONTH = Decimal("30.4375")
ENOUGH_DAYS = 56
"""Under eight weeks of history only the pace is shown."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """Where a budget is heading, with the inputs that it is worked out from (DESIGN 6)."""

    as_of: date
    last_day: date
    appropriated: Decimal
    spent: Decimal
    posted: Decimal
    history_days: int

    @property
    def left(self) -> Decimal:
        """Kroner not spent."""
        return self.appropriated - self.spent

    @property
    def per_day(self) -> Decimal:
        """Pace in kroner a day, unrounded: posted in the last 13 weeks, or since the start."""
        return self.posted / self._pace_days

    @property
    def _pace_days(self) -> Decimal:
        """How many days the pace looks back."""
        return Decimal(min(PACE_DAYS, max(self.history_days, 1)))

    @property
    def per_month(self) -> Decimal:
        """Pace in kroner per 30.4375 days."""
        return kroner(self.per_day * DAYS_A_MONTH)

    @property
    def days_to_end(self) -> int:
        """Days from the as-of day to the agreement's last day."""
        return (self.last_day - self.as_of).days

    @property
    def break_even(self) -> Decimal | None:
        """The pace a month at which the money lasts exactly to the end; None when it has ended."""
        if self.days_to_end <= 0:
            return None
        return kroner(self.left / self.days_to_end * DAYS_A_MONTH)

    @property
    def used_on(self) -> date | None:
        """The day the money is used at this pace: as-of day + whole days of pace that are left."""
        if self.history_days < ENOUGH_DAYS or self.per_day <= 0 or self.left < 0:
            return None
        days = int(self.left * self._pace_days / self.posted)  # one division, so that it is exact
        return self.as_of + timedelta(days=days) if days < 40_000 else None

    @property
    def runs_out(self) -> bool:
        """Whether the money is used before the agreement's last day; then it is just enough."""
        return self.used_on is not None and self.used_on < self.last_day

    @property
    def needed(self) -> Decimal | None:
        """Kroner missing for this pace to last to the end, rounded up; 0 where none are."""
        if self.days_to_end <= 0:
            return None
        missing = max(self.per_day * self.days_to_end - self.left, Decimal(0))
        return missing.quantize(ORE, rounding=ROUND_UP)

    def left_on(self, day: date) -> Decimal:
        """Kroner left at this pace after a day; negative where more is used than there is."""
        return kroner(self.left - self.per_day * max((day - self.as_of).days, 0))

    def tail(self, *, months: int) -> Decimal | None:
        """What is still posted if notice may only be given on the day the money is used."""
        if self.used_on is None:
            return None
        return kroner(self.per_day * (add_months(self.used_on, months) - self.used_on).days)

    def tail_until(self, last_day: date) -> Decimal | None:
        """What is still posted after the day the money is used, up to a day or the end."""
        if self.used_on is None:
            return None
        days = (min(last_day, self.last_day) - self.used_on).days
        return kroner(self.per_day * max(days, 0))

    def at_pace(self, per_month: Decimal) -> "Outlook":
        """The same money at another pace, in kroner per 30.4375 days."""
        posted = per_month * PACE_DAYS / DAYS_A_MONTH
        return replace(self, posted=posted, history_days=max(self.history_days, PACE_DAYS))

    def with_more(self, amount: Decimal) -> "Outlook":
        """The same pace with more money, or less where the amount is negative."""
        return replace(self, appropriated=self.appropriated + amount)

    def at_prices(self, percent: Decimal) -> "Outlook":
        """The same use at prices that are so many percent higher, or lower where negative."""
        return replace(self, posted=self.posted * (1 + percent / 100))


def neutral(appropriated: Decimal, period: Period, as_of: date) -> Decimal:
    """What an even spend by calendar month would have used up to and including a day."""
    last_day = period.last_day
    if last_day is None or as_of < period.starts_on:
        return Decimal("0.00")
    return kroner(
        appropriated
        * _months(period.starts_on, min(as_of, last_day))
        / _months(period.starts_on, last_day)
    )


def neutral_pace(appropriated: Decimal, period: Period) -> Decimal | None:
    """What an even spend by calendar month uses a month; None without an end."""
    last_day = period.last_day
    if last_day is None:
        return None
    return kroner(appropriated / _months(period.starts_on, last_day))


def _months(first: date, last: date) -> Decimal:
    """Calendar months from a first to a last day, both counted; a part of a month by its days."""

    def place(day: date, *, whole_day: bool) -> Decimal:
        length = monthrange(day.year, day.month)[1]
        return day.year * 12 + day.month + Decimal(day.day - (not whole_day)) / length

    return place(last, whole_day=True) - place(first, whole_day=False)
