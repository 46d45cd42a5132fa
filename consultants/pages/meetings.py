"""Meetings: coming and held, the agenda, the minutes, and what is still to be done."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consultants import policies, selectors, services
from consultants.enums import ActivityKind, MeetingState
from consultants.forms import HoldForm, MeetingForm
from consultants.models import Meeting, MeetingItem
from coordination.base import clock
from coordination.base.danish import day_text
from coordination.base.errors import allowed
from coordination.web import idempotency
from coordination.web.http import ActorRequest
from coordination.web.pages import attempt, attempt_or_say, new_key

MOST_SHOWN = 200
KINDS = {MeetingState.PLANNED: "info", MeetingState.HELD: "success", MeetingState.CANCELLED: ""}


@require_GET
def meeting_list(request: ActorRequest) -> HttpResponse:
    """Coming and earlier meetings, and the tasks that they left."""
    actor = request.actor
    rows = list(selectors.meetings_for(actor).order_by("-held_at", "-id")[:MOST_SHOWN])
    may_call = bool(selectors.own_hosts(actor, on=clock.today()))
    context = {
        "coming": [_row(row) for row in reversed(rows) if row.state == MeetingState.PLANNED],
        "earlier": [_row(row) for row in rows if row.state != MeetingState.PLANNED],
        "tasks": [_task(row) for row in selectors.open_tasks(actor)[:MOST_SHOWN]],
        "new_url": reverse("meeting-new") if may_call else "",
        "idempotency_key": new_key(),
    }
    return render(request, "consultants/meeting_list.html", context)


def _row(meeting: Meeting) -> dict[str, Any]:
    return {
        "url": reverse("meeting", args=[meeting.uuid]),
        "title": meeting.title,
        "host": meeting.host.name,
        "held_at": meeting.held_at,
        "where": meeting.where,
        "state_label": meeting.get_state_display(),
        "state_kind": KINDS[MeetingState(meeting.state)],
    }


def _task(item: MeetingItem) -> dict[str, Any]:
    return {
        "url": reverse("meeting", args=[item.meeting.uuid]),
        "done_url": reverse("task-done", args=[item.uuid]),
        "text": item.task,
        "owner": item.task_owner,
        "due_on": item.task_due_on,
        "host": item.meeting.host.name,
        "overdue": item.task_due_on is not None and item.task_due_on < clock.today(),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@idempotency.form
def call(request: ActorRequest) -> HttpResponse:
    """Call a meeting at an own place."""
    actor, now = request.actor, clock.now()
    policies.check_meet(actor)
    form = MeetingForm(request.POST or None, hosts=selectors.own_hosts(actor, on=clock.today()))
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: services.call_meeting(actor=actor, now=now, **form.asked()))
        if made is not None:
            messages.success(request, _("Mødet er oprettet med en dagsorden."))
            return redirect("meeting", uuid=made.uuid)
    return render(
        request, "consultants/meeting_form.html", {"form": form, "idempotency_key": new_key()}
    )


@require_GET
def detail(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """One meeting: its agenda, and what came of it."""
    return _show(request, uuid)


def _show(request: ActorRequest, uuid: UUID, form: forms.Form | None = None) -> HttpResponse:
    actor = request.actor
    meeting = selectors.meeting_for(actor, uuid)
    items = selectors.agenda_of(meeting)
    context: dict[str, Any] = {
        "row": _row(meeting),
        "items": [_item(item) for item in items],
        "minutes": meeting.minutes,
        "idempotency_key": new_key(),
    }
    appointments = selectors.appointments_at(actor, meeting, on=clock.today())
    may_hold = allowed(policies.check_move, actor, meeting, appointments)
    if meeting.state == MeetingState.PLANNED and may_hold:
        context |= {
            "form": form or HoldForm(items=items),
            "hold_url": reverse("meeting-hold", args=[uuid]),
            "cancel_url": reverse("meeting-cancel", args=[uuid]),
        }
    if meeting.state == MeetingState.HELD:
        context["log_url"] = _log_url(request, meeting)
    return render(request, "consultants/meeting.html", context)


def _log_url(request: ActorRequest, meeting: Meeting) -> str:
    """Where the consultant writes down the hours of a meeting that was held; empty for others."""
    if not allowed(policies.check_log, request.actor):
        return ""
    rows = selectors.appointments_at(request.actor, meeting, on=meeting.held_on)
    said = {"slags": ActivityKind.MANAGEMENT_MEETING.value, "dag": day_text(meeting.held_on)}
    return f"{reverse('activity-new', args=[rows[0].uuid])}?{urlencode(said)}" if rows else ""


def _item(item: MeetingItem) -> dict[str, Any]:
    return {
        "title": item.title,
        "url": reverse("point", args=[item.point.uuid]) if item.point else "",
        "decision": item.decision,
        "task": item.task,
        "owner": item.task_owner,
        "due_on": item.task_due_on,
        "done_on": item.task_done_on,
    }


@require_POST
@idempotency.form
def hold(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Write the minutes of a meeting."""
    actor, now = request.actor, clock.now()
    policies.check_meet(actor)
    meeting = selectors.meeting_for(actor, uuid)
    form = HoldForm(request.POST, items=selectors.agenda_of(meeting))
    if form.is_valid():
        done = attempt(
            form,
            lambda: services.hold_meeting(
                actor=actor,
                uuid=uuid,
                minutes=form.cleaned_data["minutes"],
                outcomes=form.outcomes(),
                now=now,
            ),
        )
        if done is not None:
            messages.success(request, _("Referatet er gemt."))
            return redirect("meeting", uuid=uuid)
    return _show(request, uuid, form)


@require_POST
@idempotency.form
def cancel(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The meeting does not take place."""
    actor, now = request.actor, clock.now()
    policies.check_meet(actor)
    attempt_or_say(request, lambda: services.cancel_meeting(actor=actor, uuid=uuid, now=now))
    return redirect("meeting", uuid=uuid)


@require_POST
@idempotency.form
def task_done(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """A task has been done."""
    actor, now = request.actor, clock.now()
    policies.check_meet(actor)
    attempt_or_say(request, lambda: services.finish_task(actor=actor, uuid=uuid, now=now))
    return redirect("meeting-list")
