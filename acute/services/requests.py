"""A request for advice from the nurse's question to the advice carried out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from acute import policies, selectors
from acute.enums import (
    OPEN_STATES,
    Consent,
    Outcome,
    Reason,
    RequestState,
    StepKind,
    Urgency,
)
from acute.errors import (
    AlreadyMoved,
    ConsentMissing,
    FeeNotCovered,
    NoFeeHere,
    NotCovered,
    NoteMissing,
    NothingMeasured,
    NotYours,
    OpenRequestExists,
    QuestionMissing,
)
from acute.models import Request, Session
from acute.rules.scores import USUAL, Circumstances, Reading
from acute.services import ladder, moves, readings, sights
from acute.services.sessions import post_session
from coordination.agreements.models import Agreement
from coordination.audit import services as audit
from coordination.audit.enums import Purpose
from coordination.base.actor import Actor
from coordination.base.errors import ReasonMissing
from coordination.base.periods import local_date
from coordination.ledger import services as ledger
from coordination.ledger.errors import BudgetUsed
from coordination.parties import selectors as parties


@dataclass(frozen=True, slots=True)
class WorkList:
    """What waits, and what was closed today."""

    waiting: list[Request]
    closed: list[Request]


@transaction.atomic
def open_work_list(*, actor: Actor, now: datetime) -> WorkList:
    """Read the work list; whose initials stand on it is logged once a day for each reader."""
    policies.check_work_list(actor)
    found = WorkList(
        selectors.open_requests_for(actor),
        selectors.closed_requests_for(actor, on=local_date(now)),
    )
    note_seen(actor=actor, requests=[*found.waiting, *found.closed], on=local_date(now))
    return found


@transaction.atomic
def note_seen(*, actor: Actor, requests: Sequence[Request], on: date) -> None:
    """Write, once a day for each reader, whose requests stand on a list."""
    audit.record_work_list(actor=actor, patients=[row.patient.uuid for row in requests], on=on)


@transaction.atomic
def open_request(*, actor: Actor, uuid: UUID) -> Request:
    """Read one request with its patient; the access row is written first."""
    request = selectors.request_for(actor, uuid)
    audit.record_access(actor=actor, patient=request.patient.uuid, purpose=Purpose.REQUEST)
    sights.see(actor, request)
    return request


def insert(request: Request) -> None:
    """Of two who ask at once, the second is told as if she had come later."""
    try:
        request.save(force_insert=True)
    except IntegrityError as error:
        if "request_one_open_per_" in str(error):
            raise OpenRequestExists from error
        raise


@transaction.atomic
def send(
    *,
    actor: Actor,
    patient: UUID,
    reason: Reason,
    urgency: Urgency,
    question: str,
    consent: Consent | None,
    callback_phone: str,
    measurements: Sequence[tuple[str, Reading]],
    now: datetime,
    background: str = "",
    circumstances: Circumstances = USUAL,
) -> Request:
    """Ask for advice: the patient's own practice, or whoever is first asked instead.

    `measurements` are pairs of a measurement code and a number in the code's unit, or a word of
    the code. The promise follows the urgency and the agreement, which must be in force today.
    """
    policies.check_send(actor)
    found = parties.patient_of(actor, patient)
    checked = readings.check(measurements)
    if not question.strip():
        raise QuestionMissing
    if consent is None:
        raise ConsentMissing
    agreement = selectors.agreement_in_municipality(
        actor, found.municipality_id, on=local_date(now)
    )
    if selectors.open_request_of(actor, found) is not None:
        raise OpenRequestExists
    _check_covered(actor, agreement, now)
    request = Request(
        agreement=agreement,
        patient=found,
        municipality_id=found.municipality_id,
        own_practice=found.practice,
        reason=reason,
        urgency=urgency,
        question=question.strip(),
        background=background.strip(),
        callback_phone=callback_phone.strip(),
        consent=consent,
        sent_at=now,
        sent_by=actor.name,
        updated_at=now,
    )
    asked = ladder.put_to_first(request, now=now)
    insert(request)
    readings.write(request, checked, circumstances, now)
    moves.step(actor, request, StepKind.SENT, now)
    ladder.tell_asked(actor, request, asked, now)
    return request


def _check_covered(actor: Actor, agreement: Agreement, now: datetime) -> None:
    """A request that no doctor could take is refused at once: then the nurse can call instead."""
    try:
        ledger.check_room(
            actor=actor, agreement=agreement, amount=selectors.expected_fee(agreement, now=now)
        )
    except BudgetUsed as error:
        raise NotCovered from error


@transaction.atomic
def take(*, actor: Actor, uuid: UUID, now: datetime) -> Request:
    """A doctor takes the request; the expected fee is set aside. Only one doctor can."""
    request = moves.lock(actor, uuid, policies.check_take)
    if request.state == RequestState.TAKEN and request.taken_by_key == actor.key:
        return request
    moves.move(request, RequestState.TAKEN)
    request.taken_at = now
    request.taken_by = actor.name
    request.taken_by_key = actor.key
    request.reservation = f"request:{request.uuid}:{request.version}"
    ladder.give_time(request, now)
    moves.save(
        request, now, "taken_at", "taken_by", "taken_by_key", "reservation", "due_at", "seen_by"
    )
    moves.step(actor, request, StepKind.TAKEN, now)
    if selectors.is_paid(request):
        _reserve(actor, request, now)
    return request


def _reserve(actor: Actor, request: Request, now: datetime) -> None:
    purchase = ledger.Purchase(
        source=request.reservation,
        amount=selectors.expected_fee(request.agreement, now=now),
        service_on=local_date(now),
        municipality_id=request.municipality_id,
        practice_id=request.practice_id,
    )
    ledger.reserve(actor=actor, agreement=request.agreement, purchase=purchase, now=now)


@transaction.atomic
def ring(*, actor: Actor, uuid: UUID, now: datetime) -> Request:
    """The doctor rings the nurse; whoever had not taken the request does so thereby."""
    take(actor=actor, uuid=uuid, now=now)
    return ladder.make_contact(actor=actor, uuid=uuid, now=now)


@transaction.atomic
def hand_back(*, actor: Actor, uuid: UUID, reason: str, now: datetime) -> Request:
    """The doctor gives the request back to the practice; the money set aside is released."""
    request = moves.lock(actor, uuid, policies.check_hand_back)
    if not reason.strip():
        raise ReasonMissing
    _check_taken_by(actor, request)
    moves.move(request, RequestState.WAITING)
    if request.contact_at is not None:
        ladder.give_time_again(request, now)
    moves.save(request, now, "contact_at", "due_at")
    moves.step(actor, request, StepKind.HANDED_BACK, now, reason.strip())
    ladder.release(actor, request, now)
    return request


def _check_taken_by(actor: Actor, request: Request) -> None:
    if request.state == RequestState.TAKEN and request.taken_by_key != actor.key:
        raise NotYours


@transaction.atomic
def answer(
    *,
    actor: Actor,
    uuid: UUID,
    outcome: Outcome,
    minutes: int,
    advice: str,
    now: datetime,
) -> Session:
    """Log the advice: the true fee is posted, the rest of the reservation released.

    Where the money does not cover the fee and the clause refuses, `FeeNotCovered` says so; the
    advice can then be given without a fee.
    """
    request = _write_answer(actor, uuid, outcome, advice, now)
    if not selectors.is_paid(request):
        raise NoFeeHere
    ordinal = selectors.next_ordinal(request, on=local_date(now))
    try:
        return post_session(
            actor=actor,
            agreement=request.agreement,
            patient=request.patient,
            request=request,
            service_on=local_date(now),
            minutes=minutes,
            now=now,
            began_at=now - timedelta(minutes=minutes),
            reservation=request.reservation,
            ordinal=ordinal,
            ordinal_reason=request.number if ordinal > 1 else "",
        )
    except BudgetUsed as error:
        raise FeeNotCovered from error


@transaction.atomic
def answer_without_fee(
    *, actor: Actor, uuid: UUID, outcome: Outcome, advice: str, now: datetime
) -> Request:
    """Give the advice without a session: money never keeps advice from the nurse."""
    request = _write_answer(actor, uuid, outcome, advice, now)
    ladder.release(actor, request, now)
    return request


def _write_answer(
    actor: Actor, uuid: UUID, outcome: Outcome, advice: str, now: datetime
) -> Request:
    """The answered request; the advice is contact too, so nobody else is asked."""
    request = moves.lock(actor, uuid, policies.check_answer)
    _check_taken_by(actor, request)
    moves.move(request, RequestState.ANSWERED)
    request.answered_at = now
    request.contact_at, request.due_at = request.contact_at or now, None
    request.outcome = outcome
    request.advice = advice.strip()
    moves.save(request, now, "answered_at", "outcome", "advice", "contact_at", "due_at")
    moves.step(actor, request, StepKind.ANSWERED, now)
    return request


@transaction.atomic
def close(*, actor: Actor, uuid: UUID, carried_out: bool, note: str, now: datetime) -> Request:
    """The nurse marks the advice carried out, or says why it was not possible."""
    request = moves.lock(actor, uuid, policies.check_close)
    if not carried_out and not note.strip():
        raise NoteMissing
    to = RequestState.CARRIED_OUT if carried_out else RequestState.NOT_POSSIBLE
    moves.move(request, to)
    request.closed_at = now
    request.closing_note = note.strip()
    moves.save(request, now, "closed_at", "closing_note")
    kind = StepKind.CARRIED_OUT if carried_out else StepKind.NOT_POSSIBLE
    moves.step(actor, request, kind, now, note.strip())
    return request


@transaction.atomic
def cancel(*, actor: Actor, uuid: UUID, reason: str, now: datetime) -> Request:
    """The nurse withdraws the request; money set aside is released."""
    request = moves.lock(actor, uuid, policies.check_cancel)
    if not reason.strip():
        raise ReasonMissing
    was_taken = request.state == RequestState.TAKEN
    moves.move(request, RequestState.CANCELLED)
    request.closed_at, request.due_at = now, None
    request.closing_note = reason.strip()
    moves.save(request, now, "closed_at", "closing_note", "due_at")
    moves.step(actor, request, StepKind.CANCELLED, now, reason.strip())
    if was_taken:
        ladder.release(actor, request, now)
    return request


@transaction.atomic
def measure(
    *,
    actor: Actor,
    uuid: UUID,
    measurements: Sequence[tuple[str, Reading]],
    now: datetime,
    circumstances: Circumstances = USUAL,
) -> Request:
    """Add what was measured since; the score is computed again from the newest of each kind."""
    request = moves.lock(actor, uuid, policies.check_measure)
    checked = readings.check(measurements)
    if not checked:
        raise NothingMeasured
    if request.state not in OPEN_STATES:
        raise AlreadyMoved(state=RequestState(request.state).label.lower())
    readings.write(request, checked, circumstances, now)
    moves.save(request, now)
    names = ", ".join(kind.name for kind, _reading in checked)
    moves.step(actor, request, StepKind.MEASURED, now, names[:300])
    return request
