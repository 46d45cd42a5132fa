"""Improvement points: as a list and as a board, and how long nothing has happened to them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Sum

from consultants import policies
from consultants.enums import OPEN_POINTS, PointState
from consultants.models import Activity, Appointment, ImprovementPoint, PointQuerySet, PointStep
from coordination.base.actor import Actor
from coordination.base.errors import NotFound
from coordination.parties import selectors as parties
from coordination.parties.enums import OrganisationKind
from coordination.parties.models import Organisation

OF_POINT = ("host", "place", "measure")
SILENT_DAYS = 30
"""How long nothing may happen to an open point before it counts as silent."""


def silent_since(today: date) -> date:
    """The last day of movement of a point that is silent today."""
    return today - timedelta(days=SILENT_DAYS)


def points_for(actor: Actor) -> PointQuerySet:
    """The points of the own places, the newest first."""
    policies.check_see_points(actor)
    rows = ImprovementPoint.objects.visible_to(actor).select_related(*OF_POINT)
    return rows.order_by("-id")


def point_for(actor: Actor, uuid: UUID) -> ImprovementPoint:
    """One point of the own places."""
    found = points_for(actor).filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


def points_at(actor: Actor, appointment: Appointment) -> PointQuerySet:
    """The points that work under an appointment can be about: its host's; a coordinator's all."""
    rows = points_for(actor)
    is_coordinator = appointment.host.kind == OrganisationKind.REGION
    return rows if is_coordinator else rows.filter(host=appointment.host_id)


def open_points_at(actor: Actor, appointment: Appointment) -> list[ImprovementPoint]:
    """Those of them that are open, the nearest date first."""
    rows = points_at(actor, appointment).filter(state__in=OPEN_POINTS)
    return list(rows.order_by("due_on", "id"))


def minutes_on(points: Collection[ImprovementPoint]) -> dict[int, int]:
    """The minutes that were worked on points, by their keys; those without any are left out."""
    rows = Activity.objects.filter(point__in=points).order_by().values_list("point")
    return dict(rows.annotate(minutes=Sum("minutes")))


def open_points(actor: Actor) -> PointQuerySet:
    """What somebody still has to do something about, the nearest date first."""
    return points_for(actor).filter(state__in=OPEN_POINTS).order_by("due_on", "id")


def silent_count(actor: Actor, *, today: date) -> int:
    """How many of the own points nothing has happened to for a month."""
    return points_for(actor).still(since=silent_since(today)).count()


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the board and the list show: the same filters, which stand in the address."""

    host: UUID | None = None
    state: PointState | None = None
    silent: bool = False
    closed: bool = False


def chosen_points(actor: Actor, chosen: Chosen, *, today: date) -> list[ImprovementPoint]:
    """The points that were asked for, the nearest date first; closed ones only on demand."""
    rows = points_for(actor)
    if chosen.host is not None:
        rows = rows.filter(host__uuid=chosen.host)
    if chosen.state is not None:
        rows = rows.filter(state=chosen.state)
    elif not chosen.closed:
        rows = rows.filter(state__in=OPEN_POINTS)
    if chosen.silent:
        rows = rows.still(since=silent_since(today))
    return list(rows.order_by("due_on", "id")[:500])


def hosts_of_points(actor: Actor) -> list[Organisation]:
    """The places that the actor's points belong to, each once, by name."""
    return parties.organisations_with_keys(points_for(actor).order_by().values("host"))


def steps_of(actor: Actor, point: ImprovementPoint) -> list[PointStep]:
    """The decision trail of a point, the oldest first."""
    policies.check_see_points(actor)
    return list(PointStep.objects.filter(point=point).order_by("id"))
