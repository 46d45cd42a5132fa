"""What is done to a notice from its page."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coordination.base import clock
from coordination.notices import policies, selectors, services
from coordination.notices.enums import NoticeState
from coordination.notices.forms import BodyForm, ReceiptForm, ResumeForm, WithdrawForm
from coordination.notices.pages.detail import show
from coordination.web import idempotency
from coordination.web.http import ActorRequest
from coordination.web.pages import attempt, attempt_or_say


@require_POST
@idempotency.form
def give(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Give the notice to every other party."""
    actor, now = request.actor, clock.now()
    if attempt_or_say(request, lambda: services.give(actor=actor, uuid=uuid, now=now)):
        messages.success(request, _("Varslet er afgivet. Parterne får besked."))
    return redirect("notice", uuid=uuid)


@require_POST
@idempotency.form
def receive(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Record the day the chosen parties had the notice."""
    actor, today = request.actor, clock.today()
    policies.check_receive(actor)
    notice = selectors.notice_for(actor, uuid)
    chosen = set(request.POST.getlist("party"))
    rows = selectors.receipts_of(notice)
    parties = [row.organisation_id for row in rows if str(row.organisation.uuid) in chosen]
    form = ReceiptForm(request.POST)
    if not parties:
        form.add_error(None, _("Vælg mindst én part."))
    if form.is_valid():
        day = form.cleaned_data["received_on"]
        done = attempt(
            form,
            lambda: services.receive(
                actor=actor, uuid=uuid, organisations=parties, received_on=day, today=today
            ),
        )
        if done is not None:
            messages.success(request, _("Modtagelsen er registreret."))
            return redirect("notice", uuid=uuid)
    return show(request, uuid, receipt_form=form)


@require_POST
@idempotency.form
def withdraw(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Take the notice back, or ask those who have had it."""
    actor, now = request.actor, clock.now()
    form = WithdrawForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        done = attempt(
            form, lambda: services.withdraw(actor=actor, uuid=uuid, reason=reason, now=now)
        )
        if done is not None:
            says = _("Parterne er spurgt. Varslet gælder, til alle har sagt ja.")
            if done.state == NoticeState.WITHDRAWN:
                says = _("Varslet er trukket tilbage.")
            messages.success(request, says)
            return redirect("notice", uuid=uuid)
    return show(request, uuid, withdraw_form=form)


@require_POST
@idempotency.form
def agree(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Agree, for the reader's own party, that the notice is taken back."""
    actor, now = request.actor, clock.now()
    if attempt_or_say(request, lambda: services.agree_withdrawal(actor=actor, uuid=uuid, now=now)):
        messages.success(request, _("Jeres svar er registreret."))
    return redirect("notice", uuid=uuid)


@require_POST
@idempotency.form
def body(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Record when the body decided about the notice."""
    actor, today = request.actor, clock.today()
    policies.check_record_body(actor)
    form = BodyForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        done = attempt(
            form, lambda: services.record_body(actor=actor, uuid=uuid, today=today, **data)
        )
        if done is not None:
            messages.success(request, _("Beslutningen er registreret."))
            return redirect("notice", uuid=uuid)
    return show(request, uuid, body_form=form)


@require_POST
@idempotency.form
def resume(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Lift the suspension from a day on, as the parties agreed."""
    actor, now = request.actor, clock.now()
    policies.check_resume(actor)
    form = ResumeForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        done = attempt(form, lambda: services.resume(actor=actor, uuid=uuid, now=now, **data))
        if done is not None:
            messages.success(request, _("Aftalen genoptages. Parterne får besked."))
            return redirect("notice", uuid=uuid)
    return show(request, uuid, resume_form=form)
