"""What the reader has just logged and can still undo."""

from datetime import datetime, timedelta

from django.db.models import Q

from acute.enums import RequestState, SessionState
from acute.models import Request, Session
from acute.selectors.requests import requests_for, sessions_for
from coordination.base.actor import Actor

UNDO_SECONDS = 30


def session_of(actor: Actor, request: Request) -> Session | None:
    """The session that an answer was paid by; none where it was given without a fee."""
    if not request.is_paid:
        return None
    rows = sessions_for(actor).filter(request=request)
    return rows.exclude(state=SessionState.VOID).first()


def answer_to_undo(actor: Actor, *, now: datetime) -> Request | None:
    """The actor's answer of the last half minute."""
    since = now - timedelta(seconds=UNDO_SECONDS)
    rows = requests_for(actor).filter(
        state=RequestState.ANSWERED, taken_by_key=actor.key, answered_at__range=(since, now)
    )
    return rows.order_by("-answered_at").first()


def session_to_undo(actor: Actor, *, now: datetime) -> Session | None:
    """The call that the actor has logged, or added to, within the last half minute."""
    since = now - timedelta(seconds=UNDO_SECONDS)
    rows = sessions_for(actor).filter(
        Q(request__isnull=True) | Q(replaces__isnull=False),
        logged_by=actor.name,
        logged_at__range=(since, now),
    )
    return rows.exclude(state=SessionState.VOID).first()
