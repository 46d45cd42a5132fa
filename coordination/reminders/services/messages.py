"""What a person does with a message, and an administrator with one that did not arrive."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from coordination.audit import services as audit
from coordination.base.actor import Actor
from coordination.base.errors import NotFound
from coordination.reminders import policies, selectors
from coordination.reminders.enums import DeliveryState
from coordination.reminders.errors import AlreadyTaken, NotGivenUp, NothingToTake
from coordination.reminders.models import Delivery, Reminder


def _message(actor: Actor, uuid: UUID) -> Delivery:
    found = selectors.messages_for(actor).filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


def _mark_read(message: Delivery, now: datetime) -> None:
    if message.read_at is None:
        message.read_at = now
        message.save(update_fields=["read_at"])


@transaction.atomic
def mark_read(*, actor: Actor, message: UUID, now: datetime) -> Delivery:
    """The actor has seen a message; the first time counts."""
    found = _message(actor, message)
    _mark_read(found, now)
    return found


@transaction.atomic
def acknowledge(*, actor: Actor, message: UUID, now: datetime) -> Reminder:
    """Take a critical matter that the actor was reminded of; it goes on to nobody else.

    Taking it again changes nothing. The reminder is locked, so that of two people one takes it,
    and no step is taken at the same moment.
    """
    found = _message(actor, message)
    reminder = Reminder.objects.select_for_update(no_key=True).get(pk=found.reminder_id)
    if not reminder.is_critical:
        raise NothingToTake
    taken_by = reminder.acknowledged_by
    if taken_by is not None and taken_by.pk != actor.user_id:
        raise AlreadyTaken(name=taken_by.name)
    if taken_by is None:
        reminder.acknowledged_at = now
        reminder.acknowledged_by_id = actor.user_id
        reminder.save(update_fields=["acknowledged_at", "acknowledged_by"])
        audit.record(
            actor=actor,
            action="reminder.acknowledged",
            subject_type="reminder",
            subject=reminder.uuid,
            key=reminder.key,
        )
    _mark_read(found, now)
    return reminder


@transaction.atomic
def retry(*, actor: Actor, delivery: UUID, now: datetime) -> Delivery:
    """Try a delivery that was given up again, from its first attempt."""
    policies.check_retry(actor)
    rows = Delivery.objects.undelivered_at(actor).select_for_update(no_key=True)
    found = rows.filter(uuid=delivery).first()
    if found is None:
        raise NotFound
    if found.state != DeliveryState.DEAD:
        raise NotGivenUp
    found.state = DeliveryState.WAITING
    found.attempts = 0
    found.next_try_at = now
    found.save(update_fields=["state", "attempts", "next_try_at"])
    audit.record(
        actor=actor,
        action="delivery.retried",
        subject_type="delivery",
        subject=found.uuid,
        channel=found.channel,
    )
    return found
