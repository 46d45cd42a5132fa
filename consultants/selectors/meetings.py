"""Meetings and what they left to be done; where the actor may call one."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from consultants import policies
from consultants.enums import MeetingState
from consultants.errors import NotYourPlace
from consultants.models import Appointment, ImprovementPoint, Meeting, MeetingItem, MeetingQuerySet
from consultants.selectors.appointments import HOSTING
from consultants.selectors.places import region_around
from consultants.selectors.snags import appointments_at
from coordination.base.actor import Actor, Role
from coordination.base.errors import NotFound
from coordination.parties import selectors as parties
from coordination.parties.models import Organisation


@dataclass(frozen=True, slots=True)
class OwnHost:
    """A place where the actor consults or manages, and its region today."""

    host: Organisation
    region_id: int


def own_hosts(actor: Actor, *, on: date) -> list[Organisation]:
    """Where the actor is appointed on a day, or what the actor manages; by name."""
    policies.check_see_points(actor)
    if actor.role == Role.PRACTICE_CONSULTANT:
        own = Appointment.objects.all().of(actor).open_on(on)
        return parties.organisations_with_keys(own.values("host"))
    keys = actor.office_orgs if actor.role == Role.REGION_ADMIN else actor.consultant_orgs
    rows = parties.organisations_with_keys(parties.existing(keys, on=on))
    return [row for row in rows if row.kind in HOSTING]


def own_host(actor: Actor, uuid: UUID, *, on: date) -> OwnHost:
    """One of them by its public id."""
    host = next((row for row in own_hosts(actor, on=on) if row.uuid == uuid), None)
    region_id = region_around(host.pk, on=on) if host else None
    if host is None or region_id is None:
        raise NotYourPlace
    return OwnHost(host, region_id)


def check_own(actor: Actor, row: ImprovementPoint | Meeting, *, on: date) -> None:
    """The actor consults or manages where the row belongs, on a day."""
    policies.check_move(actor, row, appointments_at(actor, row, on=on))


def meetings_for(actor: Actor) -> MeetingQuerySet:
    """The meetings at the own places, the newest first."""
    policies.check_see_points(actor)
    return Meeting.objects.all().visible_to(actor).select_related("host").order_by("-id")


def meeting_for(actor: Actor, uuid: UUID) -> Meeting:
    """One meeting at an own place."""
    found = meetings_for(actor).filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


def agenda_of(meeting: Meeting) -> list[MeetingItem]:
    """The items of a meeting in their order, each with its point if it has one."""
    rows = MeetingItem.objects.filter(meeting=meeting).select_related("point")
    return list(rows.order_by("position"))


def tasks_for(actor: Actor) -> QuerySet[MeetingItem]:
    """What meetings left to be done at the own places, the nearest date first."""
    rows = MeetingItem.objects.filter(meeting__in=meetings_for(actor).order_by())
    rows = rows.exclude(task="").select_related("meeting__host", "point")
    return rows.order_by("task_due_on", "id")


def open_tasks(actor: Actor) -> QuerySet[MeetingItem]:
    """What is still to be done."""
    return tasks_for(actor).filter(task_done_on__isnull=True)


def task_for(actor: Actor, uuid: UUID) -> MeetingItem:
    """One task of a meeting at an own place."""
    found = tasks_for(actor).filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


def coming_meetings(actor: Actor, *, after: date) -> list[Meeting]:
    """The meetings that are planned from a day on; none for those who take part in none."""
    if actor.role not in policies.IMPROVERS:
        return []
    rows = meetings_for(actor).filter(state=MeetingState.PLANNED, held_on__gte=after)
    return list(rows.order_by("held_at", "id")[:200])


def coming_dues(actor: Actor, *, after: date) -> list[ImprovementPoint]:
    """Open points whose date is still to come; none for those who see no points."""
    if actor.role not in policies.IMPROVERS:
        return []
    rows = ImprovementPoint.objects.visible_to(actor).filter(closed_at=None, due_on__gte=after)
    return list(rows.select_related("host").order_by("due_on", "id")[:200])
