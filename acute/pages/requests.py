from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from acute import policies, selectors, services
from acute.enums import AUTOMATIC, OPEN_STATES, Consent, Outcome, Reason, RequestState, Urgency
from acute.forms import AdviceForm, AnswerForm, CloseForm, ReasonForm
from acute.models import Request, Step
from acute.pages.attachments import attachment_context
from acute.pages.fees import fee_of
from acute.pages.ladder import can_ring, ladder_context
from acute.pages.measurements import measurement_row, score_rows, trends
from acute.pages.rows import KINDS, earlier_rows, patient_row, turn_of
from coordination.access.enums import MemberRole
from coordination.base import clock
from coordination.base.actor import Actor
from coordination.base.errors import allowed
from coordination.ledger.enums import ClaimState
from coordination.web import idempotency
from coordination.web.http import ActorRequest
from coordination.web.pages import attempt, attempt_or_say, new_key


@require_GET
def detail(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """One request: the patient, the measurements, what happened, and what the reader can do."""
    return _show(request, uuid)


def _show(
    request: ActorRequest,
    uuid: UUID,
    *,
    log_form: forms.Form | None = None,
    done_form: forms.Form | None = None,
    reason_form: forms.Form | None = None,
) -> HttpResponse:
    actor, now = request.actor, clock.now()
    case = services.open_request(actor=actor, uuid=uuid)
    address = _addresses(case)
    doctor = allowed(policies.check_answer, actor, case)
    nurse = allowed(policies.check_close, actor, case)
    mine = case.state == RequestState.TAKEN and case.taken_by_key == actor.key
    context: dict[str, Any] = {
        "case": _case(actor, case, now),
        "now": now,
        "patient": patient_row(case.patient),
        "measurements": [measurement_row(row) for row in selectors.measurements_of(actor, case)],
        "score": score_rows(selectors.newest_score(actor, case)),
        "trends": trends(actor, case.patient, case),
        **attachment_context(actor, case),
        "timeline": [_step(row) for row in selectors.steps_of(actor, case)],
        "news_url": f"{address['news']}?version={case.version}",
        "idempotency_key": new_key(),
    }
    context |= ladder_context(actor, case, now)
    if doctor and can_ring(case):
        context |= {"can_take": True, "take_url": address["take"]}
    if doctor and mine:
        form = log_form or _answer_form(case)(None)
        context |= {
            "log_form": form,
            "log_url": address["answer"],
            "back_form": reason_form or ReasonForm(),
            "back_url": address["hand_back"],
        }
    if doctor and mine and selectors.is_paid(case):
        context |= {
            "preview_url": address["fee"],
            "fee_preview": fee_of(case, form["minutes"].value()),
        }
    context |= _advised(actor, case, doctor)
    if nurse and case.state == RequestState.ANSWERED:
        context |= {"done_form": done_form or CloseForm(), "done_url": address["close"]}
    if nurse and case.state in OPEN_STATES:
        context |= {
            "attach_url": reverse("acute-attach", args=[uuid]),
            "measure_url": reverse("acute-measure", args=[uuid]),
            "resend_url": reverse("acute-resend", args=[uuid]) if case.is_paid else "",
            "cancel_form": reason_form or ReasonForm(),
            "cancel_url": address["cancel"],
        }
    return render(request, "acute/request_detail.html", context)


def _advised(actor: Actor, case: Request, doctor: bool) -> dict[str, Any]:
    """What was advised, now and before, and what the reader can still say about it."""
    context: dict[str, Any] = {"earlier_advice": earlier_rows(case)}
    if case.outcome:
        context["advice"] = _advice(case)
    if doctor and case.state == RequestState.ANSWERED and case.taken_by_key == actor.key:
        context["edit_advice_url"] = reverse("acute-advice-edit", args=[case.uuid])
    if case.answered_at and allowed(policies.check_close, actor, case):
        context |= {
            "avoided": case.avoided_admission,
            "report_url": reverse("acute-report", args=[case.uuid]),
        }
    return context


def _addresses(case: Request) -> dict[str, str]:
    verbs = ("news", "take", "answer", "fee", "hand_back", "close", "cancel")
    return {verb: reverse(f"acute-{verb.replace('_', '-')}", args=[case.uuid]) for verb in verbs}


def _case(actor: Actor, case: Request, now: Any) -> dict[str, Any]:
    state = RequestState(case.state)
    waiting = state in (RequestState.WAITING, RequestState.TAKEN) and case.contact_at is None
    return {
        "url": reverse("acute-request", args=[case.uuid]),
        "number": case.number,
        "is_paid": case.is_paid,
        "question": case.question,
        "urgency": case.urgency,
        "urgency_label": str(Urgency(case.urgency).label).split(":")[0],
        "state_label": state.label,
        "state_kind": KINDS[state],
        "waiting_on_label": turn_of(actor, case),
        "promised_at": case.promised_at if waiting else None,
        "overdue": waiting and case.promised_at < now,
        "reason_label": Reason(case.reason).label,
        "requester": case.sent_by,
        "organisation": case.municipality.name,
        "callback_phone": case.callback_phone,
        "consent_text": Consent(case.consent).label,
    }


def _step(step: Step) -> dict[str, Any]:
    label = step.get_kind_display()
    return {
        "at": step.at,
        "who": step.actor_name,
        "role": "" if step.kind in AUTOMATIC else MemberRole(step.role).label,
        "organisation": step.organisation_name,
        "text": f"{label}: {step.text}" if step.text else label,
        "kind": step.kind,
    }


def _advice(case: Request) -> dict[str, Any]:
    return {
        "outcome_label": Outcome(case.outcome).label,
        "text": case.advice or _("Lægen har ikke skrevet mere."),
        "doctor": case.taken_by,
        "organisation": case.practice.name,
        "at": case.answered_at,
    }


@require_GET
def news(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """A bar that says that something happened; the page never moves by itself."""
    case = selectors.request_for(request.actor, uuid)
    seen = request.GET.get("version", "")
    address = {"url": reverse("acute-request", args=[case.uuid])}
    context = {"changed": seen != str(case.version), "case": address}
    return render(request, "acute/_request_news.html", context)


@require_POST
@idempotency.form
def take(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The doctor takes the request; the expected fee is reserved."""
    actor, now = request.actor, clock.now()
    attempt_or_say(request, lambda: services.take(actor=actor, uuid=uuid, now=now))
    return redirect("acute-request", uuid=uuid)


@require_POST
@idempotency.form
def answer(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Log outcome and minutes; the fee is posted and the request goes back to the nurse."""
    actor, now = request.actor, clock.now()
    policies.check_answer(actor)
    form = _answer_form(selectors.request_for(actor, uuid))(request.POST)
    if form.is_valid():
        said = attempt(form, lambda: _answer(actor, uuid, form.cleaned_data, now))
        if said is not None:
            messages.success(request, said)
            return redirect("acute-inbox")
    return _show(request, uuid, log_form=form)


def _answer_form(case: Request) -> type[forms.Form]:
    return AnswerForm if selectors.is_paid(case) else AdviceForm


def _answer(actor: Actor, uuid: UUID, data: dict[str, Any], now: Any) -> str:
    """Carry out the answer; what to tell the doctor."""
    outcome, advice = Outcome(data["outcome"]), data["advice"]
    if data.get("without_fee", True):
        services.answer_without_fee(actor=actor, uuid=uuid, outcome=outcome, advice=advice, now=now)
        return _("Svaret er sendt uden honorar.") if data.get("minutes") else _("Svaret er sendt.")
    return _logged(
        services.answer(
            actor=actor,
            uuid=uuid,
            outcome=outcome,
            minutes=data["minutes"],
            advice=advice,
            now=now,
        )
    )


def _logged(session: Any) -> str:
    amount = f"{session.amount:.2f}".replace(".", ",")
    if session.claim_state == ClaimState.UNFUNDED:
        return _("Svaret er sendt. %s kr. venter på, at regionen finder dækning.") % amount
    return _("Svaret er sendt, og %s kr. er bogført.") % amount


@require_POST
@idempotency.form
def hand_back(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The doctor gives the request back to the practice with a reason."""
    actor, now = request.actor, clock.now()
    form = ReasonForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(
            form, lambda: services.hand_back(actor=actor, uuid=uuid, reason=reason, now=now)
        ):
            return redirect("acute-inbox")
    return _show(request, uuid, reason_form=form)


@require_POST
@idempotency.form
def close(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The nurse marks the advice carried out, or says why it was not possible."""
    actor, now = request.actor, clock.now()
    form = CloseForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        closed = attempt(
            form,
            lambda: services.close(
                actor=actor,
                uuid=uuid,
                carried_out=data["result"] == "done",
                note=data["note"],
                now=now,
            ),
        )
        if closed is not None:
            messages.success(request, _("Gemt. Anmodning %s er lukket.") % closed.number)
            return redirect("acute-inbox")
    return _show(request, uuid, done_form=form)


@require_POST
@idempotency.form
def cancel(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The nurse withdraws the request with a reason."""
    actor, now = request.actor, clock.now()
    form = ReasonForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: services.cancel(actor=actor, uuid=uuid, reason=reason, now=now)):
            return redirect("acute-inbox")
    return _show(request, uuid, reason_form=form)
