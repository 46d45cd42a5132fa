"""How sure one can be of the day the money is used; and what was said of it earlier."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import DecimalField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Abs

from coordination.agreements.enums import State
from coordination.agreements.models import Agreement
from coordination.base.periods import DAY, add_months
from coordination.ledger.enums import EntryKind
from coordination.ledger.models import Budget, Entry, KeptForecast
from coordination.ledger.rules import Forecast, forecast
from coordination.ledger.rules.forecast import MATTERS_PERCENT, seed_of
from coordination.ledger.selectors.budgets import opened

BACK_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Backtest:
    """What the forecast would have said on an earlier day, from the entries as they stood then.

    `budget` has the sums of that day.
    """

    said_on: date
    budget: Budget
    weeks: list[Decimal]
    forecast: Forecast

    @property
    def within_days(self) -> int | None:
        """Half the days between P10 and P90; None where the late one lay past the end."""
        if self.forecast.p10 is None or self.forecast.p90 is None:
            return None
        return -(-(self.forecast.p90 - self.forecast.p10).days // 2)


def weekly_spend(budgets: Collection[int], *, as_of: date) -> dict[int, list[Decimal]]:
    """What was posted in each whole week up to a day, the oldest first, by budget key.

    Only money that the transaction may see counts.
    """
    return _weeks("SELECT budget_id, weeks FROM weekly_spend(%s, %s::bigint[])", budgets, as_of)


def swept_weekly_spend(budgets: Collection[int], *, as_of: date) -> dict[int, list[Decimal]]:
    """The same of any budgets. For sweeps, which see no entry."""
    sql = "SELECT budget_id, weeks FROM swept_weekly_spend(%s, %s::bigint[])"
    return _weeks(sql, budgets, as_of)


def _weeks(sql: str, budgets: Collection[int], as_of: date) -> dict[int, list[Decimal]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [as_of, list(budgets)])
        return dict(cursor.fetchall())


def drawn(budget: Budget, weeks: list[Decimal], *, as_of: date, last_day: date) -> Forecast | None:
    """The forecast of a budget on a day, from what was posted week by week."""
    return forecast(
        weeks,
        as_of=as_of,
        last_day=last_day,
        appropriated=budget.appropriated,
        spent=budget.spent,
        seed=seed_of(budget.uuid, as_of),
    )


def forecast_of(budget: Budget, agreement: Agreement, *, as_of: date) -> Forecast | None:
    """The forecast that was kept, or one made now where anything has moved; None after the end."""
    ends_before = agreement.ends_before
    if ends_before is None or as_of >= ends_before:
        return None
    kept = KeptForecast.objects.filter(budget=budget).first()
    if kept is not None and kept.is_of(budget, as_of=as_of, ends_before=ends_before):
        return kept.said
    with opened(agreement):
        weeks = weekly_spend([budget.pk], as_of=as_of).get(budget.pk, [])
    return drawn(budget, weeks, as_of=as_of, last_day=ends_before - DAY)


def backtest_of(budget: Budget, agreement: Agreement, *, as_of: date) -> Backtest | None:
    """What was to be said three months ago; no entry has changed since, so it can be made again."""
    last_day, day = agreement.period.last_day, add_months(as_of, -BACK_MONTHS)
    if last_day is None:
        return None
    with opened(agreement):
        then = _as_it_stood(budget, on=day)
        weeks = weekly_spend([budget.pk], as_of=day).get(budget.pk, [])
    said = drawn(then, weeks, as_of=day, last_day=last_day)
    return Backtest(day, then, weeks, said) if said is not None else None


def _as_it_stood(budget: Budget, *, on: date) -> Budget:
    """A budget with the sums of what had been posted by a day. It is never saved."""
    known = Entry.objects.filter(budget=budget, posted_on__lte=on).order_by()
    sums = known.aggregate(
        appropriated=Sum("amount", filter=Q(kind=EntryKind.APPROPRIATE)),
        spent=Sum("amount", filter=Q(kind=EntryKind.SPEND)),
    )
    zero = Decimal("0.00")
    return Budget(
        pk=budget.pk,
        uuid=budget.uuid,
        appropriated=sums["appropriated"] or zero,
        spent=sums["spent"] or zero,
    )


def due_forecasts(*, as_of: date) -> QuerySet[Budget]:
    """Budgets of agreements that apply on a day and whose kept forecast has aged. For sweeps.

    It ages by a night, by another appropriation or end, and by postings that matter.
    """
    kept = KeptForecast.objects.filter(
        budget=OuterRef("pk"),
        as_of=as_of,
        ends_before=OuterRef("agreement__ends_before"),
        appropriated=OuterRef("appropriated"),
    )
    since = ExpressionWrapper(OuterRef("spent") - F("spent"), DecimalField())
    still = kept.annotate(posted=Abs(since)).filter(
        posted__lte=F("appropriated") * Decimal(MATTERS_PERCENT) / 100
    )
    live = Budget.objects.filter(
        agreement__state=State.IN_FORCE,
        agreement__starts_on__lte=as_of,
        agreement__ends_before__gt=as_of,
    )
    return live.filter(~Exists(still)).select_related("agreement").order_by("pk")
