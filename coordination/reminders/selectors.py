import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from uuid import UUID

from django.db import connection
from django.db.models import Q

from coordination.access import selectors as access
from coordination.access.models import Membership, User
from coordination.base.actor import Actor
from coordination.base.errors import NotFound
from coordination.parties import selectors as parties
from coordination.reminders import policies
from coordination.reminders.enums import Channel, DeliveryState, ReminderState
from coordination.reminders.models import (
    CalendarFeed,
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


def acting_membership(actor: Actor, *, today: date) -> Membership:
    """The membership in which the person acts, at its organisation or at one that continues it."""
    held = access.memberships_of(User(pk=actor.user_id), today=today)
    now = parties.successors_of({row.organisation_id for row in held}, on=today)
    acting = (actor.organisation_id, actor.role.value)
    found = [row for row in held if (now[row.organisation_id], row.role) == acting]
    if not found:
        raise NotFound
    return found[0]


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar address in use; `is_acting` where it is for the role the person acts in."""

    uuid: UUID
    role: str
    organisation: str
    created_at: datetime
    last_read_at: datetime | None
    is_acting: bool


def feeds_of(actor: Actor, *, today: date) -> list[Feed]:
    """The calendar addresses of the person, for the roles that are still held."""
    policies.check_have_feed(actor)
    acting = acting_membership(actor, today=today)
    held = access.memberships_of(User(pk=actor.user_id), today=today)
    names = parties.names_on({row.organisation_id for row in held}, on=today)
    rows = CalendarFeed.objects.visible_to(actor).live().filter(membership__in=held)
    return [
        Feed(
            row.uuid,
            row.membership.role,
            names[row.membership.organisation_id],
            row.created_at,
            row.last_read_at,
            is_acting=row.membership_id == acting.pk,
        )
        for row in rows.select_related("membership").order_by("created_at", "id")
    ]


def token_hash(token: str) -> str:
    """What is kept of a feed's secret; it is drawn at random, so it needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def feed_of(token: str) -> CalendarFeed:
    """The feed with this secret, whoever asks; unknown and revoked ones are not found.

    Row security shows a feed to its person, and to a transaction that knows the secret.
    """
    digest = token_hash(token)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.feed', %s, true)", [digest])
    rows = CalendarFeed.objects.live().select_related("user", "membership")
    found = rows.filter(token_hash=digest).first()
    if found is None:
        raise NotFound
    return found
