"""The half minute in which what was logged can be undone."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from acute import policies, selectors, services
from coordination.base import clock
from coordination.base.actor import Actor
from coordination.base.errors import allowed
from coordination.web import idempotency
from coordination.web.http import ActorRequest
from coordination.web.pages import attempt_or_say, new_key


def answer_row(actor: Actor, now: datetime) -> dict[str, Any] | None:
    """The answer that the reader can take back."""
    found = allowed(policies.check_answer, actor) and selectors.answer_to_undo(actor, now=now)
    if not found or found.answered_at is None:
        return None
    return _row(reverse("acute-take-back", args=[found.uuid]), found.answered_at, now)


def session_row(actor: Actor, now: datetime) -> dict[str, Any] | None:
    """The call that the reader can undo."""
    found = allowed(policies.check_log_session, actor) and selectors.session_to_undo(actor, now=now)
    if not found:
        return None
    return _row(reverse("acute-session-undo", args=[found.uuid]), found.logged_at, now)


def _row(url: str, logged_at: datetime, now: datetime) -> dict[str, Any]:
    left = selectors.UNDO_SECONDS - int((now - logged_at).total_seconds())
    return {"url": url, "seconds": left, "idempotency_key": new_key()}


@require_POST
@idempotency.form
def take_back(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The answer is undone; the doctor stands in the request again."""
    actor, now = request.actor, clock.now()
    if attempt_or_say(request, lambda: services.take_back(actor=actor, uuid=uuid, now=now)):
        messages.success(request, _("Svaret er trukket tilbage. Anmodningen er din igen."))
        return redirect("acute-request", uuid=uuid)
    return redirect("acute-inbox")


@require_POST
@idempotency.form
def undo_session(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The call is undone, and its fee reversed."""
    actor, now = request.actor, clock.now()
    if attempt_or_say(request, lambda: services.undo_session(actor=actor, uuid=uuid, now=now)):
        messages.success(request, _("Opkaldet er fortrudt, og beløbet er ført tilbage."))
    return redirect("acute-sessions")
