from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consultants import policies, selectors, services
from consultants.enums import ConsultantKind, Ending
from consultants.forms import AppointForm, EndForm, ExtendForm
from consultants.models import Appointment
from consultants.pages.texts import facts_of
from consultants.rules.durations import hours_text
from coordination.base import clock
from coordination.base.errors import allowed
from coordination.parties import selectors as parties
from coordination.web import idempotency
from coordination.web.http import ActorRequest
from coordination.web.pages import attempt, new_key


@require_GET
def appointment_list(request: ActorRequest) -> HttpResponse:
    """The consultants of the actor's region, municipality or hospital, or the own appointments."""
    today = clock.today()
    rows = [_row(row) for row in selectors.appointments_for(request.actor)]
    may_appoint = allowed(policies.check_appoint, request.actor)
    context = {
        "now": [row for row in rows if row["last_day_on"] >= today],
        "past": [row for row in rows if row["last_day_on"] < today],
        "new_url": reverse("appointment-new") if may_appoint else "",
    }
    return render(request, "consultants/appointment_list.html", context)


def _row(appointment: Appointment) -> dict[str, Any]:
    return {
        "url": reverse("appointment", args=[appointment.uuid]),
        "name": appointment.practitioner.name,
        "kind_label": appointment.get_kind_display(),
        "place": appointment.place.name,
        "starts_on": appointment.starts_on,
        "last_day_on": appointment.last_day_on,
        "hours": hours_text(appointment.monthly_minutes),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@idempotency.form
def appoint(request: ActorRequest) -> HttpResponse:
    """Appoint a consultant."""
    actor, today = request.actor, clock.today()
    offered = selectors.offered_to(actor, today=today)
    form = AppointForm(
        request.POST or None,
        agreements=offered.agreements,
        hosts=offered.hosts,
        departments=offered.departments,
    )
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: _appoint(request, form))
        if made is not None:
            messages.success(request, _("%s er ansat.") % made.practitioner.name)
            return redirect("appointment", uuid=made.uuid)
    context = {"form": form, "idempotency_key": new_key()}
    return render(request, "consultants/appoint.html", context)


def _appoint(request: ActorRequest, form: AppointForm) -> Appointment:
    chosen = {name: form.uuid_of(name) for name in ("host", "place")}
    places = parties.organisations_named(uuid for uuid in chosen.values() if uuid)
    agreement = form.uuid_of("agreement")
    assert agreement is not None
    return services.appoint(
        actor=request.actor,
        agreement=selectors.scheme_for(request.actor, agreement),
        kind=ConsultantKind(form.cleaned_data["kind"]),
        practitioner=parties.practitioner_of(form.cleaned_data["practitioner"]),
        host=places[chosen["host"]],  # type: ignore[index]
        place=places[chosen["place"]] if chosen["place"] else None,
        contract=form.contract(),
        starts_on=form.cleaned_data["starts_on"],
        last_day_on=form.cleaned_data["last_day_on"],
        today=clock.today(),
    )


@require_GET
def detail(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """One appointment with its terms, and what may be done about it."""
    return _show(request, uuid)


def _show(
    request: ActorRequest,
    uuid: UUID,
    *,
    extend_form: forms.Form | None = None,
    end_form: forms.Form | None = None,
) -> HttpResponse:
    appointment, today = selectors.appointment_for(request.actor, uuid), clock.today()
    may_change = allowed(policies.check_extend, request.actor, appointment.employer_id)
    runs = may_change and not appointment.ended_reason and today <= appointment.last_day_on
    coming = selectors.days_of([appointment], after=today)
    context: dict[str, Any] = {
        "row": _row(appointment),
        "facts": facts_of(appointment),
        "days": [(day.on, day.kind.label, day.explanation) for day in coming],
        "idempotency_key": new_key(),
    }
    if runs and appointment.extended_on is None:
        context["extend_form"] = extend_form or ExtendForm()
        context["extend_url"] = reverse("appointment-extend", args=[uuid])
    if runs:
        context["end_form"] = end_form or EndForm()
        context["end_url"] = reverse("appointment-end", args=[uuid])
    return render(request, "consultants/appointment.html", context)


@require_POST
@idempotency.form
def extend(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """One more term for the same consultant."""
    actor, today = request.actor, clock.today()
    policies.check_extend(actor)
    appointment = selectors.appointment_for(actor, uuid)
    policies.check_extend(actor, appointment.employer_id)
    form = ExtendForm(request.POST)
    if form.is_valid():
        done = attempt(
            form,
            lambda: services.extend(actor=actor, uuid=uuid, today=today, **form.cleaned_data),
        )
        if done is not None:
            messages.success(request, _("Konsulenten er genansat."))
            return redirect("appointment", uuid=uuid)
    return _show(request, uuid, extend_form=form)


@require_POST
@idempotency.form
def end(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """End the appointment before its term."""
    actor, today = request.actor, clock.today()
    policies.check_end(actor)
    appointment = selectors.appointment_for(actor, uuid)
    policies.check_end(actor, appointment.employer_id)
    form = EndForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        done = attempt(
            form,
            lambda: services.end(
                actor=actor,
                uuid=uuid,
                ending=Ending(data["ending"]),
                received_on=data["received_on"],
                last_day_on=data["last_day_on"],
                reason=data["reason"],
                today=today,
            ),
        )
        if done is not None:
            messages.success(request, _("Ansættelsens sidste dag er ændret."))
            return redirect("appointment", uuid=uuid)
    return _show(request, uuid, end_form=form)
