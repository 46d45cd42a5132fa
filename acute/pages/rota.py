"""The rota: duties proposed, accepted and left; taking part, and whether one can be asked."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from acute import policies, selectors, services
from acute.enums import DutyState
from acute.forms import DutyForm, ReasonForm, SwitchForm
from acute.models import Duty
from coordination.agreements.models import Agreement
from coordination.base import clock
from coordination.base.actor import CARE_ROLES, Actor, Role
from coordination.base.errors import StateConflict, allowed
from coordination.base.periods import local_date
from coordination.parties import selectors as parties
from coordination.web import idempotency
from coordination.web.http import ActorRequest
from coordination.web.pages import attempt, attempt_or_say, new_key

STATE_KINDS = {
    DutyState.PLANNED: "warning",
    DutyState.ACCEPTED: "success",
    DutyState.DECLINED: "error",
    DutyState.CANCELLED: "none",
}


@require_http_methods(["GET", "HEAD", "POST"])
@idempotency.form
def duties(request: ActorRequest) -> HttpResponse:
    """The coming duties; whoever plans proposes a new one."""
    actor, now = request.actor, clock.now()
    policies.check_see_duties(actor)
    form = None
    if request.method == "POST" or allowed(policies.check_plan_duty, actor):
        rota = selectors.rota_agreements(actor, on=local_date(now))
        form = _form(request, rota, now)
        if form.is_valid() and _plan(actor, form, now):
            messages.success(request, _("Vagten er foreslået. Lægen svarer ja eller nej."))
            return redirect("acute-duties")
    rows = selectors.duties_for(actor).filter(ends_at__gt=now)
    context = {
        "form": form,
        "duties": [duty_row(actor, row, now) for row in rows[:100]],
        "shows_practice": actor.role == Role.REGION_ADMIN,
        "switch": switch(actor, now),
        "parts": _parts(actor, now),
        "idempotency_key": new_key(),
    }
    return render(request, "acute/duties.html", context)


def _form(request: ActorRequest, rota: list[Agreement], now: datetime) -> DutyForm:
    actor, today = request.actor, local_date(now)
    found = selectors.doctors_for_duty(actor, rota, on=today)
    places = {key for agreement in rota for key in agreement.party_ids}
    known = parties.organisations_by_key(places).values()
    return DutyForm(
        request.POST or None,
        doctors=[
            (f"{row.practice.uuid} {row.doctor.uuid}", f"{row.doctor.name}, {row.practice.name}")
            for row in found
        ],
        municipalities=[
            (str(row.uuid), row.name)
            for row in sorted(known, key=lambda row: row.name)
            if row.kind == "municipality"
        ],
        initial={"on": today},
    )


def _plan(actor: Actor, form: DutyForm, now: datetime) -> Duty | None:
    data = form.cleaned_data
    practice, doctor = (UUID(part) for part in data["doctor"].split())
    starts_at, ends_at = form.hours
    place = UUID(data["municipality"]) if data["municipality"] else None

    def call() -> Duty:
        return services.plan_duty(
            actor=actor,
            practice=practice,
            doctor=doctor,
            municipality=place,
            starts_at=starts_at,
            ends_at=ends_at,
            now=now,
        )

    fields = {"starts_at": "starts", "ends_at": "ends"}
    return attempt(form, call, lambda error: fields.get(getattr(error, "field", "") or ""))


def duty_row(actor: Actor, duty: Duty, now: datetime) -> dict[str, Any]:
    """A duty in a list, with what the reader can do about it."""
    state = DutyState(duty.state)
    mine = allowed(policies.check_answer_duty, actor, duty)
    left = duty.left_at is not None
    planner = allowed(policies.check_plan_duty, actor, duty.agreement.region_id, duty.practice_id)
    return {
        "url": reverse("acute-duty", args=[duty.uuid]),
        "when": services.when_text(duty),
        "doctor": duty.doctor.name,
        "practice": duty.practice.name,
        "where": duty.municipality.name if duty.municipality else _("Hele aftalen"),
        "state_label": _("Forladt") if left else state.label,
        "state_kind": "error" if left else STATE_KINDS[state],
        "is_on": not left and state == DutyState.ACCEPTED and duty.starts_at <= now < duty.ends_at,
        "answer_url": reverse("acute-duty-answer", args=[duty.uuid])
        if mine and state == DutyState.PLANNED
        else "",
        "leave_url": reverse("acute-duty-leave", args=[duty.uuid])
        if mine and state == DutyState.ACCEPTED and not left
        else "",
        "cancel_url": reverse("acute-duty-cancel", args=[duty.uuid])
        if planner and duty.starts_at > now and state in (DutyState.PLANNED, DutyState.ACCEPTED)
        else "",
    }


def switch(actor: Actor, now: datetime) -> dict[str, Any]:
    """The practice's switch as it stands, for those who may turn it."""
    if not allowed(policies.check_set_available, actor) or actor.organisation_id is None:
        return {}
    is_on = selectors.available([actor.organisation_id], at=now)[actor.organisation_id]
    return {"is_on": is_on, "url": reverse("acute-availability"), "form": SwitchForm()}


