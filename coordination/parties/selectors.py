from collections.abc import Iterable
from datetime import date
from uuid import UUID

from cryptography.exceptions import InvalidTag

from coordination.base import crypto
from coordination.base.actor import Actor
from coordination.base.danish import sort_key
from coordination.base.errors import NotFound
from coordination.base.identifiers import parse_cpr
from coordination.parties.enums import IdentifierSystem, OrganisationKind, RelationKind
from coordination.parties.models import (
    Identifier,
    Organisation,
    Patient,
    Population,
    Relation,
)
from coordination.parties.models.dated import DatedQuerySet
from coordination.parties.models.patient import cpr_indexes


def representatives_of(organisation_id: int, *, on: date) -> tuple[int, ...]:
    """Keys of the organisations that negotiate for this one on a day (PLO for a practice)."""
    rows = Relation.objects.filter(
        subject=organisation_id, kind=RelationKind.REPRESENTED_BY
    ).open_on(on)
    return tuple(rows.order_by("object").values_list("object", flat=True))


def organisations(kind: OrganisationKind, *, on: date) -> DatedQuerySet:
    """The organisations of a kind that exist on a day, by name."""
    return Organisation.objects.filter(kind=kind).open_on(on).order_by("name", "id")


def patient_of(actor: Actor, uuid: UUID) -> Patient:
    """A patient the actor has a relation to. Callers that show it write an access row first."""
    rows = Patient.objects.visible_to(actor).select_related("municipality", "practice")
    patient = rows.filter(uuid=uuid).first()
    if patient is None:
        raise NotFound
    return patient


def register_of(*kinds: OrganisationKind) -> list[Organisation]:
    """Every organisation of the kinds (all where none is named), past and future ones too."""
    rows = Organisation.objects.filter(kind__in=kinds) if kinds else Organisation.objects.all()
    return list(rows.order_by("id"))


def names_by_municipality_code() -> dict[str, str]:
    """Official names of the municipalities by their codes."""
    rows = Identifier.objects.filter(system=IdentifierSystem.MUNICIPALITY_CODE)
    return dict(rows.values_list("value", "organisation__name"))


def organisation(key: int) -> Organisation:
    """One organisation of the register."""
    return Organisation.objects.get(pk=key)


def parts_of(organisation: Organisation, *, on: date) -> set[int]:
    """Keys of the organisations that belong to one on a day."""
    rows = Relation.objects.filter(object=organisation, kind=RelationKind.PART_OF).open_on(on)
    return set(rows.values_list("subject_id", flat=True))


def municipalities_of(region: Organisation, *, on: date) -> list[Organisation]:
    """The municipalities of a region on a day, in Danish alphabetical order."""
    rows = Relation.objects.filter(
        object=region, kind=RelationKind.PART_OF, subject__kind=OrganisationKind.MUNICIPALITY
    )
    found = [row.subject for row in rows.open_on(on).select_related("subject")]
    return sorted(found, key=lambda row: sort_key(row.name))


def practices_in(municipality: Organisation, *, on: date) -> list[Organisation]:
    """The GP practices of a municipality on a day, by name."""
    rows = Relation.objects.filter(
        object=municipality,
        kind=RelationKind.PART_OF,
        subject__kind=OrganisationKind.GP_PRACTICE,
    )
    found = rows.open_on(on).select_related("subject").order_by("subject__name", "id")
    return [row.subject for row in found]


def inhabitants_of(organisations: Iterable[Organisation]) -> dict[int, int]:
    """The newest count of inhabitants by organisation key."""
    rows = Population.objects.filter(organisation__in=list(organisations))
    return dict(rows.order_by("counted_on").values_list("organisation_id", "inhabitants"))


def broken_cprs() -> list[tuple[UUID, str]]:
    """Patients whose sealed number does not open or disagrees with its index; never the number.

    For the checker of invariants, whose role sees every row.
    """
    broken = []
    for patient in Patient.objects.iterator(chunk_size=2000):
        try:
            plain = crypto.decrypt(patient.cpr_sealed, place=patient.cpr_place)
            agrees = bytes(patient.cpr_index) in cpr_indexes(parse_cpr(plain.decode()))
        except (InvalidTag, ValueError, KeyError) as error:
            broken.append((patient.uuid, type(error).__name__))
            continue
        if not agrees:
            broken.append((patient.uuid, "index"))
    return broken
