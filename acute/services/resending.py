"""A request about the wrong citizen: cancelled with a reason, and sent about the right one."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from acute import policies, selectors
from acute.enums import Consent, Reason, StepKind, Urgency
from acute.errors import AskTheUnitAnew, SameCitizen
from acute.models import Request
from acute.services import moves, requests
from coordination.base.actor import Actor
from coordination.base.errors import ReasonMissing


@transaction.atomic
def resend(*, actor: Actor, uuid: UUID, patient: UUID, reason: str, now: datetime) -> Request:
    """What was asked and measured goes along; pictures do not, they show somebody."""
    policies.check_send(actor)
    wrong = selectors.request_for(actor, uuid)
    if not wrong.is_paid:
        raise AskTheUnitAnew
    if not reason.strip():
        raise ReasonMissing
    if wrong.patient.uuid == patient:
        raise SameCitizen
    said = _("Forkert borger: %s") % reason.strip()
    requests.cancel(actor=actor, uuid=uuid, reason=said[:300], now=now)
    right = requests.send(
        actor=actor,
        patient=patient,
        reason=Reason(wrong.reason),
        urgency=Urgency(wrong.urgency),
        question=wrong.question,
        consent=Consent(wrong.consent),
        callback_phone=wrong.callback_phone,
        measurements=list(selectors.newest_readings(wrong).items()),
        circumstances=selectors.circumstances_of(actor, wrong),
        background=wrong.background,
        now=now,
    )
    moves.step(actor, right, StepKind.REPLACES, now, wrong.number)
    return right
