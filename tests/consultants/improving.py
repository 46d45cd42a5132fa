"""What tests of snags and points begin with: a hospital, its consultant, its management."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from consultants import services as consultants
from consultants.enums import Frequency
from consultants.models import Appointment, ImprovementPoint, Snag
from coordination.base import rowsecurity
from coordination.base.actor import Actor, Role
from coordination.parties.enums import OrganisationKind, RelationKind
from coordination.parties.models import Organisation, Relation
from tests import make
from tests.consultants import steps

HOSPITAL = "Regionshospitalet Gødstrup"
CONTENT = consultants.Content(
    title="Epikriser inden to dage", owner="Ledende overlæge, Medicinsk", due_on=date(2020, 9, 1)
)
BASELINE = consultants.Baseline(
    name="Epikriser efter to dage", unit="%", before=Decimal(40), before_on=date(2020, 5, 1)
)


@dataclass(frozen=True)
class Cooperation:
    """A hospital with a department and a ward, and everybody who meets around it."""

    world: make.World
    hospital: Organisation
    department: Organisation
    ward: Organisation
    appointment: Appointment
    consultant: Actor
    management: Actor
    filers: dict[Role, Actor]


def unit(kind: OrganisationKind, name: str, *wholes: Organisation) -> Organisation:
    """A part of a hospital."""
    made = Organisation.objects.create(kind=kind, name=name, starts_on=make.SINCE)
    for whole in wholes:
        Relation.objects.create(
            subject=made, object=whole, kind=RelationKind.PART_OF, starts_on=make.SINCE
        )
    return made


def cooperation(name: str = HOSPITAL, **world: Any) -> Cooperation:
    """A world with a hospital, and a consultant from its practice."""
    place = make.world(**world)
    hospital = make.organisation(name)
    department = unit(OrganisationKind.DEPARTMENT, "Medicinsk afdeling", hospital)
    ward = unit(OrganisationKind.WARD, "Medicinsk sengeafsnit", department, hospital)
    appointment = steps.appointment(place, hospital)
    homes = {
        Role.GP: place.practice,
        Role.PRACTICE_STAFF: place.practice,
        Role.WARD: ward,
        Role.MUNICIPAL_ADMIN: place.municipality,
        Role.ACUTE_NURSE: place.municipality,
    }
    return Cooperation(
        place,
        hospital,
        department,
        ward,
        appointment,
        steps.consultant(appointment),
        make.actor(Role.HOSPITAL_MANAGEMENT, hospital),
        {role: make.actor(role, home) for role, home in homes.items()},
    )


def snag(
    at: Cooperation,
    *,
    filer: Actor | None = None,
    place: Organisation | None = None,
    what: str = "Epikrisen kommer først en uge efter udskrivelsen.",
    frequency: Frequency = Frequency.WEEKLY,
    now: Any = make.NOW,
) -> Snag:
    """Something the world's doctor met, about the department unless said otherwise."""
    actor = filer or at.filers[Role.GP]
    with rowsecurity.scope(actor):
        return consultants.file_snag(
            actor=actor,
            place=(place or at.department).uuid,
            what=what,
            frequency=frequency,
            now=now,
        )


def point(at: Cooperation, *snags: Snag, now: Any = make.NOW, **content: Any) -> ImprovementPoint:
    """A point of the snags (or of a new one)."""
    rows = snags or (snag(at),)
    wanted = consultants.Content(**{**_fields(CONTENT), **content})
    with rowsecurity.scope(at.consultant):
        return consultants.open_point(
            actor=at.consultant,
            snags=[row.uuid for row in rows],
            content=wanted,
            baseline=BASELINE,
            now=now,
        )


def closed(at: Cooperation, made: ImprovementPoint, *, now: Any = make.NOW) -> ImprovementPoint:
    """The management closes a point with a measure."""
    with rowsecurity.scope(at.management):
        return consultants.close_point(
            actor=at.management,
            uuid=made.uuid,
            after=Decimal(12),
            measured_on=make.TODAY,
            note="Epikriser sendes nu ved udskrivelsen.",
            now=now,
        )


def _fields(content: consultants.Content) -> dict[str, Any]:
    return {name: getattr(content, name) for name in content.__slots__}
