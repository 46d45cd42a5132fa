import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from coordination.base.actor import Actor
from coordination.base.states import only_moves
from coordination.parties.models import Organisation, Patient
from discharges.enums import MOVES, DischargeState, StepKind


class DischargeQuerySet(models.QuerySet["Discharge"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of the own municipality or practice; a ward's own while they are announced."""
        at_home = Q(municipality__in=actor.care_orgs) | Q(practice__in=actor.care_orgs)
        return self.filter(at_home | Q(ward__in=actor.ward_orgs, state=DischargeState.ANNOUNCED))

    def announced(self) -> Self:
        return self.filter(state=DischargeState.ANNOUNCED)


class Discharge(models.Model):
    """A ward says when a citizen comes home, and what is needed then.

    The municipality and the practice are those of the day it was announced. Each says for itself
    that it is ready; after a change both are asked anew.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="+")
    ward = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    municipality = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    practice = models.ForeignKey(Organisation, models.PROTECT, related_name="+", null=True)
    expected_on = models.DateField()
    needs = models.CharField(max_length=200)
    state = models.CharField(
        max_length=10, choices=DischargeState.choices, default=DischargeState.ANNOUNCED
    )
    version = models.PositiveIntegerField(default=1)
    edition = models.PositiveSmallIntegerField(default=1)
    """How often the day or the need has been said; each time both are asked anew."""
    asked_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    nurse_ready_at = models.DateTimeField(null=True)
    gp_ready_at = models.DateTimeField(null=True)

    objects = DischargeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "ward"],
                condition=Q(state=DischargeState.ANNOUNCED),
                name="discharge_announced_once",
            ),
            models.CheckConstraint(condition=~Q(needs=""), name="discharge_says_what_is_needed"),
        ]
        indexes = [
            models.Index(fields=["ward", "state", "expected_on"], name="discharge_of_ward"),
            models.Index(fields=["municipality", "state"], name="discharge_of_municipality"),
            models.Index(fields=["practice", "state"], name="discharge_of_practice"),
        ]
        triggers = [only_moves("discharge_moves", MOVES)]


class StepQuerySet(models.QuerySet["DischargeStep"]):
    def visible_to(self, actor: Actor) -> Self:
        """Steps of the discharges that the actor sees."""
        return self.filter(discharge__in=Discharge.objects.visible_to(actor))


class DischargeStep(models.Model):
    """One line of a discharge's history, with the day and the need as they then stood.

    Append-only.
    """

    discharge = models.ForeignKey(Discharge, models.PROTECT, related_name="steps")
    ward = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    municipality = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    practice = models.ForeignKey(Organisation, models.PROTECT, related_name="+", null=True)
    kind = models.CharField(max_length=15, choices=StepKind.choices)
    at = models.DateTimeField()
    actor_name = models.CharField(max_length=120)
    role = models.CharField(max_length=30)
    organisation_name = models.CharField(max_length=160)
    expected_on = models.DateField()
    needs = models.CharField(max_length=200)
    reason = models.CharField(max_length=200, blank=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["discharge", "id"], name="step_of_discharge")]
