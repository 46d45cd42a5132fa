import uuid

from django.db import models
from django.db.models import Q

from coordination.access.models import User
from coordination.base.actor import Actor
from coordination.reminders.enums import Channel, DeliveryState, ReminderState


class Reminder(models.Model):
    """Something to say once to whoever holds a role for an organisation when it falls due.

    It knows its key, recipient, due moment, text and path, and nothing of what it reminds about.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=200, unique=True)
    group = models.CharField(max_length=160, db_index=True)
    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    roles = models.JSONField()
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    path = models.CharField(max_length=200)
    due_at = models.DateTimeField()
    moot_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(
        max_length=10, choices=ReminderState.choices, default=ReminderState.WAITING
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    was_late = models.BooleanField(default=False)
    closed_reason = models.CharField(max_length=120, blank=True)

    objects = models.Manager()

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
        ]
        indexes = [
            models.Index(fields=["due_at"], name="reminder_due", condition=Q(state="waiting"))
        ]


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, actor: Actor) -> "DeliveryQuerySet":
        """A person sees what was delivered to them."""
        return self.filter(user=actor.user_id) if actor.user_id else self.none()


class Delivery(models.Model):
    """The outbox: one reminder to one person on one channel, delivered exactly once."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reminder = models.ForeignKey(Reminder, models.PROTECT, related_name="deliveries")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    title = models.CharField(max_length=200)
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
