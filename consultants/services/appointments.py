"""Who is appointed, where, for how long and on what terms."""

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max, Min

from consultants import policies
from consultants.enums import ConsultantKind, Employment, Ending, PayForm, SickLeave, TravelRule
from consultants.errors import (
    AlreadyOver,
    AppointedTwice,
    ExtendedAlready,
    NoClinic,
    NoticeTooShort,
    OutsideTerm,
    PlaceNotInAgreement,
    TermTooLong,
    WrongAgreement,
    WrongPlace,
)
from consultants.models import Appointment
from consultants.services.texts import check_no_patient
from coordination.access import selectors as access
from coordination.access import services as people
from coordination.agreements import selectors as agreements
from coordination.agreements.enums import AgreementKind, Anchor
from coordination.agreements.models import Agreement
from coordination.agreements.rules import last_day_in_force
from coordination.audit import services as audit
from coordination.base.actor import Actor, Role
from coordination.base.danish import day_text
from coordination.base.errors import NotFound, ReasonMissing
from coordination.base.periods import DAY, add_months
from coordination.parties import selectors as parties
from coordination.parties.enums import OrganisationKind
from coordination.parties.models import Organisation, Practitioner

TERM_MONTHS = 36
ROLE_OUTLASTS_MONTHS = 3
"""How long a consultant may still sign and be paid after the last day; mileage lapses then too."""

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
    host: Organisation,
    contract: Contract,
    starts_on: date,
    last_day_on: date,
    today: date,
    place: Organisation | None = None,
) -> Appointment:
    """Appoint a consultant for a term of at most three years, under an agreement in force.

    A municipality employs its own; else the region that looks after the agreement, or whoever
    continues it today. The person gets the role of a consultant at the host.
    """
    policies.check_appoint(actor)
    place = place or host
    _check_place(kind, host, place, starts_on)
    employer = _employer(agreement, kind, host, today)
    policies.check_appoint(actor, employer.pk)
    check_no_patient(task=contract.task, reachable=contract.reachable)
    _check_agreement(agreement, employer, host, starts_on)
    check_term(starts_on, last_day_on)
    made = Appointment(
        agreement=agreement,
        kind=kind,
        practitioner=practitioner,
        clinic=_clinic(practitioner, starts_on),
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
    give_role(actor, made)
    return made


@transaction.atomic
def extend(*, actor: Actor, uuid: UUID, last_day_on: date, today: date) -> Appointment:
    """Appoint the same consultant for one more term, without a new posting."""
    policies.check_extend(actor)
    appointment = lock(actor, uuid)
    policies.check_extend(actor, appointment.employer_id)
    if appointment.extended_on is not None:
        raise ExtendedAlready
    if appointment.ended_reason or today > appointment.last_day_on:
        raise AlreadyOver
    if last_day_on <= appointment.last_day_on:
        raise OutsideTerm(day=day_text(_longest(appointment.ends_before)))
    check_term(appointment.ends_before, last_day_on)
    appointment.extended_on = appointment.ends_before
    appointment.ends_before = last_day_on + DAY
    change(actor, appointment, "extended")
    return appointment


@transaction.atomic
def end(
    *,
    actor: Actor,
    uuid: UUID,
    ending: Ending,
    received_on: date,
    last_day_on: date,
    reason: str,
    today: date,
) -> Appointment:
    """End an appointment before its term: by notice, counted by its own rule, or by consent."""
    policies.check_end(actor)
    appointment = lock(actor, uuid)
    policies.check_end(actor, appointment.employer_id)
    if not reason.strip():
        raise ReasonMissing
    check_no_patient(reason=reason)
    if appointment.ended_reason or today > appointment.last_day_on:
        raise AlreadyOver
    earliest = last_day_in_force(appointment.notice, received_on)
    if ending != Ending.AGREED and last_day_on < earliest:
        raise NoticeTooShort(day=day_text(earliest))
    if not appointment.starts_on <= last_day_on <= appointment.last_day_on:
        raise OutsideTerm(day=day_text(appointment.last_day_on))
    appointment.ends_before = last_day_on + DAY
    appointment.ended_reason = f"{Ending(ending).label}: {reason.strip()}"[:300]
    change(actor, appointment, "ended")
    return appointment


def lock(actor: Actor, uuid: UUID) -> Appointment:
    """The appointment as it is now, held against others until the transaction ends."""
    rows = Appointment.objects.visible_to(actor).select_for_update(of=("self",), no_key=True)
    found = rows.select_related("practitioner", "host").filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


def change(actor: Actor, appointment: Appointment, action: str) -> None:
    """Write what was changed, let the role follow, and leave a trace."""
    appointment.version += 1
    save(appointment)
    audit.record(
        actor=actor,
        action=f"consultant.{action}",
        subject_type="appointment",
        subject=appointment.uuid,
        last_day_on=appointment.last_day_on,
        reason=appointment.ended_reason,
    )
    give_role(actor, appointment)


def give_role(actor: Actor, appointment: Appointment) -> None:
    """Let the consultant act at the host while appointed, and until the last hours are signed."""
    user = access.user_of(appointment.practitioner_id)
    if user is None:
        return
    rows = Appointment.objects.filter(
        practitioner=appointment.practitioner_id, host=appointment.host_id
    )
    period = rows.aggregate(starts_on=Min("starts_on"), ends_before=Max("ends_before"))
    people.hold_role(
        actor=actor,
        user=user,
        organisation=appointment.host,
        role=Role.PRACTICE_CONSULTANT,
        starts_on=period["starts_on"],
        ends_before=add_months(period["ends_before"], ROLE_OUTLASTS_MONTHS),
    )


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
    if last_day_on > _longest(starts_on):
        raise TermTooLong(day=day_text(_longest(starts_on)))


def _longest(starts_on: date) -> date:
    return add_months(starts_on, TERM_MONTHS) - DAY


def _employer(
    agreement: Agreement, kind: ConsultantKind, host: Organisation, today: date
) -> Organisation:
    if kind == ConsultantKind.MUNICIPAL:
        return host
    return parties.organisation(parties.successor_of(agreement.region_id, on=today))


def _clinic(practitioner: Practitioner, on: date) -> Organisation:
    found = [
        row
        for row in parties.clinics_of(practitioner, on=on)
        if row.kind in (OrganisationKind.GP_PRACTICE, OrganisationKind.OTHER_PRACTICE)
    ]
    if not found:
        raise NoClinic(day=day_text(on))
    return found[0]


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
