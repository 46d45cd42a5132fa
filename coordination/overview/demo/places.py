"""Invented practices, and the test citizens placed where the story needs them."""

from datetime import date
from itertools import count

from coordination.base.actor import Actor
from coordination.base.identifiers import check_municipality_code
from coordination.base.reference import rows
from coordination.parties import selectors
from coordination.parties import services as parties
from coordination.parties.enums import OrganisationKind, RelationKind
from coordination.parties.models import Organisation, Patient

SINCE = date(2019, 1, 1)
FIRST_PROVIDER_NUMBER = 900_001
"""Invented; no practice has these numbers."""

SJAELLAND = ("Næstved Kommune", "Slagelse Kommune", "Vordingborg Kommune")
"""The municipalities of the demo's agreement that refuses."""

HOVEDSTADEN = ("Helsingør Kommune", "Hillerød Kommune")
"""The municipalities of the demo's agreement in that region."""

AMBULANCE = "Ambulancetjenesten Midtjylland"
SPECIALISTS = "Regionshospitalet Gødstrup"
"""Who is called to citizens, and whom they may ask."""

LIVES_IN = {
    "FAMILIE 1: Lauridsen familien": "Herning Kommune",
    "FAMILIE 2: Mosebryggersen familien": "Næstved Kommune",
    "FAMILIE 3: Berggren familien": "Ikast-Brande Kommune",
}
"""Where the demo lets a family live; the others live where the register of test citizens says."""


SERVICES = {
    "Region Midtjylland": "70 11 31 31",
    "Region Sjælland": "70 15 07 00",
    "Region Hovedstaden": "1813",
}
"""The out-of-hours services' public numbers."""


def service_of(region: str) -> str:
    """The name of a region's out-of-hours service in the demo."""
    return f"Lægevagten i {region}"


def municipalities_of(file: str) -> list[str]:
    """The official names of a region's municipalities, as the reference file lists them."""
    codes = {check_municipality_code(row["code"]) for row in rows(file)}
    return [row["official_name"] for row in rows("municipalities.csv") if row["code"] in codes]


def make_places(actor: Actor) -> dict[str, Organisation]:
    """Organisations by name: those of the reference data, PLO of three regions, and practices."""
    places = {row.name: row for row in selectors.register_of()}
    towns = {row["official_name"]: row["name"] for row in rows("municipalities.csv")}
    numbers = count(FIRST_PROVIDER_NUMBER)
    midtjylland = municipalities_of("region_midtjylland_19.csv")
    for region, municipalities in (
        ("Region Midtjylland", midtjylland),
        ("Region Sjælland", SJAELLAND),
        ("Region Hovedstaden", HOVEDSTADEN),
    ):
        plo = parties.register_organisation(
            actor=actor,
            kind=OrganisationKind.GP_ORGANISATION,
            name=region.replace("Region ", "PLO-"),
            starts_on=SINCE,
            source="demo",
        )
        service = parties.register_organisation(
            actor=actor,
            kind=OrganisationKind.OUT_OF_HOURS,
            name=service_of(region),
            starts_on=SINCE,
            phone=SERVICES[region],
            source="demo",
            relations=[(RelationKind.PART_OF, places[region])],
        )
        places |= {plo.name: plo, service.name: service}
        for municipality in municipalities:
            town = towns[municipality]
            practice = parties.register_organisation(
                actor=actor,
                kind=OrganisationKind.GP_PRACTICE,
                name=f"Lægehuset {town}",
                starts_on=SINCE,
                town=town,
                phone="70 10 00 00",
                source="demo",
                provider_number=str(next(numbers)),
                relations=[
                    (RelationKind.PART_OF, places[municipality]),
                    (RelationKind.PART_OF, places[region]),
                    (RelationKind.REPRESENTED_BY, plo),
                ],
            )
            places[practice.name] = practice
    ambulance = parties.register_organisation(
        actor=actor,
        kind=OrganisationKind.AMBULANCE,
        name=AMBULANCE,
        starts_on=SINCE,
        source="demo",
        relations=[(RelationKind.PART_OF, places["Region Midtjylland"])],
    )
    places[ambulance.name] = ambulance
    return places


def practice_of(places: dict[str, Organisation], municipality: str) -> Organisation | None:
    """The demo's practice in a municipality, where it has one."""
    found = selectors.practices_in(places[municipality], on=SINCE)
    return found[0] if found else None


def make_citizens(actor: Actor, places: dict[str, Organisation]) -> dict[str, list[Patient]]:
    """The official test citizens, once each; returns those of each practice by its name."""
    listed: dict[str, list[Patient]] = {}
    by_code = selectors.names_by_municipality_code()
    citizens = {row["cpr"]: row for row in rows("medcom_test_patients.csv")}
    for row in citizens.values():
        registered = by_code.get(row["municipality_code"], "Herning Kommune")
        municipality = LIVES_IN.get(row["family_group"], registered)
        practice = practice_of(places, municipality)
        citizen = parties.register_patient(
            actor=actor,
            cpr=row["cpr"],
            given_names=row["given_names"],
            family_name=row["family_name"],
            municipality=places[municipality],
            practice=practice,
            starts_on=SINCE,
        )
        listed.setdefault(practice.name if practice else "", []).append(citizen)
    return listed
