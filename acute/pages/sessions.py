import re
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from acute import policies, selectors, services
from acute.forms import CorrectForm, ReasonForm
from acute.models import Session
from acute.pages.undo import session_row
from coordination.base import clock
from coordination.base.actor import Actor
from coordination.base.errors import allowed
from coordination.base.periods import COPENHAGEN
from coordination.ledger.enums import MOVES, ClaimState
from coordination.web import idempotency
from coordination.web.http import ActorRequest
from coordination.web.pages import attempt, new_key

KINDS = {
    ClaimState.UNFUNDED: "warning",
    ClaimState.SUBMITTED: "info",
    ClaimState.REJECTED: "error",
    ClaimState.APPROVED: "success",
    ClaimState.CLEARED: "success",
    ClaimState.SETTLED: "success",
    ClaimState.WITHDRAWN: "none",
}
PAGE_SIZE = 20
PLACE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})_([0-9]{1,18})")


def _row(actor: Actor, session: Session) -> dict[str, Any]:
    state = ClaimState(session.claim_state)
    can_void = ClaimState.WITHDRAWN in MOVES[state] and allowed(
        policies.check_void_session, actor, session
    )
    return {
        "service_on": session.service_on,
        "minutes": session.minutes,
        "amount": session.amount,
        "municipality": session.municipality.name,
        "agreement": session.agreement.title,
        "who": session.logged_by,
        "state_label": state.label,
        "state_kind": KINDS[state],
        "void_reason": session.void_reason,
        "correct_url": reverse("acute-session-correct", args=[session.uuid]) if can_void else "",
        "void_url": reverse("acute-session-void", args=[session.uuid]) if can_void else "",
    }


def _next(last: Session) -> str:
    return f"?before={last.service_on}_{last.pk}"


def _before(request: ActorRequest) -> tuple[date, int] | None:
    """The place in the list that an address names; the beginning where it names none."""
    found = PLACE.fullmatch(request.GET.get("before", ""))
    try:
        return (date.fromisoformat(found[1]), int(found[2])) if found else None
    except ValueError:
        return None


@require_GET
def sessions(request: ActorRequest) -> HttpResponse:
    """The practice's own sessions and fees, newest first."""
    actor = request.actor
    rows = selectors.sessions_until(actor, on=clock.today(), before=_before(request))
    found = list(rows[: PAGE_SIZE + 1])
    context = {
        "undo": session_row(actor, clock.now()),
        "sessions": [_row(actor, row) for row in found[:PAGE_SIZE]],
        "next_url": _next(found[PAGE_SIZE - 1]) if len(found) > PAGE_SIZE else "",
        "first_url": request.path if "before" in request.GET else "",
        "can_log": allowed(policies.check_log_session, actor),
    }
    return render(request, "acute/sessions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@idempotency.form
def void(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Take a session back with a reason; its fee is reversed."""
    actor, now = request.actor, clock.now()
    policies.check_void_session(actor)
    session = selectors.session_for(actor, uuid)
    policies.check_void_session(actor, session)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(
            form,
            lambda: services.void_session(actor=actor, uuid=uuid, reason=reason, now=now),
        ):
            messages.success(request, _("Sessionen er tilbageført."))
            return redirect("acute-sessions")
    context = {"form": form, "session": _row(actor, session), "idempotency_key": new_key()}
    return render(request, "acute/session_void.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@idempotency.form
def correct(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Log a session anew with other minutes; the new amount is always seen before it is saved."""
    actor, now = request.actor, clock.now()
    policies.check_void_session(actor)
    session = selectors.session_for(actor, uuid)
    policies.check_void_session(actor, session)
    form = CorrectForm(request.POST or None, initial={"minutes": session.minutes})
    preview, key = None, ""
    if request.method == "POST" and form.is_valid():
        data, began = form.cleaned_data, _began(form, session.service_on)
        key = f"{data['minutes']} {data['began'] or ''}".strip()
        if data["shown"] == key and attempt(
            form,
            lambda: services.correct_session(
                actor=actor,
                uuid=uuid,
                minutes=data["minutes"],
                reason=data["reason"],
                began_at=began,
                now=now,
            ),
            field_of,
        ):
            messages.success(request, _("Sessionen er rettet og indsendt igen."))
            return redirect("my-claims")
        preview = attempt(
            form,
            lambda: selectors.fee_of(
                session.agreement,
                on=session.service_on,
                minutes=data["minutes"],
                began_at=began,
            ),
            field_of,
        )
    context = {
        "form": form,
        "session": _row(actor, session),
        "fee": preview,
        "shown": key,
        "can_correct": ClaimState.WITHDRAWN in MOVES[ClaimState(session.claim_state)],
        "idempotency_key": new_key(),
    }
    return render(request, "acute/session_correct.html", context)


def _began(form: CorrectForm, day: date) -> datetime | None:
    began = form.cleaned_data["began"]
    return datetime.combine(day, began, tzinfo=COPENHAGEN) if began else None


def field_of(error: Exception) -> str | None:
    return "began" if getattr(error, "field", None) == "began_at" else None
