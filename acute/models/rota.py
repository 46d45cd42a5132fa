"""Who has said yes to being asked, who can be asked now, and who is on duty."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from acute.enums import DUTY_MOVES, DutyState
from coordination.access.models import User
from coordination.agreements.models import Agreement
from coordination.base.actor import Actor
from coordination.base.states import only_moves
from coordination.parties.models import Organisation
from coordination.parties.models.dated import Dated, ends_after_start, one_at_a_time


class Participation(Dated):
    """A practice, or an out-of-hours service, has said yes to being asked under an agreement.

    Nothing is routed to anybody who has not.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    practice = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    accepted_by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            ends_after_start("participation_ends_after_start"),
            one_at_a_time("participation_one_at_a_time", "agreement", "practice"),
        ]
        indexes = [models.Index(fields=["practice"], name="participation_of_practice")]


class Availability(models.Model):
    """From a moment on a practice can be asked, or cannot, until another. The newest counts.

    Append-only. Where none counts, a practice can be asked in the hours of general practice.
    """

    practice = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    is_available = models.BooleanField()
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    set_by = models.CharField(max_length=120)

    objects = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_at__isnull=True) | Q(until_at__gt=F("since_at")),
                name="availability_lasts",
            )
        ]
        indexes = [models.Index(fields=["practice", "-id"], name="availability_of_practice")]


class DutyQuerySet(models.QuerySet["Duty"]):
    def visible_to(self, actor: Actor) -> "DutyQuerySet":
        """The duties of the own practice, and those under agreements of the own region."""
        return self.filter(
            Q(practice__in=actor.care_orgs) | Q(agreement__region__in=actor.office_orgs)
        )


class Duty(models.Model):
    """A doctor's hours in the rota of an agreement; nobody has them who has not accepted.

    It is for one municipality, or for all of the agreement's.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    municipality = models.ForeignKey(Organisation, models.PROTECT, related_name="+", null=True)
    practice = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    doctor = models.ForeignKey(User, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=DutyState.choices, default=DutyState.PLANNED)
    planned_by = models.CharField(max_length=120)
    planned_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="duty_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(state="accepted"),
                name="duty_left_was_accepted",
            ),
            ExclusionConstraint(
                name="duty_one_at_a_time",
                expressions=[
                    ("doctor", RangeOperators.EQUAL),
                    (
                        Func(F("starts_at"), F("ends_at"), function="TSTZRANGE"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(state__in=["planned", "accepted"], left_at__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["agreement", "starts_at"], name="duty_of_agreement")]
        triggers = [only_moves("duty_moves", DUTY_MOVES)]
