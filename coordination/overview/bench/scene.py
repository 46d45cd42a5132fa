"""What is measured on: agreements with a practice and citizens each, and a work list."""

import itertools
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from acute import services as acute
from acute.enums import Consent, Reason, Urgency
from acute.models import Request
from coordination.access import selectors as people
from coordination.access import services as access
from coordination.access.models import User
from coordination.agreements.enums import Anchor, MoneyUsed
from coordination.agreements.models import Agreement
from coordination.base import rowsecurity
from coordination.base.actor import Actor, Role, system
from coordination.overview.demo.agreements import Story, make_agreement
from coordination.parties import selectors
from coordination.parties import services as parties
from coordination.parties.enums import OrganisationKind, RelationKind
from coordination.parties.models import Organisation, Patient

AGREEMENTS = 20
CITIZENS_EACH = 8
WAITING = 20
SINCE = date(2007, 1, 1)
FIRST_DAY, LAST_DAY = date(2019, 9, 2), date(2020, 6, 1)

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Stage:
    """One agreement, its practice and citizens, and a REST client of the practice."""

    agreement: Agreement
    practice: Organisation
    citizens: list[Patient]
    client_id: str
    secret: str

    def sessions(self) -> itertools.chain[tuple[str, str]]:
        """Citizen and day of every session that can be logged once."""
        days = [FIRST_DAY + timedelta(n) for n in range((LAST_DAY - FIRST_DAY).days)]
        return itertools.chain.from_iterable(
            ((str(citizen.uuid), str(day)) for citizen in self.citizens) for day in days
        )


def make_stages() -> list[Stage]:
    """One more than `AGREEMENTS`: the last is the hot one."""
    names = {row.name: row for row in selectors.register_of()}
    return [_stage(names, number) for number in range(AGREEMENTS + 1)]


def _stage(names: dict[str, Organisation], number: int) -> Stage:
    region, municipality = names["Region Midtjylland"], names["Herning Kommune"]
    plo, practice = make_practice(region, municipality, str(number))
    actor = system(region.pk, municipality.pk, plo.pk, practice.pk, name="Måling")
    story = Story(
        slug=f"maalt-{number}",
        title=f"Målt aftale {number}",
        region=region.name,
        municipalities=(municipality.name,),
        representative=plo.name,
        starts_on=date(2019, 9, 1),
        ends_before=date(2021, 1, 1),
        region_amount=Decimal("9000000.00"),
        municipal_amount=Decimal("9000000.00"),
        hourly=Decimal("941.47"),
        money_used=MoneyUsed.REFUSE,
        committee_on=date(2019, 5, 27),
        councils_on=date(2019, 8, 28),
        anchor=Anchor.DAY_TO_DAY,
    )
    with rowsecurity.scope(actor):
        agreement = make_agreement(actor, {**names, plo.name: plo}, story)
        citizens = [citizen(municipality, practice) for _number in range(CITIZENS_EACH)]
        client, secret = access.register_client(
            actor=actor, name=f"Måling {number}", organisation=practice, role=Role.GP
        )
    return Stage(agreement, practice, citizens, client.application.client_id, secret)


def make_practice(
    region: Organisation, municipality: Organisation, number: str
) -> tuple[Organisation, Organisation]:
    """Who negotiates, and the practice."""
    founder = system(region.pk, municipality.pk, name="Måling")
    with rowsecurity.scope(founder):
        plo = parties.register_organisation(
            actor=founder,
            kind=OrganisationKind.GP_ORGANISATION,
            name=f"Målt PLO {number}",
            starts_on=SINCE,
        )
        practice = parties.register_organisation(
            actor=founder,
            kind=OrganisationKind.GP_PRACTICE,
            name=f"Målt lægehus {number}",
            starts_on=SINCE,
            relations=[
                (RelationKind.PART_OF, municipality),
                (RelationKind.PART_OF, region),
                (RelationKind.REPRESENTED_BY, plo),
            ],
        )
    return plo, practice


def citizen(municipality: Organisation, practice: Organisation) -> Patient:
    """An invented citizen; the number is a replacement number, which no person has."""
    number = next(_numbers)
    return parties.register_patient(
        actor=system(municipality.pk, practice.pk),
        cpr=f"{61 + number % 28:02}0150{number:04}",
        given_names="Målt",
        family_name=f"Borger {number}",
        municipality=municipality,
        practice=practice,
        starts_on=SINCE,
    )


def person(username: str) -> User:
    """Somebody of the demo."""
    return User._default_manager.get_by_natural_key(username)


def fill_work_list(now: datetime) -> str:
    """Send requests in the demo's municipality; the public id of one of them."""
    nurse = people.actor_of(person("sygeplejerske"), today=LAST_DAY)
    assert nurse is not None
    names = {row.name: row for row in selectors.register_of()}
    municipality = names["Ikast-Brande Kommune"]
    (practice,) = selectors.practices_in(municipality, on=LAST_DAY)
    with rowsecurity.scope(system(municipality.pk, practice.pk)):
        citizens = [citizen(municipality, practice) for _number in range(WAITING)]
    with rowsecurity.scope(nurse):
        sent = [send_request(nurse, patient, now) for patient in citizens]
    return str(sent[0].uuid)


def send_request(nurse: Actor, patient: Patient, now: datetime) -> Request:
    """Ask the citizen's practice."""
    return acute.send(
        actor=nurse,
        patient=patient.uuid,
        reason=Reason.BREATHING,
        urgency=Urgency.NOW,
        question="Tiltagende åndenød. Skal hun have ilt?",
        consent=Consent.GIVEN,
        callback_phone="20102030",
        measurements=[("NPU10197", Decimal(91))],
        now=now,
    )
