"""Builders that go through the services. `world()` is one municipality's whole thread."""

import itertools
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from acute import services as acute
from acute.enums import Consent, Outcome, Reason, ScoreKind, Urgency
from acute.models import Attachment, Delegation, Duty, Request, ScoreSetting, Session
from coordination.access import selectors as access
from coordination.access import services as people
from coordination.access.models import User
from coordination.agreements.enums import Anchor, MoneyUsed
from coordination.agreements.models import Agreement
from coordination.base import rowsecurity
from coordination.base.actor import Actor, Role, system
from coordination.base.periods import COPENHAGEN
from coordination.base.reference import rows
from coordination.ledger.models import Budget
from coordination.overview.demo.acute import make_specialist_agreement
from coordination.overview.demo.agreements import Story, make_agreement
from coordination.parties import services as parties
from coordination.parties.enums import OrganisationKind, RelationKind
from coordination.parties.models import Organisation, Patient, Relation
from discharges import services as discharges
from discharges.models import Discharge
from tests import media

TODAY = date(2020, 6, 2)
NOW = datetime(2020, 6, 2, 5, 45, tzinfo=UTC)
SINCE = date(2019, 1, 1)
EARLIER, LATER = datetime(2019, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)
_counter = itertools.count(1)


@cache
def citizens() -> list[dict[str, str]]:
    """The official test citizens, one row per CPR number."""
    unique = {row["cpr"]: row for row in rows("medcom_test_patients.csv")}
    return list(unique.values())


def organisation(name: str) -> Organisation:
    """An organisation of the reference data by its official name."""
    return Organisation.objects.get(name=name)


def organisation_of_doctors(name: str) -> Organisation:
    """An organisation that negotiates for practices."""
    return Organisation.objects.create(
        kind=OrganisationKind.GP_ORGANISATION, name=name, starts_on=SINCE
    )


def practice(
    municipality: Organisation, region: Organisation, plo: Organisation, name: str = ""
) -> Organisation:
    """A GP practice in a municipality, represented by `plo`."""
    made = Organisation.objects.create(
        kind=OrganisationKind.GP_PRACTICE,
        name=name or f"Lægehuset {next(_counter)}",
        starts_on=SINCE,
        phone="70 10 00 00",
    )
    for kind, to in (
        (RelationKind.PART_OF, municipality),
        (RelationKind.PART_OF, region),
        (RelationKind.REPRESENTED_BY, plo),
    ):
        Relation.objects.create(subject=made, object=to, kind=kind, starts_on=SINCE)
    return made


def part_of(region: Organisation, kind: OrganisationKind, name: str) -> Organisation:
    """A unit of the region's."""
    made = Organisation.objects.create(kind=kind, name=name, starts_on=SINCE)
    Relation.objects.create(subject=made, object=region, kind=RelationKind.PART_OF, starts_on=SINCE)
    return made


def user(role: Role, place: Organisation, *, password: str = "", is_superuser: bool = True) -> User:
    """A person with one role."""
    number = next(_counter)
    made = people.register_user(
        actor=system(),
        username=f"person{number}",
        password=password,
        first_name="Person",
        last_name=str(number),
        email=f"person{number}@test.invalid",
    )
    people.grant_role(
        actor=system(),
        user=made,
        organisation=place,
        role=role,
        starts_on=SINCE,
        is_superuser=is_superuser,
    )
    return made


def actor(
    role: Role, place: Organisation, *, today: date = TODAY, is_superuser: bool = True
) -> Actor:
    """A person with one role, acting."""
    with rowsecurity.scope(system()):
        made = access.actor_of(user(role, place, is_superuser=is_superuser), today=today)
    assert made is not None
    return made


def patient(municipality: Organisation, own_practice: Organisation | None, index: int) -> Patient:
    """The test citizen with this index (0 to 37), living and listed as given."""
    citizen = citizens()[index]
    ids = [municipality.pk] + ([own_practice.pk] if own_practice else [])
    with rowsecurity.scope(system(*ids)):
        return parties.register_patient(
            actor=system(*ids),
            cpr=citizen["cpr"],
            given_names=citizen["given_names"],
            family_name=citizen["family_name"],
            municipality=municipality,
            practice=own_practice,
            starts_on=SINCE,
        )


@dataclass(frozen=True)
class World:
    """One agreement and the people who meet under it."""

    region: Organisation
    municipality: Organisation
    plo: Organisation
    practice: Organisation
    agreement: Agreement
    patient: Patient
    nurse: Actor
    doctor: Actor
    admin: Actor
    system: Actor
    ambulance: Organisation
    unit: Organisation

    def budget(self) -> Budget:
        """The agreement's money as the region sees it now."""
        with rowsecurity.scope(self.admin):
            return Budget.objects.get(agreement=self.agreement)


