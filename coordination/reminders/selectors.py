from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from uuid import UUID

from django.db.models import Q

from coordination.access import selectors as access
from coordination.base.actor import Actor
from coordination.reminders import policies
from coordination.reminders.enums import Channel, DeliveryState, ReminderState
from coordination.reminders.models import (
    Delivery,
    DeliveryQuerySet,
    DemoMail,
    Reminder,
)

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


@dataclass(frozen=True, slots=True)
class Unheld:
    """A reminder that waits because nobody at the organisation holds any of its roles."""

    title: str
    roles: tuple[str, ...]
    due_at: datetime


def unheld(actor: Actor, *, now: datetime, today: date) -> list[Unheld]:
    """What waits at the actor's organisation for roles that nobody holds today, nearest first."""
    policies.check_see_undelivered(actor)
    rows = Reminder.objects.visible_to(actor).filter(state=ReminderState.WAITING)
    waiting = rows.exclude(moot_at__lte=now)
    nobody = Q(pk__in=[])
    columns = ("organisation_id", "roles", "escalates_to")
    for organisation_id, roles, next_roles in waiting.values_list(*columns).distinct():
        line = tuple(chain(roles, *next_roles))
        if not access.holders(organisation_id, line, today=today):
            nobody |= Q(organisation=organisation_id, roles=roles, escalates_to=next_roles)
    return [
        Unheld(row.title, tuple(chain(*row.line)), row.due_at)
        for row in waiting.filter(nobody).order_by("due_at", "id")[:MOST_SHOWN]
    ]


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A delivery that was tried in vain: all that an administrator is told about it."""

    uuid: UUID
    title: str
    person: str
    channel: Channel


def given_up(actor: Actor) -> list[GivenUp]:
    """What was tried in vain at the actor's organisation, the newest first."""
    policies.check_see_undelivered(actor)
    rows = Delivery.objects.undelivered_at(actor).filter(state=DeliveryState.DEAD)
    rows = rows.select_related("user", "reminder").only("uuid", "channel", "user", "reminder")
    return [
        GivenUp(row.uuid, row.reminder.title, row.user.name, Channel(row.channel))
        for row in rows.order_by("-id")[:MOST_SHOWN]
    ]
