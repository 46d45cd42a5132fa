"""Asking a specialist at a hospital, from where one is called to a citizen."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from acute import policies, selectors, services
from acute.enums import Consent, Reason, ScoreKind, Urgency
from acute.forms import ConsultForm
from acute.models import Request
from acute.pages.measurements import form_for, typed_score
from coordination.base import clock
from coordination.base.actor import Actor
from coordination.base.identifiers import InvalidIdentifier, parse_cpr
from coordination.web import idempotency
from coordination.web.http import ActorRequest
from coordination.web.pages import attempt, new_key


@require_http_methods(["GET", "HEAD", "POST"])
@idempotency.form
def consult(request: ActorRequest) -> HttpResponse:
    """The citizen's number, who is asked, one line, and what was measured, in one form.

    The number is posted and never part of an address; the citizen is shown once there is a request.
    """
    actor, today = request.actor, clock.today()
    policies.check_consult(actor)
    assert actor.organisation_id is not None
    units = [row.organisation for row in selectors.specialist_units(actor, on=today)]
    setting = selectors.score_setting(actor.organisation_id, on=today)
    if "only_score" in request.POST:
        form = form_for(ConsultForm, setting, None, units=units, initial=request.POST.dict())
    else:
        form = form_for(ConsultForm, setting, request.POST or None, units=units)
    if form.is_valid():
        sent = attempt(form, lambda: _consult(actor, form), form.field_of)
        if sent is not None:
            messages.success(request, _("Anmodningen er sendt til %s.") % sent.practice.name)
            return redirect("acute-request", uuid=sent.uuid)
    context = {
        "form": form,
        "units": units,
        "score_name": ScoreKind(setting.score).label if setting else "",
        "score_url": reverse("acute-consult-score"),
        "score": _score(actor, request.POST),
        "idempotency_key": new_key(),
    }
    return render(request, "acute/consult.html", context)


@require_POST
def consult_score(request: ActorRequest) -> HttpResponse:
    """The score of what has been typed so far, by the age in the number; nobody is looked up."""
    policies.check_consult(request.actor)
    context = {"score": _score(request.actor, request.POST)}
    return render(request, "acute/_score.html", context)


def _score(actor: Actor, typed: Any) -> Any:
    assert actor.organisation_id is not None
    setting = selectors.score_setting(actor.organisation_id, on=clock.today())
    try:
        born_on = parse_cpr(typed.get("cpr", "")).birth_date
    except InvalidIdentifier:
        return None
    return typed_score(typed, setting, born_on)


def _consult(actor: Actor, form: Any) -> Request:
    data = form.cleaned_data
    return services.consult(
        actor=actor,
        cpr=data["cpr"],
        unit=UUID(data["unit"]),
        reason=Reason(data["reason"]),
        urgency=Urgency(data["urgency"]),
        question=data["question"],
        consent=Consent(data["consent"]),
        callback_phone=data["callback_phone"],
        measurements=form.measurements,
        circumstances=form.circumstances,
        now=clock.now(),
    )
