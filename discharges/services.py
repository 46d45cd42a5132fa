"""A discharge from the ward's announcement until the citizen is at home."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import IntegrityError, transaction

from coordination.audit import services as audit
from coordination.audit.enums import Purpose
from coordination.base import rowsecurity
from coordination.base.actor import Actor, Role
from coordination.base.errors import ReasonMissing
from coordination.base.periods import COPENHAGEN, DAY, local_date, working_day_before
from coordination.parties import services as parties
from coordination.reminders import selectors as reminder_rows
from coordination.reminders import services as reminders
from discharges import policies, selectors
from discharges.enums import MOVES, DischargeState, StepKind
from discharges.errors import (
    AlreadyAnnounced,
    DayHasPassed,
    NeedsMissing,
    NoLongerAnnounced,
    NothingChanged,
    UnknownCitizen,
)
from discharges.models import Discharge, DischargeStep

MORNING = time(8, 0, tzinfo=COPENHAGEN)
NURSES = (Role.ACUTE_NURSE.value,)
ANSWERED = "De er klar, eller udskrivningen er forbi."
DOCTORS = (Role.GP.value, Role.PRACTICE_STAFF.value)

MOVING = [
    *("state", "version", "updated_at", "expected_on", "needs", "edition", "asked_at"),
    *("nurse_ready_at", "gp_ready_at"),
]
"""All that can change about a discharge."""


@dataclass(frozen=True, slots=True)
class DischargeList:
    """Who is about to come home, and what is lately over."""

    announced: list[Discharge]
    lately: list[Discharge]


@transaction.atomic
def open_list(*, actor: Actor, now: datetime) -> DischargeList:
    """Read the list; whose initials stand on it is logged once a day for each reader."""
    found = DischargeList(
        selectors.announced_for(actor),
        selectors.lately_for(actor, now=now),
    )
    note_seen(actor=actor, discharges=[*found.announced, *found.lately], on=local_date(now))
    return found


@transaction.atomic
def note_seen(*, actor: Actor, discharges: Sequence[Discharge], on: date) -> None:
    """Write, once a day for each reader, whose discharges stand on a list."""
    patients = [row.patient.uuid for row in discharges]
    audit.record_work_list(actor=actor, patients=patients, on=on)


@transaction.atomic
def open_discharge(*, actor: Actor, uuid: UUID) -> Discharge:
    """Read one discharge with its patient; the access row is written first."""
    found = selectors.discharge_for(actor, uuid)
    audit.record_access(actor=actor, patient=found.patient.uuid, purpose=Purpose.DISCHARGE)
    return found


@transaction.atomic
def announce(*, actor: Actor, cpr: str, expected_on: date, needs: str, now: datetime) -> Discharge:
    """Say that the citizen with this number comes home on a day, and what is needed then.

    The municipality and the own practice are told; from now on the ward sees the citizen, until
    he or she is at home.
    """
    policies.check_announce(actor)
    assert actor.organisation_id is not None
    _check(expected_on, needs, now)
    patient = parties.find_by_number(actor=actor, cpr=cpr)
    if patient is None:
        raise UnknownCitizen
    discharge = Discharge(
        patient=patient,
        ward_id=actor.organisation_id,
        municipality_id=patient.municipality_id,
        practice_id=patient.practice_id,
        expected_on=expected_on,
        needs=needs.strip(),
        asked_at=now,
        updated_at=now,
    )
    try:
        discharge.save(force_insert=True)
    except IntegrityError as error:
        if "discharge_announced_once" in str(error):
            raise AlreadyAnnounced from error
        raise
    _step(actor, discharge, StepKind.ANNOUNCED, now)
    return discharge


def _check(expected_on: date, needs: str, now: datetime) -> None:
    if expected_on < local_date(now):
        raise DayHasPassed
    if not needs.strip():
        raise NeedsMissing


@transaction.atomic
def change(*, actor: Actor, uuid: UUID, expected_on: date, needs: str, now: datetime) -> Discharge:
    """Change the day or the need; what was said before stays, and both are asked anew."""
    discharge = _lock(actor, uuid, policies.check_change)
    _check(expected_on, needs, now)
    if (expected_on, needs.strip()) == (discharge.expected_on, discharge.needs):
        raise NothingChanged
    discharge.expected_on, discharge.needs = expected_on, needs.strip()
    discharge.nurse_ready_at = discharge.gp_ready_at = None
    discharge.edition += 1
    discharge.asked_at = now
    _save(discharge, now)
    _step(actor, discharge, StepKind.CHANGED, now)
    return discharge


@transaction.atomic
def get_ready(*, actor: Actor, uuid: UUID, now: datetime) -> Discharge:
    """The nurse says that the municipality is ready, or the doctor that the practice is.

    Saying it again changes nothing.
    """
    discharge = _lock(actor, uuid, policies.check_get_ready)
    nurse = actor.role in policies.NURSE
    if (discharge.nurse_ready_at if nurse else discharge.gp_ready_at) is not None:
        return discharge
    if nurse:
        discharge.nurse_ready_at = now
    else:
        discharge.gp_ready_at = now
    _save(discharge, now)
    _step(actor, discharge, StepKind.NURSE_READY if nurse else StepKind.GP_READY, now)
    return discharge


@transaction.atomic
def cancel(*, actor: Actor, uuid: UUID, reason: str, now: datetime) -> Discharge:
    """The citizen does not come home after all; those who were told are told so."""
    discharge = _lock(actor, uuid, policies.check_cancel)
    if not reason.strip():
        raise ReasonMissing
    _move(discharge, DischargeState.CANCELLED)
    _save(discharge, now)
    _step(actor, discharge, StepKind.CANCELLED, now, reason.strip())
    for organisation_id, roles, _ready_at in _sides(discharge):
        reminders.schedule(
            key=f"cancelled-discharge:{discharge.uuid}:{organisation_id}",
            group=f"cancelled-discharge:{discharge.uuid}",
            organisation_id=organisation_id,
            roles=roles,
            title="En meldt udskrivning er aflyst",
            path=_path(discharge),
            due_at=now,
        )
    return discharge


@transaction.atomic
def come_home(*, actor: Actor, uuid: UUID, now: datetime) -> Discharge:
    """The citizen has left the ward, which no longer sees him or her."""
    discharge = _lock(actor, uuid, policies.check_come_home)
    _move(discharge, DischargeState.AT_HOME)
    _save(discharge, now)
    _step(actor, discharge, StepKind.AT_HOME, now)
    return discharge


def _lock(actor: Actor, uuid: UUID, check: Callable[..., None]) -> Discharge:
    """The discharge, visible to the actor, still announced, and locked."""
    check(actor)
    selectors.discharge_for(actor, uuid)
    rows = Discharge.objects.select_for_update(of=("self",), no_key=True)
    discharge = rows.select_related("patient", "ward", "municipality", "practice").get(uuid=uuid)
    check(actor, discharge)
    audit.record_access(actor=actor, patient=discharge.patient.uuid, purpose=Purpose.DISCHARGE)
    if discharge.state != DischargeState.ANNOUNCED:
        raise NoLongerAnnounced(state=DischargeState(discharge.state).label.lower())
    return discharge


def _move(discharge: Discharge, to: DischargeState) -> None:
    assert to in MOVES[DischargeState(discharge.state)]
    discharge.state = to
    rowsecurity.keep_in_sight(discharge.uuid)


def _save(discharge: Discharge, now: datetime) -> None:
    discharge.version += 1
    discharge.updated_at = now
    discharge.save(update_fields=MOVING)


def _step(
    actor: Actor, discharge: Discharge, kind: StepKind, now: datetime, reason: str = ""
) -> None:
    DischargeStep.objects.create(
        discharge=discharge,
        ward_id=discharge.ward_id,
        municipality_id=discharge.municipality_id,
        practice_id=discharge.practice_id,
        kind=kind,
        at=now,
        actor_name=actor.name,
        role=actor.role,
        organisation_name=actor.organisation_name,
        expected_on=discharge.expected_on,
        needs=discharge.needs,
        reason=reason,
    )
    audit.record(
        actor=actor,
        action=f"discharge.{kind.value}",
        subject_type="discharge",
        subject=discharge.uuid,
        state=discharge.state,
        expected_on=discharge.expected_on,
    )


def _path(discharge: Discharge) -> str:
    return f"/udskrivninger/{discharge.uuid}/"


def _sides(discharge: Discharge) -> Iterator[tuple[int, tuple[str, ...], datetime | None]]:
    """Who is to be ready: the organisation, who there is told, and since when it is ready."""
    yield discharge.municipality_id, NURSES, discharge.nurse_ready_at
    if discharge.practice_id is not None:
        yield discharge.practice_id, DOCTORS, discharge.gp_ready_at


def remind_to_get_ready(*, now: datetime) -> int:
    """Sweep: whoever is not ready is told at once, and again the working day before.

    Returns how many reminders were new or changed; a second run returns 0.
    """
    with rowsecurity.sweep():
        rows = Discharge.objects.announced().order_by("id")
        steps = [step for row in rows for step in _reminders(row)]
        groups = reminder_rows.open_groups("discharge:")
        return reminders.plan(steps, groups=groups, now=now, reason=ANSWERED)


def _reminders(discharge: Discharge) -> Iterator[reminders.Planned]:
    """What is said to each side that is not ready; a change is news, so it is said anew."""
    group = f"discharge:{discharge.uuid}"
    eve = datetime.combine(working_day_before(discharge.expected_on - DAY), MORNING)
    changed = discharge.edition > 1
    told = {
        "news": "En udskrivning er ændret" if changed else "En udskrivning er meldt",
        "eve": "En udskrivning venter på, at I er klar",
    }
    due = {"news": discharge.asked_at, "eve": eve}
    for organisation_id, roles, ready_at in _sides(discharge):
        for name in ("news", "eve") if eve > discharge.asked_at else ("news",):
            if ready_at is None:
                yield reminders.Planned(
                    key=f"{group}:{discharge.edition}:{organisation_id}:{name}",
                    group=group,
                    organisation_id=organisation_id,
                    roles=roles,
                    title=told[name],
                    path=_path(discharge),
                    due_at=due[name],
                    moot_at=datetime.combine(
                        discharge.expected_on + DAY, time(0), tzinfo=COPENHAGEN
                    ),
                )
