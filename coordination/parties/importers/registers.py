"""Reference data into the party model. Each function can be run again and then changes nothing."""

from datetime import date, timedelta

from coordination.base.identifiers import check_cvr, check_municipality_code, check_shak, check_sor
from coordination.base.reference import rows
from coordination.parties.enums import (
    HELD,
    Function,
    IdentifierSystem,
    OrganisationKind,
    RelationKind,
)
from coordination.parties.models import Identifier, Organisation, Population, Relation

FIRST_DAY = date(2007, 1, 1)
"""Regions and municipalities as they are began on this day."""

REFORM = date(2027, 1, 1)
"""Region Østdanmark continues Region Hovedstaden and Region Sjælland (lov 699/2025 § 126)."""

PREPARED_FROM = date(2026, 1, 1)
"""The council of Region Østdanmark sits, and prepares what it takes over."""

MERGED = "merged into "
"""How the note of a region that ends begins; the region that continues it follows."""


class Register:
    """Organisations by identifier, read once, so that a second run asks nothing per row."""

    def __init__(self) -> None:
        held = Identifier.objects.select_related("organisation")
        self.by_identifier = {(row.system, row.value): row.organisation for row in held}
        self.by_name = {(row.kind, row.name): row for row in Organisation.objects.all()}
        self.relations = set(
            Relation.objects.values_list("subject_id", "object_id", "kind", "function", "starts_on")
        )
        self.functions = {(row[1], row[3]) for row in self.relations if row[3]}

    def enter(
        self,
        kind: OrganisationKind,
        name: str,
        identifiers: dict[IdentifierSystem, str],
        *,
        starts_on: date = FIRST_DAY,
        ends_before: date | None = None,
        town: str = "",
        source: str = "",
    ) -> Organisation:
        """The organisation that holds one of the identifiers (or the name), entered if new."""
        known = (self.by_identifier.get(item) for item in identifiers.items())
        organisation = next((found for found in known if found), None)
        organisation = organisation or self.by_name.get((kind, name))
        if organisation is None:
            organisation = Organisation.objects.create(
                kind=kind,
                name=name,
                starts_on=starts_on,
                ends_before=ends_before,
                town=town,
                source=source,
            )
            self.by_name[kind, name] = organisation
        for system, value in identifiers.items():
            if (system, value) not in self.by_identifier:
                Identifier.objects.create(
                    organisation=organisation, system=system, value=value, starts_on=starts_on
                )
                self.by_identifier[system, value] = organisation
        return organisation

    def relate(
        self,
        subject: Organisation,
        kind: RelationKind,
        to: Organisation,
        starts_on: date,
        ends_before: date | None = None,
        function: str = "",
    ) -> None:
        """Enter a dated relation, once."""
        key = (subject.pk, to.pk, kind.value, function, starts_on)
        if key in self.relations:
            return
        Relation.objects.create(
            subject=subject,
            object=to,
            kind=kind,
            function=function,
            starts_on=starts_on,
            ends_before=ends_before,
        )
        self.relations.add(key)


def load_regions(register: Register) -> int:
    """The five regions and the one that continues two of them in 2027."""
    source = rows("regions.csv")
    regions = {}
    for row in source:
        last_day = date.fromisoformat(row["valid_to"]) if row["valid_to"] else None
        regions[row["name"]] = register.enter(
            OrganisationKind.REGION,
            row["name"],
            {IdentifierSystem.REGION_CODE: row["code"]},
            starts_on=date.fromisoformat(row["valid_from"]),
            ends_before=last_day + timedelta(days=1) if last_day else None,
            town=row["seat"],
            source="regions.csv",
        )
    for row in source:
        if row["note"].startswith(MERGED):
            ending, later = regions[row["name"]], regions[row["note"].removeprefix(MERGED)]
            register.relate(ending, RelationKind.PREPARED_BY, later, PREPARED_FROM, REFORM)
            register.relate(ending, RelationKind.SUCCEEDED_BY, later, REFORM)
    return len(source)


