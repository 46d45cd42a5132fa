"""Advice that is edited: the nurse reads the new words, and the old ones are kept."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from acute import policies
from acute.enums import Outcome, RequestState, StepKind
from acute.errors import AlreadyMoved, NothingChanged, NotYours
from acute.models import EarlierAdvice, Request
from acute.services import moves
from coordination.base.actor import Actor


@transaction.atomic
def edit_advice(
    *, actor: Actor, uuid: UUID, outcome: Outcome, advice: str, now: datetime
) -> Request:
    """The doctor who answered writes it anew, until the nurse has carried it out."""
    request = moves.lock(actor, uuid, policies.check_answer)
    check_answered_by(actor, request)
    if (request.outcome, request.advice) == (outcome, advice.strip()):
        raise NothingChanged
    keep_wording(actor, request, now)
    request.outcome, request.advice = outcome, advice.strip()
    moves.save(request, now, "outcome", "advice")
    moves.step(actor, request, StepKind.EDITED, now)
    return request


def check_answered_by(actor: Actor, request: Request) -> None:
    """The actor has answered, and nobody has acted on it."""
    if request.state != RequestState.ANSWERED:
        raise AlreadyMoved(state=RequestState(request.state).label.lower())
    if request.taken_by_key != actor.key:
        raise NotYours


def keep_wording(actor: Actor, request: Request, now: datetime) -> None:
    """Write down what the nurse may have read."""
    assert request.answered_at is not None
    EarlierAdvice.objects.create(
        request=request,
        outcome=request.outcome,
        text=request.advice,
        given_at=request.answered_at,
        replaced_at=now,
        replaced_by=actor.name,
    )
