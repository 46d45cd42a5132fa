"""The ladder: who is asked, who is asked next, and at last whom to call.

A request always has somebody whose turn it is and a moment at which the next is asked. Each step
is resolved when it is taken, and is one transaction with the request locked.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from acute import policies, selectors
from acute.enums import OPEN_STATES, RequestState, Rung, StepKind, Urgency
from acute.errors import AlreadyMoved, NobodyToAsk, NotYours
from acute.models import Request
from acute.rules.ladder import rungs_after, rungs_from
from acute.services.moves import lock, move, save, step
from coordination.base import rowsecurity
from coordination.base.actor import Actor, Role, system
from coordination.base.errors import ReasonMissing
from coordination.base.periods import COPENHAGEN, local_date
from coordination.ledger import services as ledger
from coordination.parties.models import Organisation
from coordination.reminders import services as reminders

BATCH = 100
ROLES: dict[Rung, tuple[str, ...]] = {
    Rung.OWN_GP: (Role.GP.value, Role.PRACTICE_STAFF.value),
    Rung.ROTA: (Role.GP.value,),
    Rung.OUT_OF_HOURS: (Role.OUT_OF_HOURS_DOCTOR.value,),
    Rung.UNIT: (Role.HOSPITAL_SPECIALIST.value,),
}
"""Who gets the message in each rung."""

LADDER = ("practice", "rung", "rung_number", "due_at", "contact_at", "seen_by")
"""What a step of the ladder changes."""

log = logging.getLogger(__name__)


def put_to_first(request: Request, *, now: datetime) -> selectors.Asked:
    """Address a new request to whoever is first asked; refused with a number where nobody is."""
    case = selectors.case_of(request)
    for rung in rungs_from(Rung.OWN_GP):
        asked = selectors.whom_to_ask(case, rung, at=now)
        if asked is not None:
            _put_to(request, asked, now)
            request.promised_at = request.due_at or now
            return asked
    name, phone = selectors.number_to_call(case, at=now)
    raise NobodyToAsk(name=name, phone=phone)


def put_to_unit(request: Request, unit: Organisation, *, now: datetime) -> selectors.Asked:
    """Address a new request to a hospital unit."""
    asked = selectors.Asked(Rung.UNIT, unit)
    _put_to(request, asked, now)
    request.promised_at = request.due_at or now
    return asked


def _put_to(request: Request, asked: selectors.Asked, now: datetime) -> None:
    times = _times(request, now)
    request.practice = asked.place
    request.rung = asked.rung
    request.rung_number += 1
    request.due_at = now + times.of(asked.rung)
    if asked.rung == Rung.OWN_GP:
        _let_see(request, asked.place.pk)


def _times(request: Request, now: datetime) -> selectors.Times:
    urgency = Urgency(request.urgency)
    return selectors.times_of(request.agreement_id, urgency, on=local_date(now))


def _let_see(request: Request, organisation_id: int) -> None:
    """Whoever takes part in a request goes on seeing it."""
    request.seen_by = sorted({*request.seen_by, organisation_id})


def tell_asked(actor: Actor, request: Request, asked: selectors.Asked, now: datetime) -> None:
    """Say in the timeline who is asked, and to them, without a word about the patient."""
    until = _clock(request.due_at or now)
    text = _("%(who)s: %(place)s. Svar senest kl. %(until)s.") % {
        "who": asked.rung.label,
        "place": asked.place.name,
        "until": until,
    }
    step(actor, request, StepKind.ASKED, now, text, number=request.rung_number)
    _say(
        request,
        asked.place.pk,
        ROLES[asked.rung],
        _("Ny anmodning om rådgivning. Svar senest kl. %s.") % until,
        now,
        moot_at=request.due_at,
    )


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(COPENHAGEN):%-H.%M}"


def _say(
    request: Request,
    organisation_id: int,
    roles: tuple[str, ...],
    title: str,
    now: datetime,
    *,
    moot_at: datetime | None = None,
) -> None:
    reminders.schedule(
        key=f"request:{request.uuid}:{request.rung_number}",
        group=f"request:{request.uuid}",
        organisation_id=organisation_id,
        roles=roles,
        title=title,
        path=f"/akut/{request.uuid}/",
        due_at=now,
        moot_at=moot_at,
    )


def fire_due(*, now: datetime) -> int:
    """Take the next step of each request whose time is up. Safe to run twice, and by several.

    One transaction per request: a killed worker leaves each step whole or not begun, and what
    another worker has locked is left to it. Returns how many steps were taken.
    """
    with rowsecurity.sweep():
        rows = Request.objects.filter(due_at__lte=now).order_by("due_at", "id")
        columns = ("pk", "municipality_id", "practice_id", "agreement__region_id")
        due = list(rows.values_list(*columns)[:BATCH])
    return sum(_fire(key, places, now) for key, *places in due)


def _fire(key: int, places: Iterable[int], now: datetime) -> int:
    try:
        actor = system(*places)
        with rowsecurity.scope(actor):
            request = _due(key, now)
            if request is not None:
                _time_is_up(actor, request, now)
        return 0 if request is None else 1
    except Exception:
        log.exception("request %s could not be taken on", key)
        return 0


def _due(key: int, now: datetime) -> Request | None:
    """The request, locked, if its time is still up and nobody else is at it."""
    rows = Request.objects.filter(pk=key, due_at__lte=now)
    rows = rows.select_for_update(of=("self",), no_key=True, skip_locked=True)
    found: Request | None = rows.select_related(*selectors.PARTS, "agreement").first()
    return found


def _time_is_up(actor: Actor, request: Request, now: datetime) -> None:
    """Nobody made contact in time, or no advice came after it: the next is asked."""
    late = StepKind.NO_ADVICE if request.contact_at else StepKind.NO_CONTACT
    step(actor, request, late, now, request.practice.name)
    rungs = (Rung.INSTRUCTION,) if request.contact_at else rungs_after(Rung(request.rung))
    _go_on(actor, request, rungs, now)


def _go_on(actor: Actor, request: Request, rungs: tuple[Rung, ...], now: datetime) -> None:
    """Ask the first of the rungs in which somebody can be asked now; the last one is for all."""
    if request.state == RequestState.TAKEN:
        release(actor, request, now)
        move(request, RequestState.WAITING)
        request.contact_at = None
    case, before = selectors.case_of(request), selectors.asked_before(request)
    for rung in rungs:
        asked = selectors.whom_to_ask(case, rung, at=now, passing_over=before)
        if asked is not None:
            _put_to(request, asked, now)
            save(request, now, *LADDER)
            tell_asked(actor, request, asked, now)
            return
        if rung == Rung.INSTRUCTION:
            _instruct(actor, request, now)
            return
        step(actor, request, StepKind.PASSED_OVER, now, str(rung.label))


def _instruct(actor: Actor, request: Request, now: datetime) -> None:
    """The end of the ladder: the nurse is told whom to ring, with the number of this hour."""
    name, phone = selectors.number_to_call(selectors.case_of(request), at=now)
    move(request, RequestState.INSTRUCTED)
    request.rung, request.due_at = Rung.INSTRUCTION, None
    request.rung_number += 1
    request.call_name, request.call_phone = name, phone
    save(request, now, *LADDER, "call_name", "call_phone")
    text = _("Ring til %(name)s: %(phone)s") % {"name": name, "phone": phone}
    step(actor, request, StepKind.INSTRUCTED, now, text, number=request.rung_number)
    _say(
        request,
        request.municipality_id,
        (Role.ACUTE_NURSE.value, Role.PARAMEDIC.value),
        _("Ingen læge har svaret. %s") % text,
        now,
    )


def release(actor: Actor, request: Request, now: datetime) -> None:
    """Give the money back that was set aside when the request was taken, if it was."""
    if selectors.is_paid(request):
        ledger.release(
            actor=actor,
            agreement=request.agreement,
            reservation=request.reservation,
            now=now,
        )


def give_time(request: Request, now: datetime) -> None:
    """Whoever takes a request late still has time to call."""
    call = timedelta(minutes=_times(request, now).call)
    request.due_at = max(request.due_at or now, now + call)
    _let_see(request, request.practice_id)


def give_time_to_finish(request: Request, now: datetime) -> None:
    """From the contact on, there is time to give the advice."""
    request.due_at = now + timedelta(minutes=_times(request, now).finish)


def give_time_again(request: Request, now: datetime) -> None:
    """Contact that came to nothing: the time to make it runs again."""
    request.contact_at = None
    request.due_at = now + timedelta(minutes=_times(request, now).call)


@transaction.atomic
def make_contact(*, actor: Actor, uuid: UUID, now: datetime) -> Request:
    """The doctor rings: the promise is kept, and the time to give the advice begins."""
    request = lock(actor, uuid, policies.check_take)
    _check_mine(actor, request)
    if request.contact_at is not None:
        return request
    request.contact_at = now
    give_time_to_finish(request, now)
    save(request, now, "contact_at", "due_at")
    step(actor, request, StepKind.CONTACT, now)
    return request


def _check_mine(actor: Actor, request: Request) -> None:
    if request.state != RequestState.TAKEN:
        raise AlreadyMoved(state=RequestState(request.state).label.lower())
    if request.taken_by_key != actor.key:
        raise NotYours


@transaction.atomic
def log_unanswered(*, actor: Actor, uuid: UUID, now: datetime) -> Request:
    """A call that nobody answered. Where the doctor rang, the time to make contact runs again."""
    request = lock(actor, uuid, policies.check_log_unanswered)
    if request.state not in OPEN_STATES:
        raise AlreadyMoved(state=RequestState(request.state).label.lower())
    rang = request.state == RequestState.TAKEN and request.taken_by_key == actor.key
    if rang:
        give_time_again(request, now)
    save(request, now, "contact_at", "due_at")
    step(actor, request, StepKind.UNANSWERED, now)
    return request


@transaction.atomic
def redirect(*, actor: Actor, uuid: UUID, reason: str, now: datetime) -> Request:
    """The doctor sends the request on: the next is asked at once, and nothing is cancelled."""
    request = lock(actor, uuid, policies.check_take)
    if not reason.strip():
        raise ReasonMissing
    if request.state == RequestState.TAKEN:
        _check_mine(actor, request)
    elif request.state != RequestState.WAITING:
        raise AlreadyMoved(state=RequestState(request.state).label.lower())
    step(actor, request, StepKind.REDIRECTED, now, reason.strip())
    rung = Rung(request.rung)
    rungs = rungs_from(rung) if rung == Rung.ROTA else rungs_after(rung)
    asker = system(request.municipality_id, request.practice_id)
    with rowsecurity.scope(asker):
        sent = Request.objects.select_related(*selectors.PARTS).get(pk=request.pk)
        _go_on(asker, sent, rungs, now)
    return sent


@transaction.atomic
def log_called(*, actor: Actor, uuid: UUID, note: str, now: datetime) -> Request:
    """The nurse followed the instruction, and says what came of it."""
    request = lock(actor, uuid, policies.check_close)
    move(request, RequestState.CALLED)
    request.closed_at, request.closing_note = now, note.strip()
    save(request, now, "closed_at", "closing_note")
    step(actor, request, StepKind.CALLED, now, note.strip())
    return request