def world(
    *,
    region: str = "Region Midtjylland",
    municipality: str = "Ikast-Brande Kommune",
    amount: str = "3000000.00",
    hourly: str = "941.47",
    money_used: MoneyUsed = MoneyUsed.OVERRUN,
    starts_on: date = date(2019, 9, 1),
    ends_before: date = date(2021, 1, 1),
    anchor: Anchor = Anchor.DAY_TO_DAY,
    citizen: int = 14,
) -> World:
    """A municipality, a practice, a citizen, one person per role, and an agreement in force."""
    number = next(_counter)
    region_org, municipality_org = organisation(region), organisation(municipality)
    plo = organisation_of_doctors(f"PLO {number}")
    own_practice = practice(municipality_org, region_org, plo)
    ambulance = part_of(region_org, OrganisationKind.AMBULANCE, f"Ambulance {number}")
    unit = part_of(region_org, OrganisationKind.DEPARTMENT, f"Lungemedicin {number}")
    keys = (region_org.pk, municipality_org.pk, plo.pk, own_practice.pk, ambulance.pk, unit.pk)
    worker = system(*keys, name="Test")
    half = Decimal(amount) / 2
    story = Story(
        slug=f"aftale-{number}",
        title=f"Aftale {number}",
        region=region,
        municipalities=(municipality,),
        representative=plo.name,
        starts_on=starts_on,
        ends_before=ends_before,
        region_amount=half,
        municipal_amount=Decimal(amount) - half,
        hourly=Decimal(hourly),
        money_used=money_used,
        committee_on=date(2019, 5, 27),
        councils_on=date(2019, 8, 28),
        anchor=anchor,
    )
    places = {row.name: row for row in (region_org, municipality_org, plo)}
    with rowsecurity.scope(worker):
        agreement = make_agreement(worker, places, story)
    doctor = actor(Role.GP, own_practice)
    can_be_asked(doctor, agreement, since=starts_on)
    return World(
        region_org,
        municipality_org,
        plo,
        own_practice,
        agreement,
        patient(municipality_org, own_practice, citizen),
        actor(Role.ACUTE_NURSE, municipality_org),
        doctor,
        actor(Role.REGION_ADMIN, region_org),
        worker,
        ambulance,
        unit,
    )


def can_be_asked(doctor: Actor, agreement: Agreement, *, since: date) -> None:
    """The doctor's practice takes part, and is there at every hour."""
    practice_id = doctor.organisation_id
    assert practice_id is not None
    with rowsecurity.scope(doctor):
        acute.take_part(actor=doctor, agreement=agreement, practice_id=practice_id, starts_on=since)
        acute.set_available(actor=doctor, is_available=True, now=EARLIER, until_at=LATER)


def score_choice(
    place: World,
    kind: ScoreKind = ScoreKind.TOBS,
    *,
    starts_on: date = date(2020, 1, 1),
    single_three_as: int | None = None,
) -> ScoreSetting:
    """Let the world's region use a score, with three actions."""
    actions = [(0, "Se igen i morgen."), (3, "Tal med lægen i dag."), (5, "Ring til lægen nu.")]
    version = {ScoreKind.TOBS: "2020", ScoreKind.NEWS2: "2017"}[kind]
    choice = acute.ScoreChoice(kind, version, actions, single_three_as)
    with rowsecurity.scope(place.admin):
        return acute.set_score(
            actor=place.admin, region=place.region, choice=choice, starts_on=starts_on
        )


def consultation(place: World, *, citizen: int, asker: Actor, **changes: Any) -> Request:
    """What the asker, called to a citizen who lives elsewhere, asks the world's hospital unit."""
    wanted = {
        "cpr": citizens()[citizen]["cpr"],
        "unit": place.unit.uuid,
        "reason": Reason.BREATHING,
        "urgency": Urgency.NOW,
        "question": "Skal han med til hospitalet?",
        "consent": Consent.UNABLE,
        "callback_phone": "20 10 20 31",
        "measurements": [("NPU10197", Decimal(88))],
        "now": NOW,
    }
    with rowsecurity.scope(asker):
        return acute.consult(actor=asker, **(wanted | changes))


def specialist_agreement(place: World) -> Agreement:
    """An agreement by which the region's units and municipalities may ask the hospital unit."""
    with rowsecurity.scope(place.system):
        return make_specialist_agreement(
            place.system, place.region, [place.unit], slug=f"special-{next(_counter)}"
        )


