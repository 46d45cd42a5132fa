import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from acute.models.requests import OwnQuerySet
from coordination.parties.models import Organisation
from coordination.parties.models.dated import ends_after_start


class DelegationQuerySet(OwnQuerySet):
    """Rows of the own municipality or practice, and those that hold on a day."""

    def open_on(self, day: object) -> "DelegationQuerySet":
        return self.filter(Q(ends_before__isnull=True) | Q(ends_before__gt=day), starts_on__lte=day)


class Delegation(models.Model):
    """A doctor lets a municipality's nurses take some measurements before they ask.

    Signed by logging in; what is signed never changes, it can only end.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    practice = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    municipality = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    patient_group = models.CharField(max_length=120, blank=True)
    codes = ArrayField(models.CharField(max_length=12))
    starts_on = models.DateField()
    ends_before = models.DateField(null=True)
    signed_by = models.CharField(max_length=120)
    signed_by_key = models.CharField(max_length=80)
    signed_at = models.DateTimeField()
    ended_by = models.CharField(max_length=120, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_start("delegation_ends_after_start"),
            models.CheckConstraint(
                condition=Q(codes__len__gt=0), name="delegation_names_a_measurement"
            ),
        ]
        indexes = [
            models.Index(fields=["practice", "municipality"], name="delegation_between"),
            models.Index(fields=["municipality"], name="delegation_to"),
        ]
