"""What tests of consultants begin with: an agreement, a doctor with a clinic, an appointment."""

import itertools
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from consultants import services as consultants
from consultants.enums import ConsultantKind, Employment, LineKind, PayForm, SickLeave, TravelRule
from consultants.models import AdviceLine, Appointment
from coordination.agreements.enums import Anchor
from coordination.agreements.models import Agreement
from coordination.base import rowsecurity
from coordination.base.actor import Actor, Role, system
from coordination.ledger.enums import TariffRule
from coordination.overview.demo.schemes import Price, Scheme, make_scheme
from coordination.parties import services as parties
from coordination.parties.enums import Profession
from coordination.parties.models import Organisation, Practitioner
from tests import make

STARTS, LAST_DAY = date(2020, 1, 1), date(2022, 12, 31)
HOURLY = Price("KTIME", "Konsulenttime", TariffRule.PER_MINUTE, Decimal("941.47"))
PRICES = (
    HOURLY,
    Price("KREJSE", "Rejsetid", TariffRule.PER_MINUTE, Decimal("941.47"), 50),
    Price("KKM", "Kilometer", TariffRule.PER_KM, Decimal("3.52")),
    Price("KMAANED", "Fast honorar", TariffRule.PER_SERVICE, Decimal("9000.00")),
)
CONTRACT = consultants.Contract(
    task="Sparring med ledelsen om henvisninger og epikriser.",
    monthly_minutes=720,
    employment=Employment.SALARY,
    pay_form=PayForm.HOURS,
    travel=TravelRule.TIME_AND_KM,
    sick_leave=SickLeave.PAID,
    notice_months=3,
    notice_anchor=Anchor.END_OF_MONTH,
    phone="20 30 40 50",
    email="konsulent@test.invalid",
    reachable="Tirsdag 8-10",
)
_numbers = itertools.count(1)


def scheme(
    place: make.World,
    *hosts: Organisation,
    payer: Organisation | None = None,
    prices: tuple[Price, ...] = PRICES,
    ends_before: date | None = None,
    amount: str = "900000.00",
) -> Agreement:
    """An agreement on consultants in force since 2019, with the hosts as parties."""
    region = place.region
    ids = (region.pk, place.municipality.pk, place.plo.pk, *(host.pk for host in hosts))
    with rowsecurity.scope(system(*ids)):
        return make_scheme(
            system(*ids),
            Scheme(
                slug=f"konsulenter-{next(_numbers)}",
                title="Praksiskonsulenter",
                region=region,
                representative=place.plo,
                hosts=hosts,
                starts_on=date(2019, 5, 15),
                ends_before=ends_before,
                prices=prices,
                amount=Decimal(amount),
                payer=payer or region,
            ),
        )


def doctor(works_at: Organisation) -> Practitioner:
    """A doctor of a clinic."""
    number = next(_numbers)
    with rowsecurity.scope(system()):
        return parties.register_practitioner(
            actor=system(),
            name=f"Læge {number}",
            profession=Profession.DOCTOR,
            authorisation_id=f"{number:05}",
            works_at=works_at,
            starts_on=make.SINCE,
        )


def office(role: Role, place: Organisation) -> Actor:
    """Somebody in an office of an organisation, without a log-in of their own."""
    own = (place.pk,)
    return Actor(
        None,
        "Kontor",
        role,
        place.pk,
        place.name,
        office_orgs=own,
        kin_orgs=own,
        consultant_orgs=own,
    )


def appointment(
    place: make.World,
    host: Organisation,
    *,
    agreement: Agreement | None = None,
    practitioner: Practitioner | None = None,
    kind: ConsultantKind = ConsultantKind.PRACTICE,
    starts_on: date = STARTS,
    last_day_on: date = LAST_DAY,
    department: Organisation | None = None,
    **terms: Any,
) -> Appointment:
    """A consultant from the world's practice at the host, appointed by whoever pays."""
    municipal = kind == ConsultantKind.MUNICIPAL
    employer = place.municipality if municipal else place.region
    role = Role.MUNICIPAL_ADMIN if municipal else Role.REGION_ADMIN
    clerk = office(role, employer)
    agreement = agreement or scheme(place, host, payer=employer)
    with rowsecurity.scope(clerk):
        return consultants.appoint(
            actor=clerk,
            agreement=agreement,
            kind=kind,
            practitioner=practitioner or doctor(place.practice),
            host=host,
            place=department,
            contract=replace(CONTRACT, **terms),
            starts_on=starts_on,
            last_day_on=last_day_on,
            today=make.TODAY,
        )


def consultant(made: Appointment) -> Actor:
    """The consultant of an appointment, acting where the host is."""
    return Actor(
        None,
        made.practitioner.name,
        Role.PRACTICE_CONSULTANT,
        made.host_id,
        made.host.name,
        kin_orgs=(made.host_id,),
        practitioner_id=made.practitioner_id,
    )


def line(place: make.World, host: Organisation, agreement: Agreement) -> AdviceLine:
    """A specialist line of the region at a place."""
    clerk = office(Role.REGION_ADMIN, place.region)
    with rowsecurity.scope(clerk):
        return consultants.open_line(
            actor=clerk,
            agreement=agreement,
            place=host,
            kind=LineKind.ADVICE,
            specialty="Kardiologi",
            phone="70 20 30 40",
            opening_hours="Hverdage 8-15",
            starts_on=STARTS,
            today=make.TODAY,
        )
