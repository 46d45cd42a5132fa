from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from cryptography.exceptions import InvalidTag
from django.contrib.postgres.fields import ArrayField
from django.db.models import DateField, Func, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from coordination.base import crypto
from coordination.base.actor import Actor
from coordination.base.danish import sort_key
from coordination.base.errors import NotFound
from coordination.base.identifiers import check_authorisation_id, parse_cpr
from coordination.base.periods import DAY
from coordination.parties.enums import (
    HELD,
    Function,
    IdentifierSystem,
    OrganisationKind,
    RelationKind,
)
from coordination.parties.errors import UnknownOrganisation, UnknownPractitioner
from coordination.parties.models import (
    Identifier,
    LineOf,
    Organisation,
    Patient,
    Population,
    Practitioner,
    Relation,
    SuccessorOf,
)
from coordination.parties.models.dated import DatedQuerySet
from coordination.parties.models.patient import cpr_indexes


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of an organisation by a day: who acts for it now, and for whom else.

    `continued` holds whoever acts and all that it continues; `line` also those it prepares to.
    """

    organisation_id: int
    name: str
    continued: tuple[int, ...]
    line: tuple[int, ...]


def standing_of(organisation_id: int, *, on: date) -> Standing:
    """The successor of an organisation on a day (itself while it exists), and its line."""
    rows = Organisation.objects.filter(pk=SuccessorOf(organisation_id, on))
    key, name, continued, line = rows.values_list(
        "pk", "name", LineOf("pk", on, False), LineOf("pk", on, True)
    ).get()
    return Standing(key, name, tuple(continued), tuple(line))


def successors_of(organisation_ids: Collection[int], *, on: date) -> dict[int, int]:
    """The organisation that continues each on a day, through every succession until then."""
    rows = Organisation.objects.filter(pk__in=organisation_ids)
    return dict(rows.values_list("pk", SuccessorOf("pk", on)))


def successor_of(organisation_id: int, *, on: date) -> int:
    """The organisation that continues this one on a day; itself while it exists."""
    return successors_of([organisation_id], on=on)[organisation_id]


def successors_over(
    organisation_ids: Collection[int], *, since: date
) -> list[tuple[date, dict[int, int]]]:
    """Who continues each from a day on, and again from each later succession on, in two queries."""
    later = Relation.objects.filter(kind=RelationKind.SUCCEEDED_BY, starts_on__gt=since)
    days = sorted({since, *later.values_list("starts_on", flat=True)})
    each = Func(Value(days, output_field=ArrayField(DateField())), function="unnest")
    rows = Organisation.objects.filter(pk__in=organisation_ids)
    found: dict[date, dict[int, int]] = {day: {} for day in days}
    pairs = rows.annotate(day=Cast(each, DateField()))
    for key, day, successor in pairs.values_list("pk", "day", SuccessorOf("pk", "day")):
        found[day][key] = successor
    changes = [(day, found[day]) for day in days]
    return [row for n, row in enumerate(changes) if n == 0 or row[1] != changes[n - 1][1]]


def line_of(organisation_id: int, *, on: date) -> tuple[int, ...]:
    """Itself, all whose succession has ended in it by the day, and those it prepares that day."""
    rows = Organisation.objects.filter(pk=organisation_id)
    return tuple(rows.values_list(LineOf("pk", on, True), flat=True).get())


@dataclass(frozen=True, slots=True)
class Succession:
    """Organisations that one organisation continues from a day; read from dated relations."""

    on: date
    successor: Organisation
    old: tuple[Organisation, ...]

    @property
    def uuid(self) -> UUID:
        """The same whenever it is read, though no row of its own holds it."""
        return uuid5(self.successor.uuid, self.on.isoformat())

    @property
    def eve(self) -> date:
        """The last day of those who are continued."""
        return self.on - DAY


def successions(
    organisation_ids: Collection[int], *, earliest: date, latest: date
) -> list[Succession]:
    """The successions between two days that any of the organisations is part of, in time order."""
    rows = Relation.objects.filter(
        kind=RelationKind.SUCCEEDED_BY, starts_on__range=(earliest, latest)
    )
    found: dict[tuple[date, int], list[Relation]] = {}
    for row in rows.select_related("subject", "object").order_by("starts_on", "object"):
        found.setdefault((row.starts_on, row.object_id), []).append(row)
    wanted = set(organisation_ids)
    return [
        Succession(
            day,
            group[0].object,
            tuple(sorted((row.subject for row in group), key=lambda old: sort_key(old.name))),
        )
        for (day, successor), group in found.items()
        if wanted & {successor, *(row.subject_id for row in group)}
    ]


def own_side_of(organisation_id: int, *, on: date) -> set[int]:
    """Who is no other party to an organisation: it, whoever continues or prepares it, their line.

    Those that are prepared together stay each other's counterparts until the day.
    """
    rows = Relation.objects.filter(subject=organisation_id, kind=RelationKind.PREPARED_BY)
    preparing = rows.open_on(on).values_list("object_id", flat=True)
    return {*standing_of(organisation_id, on=on).continued, organisation_id, *preparing}


def names_on(organisation_ids: Collection[int], *, on: date) -> dict[int, str]:
    """Names as a list shows them on a day: who was continued, by whom, and what it was called."""
    later = Organisation.objects.filter(pk=SuccessorOf(OuterRef("pk"), on)).values("name")
    rows = Organisation.objects.filter(pk__in=organisation_ids)
    return {
        key: name if now == name else _("%(now)s (tidligere %(then)s)") % {"now": now, "then": name}
        for key, name, now in rows.values_list("pk", "name", Subquery(later))
    }


def representatives_of(organisation_ids: Collection[int], *, on: date) -> tuple[int, ...]:
    """Who negotiates for the organisations on a day (PLO for a practice), and who continues those.

    An agreement made with PLO as it was still binds the practice, and so does one made since.
    """
    rows = Relation.objects.filter(subject__in=organisation_ids, kind=RelationKind.REPRESENTED_BY)
    pairs = rows.open_on(on).values_list("object", SuccessorOf("object", on))
    return tuple(sorted({key for pair in pairs for key in pair}))


@dataclass(frozen=True, slots=True)
class FunctionHolders:
    """Who decides, who runs and who pays for a function; None where nobody has said."""

    authority: Organisation | None = None
    operator: Organisation | None = None
    payer: Organisation | None = None


def function_of(
    municipality_ids: Collection[int], function: Function, *, on: date
) -> dict[int, FunctionHolders]:
    """Who holds a function in each municipality on a day. One is never inferred from another."""
    rows = Relation.objects.filter(object__in=municipality_ids, function=function, kind__in=HELD)
    found = {
        (row.object_id, row.kind): row.subject for row in rows.open_on(on).select_related("subject")
    }
    return {
        key: FunctionHolders(
            authority=found.get((key, RelationKind.AUTHORITY_FOR)),
            operator=found.get((key, RelationKind.OPERATOR_OF)),
            payer=found.get((key, RelationKind.PAYER_OF)),
        )
        for key in municipality_ids
    }


def region_of(organisation_id: int, *, on: date) -> int | None:
    """The region that an organisation, or what it belongs to, is part of on a day."""
    part_of = Relation.objects.filter(kind=RelationKind.PART_OF).open_on(on)
    wholes = part_of.filter(subject=organisation_id).values("object")
    rows = part_of.filter(Q(subject=organisation_id) | Q(subject__in=wholes))
    regions = rows.filter(object__kind=OrganisationKind.REGION)
    return regions.values_list("object", flat=True).first()


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


def provider_numbers_of(organisation_ids: Collection[int], *, on: date) -> dict[int, str]:
    """Ydernumre of practices on a day, where they have one."""
    rows = Identifier.objects.filter(
        organisation__in=organisation_ids, system=IdentifierSystem.PROVIDER_NUMBER
    )
    return dict(rows.open_on(on).values_list("organisation_id", "value"))


def names_by_municipality_code() -> dict[str, str]:
    """Official names of the municipalities by their codes."""
    rows = Identifier.objects.filter(system=IdentifierSystem.MUNICIPALITY_CODE)
    return dict(rows.values_list("value", "organisation__name"))


def organisation(key: int) -> Organisation:
    """One organisation of the register."""
    return Organisation.objects.get(pk=key)


def key_of(uuid: UUID) -> int:
    """The key of an organisation by its public id; 0, which nobody has, where it is unknown."""
    rows = Organisation.objects.filter(uuid=uuid).values_list("pk", flat=True)
    return rows.first() or 0


def organisations_by_key(keys: Iterable[int]) -> dict[int, Organisation]:
    """Organisations of the register by their keys."""
    return Organisation.objects.in_bulk(set(keys))


def organisations_named(uuids: Iterable[UUID]) -> dict[UUID, Organisation]:
    """Organisations by their public ids, each of which must exist."""
    wanted = set(uuids)
    found = {row.uuid: row for row in Organisation.objects.filter(uuid__in=wanted)}
    if len(found) < len(wanted):
        raise UnknownOrganisation
    return found


def practitioner_of(authorisation_id: str) -> Practitioner:
    """The health professional with an authorisation ID, which must be known."""
    found = Practitioner.objects.filter(authorisation_id=check_authorisation_id(authorisation_id))
    practitioner = found.first()
    if practitioner is None:
        raise UnknownPractitioner
    return practitioner


def clinics_of(practitioner: Practitioner, *, on: date) -> list[Organisation]:
    """Where a health professional works on a day, by name."""
    rows = practitioner.affiliations.open_on(on).select_related("organisation")
    return sorted((row.organisation for row in rows), key=lambda row: sort_key(row.name))


def departments_of(organisation_ids: Collection[int], *, on: date) -> list[Organisation]:
    """The departments and wards that are part of the organisations on a day, by name."""
    pairs = parts_within(
        organisation_ids, OrganisationKind.DEPARTMENT, OrganisationKind.WARD, on=on
    )
    return list(dict.fromkeys(part for _whole, part in pairs))


def parts_within(
    organisation_ids: Collection[int], *kinds: OrganisationKind, on: date
) -> list[tuple[int, Organisation]]:
    """Each part of the kinds on a day behind the key of what it is part of, by name."""
    rows = Relation.objects.filter(
        object__in=organisation_ids, kind=RelationKind.PART_OF, subject__kind__in=kinds
    )
    found = [(row.object_id, row.subject) for row in rows.open_on(on).select_related("subject")]
    return sorted(found, key=lambda pair: sort_key(pair[1].name))


def register() -> DatedQuerySet:
    """The whole register of organisations, past and future ones too, newest first."""
    return Organisation.objects.order_by("-id")


def existing(organisation_ids: Collection[int], *, on: date) -> set[int]:
    """Which of the organisations exist on a day."""
    rows = Organisation.objects.filter(pk__in=organisation_ids).open_on(on)
    return set(rows.values_list("pk", flat=True))


def organisations_with_keys(keys: Iterable[int] | QuerySet[Any]) -> list[Organisation]:
    """Those organisations in Danish alphabetical order; the keys may be a query of their own."""
    rows = Organisation.objects.filter(pk__in=keys)
    return sorted(rows, key=lambda row: sort_key(row.name))


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


def municipality_of(organisation_id: int, *, on: date) -> Organisation | None:
    """The municipality an organisation is, or is part of on a day."""
    kind = OrganisationKind.MUNICIPALITY
    itself = Organisation.objects.filter(pk=organisation_id, kind=kind).first()
    if itself is not None:
        return itself
    rows = Relation.objects.filter(
        subject=organisation_id, kind=RelationKind.PART_OF, object__kind=kind
    )
    found = rows.open_on(on).select_related("object").first()
    return found.object if found else None


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
    everybody = rows.filter(from_age=0, before_age=None).order_by("counted_on")
    return dict(everybody.values_list("organisation_id", "inhabitants"))


def inhabitants_on(
    organisations: Iterable[Organisation], *, on: date, from_age: int = 0
) -> dict[int, int]:
    """The inhabitants of an age and above, by organisation key, as last counted on a day.

    Where the first count is later, that one. A count that lacks an age above it is left out.
    """
    rows = Population.objects.filter(organisation__in=list(organisations), from_age__gte=from_age)
    if not from_age:
        rows = rows.filter(from_age=0, before_age=None)
    counts: dict[tuple[int, date], list[Population]] = {}
    for row in rows.order_by("counted_on", "from_age"):
        counts.setdefault((row.organisation_id, row.counted_on), []).append(row)
    found: dict[int, int] = {}
    for (organisation, counted_on), groups in counts.items():
        if _covers(groups, from_age) and (counted_on <= on or organisation not in found):
            found[organisation] = sum(group.inhabitants for group in groups)
    return found


def _covers(groups: list[Population], from_age: int) -> bool:
    """Tell whether age groups, the youngest first, hold every age from `from_age` on."""
    edges = [from_age, *(group.before_age for group in groups)]
    return edges[-1] is None and edges[:-1] == [group.from_age for group in groups]


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
