from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from coordination.audit import selectors as audit_trail
from coordination.audit import services as audit
from coordination.audit.enums import Purpose
from coordination.base import crypto, rowsecurity
from coordination.base.actor import Actor
from coordination.base.danish import day_text
from coordination.base.identifiers import (
    Cpr,
    InvalidIdentifier,
    check_authorisation_id,
    check_provider_number,
    parse_cpr,
)
from coordination.parties import policies, selectors
from coordination.parties.enums import (
    Function,
    IdentifierSystem,
    OrganisationKind,
    Profession,
    RelationKind,
)
from coordination.parties.errors import ImpossibleCpr, NotThereThen, TooManySearches
from coordination.parties.models import (
    Affiliation,
    Identifier,
    Organisation,
    Patient,
    PracticeChoice,
    Practitioner,
    Relation,
    Residence,
)
from coordination.parties.models.patient import cpr_indexes

SEARCHES_AN_HOUR = 60
SEARCHES_A_DAY = 300


def _parse(text: str) -> Cpr:
    try:
        return parse_cpr(text)
    except InvalidIdentifier as error:
        raise ImpossibleCpr from error


@transaction.atomic
def register_organisation(
    *,
    actor: Actor,
    kind: OrganisationKind,
    name: str,
    starts_on: date,
    town: str = "",
    phone: str = "",
    source: str = "",
    provider_number: str = "",
    relations: Sequence[tuple[RelationKind, Organisation]] = (),
) -> Organisation:
    """Enter an organisation with its relations and, for a practice, its ydernummer."""
    made = Organisation.objects.create(
        kind=kind, name=name, starts_on=starts_on, town=town, phone=phone, source=source
    )
    Relation.objects.bulk_create(
        Relation(subject=made, object=to, kind=relation, starts_on=starts_on)
        for relation, to in relations
    )
    if provider_number:
        Identifier.objects.create(
            organisation=made,
            system=IdentifierSystem.PROVIDER_NUMBER,
            value=check_provider_number(provider_number),
            starts_on=starts_on,
        )
    audit.record(
        actor=actor,
        action="organisation.registered",
        subject_type="organisation",
        subject=made.uuid,
        name=name,
    )
    return made


@transaction.atomic
def set_function(
    *,
    actor: Actor,
    kind: RelationKind,
    function: Function,
    municipality: Organisation,
    holder: Organisation,
    starts_on: date,
    ends_before: date | None = None,
) -> Relation:
    """Say who decides, runs or pays (`kind`) for a function in a municipality from a day on.

    Whoever held it that day holds it no longer; what was said of days inside the period is
    replaced. Earlier days keep their facts.
    """
    region_id = selectors.region_of(municipality.pk, on=starts_on)
    policies.check_set_function(actor, region_id)
    Organisation.objects.select_for_update(no_key=True).get(pk=municipality.pk)
    if not Organisation.objects.filter(pk=holder.pk).open_on(starts_on).exists():
        raise NotThereThen(name=holder.name, day=day_text(starts_on))
    said = Relation.objects.filter(object=municipality, kind=kind, function=function)
    inside = said.filter(starts_on__gte=starts_on)
    if ends_before is not None:
        inside = inside.filter(starts_on__lt=ends_before)
    inside.delete()
    said.filter(starts_on__lt=starts_on).open_on(starts_on).update(ends_before=starts_on)
    made = Relation.objects.create(
        subject=holder,
        object=municipality,
        kind=kind,
        function=function,
        starts_on=starts_on,
        ends_before=ends_before,
    )
    audit.record(
        actor=actor,
        action="function.set",
        subject_type="organisation",
        subject=municipality.uuid,
        kind=kind,
        function=function,
        holder=holder.name,
        starts_on=starts_on,
        ends_before=ends_before,
    )
    return made


@transaction.atomic
def leave_function_open(
    *,
    actor: Actor,
    kind: RelationKind,
    function: Function,
    municipality: Organisation,
    starts_on: date,
) -> None:
    """Take back who decides, runs or pays from a day on; earlier days keep their facts."""
    region_id = selectors.region_of(municipality.pk, on=starts_on)
    policies.check_set_function(actor, region_id)
    Organisation.objects.select_for_update(no_key=True).get(pk=municipality.pk)
    said = Relation.objects.filter(object=municipality, kind=kind, function=function)
    said.filter(starts_on__gte=starts_on).delete()
    said.open_on(starts_on).update(ends_before=starts_on)
    audit.record(
        actor=actor,
        action="function.left_open",
        subject_type="organisation",
        subject=municipality.uuid,
        kind=kind,
        function=function,
        starts_on=starts_on,
    )


@transaction.atomic
def register_practitioner(
    *,
    actor: Actor,
    name: str,
    profession: Profession,
    authorisation_id: str,
    works_at: Organisation,
    starts_on: date,
) -> Practitioner:
    """Enter a health professional who works at an organisation from a day on."""
    made = Practitioner.objects.create(
        name=name,
        profession=profession,
        authorisation_id=check_authorisation_id(authorisation_id),
    )
    Affiliation.objects.create(practitioner=made, organisation=works_at, starts_on=starts_on)
    audit.record(
        actor=actor,
        action="practitioner.registered",
        subject_type="practitioner",
        subject=made.uuid,
    )
    return made