def _parts(actor: Actor, now: datetime) -> list[dict[str, Any]]:
    """The agreement of the practice's municipality, and whether the practice takes part."""
    if actor.role not in CARE_ROLES or actor.organisation_id is None:
        return []
    today = local_date(now)
    municipality = parties.municipality_of(actor.organisation_id, on=today)
    if municipality is None:
        return []
    try:
        agreement = selectors.agreement_in_municipality(actor, municipality.pk, on=today)
    except StateConflict:
        return []
    since = [
        row.starts_on
        for row in selectors.participations_of(actor.organisation_id, on=today)
        if row.agreement_id == agreement.pk
    ]
    return [
        {
            "title": agreement.title,
            "since": since[0] if since else None,
            "url": reverse("acute-participation"),
            "can_change": allowed(policies.check_take_part, actor, actor.organisation_id),
        }
    ]


@require_GET
def duty(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The role card: what whoever has the duty does, and what not."""
    actor, now = request.actor, clock.now()
    found = selectors.duty_for(actor, uuid)
    context = {
        "duty": duty_row(actor, found, now),
        "cancel_form": ReasonForm(),
        "idempotency_key": new_key(),
    }
    return render(request, "acute/duty.html", context)


@require_POST
@idempotency.form
def answer_duty(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Yes or no to a proposed duty."""
    actor, accepted = request.actor, request.POST.get("answer") == "yes"
    if attempt_or_say(
        request,
        lambda: services.answer_duty(actor=actor, uuid=uuid, accepted=accepted, now=clock.now()),
    ):
        said = _("Du har sagt ja til vagten.") if accepted else _("Du har sagt nej til vagten.")
        messages.success(request, said)
    return redirect("acute-duties")


@require_POST
@idempotency.form
def leave_duty(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The doctor goes off duty."""
    actor = request.actor
    if attempt_or_say(
        request, lambda: services.leave_duty(actor=actor, uuid=uuid, now=clock.now())
    ):
        messages.success(request, _("Du er ikke længere på vagt. Regionen får besked."))
    return redirect("acute-duties")


@require_POST
@idempotency.form
def cancel_duty(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Whoever plans takes a duty back."""
    actor, reason = request.actor, request.POST.get("reason", "")
    if attempt_or_say(
        request,
        lambda: services.cancel_duty(actor=actor, uuid=uuid, reason=reason, now=clock.now()),
    ):
        messages.success(request, _("Vagten er aflyst. Lægen får besked."))
    return redirect("acute-duties")


@require_POST
@idempotency.form
def set_availability(request: ActorRequest) -> HttpResponse:
    """Turn the practice's switch; nurses' lists follow at their next look, within seconds."""
    actor, form = request.actor, SwitchForm(request.POST)
    policies.check_set_available(actor)
    if form.is_valid():
        on = form.cleaned_data["available"]
        services.set_available(
            actor=actor, is_available=on, until_at=form.until_at, now=clock.now()
        )
        said = _("I er til rådighed.") if on else _("I er ikke til rådighed. Andre bliver spurgt.")
        messages.success(request, said)
    else:
        messages.error(request, " ".join(map(str, form.errors["back_on"])))
    return redirect("acute-duties" if request.POST.get("from") == "duties" else "acute-inbox")


@require_POST
@idempotency.form
def set_participation(request: ActorRequest) -> HttpResponse:
    """A doctor says yes or no, for the practice, to being asked under the agreement."""
    actor, yes = request.actor, request.POST.get("answer") == "yes"
    if attempt_or_say(
        request, lambda: services.answer_for_practice(actor=actor, yes=yes, today=clock.today())
    ):
        said = _("I deltager fra i dag.") if yes else _("I deltager ikke fra i morgen.")
        messages.success(request, said)
    return redirect("acute-duties")
