"""An improvement point from the snags it grows out of to the measure it is closed with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import F

from consultants import policies, selectors
from consultants.enums import OPEN_POINTS, POINT_MOVES, Better, PointState, StepKind
from consultants.errors import (
    DueInThePast,
    MeasuredTooEarly,
    OtherHost,
    OwnerMissing,
    PointMoved,
    TitleMissing,
)
from consultants.models import ImprovementPoint, Measure, PointStep, Snag
from consultants.services.snags import join_point, lock_snags, tell_filer
from consultants.services.texts import check_no_patient
from coordination.audit import services as audit
from coordination.base.actor import Actor
from coordination.base.danish import day_text
from coordination.base.errors import NotFound, ReasonMissing
from coordination.base.periods import local_date


@dataclass(frozen=True, slots=True)
class Baseline:
    """What shows whether a point helps, and the number before anything is done."""

    name: str
    before: Decimal
    before_on: date
    better: Better = Better.LOWER
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What a point is about, who owns it at the place, and until when."""

    title: str
    owner: str
    due_on: date
    aim: str = ""


@transaction.atomic
def open_point(
    *,
    actor: Actor,
    snags: Sequence[UUID],
    content: Content,
    baseline: Baseline,
    now: datetime,
) -> ImprovementPoint:
    """Make snags about one place into one joint point, with an owner, a date and a measure."""
    policies.check_group(actor)
    chosen = selectors.waiting_snags(actor, snags)
    if not chosen or len(chosen) < len(set(snags)):
        raise NotFound
    today = local_date(now)
    _check(content, today)
    check_no_patient(measure=baseline.name, unit=baseline.unit)
    if baseline.before_on > today:
        raise MeasuredTooEarly(day=day_text(today))
    rows = lock_snags(actor, chosen, now)
    if len({row.host_id for row in rows}) > 1:
        raise OtherHost
    places = {row.place for row in rows}
    point = ImprovementPoint.objects.create(
        host=rows[0].host,
        region_id=rows[0].region_id,
        place=places.pop() if len(places) == 1 else rows[0].host,
        title=content.title.strip(),
        aim=content.aim.strip(),
        owner=content.owner.strip(),
        due_on=content.due_on,
        opened_on=today,
        opened_by=actor.name,
        moved_on=today,
    )
    Measure.objects.create(
        point=point,
        name=baseline.name.strip(),
        unit=baseline.unit.strip(),
        better=baseline.better,
        before=baseline.before,
        before_on=baseline.before_on,
    )
    numbers = ", ".join(row.number for row in rows)
    write_step(actor, point, StepKind.OPENED, now, f"Af {numbers}. Frist {day_text(point.due_on)}")
    for row in rows:
        join_point(actor, row, point, now)
    return point


@transaction.atomic
def add_snags(
    *, actor: Actor, uuid: UUID, snags: Sequence[UUID], now: datetime
) -> ImprovementPoint:
    """Let more snags about the same place be part of an open point."""
    policies.check_group(actor)
    point = lock_point(actor, uuid, now)
    policies.check_group(actor, selectors.appointments_at(actor, point, on=local_date(now)))
    chosen = selectors.waiting_snags(actor, snags)
    if not chosen or len(chosen) < len(set(snags)):
        raise NotFound
    rows = lock_snags(actor, chosen, now)
    if {row.host_id for row in rows} != {point.host_id}:
        raise OtherHost
    _check_open(point)
    for row in rows:
        join_point(actor, row, point, now)
    touch_point(point, now)
    write_step(actor, point, StepKind.SNAGS, now, ", ".join(row.number for row in rows))
    return point


@transaction.atomic
def change_point(*, actor: Actor, uuid: UUID, content: Content, now: datetime) -> ImprovementPoint:
    """Another owner, date or wording."""
    policies.check_move(actor)
    point = lock_point(actor, uuid, now)
    _check_open(point)
    before = (point.owner, point.due_on)
    _check(content, local_date(now), was_due_on=point.due_on)
    point.title, point.aim = content.title.strip(), content.aim.strip()
    point.owner, point.due_on = content.owner.strip(), content.due_on
    touch_point(point, now, "title", "aim", "owner", "due_on")
    told = f"{before[0]}, {day_text(before[1])} → {point.owner}, {day_text(point.due_on)}"
    write_step(actor, point, StepKind.CHANGED, now, told)
    return point


@transaction.atomic
def move_point(
    *, actor: Actor, uuid: UUID, to: PointState, note: str, now: datetime
) -> ImprovementPoint:
    """Begin, hand over to the management, or give up with a reason. Closing is its own act."""
    policies.check_move(actor)
    point = lock_point(actor, uuid, now)
    before = PointState(point.state)
    if to == PointState.CLOSED or to not in POINT_MOVES[before]:
        raise PointMoved(state=before.label.lower())
    check_no_patient(note=note)
    point.state = to
    if to == PointState.DROPPED:
        if not note.strip():
            raise ReasonMissing
        _end(actor, point, note, now)
    touch_point(point, now, *ENDED)
    write_step(actor, point, StepKind.MOVED, now, _told(to, note))
    if to == PointState.DROPPED:
        _tell_filers(point, "er afsluttet uden ændring", now)
    return point