@transaction.atomic
def affiliate(
    *,
    actor: Actor,
    name: str,
    profession: Profession,
    authorisation_id: str,
    works_at: Organisation,
    starts_on: date,
    ends_before: date,
) -> Practitioner:
    """Let a health professional, known by the authorisation ID or entered now, work somewhere.

    Each person is one, with many dated affiliations; a day that is covered already stays so.
    """
    number = check_authorisation_id(authorisation_id)
    person = Practitioner.objects.filter(authorisation_id=number).first()
    if person is None:
        person = Practitioner.objects.create(
            name=name, profession=profession, authorisation_id=number
        )
        audit.record(
            actor=actor,
            action="practitioner.registered",
            subject_type="practitioner",
            subject=person.uuid,
        )
    rows = Affiliation.objects.filter(practitioner=person, organisation=works_at)
    covered = Q(ends_before__isnull=True) | Q(ends_before__gt=starts_on)
    if not rows.filter(covered, starts_on__lt=ends_before).exists():
        Affiliation.objects.create(
            practitioner=person,
            organisation=works_at,
            starts_on=starts_on,
            ends_before=ends_before,
        )
    return person


@transaction.atomic
def find_patient(*, actor: Actor, cpr: str) -> Patient | None:
    """Look a citizen up by CPR number: exact match among those the actor has a relation to.

    A foreign citizen and an unknown number give the same None. Every search leaves an access row
    and counts against a quota of 60 an hour and 300 a day for each person or client.
    """
    policies.check_find_patient(actor)
    indexes = _counted(actor, cpr)
    rows = Patient.objects.visible_to(actor).select_related("municipality", "practice")
    return _found(actor, rows.filter(cpr_index__in=indexes).first())


@transaction.atomic
def find_by_number(*, actor: Actor, cpr: str) -> Patient | None:
    """As `find_patient`, for a unit that is called to citizens, or a ward, wherever they live.

    Who knows the whole number is shown the citizen in this transaction, and in no other.
    """
    policies.check_find_by_number(actor)
    indexes = _counted(actor, cpr)
    rowsecurity.know_numbers(indexes)
    rows = Patient.objects.select_related("municipality", "practice")
    return _found(actor, rows.filter(cpr_index__in=indexes).first())


def _counted(actor: Actor, cpr: str) -> list[bytes]:
    """The indexes of a number, for an actor who has not looked too many up."""
    number = _parse(cpr)
    for span, limit in (
        (timedelta(hours=1), SEARCHES_AN_HOUR),
        (timedelta(days=1), SEARCHES_A_DAY),
    ):
        if audit_trail.searches_within(actor, span) >= limit:
            raise TooManySearches
    return cpr_indexes(number)


def _found(actor: Actor, patient: Patient | None) -> Patient | None:
    audit.record_access(
        actor=actor, patient=patient.uuid if patient else None, purpose=Purpose.SEARCH
    )
    return patient


@transaction.atomic
def open_patient(*, actor: Actor, uuid: UUID, purpose: Purpose) -> Patient:
    """Read a citizen: the access row is written in the transaction that precedes the answer."""
    patient = selectors.patient_of(actor, uuid)
    audit.record_access(actor=actor, patient=patient.uuid, purpose=purpose)
    return patient


@transaction.atomic
def register_patient(
    *,
    actor: Actor,
    cpr: str,
    given_names: str,
    family_name: str,
    municipality: Organisation,
    practice: Organisation | None,
    starts_on: date,
) -> Patient:
    """Enter a citizen from a registry, living and listed since `starts_on`. One row per CPR."""
    number = _parse(cpr)
    patient = Patient(
        given_names=given_names,
        family_name=family_name,
        sex=number.sex,
        born_on=number.birth_date,
        municipality=municipality,
        practice=practice,
    )
    patient.seal_cpr(number)
    patient.save()
    Residence.objects.create(patient=patient, municipality=municipality, starts_on=starts_on)
    if practice is not None:
        PracticeChoice.objects.create(patient=patient, practice=practice, starts_on=starts_on)
    audit.record(
        actor=actor, action="patient.registered", subject_type="patient", subject=patient.uuid
    )
    return patient


@transaction.atomic
def move_patient(
    *,
    actor: Actor,
    patient: Patient,
    municipality: Organisation,
    practice: Organisation | None,
    starts_on: date,
) -> None:
    """Enter where a citizen lives and is listed from a day on; earlier days keep their facts.

    Who may see the citizen follows on that day, by `apply_moves`.
    """
    for dated in (patient.residences, patient.practice_choices):
        dated.filter(starts_on__gte=starts_on).delete()
        dated.filter(Q(ends_before__isnull=True) | Q(ends_before__gt=starts_on)).update(
            ends_before=starts_on
        )
    Residence.objects.create(patient=patient, municipality=municipality, starts_on=starts_on)
    if practice is not None:
        PracticeChoice.objects.create(patient=patient, practice=practice, starts_on=starts_on)
    audit.record(
        actor=actor,
        action="patient.moved",
        subject_type="patient",
        subject=patient.uuid,
        starts_on=starts_on,
    )


def apply_moves(*, today: date) -> int:
    """Sweep: let each citizen be seen by today's municipality and practice; returns how many."""
    with rowsecurity.sweep(), connection.cursor() as cursor:
        cursor.execute("SELECT apply_moves(%s)", [today])
        return int(cursor.fetchone()[0])


def reseal_cprs(*, batch: int = 500) -> int:
    """Seal and index every CPR number with the newest keys, batch by batch; returns how many.

    For the owner of the tables, after a key was added to the ring. Every row can be read and found
    at every moment, since both keys are in the ring meanwhile.
    """
    done, after = 0, 0
    while True:
        with transaction.atomic():
            rows = Patient.objects.select_for_update(no_key=True).filter(pk__gt=after)
            patients = list(rows.order_by("pk")[:batch])
            for patient in patients:
                plain = crypto.decrypt(patient.cpr_sealed, place=patient.cpr_place)
                patient.seal_cpr(parse_cpr(plain.decode()))
                patient.save(update_fields=["cpr_sealed", "cpr_index"])
        if not patients:
            return done
        done, after = done + len(patients), patients[-1].pk
