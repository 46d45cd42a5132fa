"""Undoing what was just logged: a real reversal, within half a minute."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from acute import policies, selectors
from acute.enums import RequestState, StepKind
from acute.errors import TooLateToUndo
from acute.models import Request, Session
from acute.services import ladder, moves, requests, sessions
from acute.services.wordings import check_answered_by, keep_wording
from coordination.base.actor import Actor

UNDONE = _("Fortrudt inden for 30 sekunder")


def _check_in_time(logged_at: datetime, now: datetime) -> None:
    if now - logged_at > timedelta(seconds=selectors.UNDO_SECONDS):
        raise TooLateToUndo


@transaction.atomic
def take_back(*, actor: Actor, uuid: UUID, now: datetime) -> Request:
    """Undo an answer: its session is voided, its claim withdrawn, and the doctor has it again.

    The nurse may have read the advice, so its words are kept.
    """
    request = moves.lock(actor, uuid, policies.check_answer)
    check_answered_by(actor, request)
    assert request.answered_at is not None
    _check_in_time(request.answered_at, now)
    keep_wording(actor, request, now)
    session = selectors.session_of(actor, request)
    moves.move(request, RequestState.WAITING)
    request.answered_at, request.outcome, request.advice = None, "", ""
    ladder.give_time_to_finish(request, now)
    moves.save(request, now, "answered_at", "outcome", "advice", "due_at")
    moves.step(actor, request, StepKind.TAKEN_BACK, now)
    if session is not None:
        sessions.void_session(actor=actor, uuid=session.uuid, reason=str(UNDONE), now=now)
    return requests.take(actor=actor, uuid=uuid, now=now)


@transaction.atomic
def undo_session(*, actor: Actor, uuid: UUID, now: datetime) -> Session:
    """Undo a call that was logged: it is voided, or is what it was before it was added to."""
    policies.check_void_session(actor)
    session = selectors.session_for(actor, uuid)
    _check_in_time(session.logged_at, now)
    reason = str(UNDONE)
    if session.replaces is None:
        return sessions.void_session(actor=actor, uuid=uuid, reason=reason, now=now)
    before = session.replaces.minutes
    return sessions.correct_session(actor=actor, uuid=uuid, minutes=before, reason=reason, now=now)
