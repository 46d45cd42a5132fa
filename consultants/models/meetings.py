import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from consultants.enums import MEETING_MOVES, MeetingState
from consultants.models.points import HostedQuerySet, ImprovementPoint
from coordination.base.actor import Actor
from coordination.base.states import only_moves
from coordination.parties.models import Organisation


class MeetingQuerySet(HostedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Meetings at the own hosts."""
        return self.hosted_by(actor)


class Meeting(models.Model):
    """A consultant and a management meet about the open points; its agenda begins with them."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    host = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    region = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    held_at = models.DateTimeField()
    held_on = models.DateField()
    where = models.CharField(max_length=120, blank=True)
    state = models.CharField(
        max_length=9, choices=MeetingState.choices, default=MeetingState.PLANNED
    )
    minutes = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True)
    finished_by = models.CharField(max_length=120, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="planned", finished_at__isnull=True)
                | ~Q(state="planned") & Q(finished_at__isnull=False),
                name="meeting_finished_has_moment",
            )
        ]
        indexes = [
            models.Index(fields=["host", "held_on"], name="meeting_of_host"),
            models.Index(fields=["region", "held_on"], name="meeting_of_region"),
        ]
        triggers = [only_moves("meeting_moves", MEETING_MOVES)]


class MeetingItem(models.Model):
    """One item of an agenda: a point or something else, what was decided, and who follows up."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    point = models.ForeignKey(ImprovementPoint, models.PROTECT, null=True, related_name="+")
    decision = models.CharField(max_length=300, blank=True)
    task = models.CharField(max_length=200, blank=True)
    task_owner = models.CharField(max_length=120, blank=True)
    task_due_on = models.DateField(null=True)
    task_done_on = models.DateField(null=True)

    objects = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "position"], name="item_once_per_position"),
            models.CheckConstraint(
                condition=Q(task="", task_owner="", task_due_on__isnull=True)
                | ~Q(task="") & ~Q(task_owner="") & Q(task_due_on__isnull=False),
                name="item_task_has_owner_and_date",
            ),
            models.CheckConstraint(
                condition=Q(task_done_on__isnull=True) | ~Q(task=""), name="item_done_has_task"
            ),
        ]
