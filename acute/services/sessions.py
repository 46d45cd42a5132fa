"""Sessions of advice: priced, posted, taken back, and carried over from an earlier system."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from acute import policies, selectors
from acute.enums import SessionState
from acute.errors import (
    AlreadyVoid,
    BeganAnotherDay,
    DatedInTheFuture,
    ImpossibleMinutes,
    NoPractice,
    OrdinalReasonMissing,
    SameSession,
)
from acute.models import Request, Session
from coordination.agreements import selectors as agreements
from coordination.agreements.models import Agreement
from coordination.audit import services as audit
from coordination.audit.enums import Purpose
from coordination.base import crypto
from coordination.base.actor import Actor
from coordination.base.errors import ReasonMissing
from coordination.base.periods import local_date
from coordination.ledger import selectors as prices
from coordination.ledger import services as ledger
from coordination.ledger.enums import ClaimState, Posting
from coordination.ledger.models import Tariff
from coordination.ledger.rules import Service
from coordination.parties import selectors as parties
from coordination.parties.models import Organisation, Patient

MOST_MINUTES = 600


def post_session(
    *,
    actor: Actor,
    agreement: Agreement,
    patient: Patient,
    service_on: date,
    minutes: int,
    now: datetime,
    began_at: datetime | None = None,
    request: Request | None = None,
    reservation: str = "",
    ordinal: int = 1,
    ordinal_reason: str = "",
    replaces: Session | None = None,
    answer: str = "",
) -> Session:
    """Write the session at the price of its day and post its fee; both or neither."""
    if service_on > local_date(now):
        raise DatedInTheFuture
    if not 1 <= minutes <= MOST_MINUTES:
        raise ImpossibleMinutes
    agreements.check_day_can_be_posted(agreement, on=service_on)
    place = replaces or request or patient
    if place.practice_id is None:
        raise NoPractice
    fee = selectors.fee_of(agreement, on=service_on, minutes=minutes, began_at=began_at)
    session = Session(
        agreement=agreement,
        request=request,
        replaces=replaces,
        patient=patient,
        region_id=agreement.region_id,
        municipality_id=place.municipality_id,
        practice_id=place.practice_id,
        practitioner_id=actor.practitioner_id,
        service_on=service_on,
        minutes=minutes,
        service_code=fee.service_code,
        price=fee.price,
        amount=fee.amount,
        fee_reason=fee.reason,
        ordinal=ordinal,
        ordinal_reason=ordinal_reason,
        state=SessionState.POSTED,
        logged_at=now,
        logged_by=actor.name,
    )
    _insert(session)
    posting = ledger.spend(
        actor=actor,
        agreement=agreement,
        purchase=_purchase(session),
        now=now,
        reservation=reservation,
    )
    session.claim_state = ledger.submit(
        actor=actor,
        agreement=agreement,
        purchase=_purchase(session),
        bill=_bill(session, case_mark=_case_mark(session, patient), answer=answer),
        funded=posting == Posting.POSTED,
        now=now,
    )
    audit.record(
        actor=actor,
        action="session.logged",
        subject_type="session",
        subject=session.uuid,
        minutes=minutes,
        amount=fee.amount,
        claim=session.claim_state,
    )
    return session


def _insert(session: Session) -> None:
    """A refusal ends the service and with it what it had written, so no savepoint is needed."""
    try:
        session.save(force_insert=True)
    except IntegrityError as error:
        if "session_once_a_day" in str(error):
            raise SameSession from error
        raise


def _purchase(session: Session) -> ledger.Purchase:
    return ledger.Purchase(
        source=session.source,
        amount=session.amount,
        service_on=session.service_on,
        municipality_id=session.municipality_id,
        practice_id=session.practice_id,
    )


def _bill(session: Session, *, case_mark: str = "", answer: str = "") -> ledger.Bill:
    return ledger.Bill(
        service_code=session.service_code,
        quantity=f"{session.minutes} min.",
        price=session.price,
        fee_reason=session.fee_reason,
        case_mark=case_mark,
        ordinal=session.ordinal,
        ordinal_reason=session.ordinal_reason,
        path=f"/akut/sessioner/{session.uuid}/",
        answer=answer,
    )


def _case_mark(session: Session, patient: Patient) -> str:
    """Equal for one citizen, agreement and day, so that whoever pays sees that it is the same."""
    case = f"{patient.uuid}|{session.agreement_id}|{session.service_on}"
    return crypto.blind_index(case.encode(), purpose="claim.case").hex()


@transaction.atomic
def log_session(
    *,
    actor: Actor,
    patient: UUID,
    service_on: date,
    minutes: int,
    now: datetime,
    began_at: datetime | None = None,
    ordinal: int = 1,
    ordinal_reason: str = "",
) -> Session:
    """Log advice that was given without a request, to a citizen listed with the own practice."""
    policies.check_log_session(actor)
    found = parties.patient_of(actor, patient)
    if began_at is not None and local_date(began_at) != service_on:
        raise BeganAnotherDay
    if ordinal > 1 and not ordinal_reason.strip():
        raise OrdinalReasonMissing
    audit.record_access(actor=actor, patient=found.uuid, purpose=Purpose.SESSION)
    agreement = selectors.agreement_in_municipality(actor, found.municipality_id, on=service_on)
    return post_session(
        actor=actor,
        agreement=agreement,
        patient=found,
        service_on=service_on,
        minutes=minutes,
        now=now,
        began_at=began_at,
        ordinal=ordinal,
        ordinal_reason=ordinal_reason.strip(),
    )


@transaction.atomic
def void_session(*, actor: Actor, uuid: UUID, reason: str, now: datetime) -> Session:
    """Take a session back: it stays, marked, and its fee is reversed by a new entry."""
    policies.check_void_session(actor)
    session = selectors.session_for(actor, uuid)
    policies.check_void_session(actor, session)
    if not reason.strip():
        raise ReasonMissing
    return _void(actor, session, reason.strip(), now)


def _void(actor: Actor, session: Session, reason: str, now: datetime) -> Session:
    session = Session.objects.select_for_update(of=("self",), no_key=True).get(pk=session.pk)
    if session.state == SessionState.VOID:
        raise AlreadyVoid
    session.state = SessionState.VOID
    session.void_reason = reason
    session.save(update_fields=["state", "void_reason"])
    ledger.withdraw(actor=actor, agreement=session.agreement, source=session.source, now=now)
    session.claim_state = ClaimState.WITHDRAWN
    audit.record(
        actor=actor,
        action="session.voided",
        subject_type="session",
        subject=session.uuid,
        amount=session.amount,
    )
    return session


@transaction.atomic
def correct_session(
    *,
    actor: Actor,
    uuid: UUID,
    minutes: int,
    reason: str,
    now: datetime,
    began_at: datetime | None = None,
) -> Session:
    """Void a session and log the same with other minutes, claimed anew with the reason."""
    policies.check_void_session(actor)
    wrong = selectors.session_for(actor, uuid)
    policies.check_void_session(actor, wrong)
    if not reason.strip():
        raise ReasonMissing
    if began_at is not None and local_date(began_at) != wrong.service_on:
        raise BeganAnotherDay
    patient = selectors.patient_to_correct(wrong)
    voided = _void(actor, wrong, reason.strip(), now)
    return post_session(
        actor=actor,
        agreement=wrong.agreement,
        patient=patient,
        service_on=wrong.service_on,
        minutes=minutes,
        now=now,
        began_at=began_at,
        request=wrong.request,
        ordinal=wrong.ordinal,
        ordinal_reason=wrong.ordinal_reason,
        replaces=voided,
        answer=reason.strip(),
    )


@transaction.atomic
def extend_session(
    *, actor: Actor, uuid: UUID, minutes: int, now: datetime, began_at: datetime | None = None
) -> Session:
    """Add minutes of the same episode to a session: one unit, claimed anew with what it holds."""
    policies.check_void_session(actor)
    first = selectors.session_for(actor, uuid)
    if not 1 <= minutes <= MOST_MINUTES:
        raise ImpossibleMinutes
    parts = {"first": first.minutes, "more": minutes}
    return correct_session(
        actor=actor,
        uuid=uuid,
        minutes=first.minutes + minutes,
        reason=_("Samme forløb: %(first)s og %(more)s min.") % parts,
        began_at=began_at,
        now=now,
    )


@dataclass(frozen=True, slots=True)
class EarlierSession:
    """A session of an earlier system, known by day, place and minutes, without a patient.

    `claim` is how far that system had come with paying it.
    """

    service_on: date
    municipality: Organisation
    practice: Organisation
    minutes: int
    posted_at: datetime
    claim: ClaimState = ClaimState.CLEARED


@transaction.atomic
def carry_over_sessions(
    *, actor: Actor, agreement: Agreement, rows: Iterable[EarlierSession]
) -> Decimal:
    """Bring the sessions of an earlier system in, at the prices of their days.

    Returns the posted total in kroner. All rows or none.
    """
    rows = list(rows)
    tariffs = {
        day: prices.tariff_on(agreement, selectors.ADVICE, on=day)
        for day in {row.service_on for row in rows}
    }
    sessions = [_earlier(agreement, row, tariffs[row.service_on]) for row in rows]
    Session.objects.bulk_create(sessions, batch_size=1000)
    total = ledger.carry_over(
        actor=actor,
        agreement=agreement,
        purchases=[(_purchase(session), session.logged_at) for session in sessions],
    )
    states = [row.claim for row in rows]
    for state in sorted(set(states)):
        ledger.carry_over_claims(
            actor=actor,
            agreement=agreement,
            rows=[
                (_purchase(session), _bill(session), session.logged_at)
                for session, said in zip(sessions, states, strict=True)
                if said == state
            ],
            state=state,
        )
    return total


def _earlier(agreement: Agreement, row: EarlierSession, tariff: Tariff) -> Session:
    began_at = row.posted_at - timedelta(minutes=row.minutes)
    fee = prices.fee_at(tariff, Service(minutes=row.minutes, began_at=began_at))
    return Session(
        agreement=agreement,
        region_id=agreement.region_id,
        municipality=row.municipality,
        practice=row.practice,
        service_on=row.service_on,
        minutes=row.minutes,
        service_code=fee.service_code,
        price=fee.price,
        amount=fee.amount,
        fee_reason=fee.reason,
        state=SessionState.POSTED,
        logged_at=row.posted_at,
        logged_by="Overført",
        imported=True,
    )
