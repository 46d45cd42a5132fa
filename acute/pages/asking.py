"""Asking: the citizen is found, and the request is written and sent."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from acute import policies, selectors, services
from acute.enums import Consent, Reason, RequestState, ScoreKind, Urgency
from acute.forms import FindPatientForm, RequestForm
from acute.models import Request
from acute.pages.ladder import promises
from acute.pages.measurements import form_for, setting_of, trends, typed_score
from acute.pages.rows import delegation_rows, patient_row
from acute.tasks import wake
from coordination.audit.enums import Purpose
from coordination.base import clock
from coordination.base.actor import Actor
from coordination.base.errors import StateConflict
from coordination.base.periods import local_date
from coordination.parties import services as parties
from coordination.parties.models import Patient
from coordination.web import idempotency
from coordination.web.http import ActorRequest
from coordination.web.pages import attempt, new_key


@require_http_methods(["GET", "HEAD", "POST"])
def find(request: ActorRequest) -> HttpResponse:
    """Look the citizen up by CPR number, which is posted and never part of an address."""
    actor = request.actor
    policies.check_send(actor)
    form = FindPatientForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        patient = attempt(
            form, lambda: parties.find_patient(actor=actor, cpr=form.cleaned_data["cpr"])
        )
        if patient is not None:
            opened = selectors.open_request_of(actor, patient)
            if opened is None:
                return redirect("acute-new", patient=patient.uuid)
            context["open_request"] = _opened(opened)
        elif not form.errors:
            form.add_error("cpr", _("Vi fandt ingen borger i din kommune. Tjek nummeret."))
    return render(request, "acute/find_patient.html", context)


def _opened(request: Request) -> dict[str, Any]:
    return {
        "url": reverse("acute-request", args=[request.uuid]),
        "number": request.number,
        "question": request.question,
        "state_label": RequestState(request.state).label,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@idempotency.form
def new_request(request: ActorRequest, patient: UUID) -> HttpResponse:
    """Ask for advice: reason, urgency, one line, a few measurements, and who will be asked."""
    actor, now = request.actor, clock.now()
    policies.check_send(actor)
    found = parties.open_patient(actor=actor, uuid=patient, purpose=Purpose.REQUEST)
    setting = setting_of(found)
    delegations = selectors.delegations_about(actor, found, on=local_date(now))
    also = selectors.delegated_codes(delegations)
    if "only_score" in request.POST:
        form = form_for(RequestForm, setting, None, also=also, initial=request.POST.dict())
    else:
        form = form_for(RequestForm, setting, request.POST or None, also=also)
    if form.is_valid():
        sent = _send(actor, found, form, now)
        if sent is not None:
            wake()
            said = _("Anmodning %(number)s er sendt til %(place)s.")
            messages.success(request, said % {"number": sent.number, "place": sent.practice.name})
            return redirect("acute-request", uuid=sent.uuid)
    opened = selectors.open_request_of(actor, found)
    context = {
        "form": form,
        "open_request": _opened(opened) if opened else None,
        "patient": patient_row(found),
        "score_name": ScoreKind(setting.score).label if setting else "",
        "score": typed_score(request.POST, setting, found.born_on),
        "score_url": reverse("acute-score", args=[found.uuid]),
        "delegations": delegation_rows(delegations),
        "trends": trends(actor, found),
        "agreement": _agreement_line(actor, found),
        "idempotency_key": new_key(),
        "draft_key": f"request-{found.uuid}",
        "promises": promises(actor, found, now),
        "now": now,
    }
    return render(request, "acute/request_form.html", context)


def _agreement_line(actor: Actor, patient: Patient) -> str:
    try:
        agreement = selectors.agreement_in_municipality(
            actor, patient.municipality_id, on=clock.today()
        )
    except StateConflict as refusal:
        return refusal.text
    return _("Under aftalen %(title)s, som er i kraft.") % {"title": agreement.title}


def _send(actor: Actor, patient: Patient, form: RequestForm, now: Any) -> Request | None:
    data = form.cleaned_data

    def call() -> Request:
        return services.send(
            actor=actor,
            patient=patient.uuid,
            reason=Reason(data["reason"]),
            urgency=Urgency(data["urgency"]),
            question=data["question"],
            consent=Consent(data["consent"]),
            callback_phone=data["callback_phone"],
            measurements=form.measurements,
            circumstances=form.circumstances,
            now=now,
        )

    return attempt(form, call, form.field_of)
