from coordination.base.actor import Actor
from coordination.reminders.enums import MOVED, Channel, DeliveryState
from coordination.reminders.models import Delivery, DeliveryQuerySet, DemoMail, Reminder


def messages_for(actor: Actor) -> DeliveryQuerySet:
    """What was delivered to the actor in the app, newest first."""
    rows = Delivery.objects.visible_to(actor).filter(
        channel=Channel.IN_APP, state=DeliveryState.DELIVERED
    )
    return rows.order_by("-delivered_at", "-id")


def unread_count(actor: Actor) -> int:
    """How many delivered messages the actor has not opened."""
    return messages_for(actor).filter(read_at__isnull=True).count()


def demo_mails() -> list[DemoMail]:
    """The newest 100 mails of demo mode."""
    return list(DemoMail.objects.order_by("-at", "-id")[:100])


def planned_keys(prefix: str) -> set[str]:
    """The keys under a prefix that are planned and whose date has not moved away (for sweeps)."""
    rows = Reminder.objects.filter(key__startswith=prefix).exclude(closed_reason=MOVED)
    return set(rows.values_list("key", flat=True))
