"""What the tests of reminders do and look at."""

from datetime import datetime, timedelta
from typing import Any

from coordination.base import rowsecurity
from coordination.base.actor import Role
from coordination.reminders import services as reminders
from coordination.reminders.models import Delivery, Reminder
from coordination.reminders.services import Planned
from tests import make

DAY = timedelta(days=1)
LINE = ((Role.REGION_FINANCE.value,), (Role.MUNICIPAL_ADMIN.value,))
"""Who comes after the region's administrators."""


def planned(place: make.World, key: str = "test:1", **changes: Any) -> Planned:
    """A reminder to the region's administrators, due a day from now about something in ten days."""
    wanted = {
        "key": key,
        "group": "test",
        "organisation_id": place.region.pk,
        "roles": (Role.REGION_ADMIN.value,),
        "title": "Husk",
        "path": "/aftaler/",
        "due_at": make.NOW + DAY,
        "moot_at": make.NOW + 10 * DAY,
    }
    return Planned(**(wanted | changes))


def critical(place: make.World, key: str = "test:1", **changes: Any) -> Planned:
    """A reminder that is due now, and that goes on along the line while nobody takes it."""
    wanted = {"due_at": make.NOW, "is_critical": True, "escalates_to": LINE}
    return planned(place, key, **(wanted | changes))


def plan(*rows: Planned, now: datetime = make.NOW, **options: Any) -> int:
    with rowsecurity.sweep():
        return reminders.plan(rows, now=now, **options)


def run(now: datetime) -> None:
    """The sweeps, as a tick does."""
    reminders.fire_due(now=now)
    reminders.escalate_untaken(now=now)
    reminders.deliver_waiting(now=now)


def only() -> Reminder:
    """The one reminder there is."""
    with rowsecurity.sweep():
        return Reminder.objects.get()


def told() -> list[tuple[int, str]]:
    """Who was told what in the app, in order."""
    with rowsecurity.sweep():
        rows = Delivery.objects.filter(channel="in_app").order_by("id")
        return list(rows.values_list("user", "title"))


def message_to(user_id: int | None) -> Delivery:
    """The newest message that the person has in the app."""
    with rowsecurity.sweep():
        return Delivery.objects.filter(channel="in_app", user=user_id).latest("id")
