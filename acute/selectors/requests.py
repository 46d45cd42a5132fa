from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Max, Q

from acute import policies
from acute.enums import OPEN_STATES, WORDS, RequestState, ScoreKind, SessionState
from acute.errors import CarriedOver, PatientGone
from acute.models import (
    EarlierAdvice,
    Measurement,
    MeasurementKind,
    OwnQuerySet,
    Request,
    RequestQuerySet,
    Session,
    Step,
)
from acute.rules.scores import PARAMETERS
from coordination.agreements import selectors as agreements
from coordination.agreements.models import Agreement
from coordination.base.actor import Actor
from coordination.base.errors import NotFound
from coordination.base.periods import local_date
from coordination.ledger import selectors as ledger
from coordination.ledger.rules import Service
from coordination.ledger.selectors import Fee
from coordination.parties.enums import OrganisationKind
from coordination.parties.models import Patient

ADVICE = "0124"
"""Service code of medical advice to an acute function in the collective agreement."""

HOW_FAR = {"claim_state": ledger.claim_state("session")}
"""What a session's claim says of its payment, told with the session."""

COPENHAGEN = ZoneInfo("Europe/Copenhagen")

PARTS = ("patient", "municipality", "practice", "own_practice")
"""Whom a request is about and between, read along with it."""


def is_paid(request: Request) -> bool:
    """Whether whoever is asked now is paid a fee under the agreement: a practice is."""
    return request.is_paid and request.practice.kind == OrganisationKind.GP_PRACTICE


def requests_for(actor: Actor) -> RequestQuerySet:
    """Requests the own municipality sent, or that were put to the own place.

    Their agreement is read along where it is visible: not everybody meets the one they ask under.
    """
    policies.check_work_list(actor)
    rows = Request.objects.visible_to(actor).select_related(*PARTS)
    return rows.prefetch_related("agreement")


def open_requests_for(actor: Actor) -> list[Request]:
    """What waits for a doctor or for the nurse, the oldest promise first."""
    states = [*OPEN_STATES, RequestState.ANSWERED]
    rows = requests_for(actor).filter(state__in=states)
    return list(rows.order_by("promised_at", "id")[:200])


def closed_requests_for(actor: Actor, *, on: date) -> list[Request]:
    """What was closed on a local day, newest first."""
    midnight = datetime.combine(on, time.min, tzinfo=COPENHAGEN)
    states = [RequestState.CARRIED_OUT, RequestState.NOT_POSSIBLE, RequestState.CANCELLED]
    states.append(RequestState.CALLED)
    rows = requests_for(actor).filter(state__in=states, closed_at__gte=midnight)
    return list(rows.order_by("-closed_at", "-id")[:50])


def request_for(actor: Actor, uuid: UUID) -> Request:
    """One request of the actor's own municipality or practice."""
    found = requests_for(actor).filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


def open_request_of(actor: Actor, patient: Patient) -> Request | None:
    """The patient's open request, so that it is followed and not sent twice."""
    return requests_for(actor).filter(patient=patient, is_paid=True, state__in=OPEN_STATES).first()


def measurements_of(actor: Actor, request: Request) -> list[Measurement]:
    """The request's measurements in the order of the form."""
    rows = Measurement.objects.visible_to(actor).filter(request=request)
    return list(rows.select_related("kind").order_by("kind__position", "measured_at", "id"))


def steps_of(actor: Actor, request: Request) -> list[Step]:
    """The request's timeline, oldest first."""
    rows = Step.objects.visible_to(actor).filter(request=request)
    return list(rows.order_by("id"))


def earlier_advice(request: Request) -> list[EarlierAdvice]:
    """What was advised before it was edited or taken back, the newest first."""
    return list(EarlierAdvice.objects.filter(request=request).order_by("-id"))


def form_measurements(score: str = "", also: Iterable[str] = ()) -> list[MeasurementKind]:
    """The measurements a nurse is offered, in order; words only where the score asks for them.

    `also` are codes that somebody has delegated.
    """
    rows = MeasurementKind.objects.filter(Q(on_request_form=True) | Q(code__in=list(also)))
    asked = PARAMETERS[ScoreKind(score)].values() if score else ()
    return list(rows.exclude(code__in=WORDS.keys() - set(asked)).order_by("position", "code"))


def all_measurement_kinds(actor: Actor) -> list[MeasurementKind]:
    """Everything that can be measured, in the order of the form."""
    policies.check_work_list(actor)
    return list(MeasurementKind.objects.order_by("position", "code"))


def measurement_kinds(codes: Iterable[str]) -> dict[str, MeasurementKind]:
    """Known measurement kinds by code."""
    return {kind.code: kind for kind in MeasurementKind.objects.filter(code__in=list(codes))}


def agreement_in_municipality(actor: Actor, municipality_id: int, *, on: date) -> Agreement:
    """The advice agreement that applies in a municipality on a day."""
    return agreements.acute_agreement(actor, municipality_id=municipality_id, on=on)


def fee_of(
    agreement: Agreement, *, on: date, minutes: int, began_at: datetime | None = None
) -> Fee:
    """The fee of advice of `minutes` on a day, with its reason, before anything is saved."""
    service = Service(minutes=minutes, began_at=began_at)
    return ledger.fee_on(agreement, ADVICE, on=on, service=service)


def expected_fee(agreement: Agreement, *, now: datetime) -> Decimal:
    """Kroner to set aside when a doctor takes a request."""
    tariff = ledger.tariff_on(agreement, ADVICE, on=local_date(now))
    service = Service(minutes=tariff.expected_minutes, began_at=now)
    return ledger.fee_at(tariff, service).amount


def sessions_for(actor: Actor) -> OwnQuerySet:
    """The sessions of the actor's own practice, newest first."""
    policies.check_see_sessions(actor)
    rows = Session.objects.filter(practice__in=actor.care_orgs)
    rows = rows.annotate(**HOW_FAR)
    return rows.select_related("agreement", "municipality", "patient", "practitioner").order_by(
        "-id"
    )


def sessions_until(
    actor: Actor, *, on: date, before: tuple[date, int] | None = None
) -> OwnQuerySet:
    """Sessions up to a day, the newest day first; `before` is the day and key of one shown last."""
    rows = sessions_for(actor).filter(service_on__lte=on).order_by("-service_on", "-id")
    if before is None:
        return rows
    day, key = before
    return rows.filter(Q(service_on__lt=day) | Q(service_on=day, pk__lt=key))


def session_for(actor: Actor, uuid: UUID) -> Session:
    """One session of the actor's own practice."""
    found = sessions_for(actor).filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


def patient_to_correct(session: Session) -> Patient:
    """Whom a session that is logged anew is about; refuses where that can no longer be told."""
    if session.patient_id is None:
        raise CarriedOver
    if session.patient is None:  # hidden by the row-level policy
        raise PatientGone
    return session.patient


def next_ordinal(request: Request, *, on: date) -> int:
    """The number of the patient's next session that day: each request is a unit of its own."""
    same_day = Session.objects.filter(
        practice=request.practice_id,
        patient=request.patient_id,
        agreement=request.agreement_id,
        service_code=ADVICE,
        service_on=on,
    ).exclude(state=SessionState.VOID)
    highest = same_day.aggregate(highest=Max("ordinal"))["highest"]
    return (highest or 0) + 1
