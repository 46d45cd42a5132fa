"""Invented practices, and the test citizens placed where the story needs them."""

from datetime import date

from coordination.base.actor import Actor
from coordination.base.identifiers import check_municipality_code
from coordination.base.reference import rows
from coordination.parties import services as parties
from coordination.parties.enums import IdentifierSystem, OrganisationKind, RelationKind
from coordination.parties.models import Identifier, Organisation, Relation

SINCE = date(2019, 1, 1)
FIRST_PROVIDER_NUMBER = 900_001
"""Invented; no practice has these numbers."""

SJAELLAND = ("Næstved Kommune", "Slagelse Kommune", "Vordingborg Kommune")
"""The municipalities of the demo's agreement that refuses."""

LIVES_IN = {
    "FAMILIE 1: Lauridsen familien": "Herning Kommune",
    "FAMILIE 2: Mosebryggersen familien": "Næstved Kommune",
    "FAMILIE 3: Berggren familien": "Ikast-Brande Kommune",
}
"""Where the demo lets a family live; the others live where the register of test citizens says."""


def municipalities_of(file: str) -> list[str]:
    """The official names of a region's municipalities, as the reference file lists them."""
    codes = {check_municipality_code(row["code"]) for row in rows(file)}
    return [row["official_name"] for row in rows("municipalities.csv") if row["code"] in codes]


def make_places() -> dict[str, Organisation]:
    """Organisations by name: those of the reference data, PLO of both regions, and practices."""
    places = {row.name: row for row in Organisation.objects.all()}
    midtjylland = municipalities_of("region_midtjylland_19.csv")
    for region, municipalities in (
        ("Region Midtjylland", midtjylland),
        ("Region Sjælland", list(SJAELLAND)),
    ):
        plo = _organisation(
            places, OrganisationKind.GP_ORGANISATION, region.replace("Region ", "PLO-")
        )
        for municipality in municipalities:
            town = municipality.removesuffix("s Kommune").removesuffix(" Kommune")
            town = "Samsø" if municipality == "Samsø Kommune" else town
            town = "Aarhus" if municipality == "Aarhus Kommune" else town
            practice = _organisation(
                places, OrganisationKind.GP_PRACTICE, f"Lægehuset {town}", town=town
            )
            for kind, to in (
                (RelationKind.PART_OF, places[municipality]),
                (RelationKind.PART_OF, places[region]),
                (RelationKind.REPRESENTED_BY, plo),
            ):
                Relation.objects.create(subject=practice, object=to, kind=kind, starts_on=SINCE)
    _number_practices(places)
    return places


def _organisation(
    places: dict[str, Organisation], kind: OrganisationKind, name: str, town: str = ""
) -> Organisation:
    made = Organisation.objects.create(
        kind=kind, name=name, town=town, starts_on=SINCE, phone="70 10 00 00", source="demo"
    )
    places[name] = made
    return made


def _number_practices(places: dict[str, Organisation]) -> None:
    practices = [row for row in places.values() if row.kind == OrganisationKind.GP_PRACTICE]
    Identifier.objects.bulk_create(
        Identifier(
            organisation=practice,
            system=IdentifierSystem.PROVIDER_NUMBER,
            value=str(number),
            starts_on=SINCE,
        )
        for number, practice in enumerate(practices, start=FIRST_PROVIDER_NUMBER)
    )


def practice_of(places: dict[str, Organisation], municipality: str) -> Organisation | None:
    """The demo's practice in a municipality, where it has one."""
    relation = Relation.objects.filter(
        object=places[municipality],
        kind=RelationKind.PART_OF,
        subject__kind=OrganisationKind.GP_PRACTICE,
    ).first()
    return relation.subject if relation else None


def make_citizens(actor: Actor, places: dict[str, Organisation]) -> None:
    """The official test citizens, once each."""
    by_code = {
        row.value: row.organisation.name
        for row in Identifier.objects.filter(
            system=IdentifierSystem.MUNICIPALITY_CODE
        ).select_related("organisation")
    }
    seen = set()
    for row in rows("medcom_test_patients.csv"):
        if row["cpr"] in seen:
            continue
        seen.add(row["cpr"])
        registered = by_code.get(row["municipality_code"], "Herning Kommune")
        municipality = LIVES_IN.get(row["family_group"], registered)
        parties.register_patient(
            actor=actor,
            cpr=row["cpr"],
            given_names=row["given_names"],
            family_name=row["family_name"],
            municipality=places[municipality],
            practice=practice_of(places, municipality),
            starts_on=SINCE,
        )
