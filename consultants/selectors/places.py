"""Where something can go wrong: the hospitals, departments and municipalities of a region."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from consultants import policies
from consultants.errors import UnknownPlace
from coordination.base.actor import Actor
from coordination.parties import selectors as parties
from coordination.parties.enums import OrganisationKind
from coordination.parties.models import Organisation

KINDS = (OrganisationKind.HOSPITAL, OrganisationKind.PSYCHIATRY, OrganisationKind.MUNICIPALITY)
DEPARTMENTS = (OrganisationKind.DEPARTMENT, OrganisationKind.WARD)


@dataclass(frozen=True, slots=True)
class Place:
    """A hospital, psychiatry, municipality or region, and the departments that belong to it."""

    host: Organisation
    departments: tuple[Organisation, ...] = ()


def region_around(organisation_id: int, *, on: date) -> int | None:
    """The region of an organisation on a day, or whoever continues it; itself if it is one."""
    if parties.organisation(organisation_id).kind == OrganisationKind.REGION:
        return parties.successor_of(organisation_id, on=on)
    found = parties.region_of(organisation_id, on=on)
    return None if found is None else parties.successor_of(found, on=on)


def places_for(actor: Actor, *, on: date) -> list[Place]:
    """The places in the actor's region that a snag can be about: hospitals first."""
    policies.check_file(actor)
    region = _region_of(actor, on)
    if region is None:
        return []
    found = [row for _region, row in parties.parts_within([region], *KINDS, on=on)]
    hosts = [*sorted(found, key=lambda row: KINDS.index(row.kind)), parties.organisation(region)]
    departments: dict[int, list[Organisation]] = {}
    for whole, part in parties.parts_within([row.pk for row in hosts], *DEPARTMENTS, on=on):
        departments.setdefault(whole, []).append(part)
    return [Place(row, tuple(departments.get(row.pk, ()))) for row in hosts]


def place_named(actor: Actor, uuid: UUID, *, on: date) -> tuple[Organisation, Organisation, int]:
    """A place in the actor's region by its public id, its host, and the region."""
    region = _region_of(actor, on)
    for place in places_for(actor, on=on):
        for row in (place.host, *place.departments):
            if row.uuid == uuid and region is not None:
                return row, place.host, region
    raise UnknownPlace


def _region_of(actor: Actor, on: date) -> int | None:
    return actor.organisation_id and region_around(actor.organisation_id, on=on)
