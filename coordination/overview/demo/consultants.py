"""Region Sjælland's consultants at all its hospitals and psychiatry, and one in Midtjylland.

People, prices other than the hourly rate, and everything they did are invented.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from consultants import services
from consultants.enums import (
    ActivityKind,
    ConsultantKind,
    Employment,
    LineKind,
    PayForm,
    SickLeave,
    TravelRule,
)
from consultants.models import Appointment
from consultants.selectors import Done, Leg
from coordination.agreements.enums import Anchor
from coordination.agreements.models import Agreement
from coordination.base import rowsecurity
from coordination.base.actor import Actor, Role
from coordination.base.periods import COPENHAGEN, DAY, end_of_month, working_day_before
from coordination.ledger.enums import TariffRule
from coordination.overview.demo.improving import make_improvements
from coordination.overview.demo.places import SJAELLAND, practice_of
from coordination.overview.demo.schemes import Price, Scheme, make_scheme
from coordination.parties import selectors as parties
from coordination.parties import services as register
from coordination.parties.enums import OrganisationKind, Profession
from coordination.parties.models import Organisation, Practitioner

SINCE = date(2019, 5, 15)
TERMS = ((date(2020, 1, 1), date(2022, 12, 31)), (date(2026, 1, 1), date(2028, 12, 31)))
"""The years that the demo shows: 2020, and the year in which the region is continued."""

MONTHS = (
    *(date(2020, month, 1) for month in range(1, 6)),
    *(date(2026, month, 1) for month in range(1, 12)),
)
WORKED_ON = (3, 4)
"""Months in which a consultant also worked on the point that is open."""

AMOUNT = Decimal("400000.00")
"""What is granted for each place."""

PRICES = (
    Price("KTIME", "Konsulenttime", TariffRule.FIRST_HOUR, Decimal("941.47")),
    Price("KREJSE", "Rejsetid", TariffRule.PER_MINUTE, Decimal("941.47"), 50),
    Price("KKM", "Kilometer", TariffRule.PER_KM, Decimal("3.52")),
    Price("KMAANED", "Fast honorar om måneden", TariffRule.PER_SERVICE, Decimal("9400.00")),
)
NAMES = tuple(
    f"{name} Eksempel"
    for name in (
        *("Anne", "Bo", "Cille", "Dan", "Eva", "Finn", "Gitte"),
        *("Hugo", "Ida", "Jens", "Kia", "Lars", "Mie", "Niels"),
    )
)
"""Nobody is called so."""

KINDS = (
    (ActivityKind.MANAGEMENT_MEETING, 60),
    (ActivityKind.REFERRAL_AUDIT, 95),
    (ActivityKind.PATHWAY, 150),
    (ActivityKind.TEACHING, 120),
    (ActivityKind.DISCHARGE_AUDIT, 90),
)
LOGIN_PLACES = {
    "00DK1": "Regionshospitalet Gødstrup",
    "00DK2": "Sjællands Universitetshospital, Køge",
}
"""Consultants who can log in, by their authorisation ID."""


@dataclass(frozen=True, slots=True)
class Maker:
    """What every step of this story needs."""

    actor: Actor
    places: Mapping[str, Organisation]


def make_consultants(actor: Actor, places: Mapping[str, Organisation]) -> None:
    """The schemes, the appointments, two years of hours, and the specialist lines."""
    maker = Maker(actor, places)
    sjaelland, midtjylland = places["Region Sjælland"], places["Region Midtjylland"]
    parts = parties.parts_of(sjaelland, on=SINCE)
    kinds = (OrganisationKind.HOSPITAL, OrganisationKind.PSYCHIATRY)
    hosts = [row for row in parties.organisations_with_keys(parts) if row.kind in kinds]
    naestved, hospital = places["Næstved Kommune"], places[LOGIN_PLACES["00DK1"]]
    plo = places["PLO-Sjælland"]
    east = _schemes(maker, "sjaelland", sjaelland, plo, [*hosts, sjaelland])
    local = _schemes(maker, "naestved", sjaelland, plo, [naestved], payer=naestved)
    plo = places["PLO-Midtjylland"]
    west = _schemes(maker, "midtjylland", midtjylland, plo, [hospital])
    clinics = [row for name in SJAELLAND if (row := practice_of(dict(places), name))]
    wanted = [
        *((host, _kind_of(host), east) for host in hosts),
        (sjaelland, ConsultantKind.COORDINATOR, east),
        (naestved, ConsultantKind.MUNICIPAL, local),
        (hospital, ConsultantKind.PRACTICE, west),
    ]
    for number, (host, kind, agreements) in enumerate(wanted):
        clinic = clinics[number % len(clinics)]
        doctor = _doctor(maker, number, host, clinic)
        for term, agreement in zip(TERMS, agreements, strict=True):
            appointment = _appoint(agreement, kind, doctor, host, term)
            improves = host in hosts and term == TERMS[0]
            point = _improve(appointment, clinics) if improves else None
            _work(appointment, number, point)
    for agreement, term in zip(east, TERMS, strict=True):
        _lines(agreement, places, term)


def _kind_of(host: Organisation) -> ConsultantKind:
    psychiatry = host.kind == OrganisationKind.PSYCHIATRY
    return ConsultantKind.SPECIALTY if psychiatry else ConsultantKind.PRACTICE


def _schemes(
    maker: Maker,
    slug: str,
    region: Organisation,
    plo: Organisation,
    hosts: list[Organisation],
    payer: Organisation | None = None,
) -> list[Agreement]:
    """An agreement for each of the terms, so that no year shows what a later one costs."""
    payer = payer or region
    first, second = TERMS
    return [
        make_scheme(
            maker.actor,
            Scheme(
                slug=f"praksiskonsulenter-{slug}{mark.replace(' ', '-')}",
                title=f"Praksiskonsulenter, {payer.name}{mark}",
                region=region,
                representative=plo,
                hosts=hosts,
                starts_on=starts_on,
                ends_before=ends_before,
                prices=PRICES,
                amount=AMOUNT * len(hosts),
                payer=payer,
            ),
        )
        for mark, starts_on, ends_before in (
            ("", SINCE, first[1] + DAY),
            (f" {second[0].year}", second[0], None),
        )
    ]


def _doctor(maker: Maker, number: int, host: Organisation, clinic: Organisation) -> Practitioner:
    for authorisation_id, place in LOGIN_PLACES.items():
        if place == host.name:
            return parties.practitioner_of(authorisation_id)
    return register.register_practitioner(
        actor=maker.actor,
        name=NAMES[number % len(NAMES)],
        profession=Profession.DOCTOR,
        authorisation_id=f"00K{number:02}",
        works_at=clinic,
        starts_on=date(2019, 1, 1),
    )


def _appoint(
    agreement: Agreement,
    kind: ConsultantKind,
    doctor: Practitioner,
    host: Organisation,
    term: tuple[date, date],
) -> Appointment:
    municipal = kind == ConsultantKind.MUNICIPAL
    employer = host if municipal else agreement.region
    clerk = _office(Role.MUNICIPAL_ADMIN if municipal else Role.REGION_ADMIN, employer)
    is_fixed = kind == ConsultantKind.SPECIALTY
    invoices = is_fixed and term == TERMS[0]  # the later ones are all paid as salary
    with rowsecurity.scope(clerk):
        return services.appoint(
            actor=clerk,
            agreement=agreement,
            kind=kind,
            practitioner=doctor,
            host=host,
            contract=services.Contract(
                task="Sparring med ledelsen om henvisninger, epikriser og fælles forløb.",
                monthly_minutes=600 if is_fixed else 720,
                employment=Employment.INVOICE if invoices else Employment.SALARY,
                pay_form=PayForm.MONTHLY if is_fixed else PayForm.HOURS,
                travel=TravelRule.KM if municipal else TravelRule.TIME_AND_KM,
                sick_leave=SickLeave.UNPAID if is_fixed else SickLeave.PAID,
                notice_months=3,
                notice_anchor=Anchor.END_OF_MONTH,
                specialty="Psykiatri" if is_fixed else "",
                phone="70 10 00 00",
                email="konsulent@demo.invalid",
                reachable="Tirsdag kl. 8-9 og efter aftale",
            ),
            starts_on=term[0],
            last_day_on=term[1],
            today=term[0],
        )


def _improve(appointment: Appointment, practices: list[Organisation]) -> UUID:
    return make_improvements(
        appointment, consultant_of(appointment), management_of(appointment), practices
    )


def _work(appointment: Appointment, number: int, point: UUID | None) -> None:
    """Two activities a month; the newest months of the term wait, were sent back, or are open."""
    months = [month for month in MONTHS if appointment.period.contains(month)]
    consultant = consultant_of(appointment)
    for month in months:
        for done in _done(month, number, point if month.month in WORKED_ON else None):
            now = datetime(done.done_on.year, done.done_on.month, done.done_on.day, 17, tzinfo=UTC)
            with rowsecurity.scope(consultant):
                activity = services.log(
                    actor=consultant, appointment=appointment.uuid, done=done, now=now
                )
        age = len(months) - months.index(month)
        if age == 1 and number % 2:
            continue  # the last month is still open for every other consultant
        signed_at = datetime.combine(
            end_of_month(month) + timedelta(3), datetime.min.time(), tzinfo=COPENHAGEN
        )
        with rowsecurity.scope(consultant):
            services.sign(actor=consultant, uuid=activity.sheet.uuid, now=signed_at)
        _decide(appointment, activity.sheet.uuid, signed_at, is_newest=age == 1, number=number)


def _decide(
    appointment: Appointment, sheet: UUID, signed_at: datetime, *, is_newest: bool, number: int
) -> None:
    manager = management_of(appointment)
    at = signed_at + timedelta(days=4)
    if is_newest and number % 4:
        return  # signed, and waiting for the management
    with rowsecurity.scope(manager):
        if is_newest:
            reason = "Mødet den dag varede to timer."
            services.send_back(actor=manager, uuid=sheet, reason=reason, now=at)
        else:
            services.approve(actor=manager, uuid=sheet, now=at)


def _done(month: date, number: int, point: UUID | None) -> Iterator[Done]:
    """A meeting with a journey on one day, and quieter work on another."""
    for step, day in enumerate((8 + number % 5, 20 + number % 7)):
        kind, minutes = KINDS[(number + month.month + step) % len(KINDS)]
        done_on = working_day_before(month.replace(day=day))
        began_at = datetime(done_on.year, done_on.month, done_on.day, 15, 40, tzinfo=COPENHAGEN)
        is_meeting = step == 0
        yield Done(
            kind=ActivityKind.MANAGEMENT_MEETING if is_meeting else kind,
            done_on=done_on,
            minutes=60 if is_meeting else minutes,
            km=Decimal(42) if is_meeting else Decimal(0),
            legs=[Leg(began_at, 45)] if is_meeting else (),
            product_title="" if is_meeting else "Notat til ledelsen",
            point=None if is_meeting else point,
        )


def _lines(
    agreement: Agreement, places: Mapping[str, Organisation], term: tuple[date, date]
) -> None:
    clerk = _office(Role.REGION_ADMIN, agreement.region)
    place = places[LOGIN_PLACES["00DK2"]]
    rows = (
        (LineKind.ADVICE, "Alle specialer, ét nummer", "Hverdage kl. 8-16"),
        (LineKind.ADVICE, "Kardiologi", "Hverdage kl. 8-15"),
        (LineKind.CONFERENCE, "Geriatri", "Første onsdag i måneden kl. 14-15"),
    )
    with rowsecurity.scope(clerk):
        for kind, specialty, opening_hours in rows:
            services.open_line(
                actor=clerk,
                agreement=agreement,
                place=place,
                kind=kind,
                specialty=specialty,
                phone="70 20 30 40",
                opening_hours=opening_hours,
                starts_on=term[0],
                ends_before=agreement.ends_before,
                today=term[0],
            )


def _office(role: Role, place: Organisation) -> Actor:
    own = (place.pk,)
    return Actor(
        None,
        "Demo",
        role,
        place.pk,
        place.name,
        office_orgs=own,
        kin_orgs=own,
        consultant_orgs=own,
        client_id="demo-offices",
    )


def management_of(appointment: Appointment) -> Actor:
    """Who approves at the host, as `months` says for its kind."""
    roles = {
        OrganisationKind.REGION: Role.REGION_ADMIN,
        OrganisationKind.MUNICIPALITY: Role.MUNICIPAL_ADMIN,
    }
    host = appointment.host
    role = roles.get(OrganisationKind(host.kind), Role.HOSPITAL_MANAGEMENT)
    return _office(role, host)


def consultant_of(appointment: Appointment) -> Actor:
    return Actor(
        None,
        appointment.practitioner.name,
        Role.PRACTICE_CONSULTANT,
        appointment.host_id,
        appointment.host.name,
        kin_orgs=(appointment.host_id,),
        practitioner_id=appointment.practitioner_id,
        client_id="demo-consultants",
    )
