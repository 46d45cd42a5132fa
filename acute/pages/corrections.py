"""What is put right in a request: the doctor's words, and the citizen it is about."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from acute import policies, selectors, services
from acute.enums import Outcome
from acute.forms import EditAdviceForm, ResendForm
from coordination.base import clock
from coordination.parties import services as parties
from coordination.web import idempotency
from coordination.web.http import ActorRequest
from coordination.web.pages import attempt, new_key


@require_http_methods(["GET", "HEAD", "POST"])
@idempotency.form
def edit_advice(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The doctor writes the advice anew; the nurse is shown both wordings."""
    actor, now = request.actor, clock.now()
    policies.check_answer(actor)
    case = services.open_request(actor=actor, uuid=uuid)
    policies.check_answer(actor, case)
    form = EditAdviceForm(
        request.POST or None, initial={"outcome": case.outcome, "advice": case.advice}
    )
    if request.method == "POST" and form.is_valid():
        outcome, advice = Outcome(form.cleaned_data["outcome"]), form.cleaned_data["advice"]
        if attempt(
            form,
            lambda: services.edit_advice(
                actor=actor, uuid=uuid, outcome=outcome, advice=advice, now=now
            ),
        ):
            messages.success(request, _("Rådet er skrevet om. Den gamle tekst er gemt."))
            return redirect("acute-request", uuid=uuid)
    context = {"form": form, "question": case.question, "number": case.number, "uuid": uuid}
    return render(request, "acute/advice_edit.html", context | {"idempotency_key": new_key()})


@require_http_methods(["GET", "HEAD", "POST"])
@idempotency.form
def resend(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The nurse had the wrong citizen: one form cancels, and sends about the right one."""
    actor, now = request.actor, clock.now()
    policies.check_send(actor)
    case = selectors.request_for(actor, uuid)
    policies.check_cancel(actor, case)
    form = ResendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        patient = attempt(form, lambda: parties.find_patient(actor=actor, cpr=data["cpr"]))
        if patient is not None:
            right, why = patient.uuid, data["reason"]
            sent = attempt(
                form,
                lambda: services.resend(actor=actor, uuid=uuid, patient=right, reason=why, now=now),
            )
            if sent is not None:
                messages.success(request, _("Anmodningen er sendt om den rigtige borger."))
                return redirect("acute-request", uuid=sent.uuid)
        elif not form.errors:
            form.add_error("cpr", _("Vi fandt ingen borger i din kommune. Tjek nummeret."))
    context = {"form": form, "question": case.question, "number": case.number, "uuid": uuid}
    return render(request, "acute/resend.html", context | {"idempotency_key": new_key()})
