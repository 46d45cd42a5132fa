import uuid

from django.db import models
from django.db.models import Q

from consultants.enums import LineKind
from coordination.agreements.models import Agreement
from coordination.base.actor import Actor
from coordination.parties.models import Organisation
from coordination.parties.models.dated import DatedQuerySet, ends_after_start


class LineQuerySet(DatedQuerySet):
    def visible_to(self, actor: Actor) -> "LineQuerySet":
        """Those that the actor's region looks after; what is published is for everybody."""
        return self.filter(region__in=actor.office_orgs)


class AdviceLine(models.Model):
    """Where a specialist can be asked: a line with opening hours, or a conference on set days."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    region = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    place = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=LineKind.choices)
    specialty = models.CharField(max_length=80)
    phone = models.CharField(max_length=20, blank=True)
    opening_hours = models.CharField(max_length=160)
    starts_on = models.DateField()
    ends_before = models.DateField(null=True)

    objects = LineQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_start("advice_line_ends_after_start"),
            models.CheckConstraint(
                condition=Q(kind__in=LineKind.values), name="advice_line_kind_known"
            ),
        ]
