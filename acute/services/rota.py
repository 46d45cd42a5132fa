"""Saying yes to being asked, being available, and having a duty."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from acute import policies, selectors
from acute.enums import DUTY_MOVES, DutyState
from acute.errors import (
    AlreadyPlanned,
    DutyHasBegun,
    DutyMoved,
    ImpossibleHours,
    NotADoctorThere,
    NotInMunicipality,
    PracticeTakesNoPart,
    TakesPartAlready,
)
from acute.models import Availability, Duty, Participation
from acute.rules.hours import next_midnight
from coordination.agreements.models import Agreement
from coordination.audit import services as audit
from coordination.base.actor import Actor, Role
from coordination.base.danish import day_text
from coordination.base.errors import NotFound, ReasonMissing
from coordination.base.periods import COPENHAGEN, DAY, local_date
from coordination.parties import selectors as parties
from coordination.parties.enums import OrganisationKind
from coordination.parties.models import Organisation
from coordination.reminders import services as reminders

LONGEST_HOURS = 24


@transaction.atomic
def take_part(
    *, actor: Actor, agreement: Agreement, practice_id: int, starts_on: date
) -> Participation:
    """The practice says yes to being asked under an agreement, from a day on."""
    policies.check_take_part(actor, practice_id)
    if practice_id in selectors.taking_part(agreement.pk, on=starts_on):
        raise TakesPartAlready
    made = Participation.objects.create(
        agreement=agreement, practice_id=practice_id, starts_on=starts_on, accepted_by=actor.name
    )
    _record_part(actor, made, "accepted")
    return made


@transaction.atomic
def stop_taking_part(*, actor: Actor, agreement: Agreement, practice_id: int, today: date) -> None:
    """The practice is asked no more, from tomorrow on. What it has been asked stays with it."""
    policies.check_take_part(actor, practice_id)
    rows = Participation.objects.filter(agreement=agreement, practice=practice_id).open_on(today)
    for row in rows.select_for_update(of=("self",), no_key=True):
        row.ends_before = today + DAY
        row.save(update_fields=["ends_before"])
        _record_part(actor, row, "ended")


def _record_part(actor: Actor, row: Participation, verb: str) -> None:
    audit.record(
        actor=actor,
        action=f"participation.{verb}",
        subject_type="agreement",
        subject=row.agreement.uuid,
        practice=row.practice.name,
        starts_on=row.starts_on,
        ends_before=row.ends_before,
    )


@transaction.atomic
def set_available(
    *, actor: Actor, is_available: bool, now: datetime, until_at: datetime | None = None
) -> Availability:
    """The practice can be asked from now on, or cannot; until the end of the day, or as told.

    Nurses see it at once. What the practice has been asked before stays with it until its time.
    """
    policies.check_set_available(actor)
    assert actor.organisation_id is not None
    made = Availability.objects.create(
        practice_id=actor.organisation_id,
        is_available=is_available,
        since_at=now,
        until_at=until_at if until_at and until_at > now else next_midnight(now),
        set_by=actor.name,
    )
    audit.record(
        actor=actor,
        action="availability.set",
        subject_type="organisation",
        subject=made.practice.uuid,
        is_available=is_available,
        until=made.until_at,
    )
    return made


@transaction.atomic
def answer_for_practice(*, actor: Actor, yes: bool, today: date) -> None:
    """A doctor says, for the own practice, yes or no to its municipality's agreement."""
    policies.check_take_part(actor)
    assert actor.organisation_id is not None
    municipality = parties.municipality_of(actor.organisation_id, on=today)
    if municipality is None:
        raise NotFound
    agreement = selectors.agreement_in_municipality(actor, municipality.pk, on=today)
    practice_id = actor.organisation_id
    if yes:
        take_part(actor=actor, agreement=agreement, practice_id=practice_id, starts_on=today)
    else:
        stop_taking_part(actor=actor, agreement=agreement, practice_id=practice_id, today=today)


@transaction.atomic
def plan_duty(
    *,
    actor: Actor,
    practice: UUID,
    doctor: UUID,
    starts_at: datetime,
    ends_at: datetime,
    now: datetime,
    municipality: UUID | None = None,
) -> Duty:
    """Propose a duty to a doctor; whoever plans an own one has accepted it thereby."""
    policies.check_plan_duty(actor)
    hours = (ends_at - starts_at).total_seconds() / 3600
    if not 0 < hours <= LONGEST_HOURS or ends_at <= now:
        raise ImpossibleHours
    agreement, colleague = _place(actor, practice, doctor, on=local_date(starts_at))
    policies.check_plan_duty(actor, agreement.region_id, colleague.practice.pk)
    is_own = colleague.doctor.pk == actor.user_id
    duty = Duty(
        agreement=agreement,
        municipality=_municipality(agreement, municipality) if municipality else None,
        practice=colleague.practice,
        doctor=colleague.doctor,
        starts_at=starts_at,
        ends_at=ends_at,
        state=DutyState.ACCEPTED if is_own else DutyState.PLANNED,
        planned_by=actor.name,
        planned_at=now,
        answered_at=now if is_own else None,
    )
    try:
        duty.save(force_insert=True)
    except IntegrityError as error:
        if "duty_one_at_a_time" in str(error):
            raise AlreadyPlanned from error
        raise
    _record(actor, duty, "planned")
    if is_own:
        _say_it_begins(duty)
    else:
        _say(duty, "planned", _("Du er foreslået en vagt %s. Svar ja eller nej."), now)
    return duty


