"""What has been filed: by the own organisation, and about the own place."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from consultants import policies
from consultants.enums import SnagState
from consultants.models import Appointment, ImprovementPoint, Meeting, Snag, SnagQuerySet
from coordination.base.actor import Actor
from coordination.base.errors import NotFound

OF_SNAG = ("host", "place", "filer", "point", "point__measure")


def snags_for(actor: Actor) -> SnagQuerySet:
    """What the own organisation has filed, and what was filed about the own places."""
    policies.check_see_snag(actor)
    return Snag.objects.visible_to(actor).select_related(*OF_SNAG).order_by("-id")


def filed_snags(actor: Actor) -> SnagQuerySet:
    """What the own organisation has filed, the newest first."""
    policies.check_file(actor)
    return Snag.objects.all().filed_from(actor).select_related(*OF_SNAG).order_by("-id")


def received_snags(actor: Actor) -> SnagQuerySet:
    """What was filed about the places where the actor manages or consults, the newest first."""
    policies.check_receive(actor)
    return Snag.objects.all().hosted_by(actor).select_related(*OF_SNAG).order_by("-id")


def waiting_snags(actor: Actor, uuids: Collection[UUID] | None = None) -> list[Snag]:
    """Received snags that nobody has taken up yet, or those of them that were chosen."""
    rows = received_snags(actor).exclude(state=SnagState.IN_POINT)
    rows = rows.filter(state=SnagState.WAITING) if uuids is None else rows.filter(uuid__in=uuids)
    return list(rows.order_by("host__name", "place__name", "id"))


def snag_for(actor: Actor, uuid: UUID) -> Snag:
    """One snag that the actor's organisation has filed or receives."""
    found = snags_for(actor).filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


def appointments_at(
    actor: Actor, row: Snag | ImprovementPoint | Meeting, *, on: date
) -> list[Appointment]:
    """The actor's appointments that hold at the row's host, or at its region, on a day."""
    own = Appointment.objects.all().of(actor).open_on(on)
    hosts = {row.host_id, row.region_id}
    if row.region_id in actor.own_orgs:
        hosts |= set(actor.own_orgs)
    return list(own.filter(host__in=hosts))


def snags_of(actor: Actor, point: ImprovementPoint) -> list[Snag]:
    """The snags that a point grew out of, the oldest first."""
    policies.check_see_points(actor)
    rows = Snag.objects.all().hosted_by(actor).filter(point=point)
    return list(rows.select_related(*OF_SNAG).order_by("id"))
