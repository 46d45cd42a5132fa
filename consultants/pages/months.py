from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from consultants import policies, selectors, services
from consultants.enums import SHEET_MOVES, SheetState
from consultants.forms import ReturnForm
from consultants.models import Activity, MonthSheet
from consultants.models.activities import NOTHING
from consultants.pages.hours import KINDS
from consultants.pages.texts import month_title
from consultants.rules.durations import hours_text
from coordination.base import clock
from coordination.base.errors import NotFound, allowed
from coordination.web import idempotency
from coordination.web.http import ActorRequest
from coordination.web.pages import attempt, attempt_or_say, new_key


@require_GET
def detail(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """One month: what was done, what it is worth, and whose turn it is."""
    return _show(request, uuid)


def _show(
    request: ActorRequest, uuid: UUID, *, return_form: forms.Form | None = None
) -> HttpResponse:
    actor, sheet = request.actor, selectors.sheet_for(request.actor, uuid)
    appointment, state = sheet.appointment, SheetState(sheet.state)
    rows = selectors.activities_of(sheet)
    may_log = allowed(policies.check_log, actor, appointment) and not sheet.is_locked
    may_approve = allowed(policies.check_approve, actor, appointment)
    context: dict[str, Any] = {
        "title": month_title(sheet.month),
        "name": appointment.practitioner.name,
        "place": appointment.place.name,
        "state_label": state.label,
        "state_kind": KINDS[state],
        "sheet": sheet,
        "claim_label": _claim_label(sheet),
        "rows": [_row(row, may_change=may_log) for row in rows],
        "hours": hours_text(sum(row.minutes for row in rows)),
        "km": sum((row.km for row in rows), NOTHING),
        "amount": sheet.amount,  # type: ignore[attr-defined]
        "account_url": reverse("hours-account", args=[appointment.uuid]),
        "log_url": reverse("activity-new", args=[appointment.uuid]) if may_log else "",
        "idempotency_key": new_key(),
    }
    if may_log:
        context["sign_url"] = reverse("month-sign", args=[uuid])
    if may_approve and SheetState.APPROVED in SHEET_MOVES[state]:
        context["approve_url"] = reverse("month-approve", args=[uuid])
    if may_approve and SheetState.RETURNED in SHEET_MOVES[state]:
        context["return_form"] = return_form or ReturnForm()
        context["return_url"] = reverse("month-return", args=[uuid])
        reopens = state == SheetState.APPROVED
        context["return_label"] = _("Genåbn måneden") if reopens else _("Send tilbage")
    return render(request, "consultants/month.html", context)


def _claim_label(sheet: MonthSheet) -> str:
    """How far the money of an approved month has come, in words."""
    claim = selectors.claim_of(sheet)
    if claim is not None:
        return _("Kravet: %s") % claim.label.lower()
    return _("Udbetales som løn") if sheet.state == SheetState.APPROVED else ""


def _row(activity: Activity, *, may_change: bool) -> dict[str, Any]:
    travels = list(activity.travels.all())
    return {
        "done_on": activity.done_on,
        "kind_label": activity.get_kind_display(),
        "department": activity.department,
        "note": activity.note,
        "product_title": activity.product_title,
        "product_url": activity.product_url,
        "point": activity.point and f"{activity.point.number}: {activity.point.title}",
        "point_url": activity.point and reverse("point", args=[activity.point.uuid]),
        "hours": hours_text(activity.minutes) if activity.minutes else "–",
        "km": activity.km or None,
        "amount": activity.amount,
        "reasons": [
            text
            for text in (
                activity.work_reason,
                *(row.reason for row in travels),
                activity.km_reason,
            )
            if text
        ],
        "edit_url": reverse("activity", args=[activity.uuid]) if may_change else "",
        "delete_url": reverse("activity-take-back", args=[activity.uuid]) if may_change else "",
    }


@require_POST
@idempotency.form
def begin(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Open the sheet of a month, also where only the fixed fee is due."""
    actor = request.actor
    policies.check_sign(actor)
    try:
        day = date.fromisoformat(request.POST.get("month", ""))
    except ValueError:
        raise NotFound from None
    made: list[MonthSheet] = []
    went = attempt_or_say(
        request, lambda: made.append(services.begin(actor=actor, appointment=uuid, day=day))
    )
    if went:
        return redirect("month", uuid=made[0].uuid)
    return redirect("hours-account", uuid=uuid)


@require_POST
@idempotency.form
def sign(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The consultant says that the month is finished."""
    actor, now = request.actor, clock.now()
    if attempt_or_say(request, lambda: services.sign(actor=actor, uuid=uuid, now=now)):
        messages.success(request, _("Måneden er underskrevet. Stedets ledelse får besked."))
    return redirect("month", uuid=uuid)


@require_POST
@idempotency.form
def approve(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The management approves the hours."""
    actor, now = request.actor, clock.now()
    if attempt_or_say(request, lambda: services.approve(actor=actor, uuid=uuid, now=now)):
        messages.success(request, _("Timerne er godkendt."))
    return redirect("month", uuid=uuid)


@require_POST
@idempotency.form
def send_back(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The management sends the month back, or reopens it, with a reason."""
    actor, now = request.actor, clock.now()
    policies.check_return(actor)
    policies.check_return(actor, selectors.sheet_for(actor, uuid).appointment)
    form = ReturnForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        done = attempt(
            form,
            lambda: services.send_back(actor=actor, uuid=uuid, reason=reason, now=now),
        )
        if done is not None:
            messages.success(request, _("Måneden er sendt tilbage til konsulenten."))
            return redirect("month", uuid=uuid)
    return _show(request, uuid, return_form=form)
