"""The ward announces, nurse and doctor say that they are ready, all see the same history."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coordination.access.enums import MemberRole
from coordination.base import clock
from coordination.base.actor import Actor
from coordination.base.danish import day_text
from coordination.base.errors import allowed
from coordination.base.periods import local_date, whole_years
from coordination.web import idempotency
from coordination.web.http import ActorRequest
from coordination.web.pages import attempt, attempt_or_say, new_key
from discharges import policies, selectors, services
from discharges.enums import DischargeState, StepKind
from discharges.forms import AnnounceForm, CancelForm, ChangeForm
from discharges.models import Discharge, DischargeStep

KINDS = {
    DischargeState.ANNOUNCED: "info",
    DischargeState.AT_HOME: "success",
    DischargeState.CANCELLED: "none",
}
"""The design system's colour of each state; the words stand beside it."""


def _row(actor: Actor, discharge: Discharge, now: datetime) -> dict[str, Any]:
    """A discharge as the list and its own page show it."""
    waits = discharge.state == DischargeState.ANNOUNCED
    return {
        "url": reverse("discharge", args=[discharge.uuid]),
        "initials": discharge.patient.initials,
        "age": whole_years(discharge.patient.born_on, local_date(now)),
        "needs": discharge.needs,
        "expected_on": discharge.expected_on,
        "overdue": waits and discharge.expected_on < local_date(now),
        "ward": discharge.ward.name,
        "state_label": discharge.get_state_display(),
        "state_kind": KINDS[DischargeState(discharge.state)],
        "is_announced": waits,
        "updated_at": discharge.updated_at,
        "is_mine": waits and _is_mine(actor, discharge),
        "waits_for": _waits_for(actor, discharge) if waits else "",
        "sides": _sides(discharge),
    }


def _is_mine(actor: Actor, discharge: Discharge) -> bool:
    """Whether the reader is asked, and has not said so yet."""
    nurse = actor.role in policies.NURSE
    ready_at = discharge.nurse_ready_at if nurse else discharge.gp_ready_at
    return ready_at is None and allowed(policies.check_get_ready, actor, discharge)


def _waits_for(actor: Actor, discharge: Discharge) -> str:
    """Whose turn it is, as the reader would say it."""
    if _is_mine(actor, discharge):
        return _("Venter på jer")
    missing = [side["name"] for side in _sides(discharge) if side["ready_at"] is None]
    return _("Venter på %s") % _(" og ").join(missing) if missing else _("Alle er klar")


def _sides(discharge: Discharge) -> list[dict[str, Any]]:
    """Who is to be ready at home, and since when each is."""
    sides = [{"name": discharge.municipality.name, "ready_at": discharge.nurse_ready_at}]
    if discharge.practice is not None:
        sides.append({"name": discharge.practice.name, "ready_at": discharge.gp_ready_at})
    return sides


