"""The shape of everything dated: half-open, and never two at once where that would contradict."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q


class DatedQuerySet(models.QuerySet):
    """Rows with `starts_on` (first day) and `ends_before` (first day no longer, or null)."""

    def open_on(self, day: date) -> "DatedQuerySet":
        """The rows that hold on a day."""
        return self.filter(Q(ends_before__isnull=True) | Q(ends_before__gt=day), starts_on__lte=day)


class Dated(models.Model):
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True


def ends_after_start(name: str) -> models.CheckConstraint:
    """A dated row lasts at least one day."""
    return models.CheckConstraint(
        condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")), name=name
    )


def one_at_a_time(name: str, *columns: str, condition: Q | None = None) -> ExclusionConstraint:
    """No two rows with equal columns overlap in time."""
    span = Func(F("starts_on"), F("ends_before"), RangeBoundary(), function="DATERANGE")
    equal = [(column, RangeOperators.EQUAL) for column in columns]
    return ExclusionConstraint(
        name=name, expressions=[*equal, (span, RangeOperators.OVERLAPS)], condition=condition
    )
