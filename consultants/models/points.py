import uuid
from datetime import date
from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Exists, Q

from consultants.enums import (
    POINT_MOVES,
    SNAG_MOVES,
    Better,
    Frequency,
    PointState,
    SnagState,
    StepKind,
)
from consultants.models.appointments import Appointment
from consultants.rules.measures import effect_text
from coordination.base.actor import Actor, Role
from coordination.base.states import only_moves
from coordination.parties.models import Organisation


class HostedQuerySet(models.QuerySet):
    """Rows of a host in a region; row-level security says the same (0008)."""

    def hosted_by(self, actor: Actor) -> Self:
        """Rows of the hosts where the actor manages or consults, or of the own region."""
        seen = Q(host__in=actor.consultant_orgs)
        if actor.role in (Role.REGION_ADMIN, Role.SYSTEM):
            seen |= Q(region__in=actor.office_orgs)
        if actor.role == Role.PRACTICE_CONSULTANT:
            own = Appointment.objects.all().of(actor)
            seen |= Q(host__in=own.values("host")) | Q(region__in=own.values("host"))
            coordinates = Exists(own.filter(host__in=actor.own_orgs))
            seen |= Q(coordinates, region__in=actor.own_orgs)
        return self.filter(seen)


class PointQuerySet(HostedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Points of the own hosts."""
        return self.hosted_by(actor)

    def still(self, *, since: date) -> Self:
        """Open points that nothing has happened to since a day."""
        return self.filter(closed_at__isnull=True, moved_on__lte=since)


class ImprovementPoint(models.Model):
    """What a hospital and its surroundings will do better, who owns it there, and until when.

    `moved_on` is the day something last happened to it; the detector of silence reads it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    host = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    region = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    place = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    aim = models.TextField(blank=True)
    owner = models.CharField(max_length=120)
    due_on = models.DateField()
    state = models.CharField(max_length=8, choices=PointState.choices, default=PointState.OPEN)
    opened_on = models.DateField()
    opened_by = models.CharField(max_length=120)
    moved_on = models.DateField()
    closed_at = models.DateTimeField(null=True)
    closed_on = models.DateField(null=True)
    closed_by = models.CharField(max_length=120, blank=True)
    closing_note = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PointQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["closed", "dropped"])
                & Q(closed_at__isnull=False, closed_on__isnull=False)
                & ~Q(closing_note="")
                | Q(state__in=["open", "active", "ready"])
                & Q(closed_at__isnull=True, closed_on__isnull=True),
                name="point_closed_has_moment_and_note",
            ),
            models.CheckConstraint(condition=~Q(owner=""), name="point_has_owner"),
        ]
        indexes = [
            models.Index(fields=["host", "state", "due_on"], name="point_of_host"),
            models.Index(fields=["region", "state"], name="point_of_region"),
        ]
        triggers = [only_moves("point_moves", POINT_MOVES)]

    @property
    def number(self) -> str:
        return f"F-{self.pk:05d}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class Measure(models.Model):
    """What shows whether a point helped: one number before, and one after."""

    point = models.OneToOneField(ImprovementPoint, models.PROTECT, related_name="measure")
    name = models.CharField(max_length=120)
    unit = models.CharField(max_length=20, blank=True)
    better = models.CharField(max_length=6, choices=Better.choices)
    before = models.DecimalField(max_digits=10, decimal_places=2)
    before_on = models.DateField()
    after = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    after_on = models.DateField(null=True)

    objects = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(after__isnull=True, after_on__isnull=True)
                | Q(after__isnull=False, after_on__gte=models.F("before_on")),
                name="measure_after_has_day",
            )
        ]

    @property
    def sentence(self) -> str:
        """What was measured, without the full stop."""
        return effect_text(self.name, self.before, self.after, self.unit)

    @property
    def effect(self) -> Decimal | None:
        """How far it went in the right direction; negative where it went the other way."""
        if self.after is None:
            return None
        change = self.after - self.before
        return -change if self.better == Better.LOWER else change


class PointStep(models.Model):
    """One line of a point's decision trail. Append-only."""

    point = models.ForeignKey(ImprovementPoint, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=8, choices=StepKind.choices)
    at = models.DateTimeField()
    actor_name = models.CharField(max_length=120)
    role = models.CharField(max_length=30)
    organisation_name = models.CharField(max_length=160)
    text = models.CharField(max_length=300, blank=True)

    objects = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["point", "id"], name="step_of_point")]


class SnagQuerySet(HostedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """What the own organisation has filed, and what was filed about the own hosts."""
        return self.hosted_by(actor) | self.filed_from(actor)

    def filed_from(self, actor: Actor) -> Self:
        """What the actor's own organisation has filed."""
        return self.filter(filer__in=actor.own_orgs)


class Snag(models.Model):
    """Something that hampers the cooperation, as somebody met it: where, what and how often.

    It holds nothing about patients. `filer` is the organisation of whoever filed it, and hears
    with `filer_role` what came of it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    host = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    region = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    place = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    filer = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    filer_role = models.CharField(max_length=30)
    filed_by = models.CharField(max_length=120)
    filed_at = models.DateTimeField()
    filed_on = models.DateField()
    what = models.CharField(max_length=500)
    frequency = models.CharField(max_length=8, choices=Frequency.choices)
    state = models.CharField(max_length=8, choices=SnagState.choices, default=SnagState.WAITING)
    point = models.ForeignKey(ImprovementPoint, models.PROTECT, null=True, related_name="snags")
    answer = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=120, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = SnagQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="in_point", point__isnull=False)
                | ~Q(state="in_point") & Q(point__isnull=True),
                name="snag_in_point_has_point",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | ~Q(answer=""), name="snag_answered_has_answer"
            ),
            models.CheckConstraint(
                condition=Q(frequency__in=Frequency.values), name="snag_frequency_known"
            ),
        ]
        indexes = [
            models.Index(fields=["host", "state", "-id"], name="snag_of_host"),
            models.Index(fields=["region", "-id"], name="snag_of_region"),
            models.Index(fields=["filer", "-id"], name="snag_of_filer"),
        ]
        triggers = [only_moves("snag_moves", SNAG_MOVES)]

    @property
    def number(self) -> str:
        return f"K-{self.pk:05d}"