@require_GET
def discharge_list(request: ActorRequest) -> HttpResponse:
    """Who is about to come home, the first of them first, and what is lately over."""
    actor, now = request.actor, clock.now()
    found = services.open_list(actor=actor, now=now)
    rows = [_row(actor, row, now) for row in found.announced]
    groups = [
        {
            "title": _("Venter på jer"),
            "rows": [row for row in rows if row["is_mine"]],
            "empty": _("Intet venter på jer."),
        },
        {
            "title": _("Meldt"),
            "rows": [row for row in rows if not row["is_mine"]],
            "empty": _("Ingen udskrivninger er meldt."),
        },
        {
            "title": _("Den seneste uge"),
            "rows": [_row(actor, row, now) for row in found.lately],
            "empty": _("Ingen endnu."),
        },
    ]
    can_announce = allowed(policies.check_announce, actor)
    context = {
        "groups": groups[1:2] if can_announce else groups,
        "can_announce": can_announce,
        "now": now,
    }
    return render(request, "discharges/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@idempotency.form
def announce(request: ActorRequest) -> HttpResponse:
    """The citizen's number, the day and one line; the number is posted, never in an address."""
    actor = request.actor
    policies.check_announce(actor)
    form = AnnounceForm(request.POST or None)
    if form.is_valid():
        made = attempt(
            form,
            lambda: services.announce(actor=actor, now=clock.now(), **form.cleaned_data),
        )
        if made is not None:
            messages.success(request, _("Udskrivningen er meldt til kommunen og egen læge."))
            return redirect("discharge", uuid=made.uuid)
    context = {"form": form, "idempotency_key": new_key()}
    return render(request, "discharges/announce.html", context)


@require_GET
def detail(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """One discharge: who, when, what is needed, who is ready, and all that was said."""
    return _show(request, uuid)


def _show(request: ActorRequest, uuid: UUID, **bound: forms.Form) -> HttpResponse:
    actor, now = request.actor, clock.now()
    found = services.open_discharge(actor=actor, uuid=uuid)
    context: dict[str, Any] = {
        "row": _row(actor, found, now),
        "patient": found.patient,
        "municipality": found.municipality,
        "practice": found.practice,
        "timeline": [_step(step) for step in selectors.steps_of(actor, found)],
        "idempotency_key": new_key(),
        "now": now,
    }
    if found.state == DischargeState.ANNOUNCED:
        context |= _actions(actor, found) | bound
    return render(request, "discharges/detail.html", context)


def _actions(actor: Actor, found: Discharge) -> dict[str, Any]:
    """What the reader can do about it."""
    actions: dict[str, Any] = {}
    if _is_mine(actor, found):
        actions["ready_url"] = reverse("discharge-ready", args=[found.uuid])
    if allowed(policies.check_come_home, actor, found):
        actions["home_url"] = reverse("discharge-at-home", args=[found.uuid])
    if allowed(policies.check_change, actor, found):
        said = {"expected_on": found.expected_on, "needs": found.needs}
        actions |= {
            "change_form": ChangeForm(initial=said),
            "change_url": reverse("discharge-change", args=[found.uuid]),
            "cancel_form": CancelForm(),
            "cancel_url": reverse("discharge-cancel", args=[found.uuid]),
        }
    return actions


def _step(step: DischargeStep) -> dict[str, Any]:
    """One line of the history; an announcement is told as it then stood."""
    label = step.get_kind_display()
    if step.kind in (StepKind.ANNOUNCED, StepKind.CHANGED):
        label = f"{label}: {day_text(step.expected_on)}. {step.needs}"
    return {
        "at": step.at,
        "who": step.actor_name,
        "role": MemberRole(step.role).label,
        "organisation": step.organisation_name,
        "text": f"{label}: {step.reason}" if step.reason else label,
        "kind": step.kind,
    }


@require_POST
@idempotency.form
def get_ready(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The own municipality or practice is ready."""
    actor, now = request.actor, clock.now()
    if attempt_or_say(request, lambda: services.get_ready(actor=actor, uuid=uuid, now=now)):
        messages.success(request, _("Afsnittet kan se, at I er klar."))
    return redirect("discharge", uuid=uuid)


@require_POST
@idempotency.form
def change(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The ward changes the day or the need."""
    actor, now = request.actor, clock.now()
    form = ChangeForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: services.change(actor=actor, uuid=uuid, now=now, **data)):
            messages.success(request, _("Ændringen er meldt til kommunen og egen læge."))
            return redirect("discharge", uuid=uuid)
    policies.check_change(actor)
    return _show(request, uuid, change_form=form)


@require_POST
@idempotency.form
def cancel(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The ward cancels, with a reason; from then on it no longer sees the citizen."""
    actor, now = request.actor, clock.now()
    form = CancelForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: services.cancel(actor=actor, uuid=uuid, now=now, **data)):
            messages.success(request, _("Udskrivningen er aflyst. De andre får besked."))
            return redirect("discharge-list")
    policies.check_cancel(actor)
    return _show(request, uuid, cancel_form=form)


@require_POST
@idempotency.form
def come_home(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The citizen has left the ward."""
    actor, now = request.actor, clock.now()
    if attempt_or_say(request, lambda: services.come_home(actor=actor, uuid=uuid, now=now)):
        messages.success(request, _("Gemt. Borgeren er udskrevet."))
        return redirect("discharge-list")
    return redirect("discharge", uuid=uuid)
