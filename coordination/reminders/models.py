import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from coordination.access.models import Membership, User
from coordination.base.actor import Actor
from coordination.reminders.enums import Channel, DeliveryState, ReminderState

ESCALATE_AFTER = timedelta(days=2)
"""How long a critical reminder waits for somebody to take it, unless it says otherwise."""


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def visible_to(self, actor: Actor) -> "ReminderQuerySet":
        """Those who may look after an organisation see what it is reminded of."""
        return self.filter(organisation__in=actor.office_orgs)

    def untaken(self) -> "ReminderQuerySet":
        """What still matters, and what nobody has taken."""
        return self.filter(closed_reason="", acknowledged_at__isnull=True)


class Reminder(models.Model):
    """Something to say once to whoever holds a role for an organisation when it falls due.

    It knows its key, recipient, due moment, text and path, and nothing of what it reminds about.
    A critical one wants somebody to take it. Until then it goes on, step by step, to the roles in
    `escalates_to`; `step` is how many of those steps have been taken. One that has been sent and
    then lost its matter keeps its state and gets a `closed_reason`.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=200, unique=True)
    group = models.CharField(max_length=160, db_index=True)
    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    roles = models.JSONField()
    is_critical = models.BooleanField(default=False)
    escalates_to = models.JSONField(default=list)
    escalate_after = models.DurationField(default=ESCALATE_AFTER)
    step = models.PositiveSmallIntegerField(default=0)
    escalate_at = models.DateTimeField(null=True, blank=True)
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    path = models.CharField(max_length=200)
    due_at = models.DateTimeField()
    planned_at = models.DateTimeField(null=True, blank=True)
    moot_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(
        max_length=10, choices=ReminderState.choices, default=ReminderState.WAITING
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    was_late = models.BooleanField(default=False)
    closed_reason = models.CharField(max_length=120, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = ReminderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ReminderState.values), name="reminder_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="reminder_sent_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(is_critical=True)
                | Q(escalates_to=[], escalate_at__isnull=True, acknowledged_at__isnull=True),
                name="reminder_only_critical_escalates",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="reminder_taken_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="reminder_due", condition=Q(state="waiting")),
            models.Index(
                fields=["escalate_at"],
                name="reminder_escalates",
                condition=Q(
                    escalate_at__isnull=False, acknowledged_at__isnull=True, closed_reason=""
                ),
            ),
        ]

    @property
    def is_untaken(self) -> bool:
        """Whether it wants somebody to take it, and nobody has."""
        return self.is_critical and self.acknowledged_at is None

    @property
    def line(self) -> list[list[str]]:
        """The roles it is for, and after them those that are next in line."""
        return [self.roles, *self.escalates_to]

    @property
    def expected_at(self) -> datetime:
        """When it should come: the due moment, or the moment it was planned if that is later."""
        return max(self.due_at, self.planned_at or self.due_at)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, actor: Actor) -> "DeliveryQuerySet":
        """A person sees what was delivered to them."""
        return self.filter(user=actor.user_id) if actor.user_id else self.none()

    def undelivered_at(self, actor: Actor) -> "DeliveryQuerySet":
        """What did not arrive, or not yet, at the organisation that the actor looks after."""
        rows = self.filter(organisation__in=actor.office_orgs)
        return rows.exclude(state=DeliveryState.DELIVERED)


class Delivery(models.Model):
    """The outbox: one reminder to one person on one channel, delivered exactly once."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reminder = models.ForeignKey(Reminder, models.PROTECT, related_name="deliveries")
    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    title = models.CharField(max_length=250)
    body = models.TextField(blank=True)
    path = models.CharField(max_length=200)
    state = models.CharField(
        max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reminder", "user", "channel"], name="delivery_once_per_channel"
            ),
            models.CheckConstraint(
                condition=Q(state__in=DeliveryState.values), name="delivery_state_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], name="delivery_waiting", condition=Q(state="waiting")
            ),
            models.Index(fields=["user", "-delivered_at"], name="delivery_of_user"),
            models.Index(
                fields=["organisation"], name="delivery_given_up", condition=Q(state="dead")
            ),
        ]


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def visible_to(self, actor: Actor) -> "CalendarFeedQuerySet":
        """A person sees their own feeds."""
        return self.filter(user=actor.user_id) if actor.user_id else self.none()

    def live(self) -> "CalendarFeedQuerySet":
        """Those that have not been revoked."""
        return self.filter(revoked_at__isnull=True)


class CalendarFeed(models.Model):
    """A secret address where a calendar program reads the deadlines of one person in one role."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_read_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership"],
                name="feed_once_per_membership",
                condition=Q(revoked_at__isnull=True),
            )
        ]


class DemoMail(models.Model):
    """What the mail backend of demo mode and tests keeps instead of sending it out."""

    message_id = models.CharField(max_length=120, unique=True)
    to = models.CharField(max_length=200)
    subject = models.CharField(max_length=250)
    body = models.TextField()
    at = models.DateTimeField()

    objects = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["-at"], name="demo_mail_newest")]