@transaction.atomic
def note_point(*, actor: Actor, uuid: UUID, note: str, now: datetime) -> ImprovementPoint:
    """Write what happened; it ends the silence about a point."""
    policies.check_move(actor)
    point = lock_point(actor, uuid, now)
    _check_open(point)
    if not note.strip():
        raise ReasonMissing
    check_no_patient(note=note)
    touch_point(point, now)
    write_step(actor, point, StepKind.NOTED, now, note.strip())
    return point


@transaction.atomic
def close_point(
    *,
    actor: Actor,
    uuid: UUID,
    after: Decimal,
    measured_on: date,
    note: str,
    now: datetime,
) -> ImprovementPoint:
    """The management closes a point with what was measured afterwards; the filers are told."""
    policies.check_close(actor)
    policies.check_close(actor, selectors.point_for(actor, uuid))
    point = lock_point(actor, uuid, now)
    before = PointState(point.state)
    if PointState.CLOSED not in POINT_MOVES[before]:
        raise PointMoved(state=before.label.lower())
    if not note.strip():
        raise ReasonMissing
    check_no_patient(note=note)
    measure = Measure.objects.select_for_update(no_key=True).get(point=point)
    if not measure.before_on <= measured_on <= local_date(now):
        raise MeasuredTooEarly(day=day_text(measure.before_on))
    measure.after, measure.after_on = after, measured_on
    measure.save(update_fields=["after", "after_on"])
    point.state = PointState.CLOSED
    _end(actor, point, note, now)
    touch_point(point, now, *ENDED)
    write_step(actor, point, StepKind.CLOSED, now, note.strip())
    _tell_filers(point, "har ført til en forbedring", now)
    return point


ENDED = ("state", "closed_at", "closed_on", "closed_by", "closing_note")


def lock_point(actor: Actor, uuid: UUID, now: datetime) -> ImprovementPoint:
    """The point as it is now, held against others; the actor may move it."""
    found = selectors.point_for(actor, uuid)
    appointments = selectors.appointments_at(actor, found, on=local_date(now))
    policies.check_move(actor, found, appointments)
    rows = ImprovementPoint.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("host", "place").get(pk=found.pk)


def write_step(
    actor: Actor, point: ImprovementPoint, kind: StepKind, now: datetime, text: str
) -> None:
    """One more line of the decision trail."""
    PointStep.objects.create(
        point=point,
        kind=kind,
        at=now,
        actor_name=actor.name,
        role=actor.role,
        organisation_name=actor.organisation_name,
        text=text[:300],
    )
    audit.record(
        actor=actor,
        action=f"point.{kind.value}",
        subject_type="point",
        subject=point.uuid,
        state=point.state,
    )


def _check(content: Content, today: date, was_due_on: date | None = None) -> None:
    if not content.title.strip():
        raise TitleMissing
    if not content.owner.strip():
        raise OwnerMissing
    if content.due_on < today and content.due_on != was_due_on:
        raise DueInThePast
    check_no_patient(title=content.title, aim=content.aim, owner=content.owner)


def _check_open(point: ImprovementPoint) -> None:
    if not point.is_open:
        raise PointMoved(state=PointState(point.state).label.lower())


def touch_point(point: ImprovementPoint, now: datetime, *fields: str) -> None:
    """Save what changed; something has happened to the point today."""
    point.moved_on = local_date(now)
    point.version += 1
    point.save(update_fields=["moved_on", "version", *fields])


def work_on_point(point: ImprovementPoint, now: datetime) -> None:
    """Work that was logged on an open point ends the silence about it."""
    rows = ImprovementPoint.objects.filter(pk=point.pk, state__in=OPEN_POINTS)
    rows.update(moved_on=local_date(now), version=F("version") + 1)


def _end(actor: Actor, point: ImprovementPoint, note: str, now: datetime) -> None:
    point.closed_at, point.closed_on = now, local_date(now)
    point.closed_by, point.closing_note = actor.name, note.strip()[:300]


def _told(to: PointState, note: str) -> str:
    return f"{to.label}: {note.strip()}" if note.strip() else str(to.label)


def _tell_filers(point: ImprovementPoint, what: str, now: datetime) -> None:
    for snag in Snag.objects.filter(point=point).order_by("pk"):
        snag.version += 1
        snag.save(update_fields=["version"])
        tell_filer(snag, f"Knast {snag.number} {what}", now)
