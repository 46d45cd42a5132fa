"""From due to delivered: the outbox, and the next in line where nobody takes what is critical."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q

from coordination.access import selectors as access
from coordination.access.models import User
from coordination.base import rowsecurity
from coordination.base.danish import day_text
from coordination.base.periods import local_date
from coordination.reminders.enums import (
    NOT_TAKEN,
    PASSED,
    Channel,
    DeliveryState,
    ReminderState,
)
from coordination.reminders.models import Delivery, Reminder, ReminderQuerySet

LATE_AFTER = timedelta(hours=24)
MAX_ATTEMPTS = 8
FIRST_BACKOFF = timedelta(seconds=30)
BATCH = 100

FIRED = ("state", "sent_at", "was_late", "closed_reason", "step", "escalate_at")

log = logging.getLogger(__name__)

Line = tuple[int, tuple[tuple[str, ...], ...]]
"""An organisation, and the roles there that come one after the other."""


def fire_due(*, now: datetime) -> int:
    """Turn due reminders into deliveries for whoever holds the role now. Safe to run twice.

    Overdue ones are marked late; those whose matter has passed are closed with a reason. Where
    nobody holds the role a critical one goes to the next in line. Where there is nobody at all
    the reminder waits, without delaying others, until there is. Returns how many were sent or
    closed.
    """
    fired = 0
    with rowsecurity.sweep():
        waiting = Reminder.objects.filter(state=ReminderState.WAITING, due_at__lte=now)
        people = _first_in_line(waiting, now)
        ready = Q(moot_at__lte=now)
        for organisation_id, (roles, *next_roles) in people:
            ready |= Q(organisation=organisation_id, roles=roles, escalates_to=next_roles)
        due = waiting.filter(ready).select_for_update(skip_locked=True, no_key=True)
        for reminder in due.order_by("due_at", "id")[:BATCH]:
            fired += 1
            if reminder.moot_at is not None and reminder.moot_at <= now:
                reminder.state = ReminderState.CLOSED
                reminder.closed_reason = PASSED
            else:
                _send(reminder, *people[_line(reminder)], now)
            reminder.save(update_fields=FIRED)
    return fired


def _line(reminder: Reminder) -> Line:
    return reminder.organisation_id, tuple(tuple(roles) for roles in reminder.line)


def _first_in_line(waiting: ReminderQuerySet, now: datetime) -> dict[Line, tuple[int, list[User]]]:
    """For each line that reminders wait for, the first step at which somebody stands, and who."""
    found = {}
    columns = ("organisation_id", "roles", "escalates_to")
    for organisation_id, roles, next_roles in waiting.values_list(*columns).distinct():
        line = tuple(tuple(step) for step in (roles, *next_roles))
        for step, roles_of_step in enumerate(line):
            people = access.holders(organisation_id, roles_of_step, today=local_date(now))
            if people:
                found[organisation_id, line] = (step, people)
                break
        else:
            log.debug("reminders wait: nobody holds %s for %s", line, organisation_id)
    return found


def _send(reminder: Reminder, step: int, people: list[User], now: datetime) -> None:
    reminder.step = step
    reminder.was_late = now - reminder.expected_at > LATE_AFTER
    _deliver_to(people, reminder, now, due_at=reminder.expected_at)
    reminder.state = ReminderState.SENT
    reminder.sent_at = now
    reminder.escalate_at = _next_step_at(reminder, now)


def _next_step_at(reminder: Reminder, now: datetime) -> datetime | None:
    """When the next in line gets it: soon enough that all of them can before the matter itself."""
    left = len(reminder.escalates_to) - reminder.step
    if not left:
        return None
    wait = reminder.escalate_after
    if reminder.moot_at is not None:
        wait = min(wait, (reminder.moot_at - now) / (left + 1))
    return now + wait


def escalate_untaken(*, now: datetime) -> int:
    """Send critical reminders that nobody has taken on to the next in line. Safe to run twice.

    A step is one round of deliveries to those of its roles who have not got it yet; a step that
    reaches nobody new is passed over. Step and deliveries are one transaction with the reminder
    locked, so each happens once, and whoever takes it meanwhile stops the rest. Returns how many
    went on or came to their end.
    """
    with rowsecurity.sweep():
        due = Reminder.objects.untaken().filter(escalate_at__lte=now)
        locked = due.select_for_update(skip_locked=True, no_key=True)
        reminders = list(locked.order_by("escalate_at", "id")[:BATCH])
        for reminder in reminders:
            if reminder.moot_at is not None and reminder.moot_at <= now:
                reminder.escalate_at = None
            else:
                _escalate(reminder, now)
            reminder.save(update_fields=["step", "escalate_at"])
    return len(reminders)


def _escalate(reminder: Reminder, now: datetime) -> None:
    got = set(reminder.deliveries.values_list("user_id", flat=True))
    due_at = reminder.escalate_at or now
    for roles in reminder.escalates_to[reminder.step :]:
        reminder.step += 1
        people = access.holders(reminder.organisation_id, tuple(roles), today=local_date(now))
        fresh = [person for person in people if person.pk not in got]
        if fresh:
            _deliver_to(fresh, reminder, now, due_at=due_at)
            break
    reminder.escalate_at = _next_step_at(reminder, now)


def _deliver_to(
    people: Iterable[User], reminder: Reminder, now: datetime, *, due_at: datetime
) -> None:
    """One round: to each of the people on every channel they have, once."""
    title, body = reminder.title, reminder.body
    if reminder.step:
        title = f"{NOT_TAKEN} {title}"
    if now - due_at > LATE_AFTER:
        late = f"Forsinket: skulle være kommet {day_text(local_date(due_at))}."
        body = f"{late}\n\n{body}" if body else late
    Delivery.objects.bulk_create(
        [
            Delivery(
                reminder=reminder,
                organisation_id=reminder.organisation_id,
                user=person,
                channel=channel,
                title=title,
                body=body,
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
