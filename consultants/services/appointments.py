"""Who is appointed, where, for how long and on what terms."""

from dataclasses import asdict, dataclass
from datetime import date

from django.db import IntegrityError, transaction

from consultants import policies
from consultants.enums import ConsultantKind, Employment, PayForm, SickLeave, TravelRule
from consultants.errors import (
    AppointedTwice,
    PlaceNotInAgreement,
    TermTooLong,
    WrongAgreement,
    WrongPlace,
)
from consultants.models import Appointment
from coordination.agreements import selectors as agreements
from coordination.agreements.enums import AgreementKind, Anchor
from coordination.agreements.models import Agreement
from coordination.audit import services as audit
from coordination.base.actor import Actor
from coordination.base.danish import day_text
from coordination.base.periods import DAY, add_months
from coordination.parties import selectors as parties
from coordination.parties.enums import OrganisationKind
from coordination.parties.models import Organisation, Practitioner

TERM_MONTHS = 36

HOSTS = {
    ConsultantKind.PRACTICE: {OrganisationKind.HOSPITAL, OrganisationKind.PSYCHIATRY},
    ConsultantKind.SPECIALTY: {OrganisationKind.HOSPITAL, OrganisationKind.PSYCHIATRY},
    ConsultantKind.MUNICIPAL: {OrganisationKind.MUNICIPALITY},
    ConsultantKind.COORDINATOR: {
        OrganisationKind.HOSPITAL,
        OrganisationKind.PSYCHIATRY,
        OrganisationKind.REGION,
    },
}
"""Whose management a consultant of each kind works with."""


@dataclass(frozen=True, slots=True)
class Contract:
    """What is agreed with a consultant besides place and days; hours are minutes a month."""

    task: str
    monthly_minutes: int
    employment: Employment
    pay_form: PayForm
    travel: TravelRule
    sick_leave: SickLeave
    notice_months: int
    notice_anchor: Anchor
    specialty: str = ""
    phone: str = ""
    email: str = ""
    reachable: str = ""


@transaction.atomic
def appoint(
    *,
    actor: Actor,
    agreement: Agreement,
    kind: ConsultantKind,
    practitioner: Practitioner,
    clinic: Organisation,
    employer: Organisation,
    host: Organisation,
    contract: Contract,
    starts_on: date,
    last_day_on: date,
    place: Organisation | None = None,
) -> Appointment:
    """Appoint a consultant for a term of at most three years, under an agreement in force."""
    policies.check_appoint(actor, employer.pk)
    place = place or host
    _check_agreement(agreement, employer, host, starts_on)
    _check_place(kind, host, place, starts_on)
    check_term(starts_on, last_day_on)
    made = Appointment(
        agreement=agreement,
        kind=kind,
        practitioner=practitioner,
        clinic=clinic,
        employer=employer,
        host=host,
        place=place,
        starts_on=starts_on,
        ends_before=last_day_on + DAY,
        **asdict(contract),
    )
    save(made)
    audit.record(
        actor=actor,
        action="consultant.appointed",
        subject_type="appointment",
        subject=made.uuid,
        kind=kind,
        place=place.name,
        starts_on=starts_on,
        last_day_on=last_day_on,
    )
    return made


def save(appointment: Appointment) -> None:
    """Write the row; the database refuses the same doctor twice at a place."""
    try:
        with transaction.atomic():
            appointment.save()
    except IntegrityError as error:
        if "appointment_one_at_a_time" in str(error):
            raise AppointedTwice from error
        raise


def check_term(starts_on: date, last_day_on: date) -> None:
    """A term is at most three years, the day before the same day three years later included."""
    longest = add_months(starts_on, TERM_MONTHS) - DAY
    if last_day_on > longest:
        raise TermTooLong(day=day_text(longest))


def _check_agreement(
    agreement: Agreement, employer: Organisation, host: Organisation, starts_on: date
) -> None:
    wanted = AgreementKind.PRACTICE_CONSULTANT
    if agreement.kind != wanted or starts_on < agreement.starts_on:
        raise WrongAgreement
    if not agreement.is_live(starts_on):
        raise WrongAgreement
    taking_part = {row.organisation_id for row in agreements.parties_of(agreement)}
    taking_part |= {agreement.region_id}
    for organisation in (employer, host):
        if not taking_part & set(parties.line_of(organisation.pk, on=starts_on)):
            raise PlaceNotInAgreement(name=organisation.name)


def _check_place(
    kind: ConsultantKind, host: Organisation, place: Organisation, starts_on: date
) -> None:
    wrong = WrongPlace(kind=str(ConsultantKind(kind).label).lower(), name=place.name)
    if host.kind not in HOSTS[kind] or not parties.existing([place.pk], on=starts_on):
        raise wrong
    within = place.kind in (OrganisationKind.DEPARTMENT, OrganisationKind.WARD)
    if place.pk != host.pk and not within:
        raise wrong
