"""Ask a hospital unit that an agreement on specialist advice covers."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from acute import policies, selectors
from acute.enums import Consent, Reason, StepKind, Urgency
from acute.errors import ConsentMissing, NotCoveredUnit, QuestionMissing, UnknownCitizen
from acute.models import Request
from acute.rules.scores import USUAL, Circumstances, Reading
from acute.services import ladder, moves, readings, requests
from coordination.base.actor import Actor
from coordination.base.periods import local_date
from coordination.parties import services as parties


@transaction.atomic
def consult(
    *,
    actor: Actor,
    cpr: str,
    unit: UUID,
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
    """Ask the unit about the citizen with this number; the measurements are as for a practice.

    From now on both units see the citizen, until the request is closed. No fee is paid.
    """
    policies.check_consult(actor)
    assert actor.organisation_id is not None
    checked = readings.check(measurements)
    if not question.strip():
        raise QuestionMissing
    if consent is None:
        raise ConsentMissing
    covered = selectors.specialist_units(actor, on=local_date(now))
    units = {row.organisation.uuid: row for row in covered}
    if unit not in units:
        raise NotCoveredUnit
    patient = parties.find_by_number(actor=actor, cpr=cpr)
    if patient is None:
        raise UnknownCitizen
    request = Request(
        agreement_id=units[unit].agreement_id,
        patient=patient,
        municipality_id=actor.organisation_id,
        own_practice=patient.practice,
        is_paid=False,
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
    asked = ladder.put_to_unit(request, units[unit].organisation, now=now)
    requests.insert(request)
    readings.write(request, checked, circumstances, now)
    moves.step(actor, request, StepKind.SENT, now)
    ladder.tell_asked(actor, request, asked, now)
    return request
