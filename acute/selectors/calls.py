"""A call that no request was sent for: what it costs, and which episode it may belong to."""

from dataclasses import dataclass
from datetime import date, datetime

from acute import policies
from acute.enums import SessionState
from acute.errors import DatedInTheFuture
from acute.models import Request, Session
from acute.selectors.requests import (
    agreement_in_municipality,
    fee_of,
    open_request_of,
    sessions_for,
)
from coordination.base.actor import Actor
from coordination.base.periods import local_date
from coordination.ledger.selectors import Fee
from coordination.parties.models import Patient


@dataclass(frozen=True, slots=True)
class Call:
    """Its fee as a unit of its own, and as part of the `episode` that was logged the same day.

    `ordinal` is its number among the citizen's units of that day.
    """

    patient: Patient
    fee: Fee
    request: Request | None
    episode: Session | None
    together: Fee | None
    ordinal: int


def call_about(
    actor: Actor,
    patient: Patient,
    *,
    on: date,
    minutes: int,
    now: datetime,
    began_at: datetime | None = None,
) -> Call:
    """What logging the call would mean, before anything is saved."""
    policies.check_log_session(actor)
    if on > local_date(now):
        raise DatedInTheFuture
    agreement = agreement_in_municipality(actor, patient.municipality_id, on=on)
    rows = sessions_for(actor).filter(patient=patient, agreement=agreement, service_on=on)
    units = list(rows.exclude(state=SessionState.VOID))
    episode = units[0] if units else None
    together = None
    if episode is not None:
        whole = episode.minutes + minutes
        together = fee_of(agreement, on=on, minutes=whole, began_at=began_at)
    return Call(
        patient=patient,
        fee=fee_of(agreement, on=on, minutes=minutes, began_at=began_at),
        request=open_request_of(actor, patient),
        episode=episode,
        together=together,
        ordinal=max((row.ordinal for row in units), default=0) + 1,
    )
