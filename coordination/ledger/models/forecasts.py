from datetime import date

from django.db import models
from django.db.models import F, Q

from coordination.base.periods import DAY
from coordination.ledger.models.budgets import Budget
from coordination.ledger.rules import Forecast
from coordination.ledger.rules.forecast import Point


class KeptForecast(models.Model):
    """The newest forecast of a budget, with what it was worked out from; written by the sweep.

    Under eight weeks of history `weeks` is 0 and nothing is said. `band` holds a day and three
    amounts in whole kroner for each week ahead.
    """

    budget = models.OneToOneField(Budget, models.PROTECT, related_name="forecast")
    as_of = models.DateField()
    ends_before = models.DateField()
    appropriated = models.DecimalField(max_digits=14, decimal_places=2)
    spent = models.DecimalField(max_digits=14, decimal_places=2)
    weeks = models.PositiveSmallIntegerField(default=0)
    seasonal = models.BooleanField(default=False)
    p10 = models.DateField(null=True)
    p50 = models.DateField(null=True)
    p90 = models.DateField(null=True)
    overrun_percent = models.PositiveSmallIntegerField(default=0)
    band = models.JSONField(default=list)

    objects = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(p10__isnull=True)
                | (
                    (Q(p50__isnull=True) | Q(p50__gte=F("p10")))
                    & (Q(p90__isnull=True) | Q(p90__gte=F("p50")))
                ),
                name="forecast_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(overrun_percent__lte=100), name="forecast_percent_at_most_100"
            ),
        ]

    @property
    def said(self) -> Forecast | None:
        """The forecast as the rules write it; None where nothing could be said."""
        if not self.weeks:
            return None
        return Forecast(
            as_of=self.as_of,
            last_day=self.ends_before - DAY,
            weeks=self.weeks,
            seasonal=self.seasonal,
            p10=self.p10,
            p50=self.p50,
            p90=self.p90,
            overrun_percent=self.overrun_percent,
            band=tuple(Point(date.fromisoformat(day), *kroner) for day, *kroner in self.band),
        )

    def is_of(self, budget: Budget, *, as_of: date, ends_before: date) -> bool:
        """Whether it is what would be drawn now: nothing has happened since."""
        return (self.as_of, self.ends_before, self.appropriated, self.spent) == (
            as_of,
            ends_before,
            budget.appropriated,
            budget.spent,
        )
