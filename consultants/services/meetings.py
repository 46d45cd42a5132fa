"""Meetings about the open points: called with an agenda, held with decisions and tasks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from consultants import policies, selectors
from consultants.enums import MEETING_MOVES, MeetingState, StepKind
from consultants.errors import MeetingMoved, TaskIncomplete, TitleMissing
from consultants.models import ImprovementPoint, Meeting, MeetingItem
from consultants.services.points import touch_point, write_step
from consultants.services.texts import check_no_patient
from coordination.audit import services as audit
from coordination.base.actor import Actor
from coordination.base.danish import day_text
from coordination.base.errors import NotFound
from coordination.base.periods import local_date


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one item: a decision, and a task with its owner and date, or neither."""

    item: UUID
    decision: str = ""
    task: str = ""
    task_owner: str = ""
    task_due_on: date | None = None

    @property
    def texts(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in ("decision", "task", "task_owner")}


@transaction.atomic
def call_meeting(
    *,
    actor: Actor,
    host: UUID,
    title: str,
    held_at: datetime,
    where: str = "",
    extra: Sequence[str] = (),
    now: datetime,
) -> Meeting:
    """Call a meeting; its agenda is the host's open points, the nearest date first, and the rest.

    A meeting that was held without being called can be written down afterwards.
    """
    policies.check_meet(actor)
    place = selectors.own_host(actor, host, on=local_date(now))
    if not title.strip():
        raise TitleMissing
    check_no_patient(title=title, where=where, extra="\n".join(extra))
    meeting = Meeting.objects.create(
        host=place.host,
        region_id=place.region_id,
        title=title.strip(),
        held_at=held_at,
        held_on=local_date(held_at),
        where=where.strip(),
    )
    points = list(selectors.open_points(actor).filter(host=place.host))
    _write_agenda(meeting, points, [text.strip() for text in extra if text.strip()])
    _record(actor, meeting, "called")
    return meeting


@transaction.atomic
def hold_meeting(
    *, actor: Actor, uuid: UUID, minutes: str, outcomes: Sequence[Outcome], now: datetime
) -> Meeting:
    """Write the minutes: decisions join the trail of their points, tasks wait for their owner."""
    policies.check_meet(actor)
    meeting = _lock(actor, uuid, now)
    _move(meeting, MeetingState.HELD)
    check_no_patient(minutes=minutes)
    items = {row.uuid: row for row in _items(meeting)}
    for outcome in outcomes:
        item = items.get(outcome.item)
        if item is None:
            raise NotFound
        _decide(actor, item, outcome, now)
    meeting.minutes = minutes.strip()
    _finish(actor, meeting, now)
    _record(actor, meeting, "held")
    return meeting


@transaction.atomic
def cancel_meeting(*, actor: Actor, uuid: UUID, now: datetime) -> Meeting:
    """The meeting does not take place."""
    policies.check_meet(actor)
    meeting = _lock(actor, uuid, now)
    _move(meeting, MeetingState.CANCELLED)
    _finish(actor, meeting, now)
    _record(actor, meeting, "cancelled")
    return meeting


@transaction.atomic
def finish_task(*, actor: Actor, uuid: UUID, now: datetime) -> MeetingItem:
    """What was to be followed up has been done; doing it again changes nothing."""
    policies.check_meet(actor)
    found = selectors.task_for(actor, uuid)
    selectors.check_own(actor, found.meeting, on=local_date(now))
    item = MeetingItem.objects.select_for_update(of=("self",), no_key=True).get(pk=found.pk)
    if item.task_done_on is None:
        item.task_done_on = local_date(now)
        item.save(update_fields=["task_done_on"])
        _record(actor, found.meeting, "task_done")
    return item


def _write_agenda(
    meeting: Meeting, points: Iterable[ImprovementPoint], extra: Iterable[str]
) -> None:
    rows: list[tuple[str, ImprovementPoint | None]] = [(row.title, row) for row in points]
    rows += [(text[:160], None) for text in extra]
    MeetingItem.objects.bulk_create(
        MeetingItem(meeting=meeting, position=number, title=title, point=point)
        for number, (title, point) in enumerate(rows, start=1)
    )


def _decide(actor: Actor, item: MeetingItem, outcome: Outcome, now: datetime) -> None:
    check_no_patient(**outcome.texts)
    for name, text in outcome.texts.items():
        setattr(item, name, text.strip())
    item.task_due_on = outcome.task_due_on
    complete = bool(item.task), bool(item.task_owner), item.task_due_on is not None
    if any(complete) and not all(complete):
        raise TaskIncomplete
    item.save(update_fields=["decision", "task", "task_owner", "task_due_on"])
    if item.point is not None and item.point.is_open and (item.decision or item.task):
        told = [item.decision]
        if item.task_due_on is not None:
            told.append(f"{item.task_owner}: {item.task}, {day_text(item.task_due_on)}")
        touch_point(item.point, now)
        write_step(actor, item.point, StepKind.DECIDED, now, " ".join(filter(None, told)))


def _items(meeting: Meeting) -> list[MeetingItem]:
    """The items, and their points held against others, in the order of their keys."""
    items = list(MeetingItem.objects.filter(meeting=meeting).order_by("position"))
    keys = [row.point_id for row in items if row.point_id]
    rows = ImprovementPoint.objects.select_for_update(no_key=True).filter(pk__in=keys)
    points = {row.pk: row for row in rows.order_by("pk")}
    for item in items:
        item.point = points.get(item.point_id or 0)
    return items


def _lock(actor: Actor, uuid: UUID, now: datetime) -> Meeting:
    found = selectors.meeting_for(actor, uuid)
    selectors.check_own(actor, found, on=local_date(now))
    return Meeting.objects.select_for_update(no_key=True).get(pk=found.pk)


def _move(meeting: Meeting, to: MeetingState) -> None:
    before = MeetingState(meeting.state)
    if to not in MEETING_MOVES[before]:
        raise MeetingMoved(state=before.label.lower())
    meeting.state = to


def _finish(actor: Actor, meeting: Meeting, now: datetime) -> None:
    meeting.finished_at, meeting.finished_by = now, actor.name
    meeting.version += 1
    meeting.save(update_fields=["state", "minutes", "finished_at", "finished_by", "version"])


def _record(actor: Actor, meeting: Meeting, action: str) -> None:
    audit.record(
        actor=actor,
        action=f"meeting.{action}",
        subject_type="meeting",
        subject=meeting.uuid,
        held_on=meeting.held_on,
    )
