import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q, QuerySet

from coordination.access import selectors as access
from coordination.access.models import User
from coordination.base import rowsecurity
from coordination.base.actor import Actor
from coordination.base.errors import NotFound
from coordination.base.periods import local_date
from coordination.reminders import selectors
from coordination.reminders.enums import MOVED, Channel, DeliveryState, ReminderState
from coordination.reminders.models import Delivery, Reminder

LATE_AFTER = timedelta(hours=24)
MAX_ATTEMPTS = 8
FIRST_BACKOFF = timedelta(seconds=30)
BATCH = 100

log = logging.getLogger(__name__)


def schedule(
    *,
    key: str,
    group: str,
    organisation_id: int,
    roles: tuple[str, ...],
    title: str,
    path: str,
    due_at: datetime,
    body: str = "",
    moot_at: datetime | None = None,
) -> None:
    """Plan a reminder; the same key is planned once, however often and by however many."""
    Reminder.objects.bulk_create(
        [
            Reminder(
                key=key,
                group=group,
                organisation_id=organisation_id,
                roles=list(roles),
                title=title,
                body=body,
                path=path,
                due_at=due_at,
                moot_at=moot_at,
            )
        ],
        ignore_conflicts=True,
    )


def close_moved(*, group: str, keep: frozenset[str]) -> int:
    """Close what still waits in a group for a date that has moved; returns how many."""
    waiting = Reminder.objects.filter(group=group, state=ReminderState.WAITING)
    return waiting.exclude(key__in=keep).update(state=ReminderState.CLOSED, closed_reason=MOVED)


def reopen_moved(*, keys: frozenset[str]) -> int:
    """Let reminders wait again whose date moved away and back; returns how many."""
    closed = Reminder.objects.filter(key__in=keys, state=ReminderState.CLOSED, closed_reason=MOVED)
    return closed.update(state=ReminderState.WAITING, closed_reason="")


def fire_due(*, now: datetime) -> int:
    """Turn due reminders into deliveries for whoever holds the role now. Safe to run twice.

    Overdue ones are marked late; those whose matter has passed are closed with a reason. Where
    nobody holds the role the reminder waits, without delaying others, until somebody does.
    Returns how many were sent or closed.
    """
    fired = 0
    with rowsecurity.sweep():
        waiting = Reminder.objects.filter(state=ReminderState.WAITING, due_at__lte=now)
        people = _recipients(waiting, now)
        ready = Q(moot_at__lte=now)
        for organisation_id, roles in people:
            ready |= Q(organisation=organisation_id, roles=list(roles))
        due = waiting.filter(ready).select_for_update(skip_locked=True, no_key=True)
        for reminder in due.order_by("due_at", "id")[:BATCH]:
            fired += 1
            if reminder.moot_at is not None and reminder.moot_at <= now:
                reminder.state = ReminderState.CLOSED
                reminder.closed_reason = "Fristen var passeret."
            else:
                _expand(reminder, people[reminder.organisation_id, tuple(reminder.roles)], now)
                reminder.state = ReminderState.SENT
                reminder.sent_at = now
                reminder.was_late = now - reminder.due_at > LATE_AFTER
            reminder.save(update_fields=["state", "sent_at", "was_late", "closed_reason"])
    return fired


def _recipients(
    waiting: QuerySet[Reminder], now: datetime
) -> dict[tuple[int, tuple[str, ...]], list[User]]:
    """Who holds which roles for which organisation, of those that reminders wait for."""
    found = {}
    for organisation_id, roles in waiting.values_list("organisation_id", "roles").distinct():
        people = access.holders(organisation_id, tuple(roles), today=local_date(now))
        if people:
            found[organisation_id, tuple(roles)] = people
        else:
            log.debug("reminders wait: nobody holds %s for %s", roles, organisation_id)
    return found


def _expand(reminder: Reminder, people: list[User], now: datetime) -> None:
    Delivery.objects.bulk_create(
        [
            Delivery(
                reminder=reminder,
                user=person,
                channel=channel,
                title=reminder.title,
                body=reminder.body,
                path=reminder.path,
                next_try_at=now,
            )
            for person in people
            for channel in Channel
            if channel is not Channel.MAIL or person.email
        ],
        ignore_conflicts=True,
    )


def deliver_waiting(*, now: datetime) -> int:
    """Deliver what waits, one transaction each, so that a killed worker loses and doubles none."""
    delivered = 0
    for _turn in range(BATCH):
        with rowsecurity.sweep():
            waiting = Delivery.objects.select_for_update(
                skip_locked=True, of=("self",), no_key=True
            ).filter(state=DeliveryState.WAITING, next_try_at__lte=now)
            delivery = waiting.select_related("user").order_by("next_try_at", "id").first()
            if delivery is None:
                break
            delivered += _deliver(delivery, now)
    return delivered


def _deliver(delivery: Delivery, now: datetime) -> int:
    try:
        with transaction.atomic():
            if delivery.channel == Channel.MAIL:
                _send_mail(delivery)
    except Exception as error:  # noqa: BLE001 - any transport error: try again later, then give up visibly
        delivery.attempts += 1
        delivery.next_try_at = now + FIRST_BACKOFF * 2 ** (delivery.attempts - 1)
        if delivery.attempts >= MAX_ATTEMPTS:
            delivery.state = DeliveryState.DEAD
        delivery.save(update_fields=["attempts", "next_try_at", "state"])
        log.warning("delivery %s failed: %s", delivery.uuid, type(error).__name__)
        return 0
    delivery.state = DeliveryState.DELIVERED
    delivery.delivered_at = now
    delivery.save(update_fields=["state", "delivered_at"])
    return 1


def _send_mail(delivery: Delivery) -> None:
    """A mail says that something waits and where; the stable Message-ID lets receivers dedupe."""
    EmailMessage(
        subject=delivery.title,
        body=f"{delivery.title}\n\n{delivery.body}\n\nSe mere i Samspil: "
        f"{settings.SAMSPIL_BASE_URL}{delivery.path}\n",
        to=[delivery.user.email],
        headers={"Message-ID": f"<{delivery.uuid}@{settings.MAIL_DOMAIN}>"},
    ).send()


@transaction.atomic
def mark_read(*, actor: Actor, message: UUID, now: datetime) -> Delivery:
    """The actor has seen a message; the first time counts."""
    found = selectors.messages_for(actor).filter(uuid=message).first()
    if found is None:
        raise NotFound
    if found.read_at is None:
        found.read_at = now
        found.save(update_fields=["read_at"])
    return found
