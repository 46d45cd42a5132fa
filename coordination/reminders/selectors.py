from django.db.models import Q

from coordination.base.actor import Actor
from coordination.reminders.enums import Channel, DeliveryState, ReminderState
from coordination.reminders.models import Delivery, DeliveryQuerySet, DemoMail, Reminder

MOST_SHOWN = 100


def messages_for(actor: Actor) -> DeliveryQuerySet:
    """What was delivered to the actor in the app, newest first."""
    rows = Delivery.objects.visible_to(actor).filter(
        channel=Channel.IN_APP, state=DeliveryState.DELIVERED
    )
    return rows.order_by("-delivered_at", "-id")


def newest_messages(actor: Actor) -> list[Delivery]:
    """The newest 100 messages of the actor, with who has taken what they are about."""
    return list(messages_for(actor).select_related("reminder__acknowledged_by")[:MOST_SHOWN])


def unread_count(actor: Actor) -> int:
    """How many delivered messages the actor has not opened."""
    return messages_for(actor).filter(read_at__isnull=True).count()


def demo_mails() -> list[DemoMail]:
    """The newest 100 mails of demo mode."""
    return list(DemoMail.objects.order_by("-at", "-id")[:MOST_SHOWN])


def open_groups(prefix: str) -> set[str]:
    """The groups under a prefix that still have something to say (for sweeps)."""
    waits = Q(state=ReminderState.WAITING)
    untaken = Q(state=ReminderState.SENT, is_critical=True)
    rows = Reminder.objects.untaken().filter(waits | untaken, group__startswith=prefix)
    return set(rows.values_list("group", flat=True).distinct())
