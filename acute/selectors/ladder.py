"""Whom the ladder asks at a moment, what it foresees, and who is responsible meanwhile."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from acute.enums import Hours, RequestState, Responsible, Rung, StepKind, Urgency
from acute.models import CallNumber, Duty, LadderTimes, Request, Step
from acute.rules.hours import hours_at
from acute.rules.ladder import USUAL, Times, planned_times, rungs_after, rungs_from
from acute.selectors.rota import available, on_duty, taking_part
from coordination.base.periods import local_date
from coordination.parties.enums import OrganisationKind
from coordination.parties.models import Organisation


@dataclass(frozen=True, slots=True)
class Case:
    """What decides whom a request is put to; a request has it, and so has one not sent yet."""

    agreement_id: int
    municipality_id: int
    own_practice: Organisation | None
    urgency: Urgency
    unit: Organisation | None = None
    """The hospital unit that is asked instead of a practice."""


def case_of(request: Request) -> Case:
    """What decides whom a request is put to."""
    return Case(
        request.agreement_id,
        request.municipality_id,
        request.own_practice,
        Urgency(request.urgency),
        None if request.is_paid else request.practice,
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who can be asked now, and in which rung."""

    rung: Rung
    place: Organisation
    duty: Duty | None = None


def times_of(agreement_id: int, urgency: Urgency, *, on: date) -> Times:
    """The agreement's times for an urgency on a day, or the usual ones."""
    rows = LadderTimes.objects.filter(agreement=agreement_id, urgency=urgency)
    row = rows.open_on(on).first()
    return row.times if row else USUAL[urgency]


def number_to_call(case: Case, *, at: datetime) -> tuple[str, str]:
    """Name and number for the municipality and the hours; there is always one that can be rung.

    A unit is rung itself. By day, where nothing is set, the citizen's own practice; else the
    emergency number.
    """
    if case.unit is not None and case.unit.phone:
        return case.unit.name, case.unit.phone
    hours = hours_at(at)
    rows = CallNumber.objects.filter(municipality=case.municipality_id, hours=hours)
    row = rows.open_on(local_date(at)).first()
    if row is not None:
        return row.name, row.phone
    own = case.own_practice
    if hours == Hours.DAY and own is not None and own.phone:
        return own.name, own.phone
    return "Alarmcentralen", "112"


def whom_to_ask(
    case: Case, rung: Rung, *, at: datetime, passing_over: Collection[int] = ()
) -> Asked | None:
    """Whoever answers for a rung at this moment; None where there is nobody."""
    taking = taking_part(case.agreement_id, on=local_date(at))
    match rung:
        case Rung.OWN_GP:
            own = case.own_practice
            if own is None or own.pk not in taking or own.pk in passing_over:
                return None
            return Asked(rung, own) if available([own.pk], at=at)[own.pk] else None
        case Rung.ROTA:
            duty = on_duty(
                case.agreement_id, case.municipality_id, at=at, passing_over=passing_over
            )
            return Asked(rung, duty.practice, duty) if duty else None
        case Rung.OUT_OF_HOURS:
            if hours_at(at) == Hours.DAY:
                return None
            places = [
                row
                for key, row in sorted(taking.items())
                if row.kind == OrganisationKind.OUT_OF_HOURS and key not in passing_over
            ]
            return Asked(rung, places[0]) if places else None
    return None


def asked_before(request: Request) -> set[int]:
    """Those who have been asked about a request."""
    rows = Step.objects.filter(request=request, kind=StepKind.ASKED)
    return set(rows.values_list("practice_id", flat=True))


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A step that is to come: when at the latest, who answers as things are, until when.

    `name` is empty where nobody would be asked, and the number's name in the last step.
    """

    rung: Rung
    at: datetime
    until_at: datetime | None
    name: str
    phone: str = ""


def foreseen(case: Case, *, at: datetime) -> list[Foreseen]:
    """The whole ladder of a request that would be sent now."""
    return _foreseen(case, rungs_from(Rung.OWN_GP), at, passing_over=set())


def still_to_come(request: Request) -> list[Foreseen]:
    """What comes after the present step of an open request, if nobody makes contact before."""
    if request.due_at is None:
        return []
    rung = Rung(request.rung)
    rest = (Rung.INSTRUCTION,) if request.contact_at else rungs_after(rung)
    return _foreseen(case_of(request), rest, request.due_at, passing_over=asked_before(request))


def _foreseen(
    case: Case, rungs: tuple[Rung, ...], at: datetime, *, passing_over: set[int]
) -> list[Foreseen]:
    times = times_of(case.agreement_id, case.urgency, on=local_date(at))
    asked: dict[Rung, Asked] = {}
    passed = set(passing_over)
    begins = at
    for rung in rungs:
        found = whom_to_ask(case, rung, at=begins, passing_over=passed)
        if found is not None:
            asked[rung] = found
            passed.add(found.place.pk)
            begins += times.of(rung)
    steps = tuple(rung for rung in rungs if rung in asked or rung == Rung.INSTRUCTION)
    return [
        Foreseen(rung, moment, until_at, *_named(case, asked.get(rung), moment))
        for rung, moment, until_at in planned_times(steps, times, asked_at=at)
    ]


def _named(case: Case, asked: Asked | None, at: datetime) -> tuple[str, str]:
    return (asked.place.name, "") if asked else number_to_call(case, at=at)


@dataclass(frozen=True, slots=True)
class InCharge:
    """The doctor, or the place, that is responsible for the treatment at this moment."""

    kind: Responsible
    organisation: str
    name: str = ""


def responsible(request: Request, *, at: datetime) -> InCharge:
    """Who is responsible now: whoever has taken it, else the unit asked, else own doctor or watch.

    To be asked makes nobody responsible; to take it does.
    """
    taken = request.taken_by and request.state not in (
        RequestState.WAITING,
        RequestState.INSTRUCTED,
        RequestState.CALLED,
    )
    if taken:
        return InCharge(Responsible.DOCTOR, request.practice.name, request.taken_by)
    if request.rung == Rung.UNIT:
        return InCharge(Responsible.UNIT, request.practice.name)
    if hours_at(request.closed_at or at) == Hours.OUT_OF_HOURS:
        service = request.practice.name if request.rung == Rung.OUT_OF_HOURS else ""
        return InCharge(Responsible.OUT_OF_HOURS, service)
    own = request.own_practice
    return InCharge(Responsible.OWN_GP, own.name if own else "")
