from django.db import models
from django.db.models import Q


class DemoClock(models.Model):
    """One row: how far the demo clock runs from real time. Never used in production."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    offset_seconds = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="demo_clock_one_row")]
