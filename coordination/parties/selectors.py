from datetime import date
from uuid import UUID

from coordination.base.actor import Actor
from coordination.base.errors import NotFound
from coordination.parties.enums import IdentifierSystem, OrganisationKind, RelationKind
from coordination.parties.models import (
    Affiliation,
    Identifier,
    Organisation,
    Patient,
    Practitioner,
    Relation,
)
from coordination.parties.models.dated import DatedQuerySet


def representatives_of(organisation_id: int, *, on: date) -> tuple[int, ...]:
    """Keys of the organisations that negotiate for this one on a day (PLO for a practice)."""
    rows = Relation.objects.filter(
        subject=organisation_id, kind=RelationKind.REPRESENTED_BY
    ).open_on(on)
    return tuple(rows.order_by("object").values_list("object", flat=True))


def organisations(kind: OrganisationKind, *, on: date) -> DatedQuerySet:
    """The organisations of a kind that exist on a day, by name."""
    return Organisation.objects.filter(kind=kind).open_on(on).order_by("name", "id")


def organisation_by(system: IdentifierSystem, value: str, *, on: date) -> Organisation:
    """The organisation that holds an identifier on a day."""
    row = (
        Identifier.objects.filter(system=system, value=value)
        .open_on(on)
        .select_related("organisation")
        .first()
    )
    if row is None:
        raise NotFound
    return row.organisation


def organisation(uuid: UUID) -> Organisation:
    """An organisation of the public registers by its public id."""
    found = Organisation.objects.filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


def region_of(organisation: Organisation, *, on: date) -> Organisation | None:
    """The region a municipality, hospital or practice belongs to on a day."""
    if organisation.kind == OrganisationKind.REGION:
        return organisation
    row = (
        Relation.objects.filter(
            subject=organisation,
            kind=RelationKind.PART_OF,
            object__kind=OrganisationKind.REGION,
        )
        .open_on(on)
        .select_related("object")
        .first()
    )
    return row.object if row else None


def patient_of(actor: Actor, uuid: UUID) -> Patient:
    """A patient the actor has a relation to. Callers that show it write an access row first."""
    rows = Patient.objects.visible_to(actor).select_related("municipality", "practice")
    patient = rows.filter(uuid=uuid).first()
    if patient is None:
        raise NotFound
    return patient


def practitioners_at(organisation_id: int, *, on: date) -> list[Practitioner]:
    """Who works at an organisation on a day, by name."""
    rows = Affiliation.objects.filter(organisation=organisation_id).open_on(on)
    return [
        row.practitioner
        for row in rows.select_related("practitioner").order_by("practitioner__name", "id")
    ]
