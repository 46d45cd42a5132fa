"""What is left of an agreement's money, day by day, and where it is heading."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from django.db.models import Q, Sum

from coordination.agreements.models import Agreement
from coordination.base.periods import DAY, Period, end_of_month
from coordination.ledger.enums import EntryKind
from coordination.ledger.models import Budget, Entry
from coordination.ledger.rules import Forecast, neutral
from coordination.ledger.rules.forecast import LONGEST_WEEKS, WEEK, Point
from coordination.ledger.selectors.budgets import opened
from coordination.ledger.selectors.forecasts import Backtest, backtest_of, forecast_of

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Month:
    """What has been spent by a day, or will have been; beside what an even use would have."""

    day: date
    neutral: Decimal
    spent: Decimal | None
    point: Point | None


@dataclass(frozen=True, slots=True)
class BurnDown:
    """The money of an agreement over its period. `used` is the sum used by the end of each day."""

    as_of: date
    period: Period
    last_day: date
    appropriated: Decimal
    spent: Decimal
    reserved: Decimal
    used: tuple[tuple[date, Decimal], ...]
    held: Decimal
    released: Decimal
    forecast: Forecast | None
    backtest: Backtest | None

    @property
    def left(self) -> Decimal:
        return self.appropriated - self.spent

    def used_by(self, day: date) -> Decimal:
        """What had been used by the end of a day."""
        place = bisect_right(self.used, day, key=lambda row: row[0])
        return self.used[place - 1][1] if place else ZERO

    def weeks(self) -> list[Decimal]:
        """What was posted in each whole week up to the day it is seen from, the oldest first."""
        if not self.used:
            return []
        count = min(((self.as_of - self.used[0][0]).days + 1) // WEEK, LONGEST_WEEKS)
        ends = [self.as_of - timedelta(days=WEEK * back) for back in range(count, -1, -1)]
        return [self.used_by(end) - self.used_by(start) for start, end in pairwise(ends)]

    def neutral_by(self, day: date) -> Decimal:
        """What an even use by calendar month would have used by the end of a day."""
        return neutral(self.appropriated, self.period, day)

    def point_by(self, day: date) -> Point | None:
        """What will have been used by a day, between the weeks that were drawn."""
        if self.forecast is None or day <= self.as_of:
            return None
        now = int(self.spent)
        before, after = Point(self.as_of, now, now, now), self.forecast.band[-1]
        for point in self.forecast.band:
            if point.day >= day:
                after = point
                break
            before = point
        part = (day - before.day).days / max((after.day - before.day).days, 1)
        return Point(
            day,
            *(
                round(low + (high - low) * part)
                for low, high in zip(
                    (before.p10, before.p50, before.p90),
                    (after.p10, after.p50, after.p90),
                    strict=True,
                )
            ),
        )

    def months(self) -> list[Month]:
        """The end of every month of the period, and the day it is seen from."""
        days, day = {self.as_of, self.last_day}, end_of_month(self.period.starts_on)
        while day < self.last_day:
            days.add(day)
            day = end_of_month(day + DAY)
        return [
            Month(
                day,
                self.neutral_by(day),
                self.used_by(day) if day <= self.as_of else None,
                self.point_by(day),
            )
            for day in sorted(days)
        ]


def burn_down_of(budget: Budget, agreement: Agreement, *, as_of: date) -> BurnDown | None:
    """What is left over the agreement's period; None before it begins and after it has ended."""
    period, last_day = agreement.period, agreement.period.last_day
    if last_day is None or not period.contains(as_of):
        return None
    entries = Entry.objects.filter(budget=budget).order_by()
    spending = entries.filter(kind=EntryKind.SPEND, posted_on__lte=as_of)
    with opened(agreement):
        set_aside = entries.aggregate(
            held=Sum("amount", filter=Q(kind=EntryKind.RESERVE), default=ZERO),
            released=Sum("amount", filter=Q(kind=EntryKind.RELEASE), default=ZERO),
        )
        by_day = spending.order_by("posted_on").values_list("posted_on").annotate(Sum("amount"))
        total, used = ZERO, []
        for day, amount in by_day:
            total += amount
            used.append((day, total))
    return BurnDown(
        as_of=as_of,
        period=period,
        last_day=last_day,
        appropriated=budget.appropriated,
        spent=budget.spent,
        reserved=budget.reserved,
        used=tuple(used),
        held=set_aside["held"],
        released=-set_aside["released"],
        forecast=forecast_of(budget, agreement, as_of=as_of),
        backtest=backtest_of(budget, agreement, as_of=as_of),
    )