def _belongs_to_region(register: Register, organisation: Organisation, row: dict[str, str]) -> None:
    now = register.by_name[OrganisationKind.REGION, row["region_name"]]
    later = register.by_name[OrganisationKind.REGION, row["region_name_from_2027"]]
    if now == later:
        register.relate(organisation, RelationKind.PART_OF, now, FIRST_DAY)
    else:
        register.relate(organisation, RelationKind.PART_OF, now, FIRST_DAY, REFORM)
        register.relate(organisation, RelationKind.PART_OF, later, REFORM)


def _holds_acute_nursing(
    register: Register, municipality: Organisation, region: Organisation
) -> None:
    """Enter the municipality until the reform, and from then its region to decide and pay.

    Who operates it then is unknown until somebody says so. What has been said is left alone.
    """
    function = Function.ACUTE_NURSING.value
    if (municipality.pk, function) in register.functions:
        return
    for kind in HELD:
        register.relate(municipality, kind, municipality, FIRST_DAY, REFORM, function)
        if kind is not RelationKind.OPERATOR_OF:
            register.relate(region, kind, municipality, REFORM, function=function)


def load_municipalities(register: Register) -> int:
    """The 98 municipalities with code, CVR, inhabitants, region and who has acute nursing."""
    source = rows("municipalities.csv")
    for row in source:
        municipality = register.enter(
            OrganisationKind.MUNICIPALITY,
            row["official_name"],
            {
                IdentifierSystem.MUNICIPALITY_CODE: check_municipality_code(row["code"]),
                IdentifierSystem.CVR: check_cvr(row["cvr"]),
            },
            source="municipalities.csv",
        )
        _belongs_to_region(register, municipality, row)
        later = register.by_name[OrganisationKind.REGION, row["region_name_from_2027"]]
        _holds_acute_nursing(register, municipality, later)
        Population.objects.get_or_create(
            organisation=municipality,
            counted_on=date.fromisoformat(row["population_date"]),
            from_age=0,
            before_age=None,
            defaults={"inhabitants": int(row["population"])},
        )
    return len(source)


def load_health_councils(register: Register) -> int:
    """The 17 health councils of 2027 and the municipalities they cover."""
    source = rows("sundhedsraad.csv")
    for row in source:
        council = register.enter(
            OrganisationKind.HEALTH_COUNCIL,
            row["name"],
            {},
            starts_on=REFORM,
            source="sundhedsraad.csv",
        )
        region = register.by_name[OrganisationKind.REGION, row["region_from_2027"]]
        register.relate(council, RelationKind.PART_OF, region, REFORM)
        for code in row["municipality_codes"].split():
            municipality = register.by_identifier[IdentifierSystem.MUNICIPALITY_CODE, code]
            register.relate(municipality, RelationKind.PART_OF, council, REFORM)
    return len(source)


def load_hospitals(register: Register) -> int:
    """Public hospitals and psychiatry with the region they belong to."""
    source = rows("hospitals.csv")
    for row in source:
        kind = (
            OrganisationKind.PSYCHIATRY
            if row["kind"] == "psychiatry"
            else OrganisationKind.HOSPITAL
        )
        identifiers = {}
        if row["sor_code"]:
            identifiers[IdentifierSystem.SOR] = check_sor(row["sor_code"])
        hospital = register.enter(
            kind, row["name"], identifiers, town=row["town"], source="hospitals.csv"
        )
        _belongs_to_region(register, hospital, row)
    return len(source)


def load_sor_units(register: Register) -> int:
    """Hospital units with SOR and SHAK codes."""
    source = rows("sor_units.csv")
    for row in source:
        identifiers = {IdentifierSystem.SOR: check_sor(row["sor_code"])}
        unit = register.enter(
            OrganisationKind.DEPARTMENT, row["name"], identifiers, source="sor_units.csv"
        )
        if row["shak"]:
            Identifier.objects.get_or_create(
                organisation=unit,
                system=IdentifierSystem.SHAK,
                value=check_shak(row["shak"]),
                starts_on=FIRST_DAY,
            )
    return len(source)