def _place(
    actor: Actor, practice: UUID, doctor: UUID, *, on: date
) -> tuple[Agreement, selectors.Colleague]:
    """The agreement whose rota it is, and the doctor as one who works at the practice that day."""
    name = ""
    for agreement in selectors.rota_agreements(actor, on=on):
        for row in selectors.doctors_for_duty(actor, [agreement], on=on):
            if row.practice.uuid == practice:
                name = row.practice.name
                if row.doctor.uuid == doctor:
                    return agreement, row
    raise NotADoctorThere(name=name) if name else PracticeTakesNoPart


def _municipality(agreement: Agreement, uuid: UUID) -> Organisation:
    for row in parties.organisations_by_key(agreement.party_ids).values():
        if row.uuid == uuid and row.kind == OrganisationKind.MUNICIPALITY:
            return row
    raise NotInMunicipality


def _lock(duty: Duty) -> Duty:
    rows = Duty.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("agreement", "municipality", "practice", "doctor").get(pk=duty.pk)


def _move(duty: Duty, to: DutyState) -> None:
    if to not in DUTY_MOVES[DutyState(duty.state)]:
        raise DutyMoved(state=DutyState(duty.state).label.lower())
    duty.state = to


@transaction.atomic
def answer_duty(
    *, actor: Actor, uuid: UUID, accepted: bool, now: datetime, reason: str = ""
) -> Duty:
    """The doctor accepts the duty, or declines it; no reason is asked for."""
    policies.check_answer_duty(actor)
    duty = selectors.duty_for(actor, uuid)
    policies.check_answer_duty(actor, duty)
    duty = _lock(duty)
    _move(duty, DutyState.ACCEPTED if accepted else DutyState.DECLINED)
    duty.answered_at, duty.reason = now, reason.strip()
    duty.save(update_fields=["state", "answered_at", "reason"])
    _record(actor, duty, duty.state)
    if accepted:
        _say_it_begins(duty)
    return duty


@transaction.atomic
def leave_duty(*, actor: Actor, uuid: UUID, now: datetime) -> Duty:
    """The doctor goes off duty now, or gives a coming one back; the next step asks another."""
    policies.check_answer_duty(actor)
    duty = selectors.duty_for(actor, uuid)
    policies.check_answer_duty(actor, duty)
    duty = _lock(duty)
    if duty.state != DutyState.ACCEPTED or duty.left_at is not None:
        raise DutyMoved(state=DutyState(duty.state).label.lower())
    duty.left_at = now
    duty.save(update_fields=["left_at"])
    _record(actor, duty, "left")
    reminders.schedule(
        key=f"duty:{duty.uuid}:left",
        group=f"duty:{duty.uuid}",
        organisation_id=duty.agreement.region_id,
        roles=(Role.REGION_ADMIN.value,),
        title=_("%(doctor)s har forladt vagten %(when)s")
        % {"doctor": duty.doctor.name, "when": when_text(duty)},
        path="/akut/vagter/",
        due_at=now,
        moot_at=duty.ends_at,
    )
    return duty


@transaction.atomic
def cancel_duty(*, actor: Actor, uuid: UUID, reason: str, now: datetime) -> Duty:
    """Whoever plans takes a duty back before it begins."""
    policies.check_plan_duty(actor)
    duty = selectors.duty_for(actor, uuid)
    policies.check_plan_duty(actor, duty.agreement.region_id, duty.practice_id)
    if not reason.strip():
        raise ReasonMissing
    duty = _lock(duty)
    if duty.starts_at <= now:
        raise DutyHasBegun
    _move(duty, DutyState.CANCELLED)
    duty.reason, duty.left_at = reason.strip(), None
    duty.save(update_fields=["state", "reason", "left_at"])
    _record(actor, duty, "cancelled")
    _say(duty, "cancelled", _("Vagten %s er aflyst."), now)
    return duty


def when_text(duty: Duty) -> str:
    """The duty's day and hours, as 2.6.2020 kl. 8.00-12.00."""
    first, last = (at.astimezone(COPENHAGEN) for at in (duty.starts_at, duty.ends_at))
    return f"{day_text(first.date())} kl. {first:%H.%M}-{last:%H.%M}"


def _record(actor: Actor, duty: Duty, verb: str) -> None:
    audit.record(
        actor=actor,
        action=f"duty.{verb}",
        subject_type="duty",
        subject=duty.uuid,
        doctor=duty.doctor.name,
        practice=duty.practice.name,
        starts_at=duty.starts_at,
        ends_at=duty.ends_at,
    )


def _say(duty: Duty, what: str, text: str, due_at: datetime) -> None:
    reminders.schedule(
        key=f"duty:{duty.uuid}:{what}",
        group=f"duty:{duty.uuid}",
        organisation_id=duty.practice_id,
        roles=(Role.GP.value,),
        title=f"{duty.doctor.name}: {text % when_text(duty)}",
        path=f"/akut/vagter/{duty.uuid}/",
        due_at=due_at,
        moot_at=duty.ends_at,
    )


def _say_it_begins(duty: Duty) -> None:
    """The role card comes when the duty begins."""
    _say(duty, "begins", _("Din vagt %s begynder nu. Se, hvad rollen er."), duty.starts_at)
