import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from consultants.models.points import HostedQuerySet
from coordination.base.actor import Actor
from coordination.parties.models import Organisation


class OfYear(HostedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Those of the own hosts."""
        return self.hosted_by(actor)


class Plan(models.Model):
    """What a consultant and a management aim for in a year; what it counts is read, not kept."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    host = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    region = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    aims = models.TextField(blank=True)
    adopted_at = models.DateTimeField(null=True)
    adopted_by = models.CharField(max_length=120, blank=True)

    objects = OfYear.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["host", "year"], name="plan_once_a_year")]


class YearlyReport(models.Model):
    """A year as it was: read from what was done until it is issued, and as it was then since.

    `content` is what the report said on the day it was issued.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    host = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    region = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    remarks = models.TextField(blank=True)
    content = models.JSONField(null=True)
    issued_at = models.DateTimeField(null=True)
    issued_by = models.CharField(max_length=120, blank=True)

    objects = OfYear.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["host", "year"], name="report_once_a_year"),
            models.CheckConstraint(
                condition=Q(issued_at__isnull=True, content__isnull=True)
                | Q(issued_at__isnull=False, content__isnull=False),
                name="report_issued_has_content",
            ),
        ]