def attachment(place: World, asked: Request, content: bytes = b"") -> Attachment:
    """A picture (or the content) that the world's nurse has taken for a request."""
    with rowsecurity.scope(place.nurse):
        return acute.attach(
            actor=place.nurse,
            uuid=asked.uuid,
            content=content or media.picture(64, 48),
            now=NOW,
        )


def discharge(*, ward: Organisation, citizen: int, **changes: Any) -> Discharge:
    """What somebody in the ward announces about a test citizen."""
    wanted = {"expected_on": date(2020, 6, 4), "needs": "Medicin doseret, sårskift", "now": NOW}
    sender = actor(Role.WARD, ward)
    with rowsecurity.scope(sender):
        return discharges.announce(
            actor=sender, cpr=citizens()[citizen]["cpr"], **(wanted | changes)
        )


def delegation(place: World, *codes: str, **changes: Any) -> Delegation:
    """What the world's doctor lets the nurses of the municipality measure beforehand."""
    wanted = {"starts_on": TODAY, "ends_before": None, "now": NOW}
    with rowsecurity.scope(place.doctor):
        return acute.sign_delegation(
            actor=place.doctor,
            municipality=place.municipality.uuid,
            codes=codes or ("NPU19748", "NPU01685"),
            **(wanted | changes),
        )


def duty(place: World, *, doctor: Actor | None = None, **changes: Any) -> Duty:
    """A duty the world's region proposes to a doctor, tomorrow from 8 to 16 unless told."""
    doctor = doctor or place.doctor
    tomorrow = datetime(2020, 6, 3, 8, tzinfo=COPENHAGEN)
    wanted = {"starts_at": tomorrow, "ends_at": tomorrow + timedelta(hours=8), "now": NOW}
    with rowsecurity.scope(place.admin):
        return acute.plan_duty(
            actor=place.admin,
            practice=Organisation.objects.get(pk=doctor.organisation_id).uuid,
            doctor=User.objects.get(pk=doctor.user_id).uuid,
            **(wanted | changes),
        )


def accepted_duty(place: World, *, doctor: Actor | None = None, **changes: Any) -> Duty:
    """As `duty`, and the doctor has said yes."""
    doctor = doctor or place.doctor
    planned = duty(place, doctor=doctor, **changes)
    with rowsecurity.scope(doctor):
        return acute.answer_duty(actor=doctor, uuid=planned.uuid, accepted=True, now=NOW)


def out_of_hours_service(place: World, *, name: str = "") -> tuple[Organisation, Actor]:
    """The out-of-hours service of the world's region, which takes part, and a doctor there."""
    made = Organisation.objects.create(
        kind=OrganisationKind.OUT_OF_HOURS,
        name=name or f"Lægevagten {next(_counter)}",
        starts_on=SINCE,
    )
    worker = system(place.region.pk, place.municipality.pk, made.pk)
    with rowsecurity.scope(worker):
        acute.take_part(
            actor=worker, agreement=place.agreement, practice_id=made.pk, starts_on=SINCE
        )
    return made, actor(Role.OUT_OF_HOURS_DOCTOR, made)


def colleague(place: World) -> Actor:
    """A doctor of another practice in the world's municipality, which takes part too."""
    other = practice(place.municipality, place.region, place.plo)
    doctor = actor(Role.GP, other)
    with rowsecurity.scope(doctor):
        acute.take_part(
            actor=doctor, agreement=place.agreement, practice_id=other.pk, starts_on=SINCE
        )
    return doctor


def request(place: World, *, now: datetime = NOW, **changes: Any) -> Request:
    """A request the world's nurse has sent."""
    wanted = {
        "patient": place.patient.uuid,
        "reason": Reason.BREATHING,
        "urgency": Urgency.NOW,
        "question": "Tiltagende åndenød. Skal hun have ilt?",
        "consent": Consent.GIVEN,
        "callback_phone": "20 10 20 30",
        "measurements": [("NPU10197", Decimal(91))],
    }
    with rowsecurity.scope(place.nurse):
        return acute.send(actor=place.nurse, now=now, **(wanted | changes))


def taken_request(place: World, *, now: datetime = NOW) -> Request:
    """A request the world's doctor has taken."""
    sent = request(place, now=now)
    with rowsecurity.scope(place.doctor):
        return acute.take(actor=place.doctor, uuid=sent.uuid, now=now)


def answered_request(place: World, *, minutes: int = 15, now: datetime = NOW) -> Session:
    """A request the world's doctor has answered; its session."""
    taken = taken_request(place, now=now)
    with rowsecurity.scope(place.doctor):
        return acute.answer(
            actor=place.doctor,
            uuid=taken.uuid,
            outcome=Outcome.AT_HOME,
            minutes=minutes,
            advice="Giv ilt, og mål igen om en time.",
            now=now,
        )
