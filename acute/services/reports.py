"""What the nurse reports afterwards, for the figures alone."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from acute import policies
from acute.enums import StepKind
from acute.errors import NotAnsweredYet
from acute.models import Request
from acute.services import moves
from coordination.base.actor import Actor


@transaction.atomic
def report_admission(*, actor: Actor, uuid: UUID, avoided: bool, now: datetime) -> Request:
    """Whoever asked says whether the advice spared the citizen an admission."""
    request = moves.lock(actor, uuid, policies.check_close)
    if request.answered_at is None:
        raise NotAnsweredYet
    request.avoided_admission = avoided
    moves.save(request, now, "avoided_admission")
    moves.step(actor, request, StepKind.REPORTED, now)
    return request
