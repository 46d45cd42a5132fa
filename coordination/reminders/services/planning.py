"""What is to be said, and when: single messages, and whole groups whose dates move."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from coordination.reminders.enums import MOVED, PASSED, ReminderState
from coordination.reminders.models import ESCALATE_AFTER, Reminder


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One reminder as it is wanted now, to whoever holds one of the roles for the organisation.

    The key says what it is about and which step before it, never the date, which may move.
    `escalates_to` are the roles that come next, a tuple for each step, while nobody takes it.
    `only_known`: do not plan it anew, but let it follow the plan if it is there.
    """

    key: str
    group: str
    organisation_id: int
    roles: tuple[str, ...]
    title: str
    path: str
    due_at: datetime
    body: str = ""
    moot_at: datetime | None = None
    is_critical: bool = False
    escalates_to: tuple[tuple[str, ...], ...] = ()
    escalate_after: timedelta = ESCALATE_AFTER
    only_known: bool = False

    @property
    def words(self) -> dict[str, Any]:
        """What is said, and until when it matters."""
        names = ("title", "body", "path", "moot_at")
        return {name: getattr(self, name) for name in names}

    @property
    def fields(self) -> dict[str, Any]:
        """All that may change while it waits."""
        return self.words | {
            "organisation_id": self.organisation_id,
            "roles": list(self.roles),
            "due_at": self.due_at,
            "is_critical": self.is_critical,
            "escalates_to": [list(roles) for roles in self.escalates_to],
            "escalate_after": self.escalate_after,
        }


FOLLOWS = (
    *("organisation", "roles", "title", "body", "path", "due_at", "planned_at", "moot_at"),
    *("is_critical", "escalates_to", "escalate_after", "escalate_at", "state", "closed_reason"),
)


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
    single = Planned(
        key=key,
        group=group,
        organisation_id=organisation_id,
        roles=roles,
        title=title,
        body=body,
        path=path,
        due_at=due_at,
        moot_at=moot_at,
    )
    Reminder.objects.bulk_create([_new(single)], ignore_conflicts=True)


@transaction.atomic
def plan(
    rows: Iterable[Planned], *, groups: Collection[str] = (), now: datetime, reason: str = MOVED
) -> int:
    """Make the reminders of whole groups be those of the plan (for sweeps).

    A known one that still waits follows the plan; one that was sent stays sent, and what nobody
    has taken yet goes on in the new words. What a group no longer plans is closed with the
    reason, and waits again if it comes back. `groups` names those that now plan nothing at all.
    However many, it takes four statements, and one where nothing has changed. Returns how many
    were new or changed; a second run returns 0.
    """
    wanted = {row.key: row for row in rows}
    groups = {row.group for row in wanted.values()} | set(groups)
    known = {row.key: row for row in Reminder.objects.filter(group__in=groups)}
    new = [row for key, row in wanted.items() if key not in known and not row.only_known]
    stale = [key for key, row in known.items() if _follow(row, wanted.get(key), now, reason)]
    changed = []
    if stale:
        rows_now = Reminder.objects.filter(key__in=stale).select_for_update(no_key=True)
        locked = list(rows_now.order_by("key"))  # in one order, so that planners wait in line
        changed = [row for row in locked if _follow(row, wanted.get(row.key), now, reason)]
        Reminder.objects.bulk_create(
            changed, update_conflicts=True, unique_fields=["id"], update_fields=FOLLOWS
        )
    if new:
        made = [_new(row, now) for row in sorted(new, key=lambda row: row.key)]
        Reminder.objects.bulk_create(made, ignore_conflicts=True)
    return len(new) + len(changed)


def _new(planned: Planned, now: datetime | None = None) -> Reminder:
    return Reminder(key=planned.key, group=planned.group, planned_at=now, **planned.fields)


def _follow(reminder: Reminder, planned: Planned | None, now: datetime, reason: str) -> bool:
    """Let a reminder be as planned; whether that changed it."""
    if reminder.state == ReminderState.SENT and not reminder.is_untaken:
        return False
    if planned is None:
        return _drop(reminder, reason)
    if _has_passed(reminder, planned, now):
        return False
    was_sent = reminder.state == ReminderState.SENT
    wanted = planned.words if was_sent else planned.fields
    before = {name: getattr(reminder, name) for name in wanted}
    if before == wanted and not reminder.closed_reason:
        return False
    for name, value in wanted.items():
        setattr(reminder, name, value)
    if was_sent:
        _hurry(reminder, now)
    elif reminder.closed_reason or before["due_at"] != reminder.due_at:
        reminder.state, reminder.planned_at = ReminderState.WAITING, now
    reminder.closed_reason = ""
    return True


def _drop(reminder: Reminder, reason: str) -> bool:
    """Close what waits, and let what was sent go on to nobody else."""
    if reminder.closed_reason:
        return False
    reminder.closed_reason = reason
    if reminder.state == ReminderState.WAITING:
        reminder.state = ReminderState.CLOSED
    return True


def _has_passed(reminder: Reminder, planned: Planned, now: datetime) -> bool:
    """Whether it was closed because its matter had passed, and the matter is still past."""
    is_ahead = planned.moot_at is None or planned.moot_at > now
    return reminder.closed_reason == PASSED and not is_ahead


def _hurry(reminder: Reminder, now: datetime) -> None:
    """A matter that has moved nearer than the next step makes the step fall due."""
    at, moot_at = reminder.escalate_at, reminder.moot_at
    if at is not None and moot_at is not None and at >= moot_at:
        reminder.escalate_at = now


@transaction.atomic
def close_group(*, group: str, reason: str) -> int:
    """Close all that a group still has to say, as when its agreement has ended (for sweeps).

    What was sent goes on to nobody else. Planned again, it waits again. Returns how many.
    """
    rows = Reminder.objects.filter(group=group, closed_reason="")
    waiting = rows.filter(state=ReminderState.WAITING)
    closed = waiting.update(state=ReminderState.CLOSED, closed_reason=reason)
    sent = rows.filter(state=ReminderState.SENT, is_critical=True, acknowledged_at__isnull=True)
    return closed + sent.update(closed_reason=reason)
