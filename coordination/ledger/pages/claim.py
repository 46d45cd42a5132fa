"""One claim beside those it may be a double of, and what the reader can do about it."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from coordination.base import clock
from coordination.base.actor import Actor
from coordination.base.errors import allowed
from coordination.ledger import policies, selectors, services
from coordination.ledger.enums import MOVES, ClaimState
from coordination.ledger.forms.claims import RejectForm, ResubmitForm
from coordination.ledger.models import Claim
from coordination.ledger.pages.claim_rows import claim_row, compared_columns
from coordination.web import idempotency
from coordination.web.http import ActorRequest
from coordination.web.pages import attempt, new_key


@require_GET
def claim(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """One claim, and beside it the other claims of the same citizen and day."""
    policies.check_see_claims(request.actor)
    return _show(request, selectors.claim_for(request.actor, uuid))


def _show(
    request: ActorRequest,
    found: Claim,
    *,
    reject_form: forms.Form | None = None,
    resubmit_form: forms.Form | None = None,
) -> HttpResponse:
    actor, now = request.actor, clock.now()
    columns = selectors.compared(actor, found)
    moves = MOVES[ClaimState(found.state)]
    settled = selectors.settled_at(actor, [found])
    is_payer = allowed(policies.check_work_claims, actor)
    context: dict[str, Any] = {
        "claim": claim_row(actor, found, now, settled_at=settled.get(found.pk)),
        "columns": compared_columns(columns),
        "others": len(columns) - 1,
        "list_url": reverse("claims" if is_payer else "my-claims"),
        "list_label": _("Krav") if is_payer else _("Mine krav"),
        "is_listed": is_payer or bool(actor.care_orgs),
        "decide": _decision(actor, found),
        "idempotency_key": new_key(),
    }
    if ClaimState.REJECTED in moves and allowed(policies.check_reject, actor, found):
        context["reject_form"] = reject_form or RejectForm()
    if allowed(policies.check_resubmit, actor, found):
        if found.state == ClaimState.REJECTED:
            context["resubmit_form"] = resubmit_form or ResubmitForm()
        if ClaimState.WITHDRAWN in moves:
            context["correct_url"] = found.path
    return render(request, "ledger/claim.html", context)


def _decision(actor: Actor, found: Claim) -> dict[str, str] | None:
    """The step that the reader can take now, unless the claim is the reader's own."""
    if actor.key in found.makers:
        return None
    if found.state == ClaimState.SUBMITTED and allowed(policies.check_approve, actor, found):
        return {"url": reverse("claims-approve"), "label": _("Godkend kravet")}
    if found.state == ClaimState.APPROVED and allowed(policies.check_clear, actor, found):
        return {"url": reverse("claims-clear"), "label": _("Godkend til udbetaling")}
    return None


@require_POST
@idempotency.form
def reject(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Send a claim back to the practice with a reason."""
    actor, now = request.actor, clock.now()
    policies.check_reject(actor)
    found = selectors.claim_for(actor, uuid)
    form = RejectForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: services.reject(actor=actor, claim=uuid, reason=reason, now=now)):
            messages.success(request, _("Kravet er afvist. Praksis får begrundelsen at se."))
            return redirect("claims")
    return _show(request, found, reject_form=form)


@require_POST
@idempotency.form
def resubmit(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Send a rejected claim in again as it is, with an answer."""
    actor, now = request.actor, clock.now()
    policies.check_resubmit(actor)
    found = selectors.claim_for(actor, uuid)
    form = ResubmitForm(request.POST)
    if form.is_valid():
        answer = form.cleaned_data["answer"]
        if attempt(
            form, lambda: services.resubmit(actor=actor, claim=uuid, answer=answer, now=now)
        ):
            messages.success(request, _("Kravet er indsendt igen med dit svar."))
            return redirect("my-claims")
    return _show(request, found, resubmit_form=form)
