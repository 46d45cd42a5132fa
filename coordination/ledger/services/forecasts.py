"""The forecast of each budget, kept so that lists and programs need not draw it."""

from datetime import date, datetime

from django.db import connection

from coordination.base import rowsecurity
from coordination.base.periods import DAY, local_date
from coordination.ledger.models import Budget, KeptForecast
from coordination.ledger.selectors import drawn, due_forecasts, swept_weekly_spend

LOCK = 7_302_020
"""Of all sweeps at once, one makes forecasts."""

BATCH, MOST_BATCHES = 200, 20
"""Budgets that are forecast in one transaction, and how many of those in a sweep."""

KEPT = (
    "as_of",
    "ends_before",
    "appropriated",
    "spent",
    "weeks",
    "seasonal",
    "p10",
    "p50",
    "p90",
    "overrun_percent",
    "band",
)


def refresh_forecasts(*, now: datetime) -> int:
    """Sweep: forecast each budget whose kept forecast does not hold; returns how many.

    That is all of them after midnight, and during the day those with another appropriation or end,
    or with postings of more than a hundredth of the appropriation. A second run returns 0.
    """
    made = 0
    for _turn in range(MOST_BATCHES):
        some = refresh_some(as_of=local_date(now))
        made += some
        if some < BATCH:
            break
    return made


def refresh_some(*, as_of: date) -> int:
    """Forecast the first of them in a transaction of its own; returns how many."""
    with rowsecurity.sweep():
        if not _alone():
            return 0
        budgets = list(due_forecasts(as_of=as_of)[:BATCH])
        weeks = swept_weekly_spend([row.pk for row in budgets], as_of=as_of)
        KeptForecast.objects.bulk_create(
            [_kept(row, weeks, as_of) for row in budgets],
            update_conflicts=True,
            unique_fields=["budget"],
            update_fields=KEPT,
        )
    return len(budgets)


def _kept(budget: Budget, weeks: dict[int, list], as_of: date) -> KeptForecast:
    ends_before = budget.agreement.ends_before
    assert ends_before is not None  # what has no end is never due
    said = drawn(budget, weeks.get(budget.pk, []), as_of=as_of, last_day=ends_before - DAY)
    kept = KeptForecast(
        budget=budget,
        as_of=as_of,
        ends_before=ends_before,
        appropriated=budget.appropriated,
        spent=budget.spent,
    )
    if said is not None:
        kept.weeks, kept.seasonal = said.weeks, said.seasonal
        kept.p10, kept.p50, kept.p90 = said.p10, said.p50, said.p90
        kept.overrun_percent = said.overrun_percent
        kept.band = [[row.day.isoformat(), row.p10, row.p50, row.p90] for row in said.band]
    return kept


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])
