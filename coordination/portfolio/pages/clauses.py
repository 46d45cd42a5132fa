"""One clause: its words, how it is read, what each reading would mean, and who confirms it."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from coordination.agreements import policies
from coordination.agreements import selectors as agreements
from coordination.agreements import services as agreement_services
from coordination.agreements.enums import NOTICE_CLAUSES, Anchor, ClauseKind, Trigger
from coordination.agreements.models import Agreement, Clause
from coordination.base import clock
from coordination.base.errors import NotFound, allowed
from coordination.portfolio import selectors
from coordination.portfolio.forms import SettleForm
from coordination.portfolio.pages.agreements import reading_text
from coordination.web import idempotency
from coordination.web.http import ActorRequest
from coordination.web.pages import attempt, attempt_or_say, new_key


def _found(request: ActorRequest, slug: str, kind: str) -> tuple[Agreement, Clause]:
    if kind not in ClauseKind.values:
        raise Http404
    policies.check_manage(request.actor)
    agreement = agreements.agreement_by_slug(request.actor, slug)
    clause = agreements.clause_of(agreement, ClauseKind(kind))
    if clause is None:
        raise NotFound
    return agreement, clause


@require_GET
def clause(request: ActorRequest, slug: str, kind: str) -> HttpResponse:
    """One clause of the text that applies."""
    agreement, found = _found(request, slug, kind)
    return _show(request, agreement, found)


def _show(
    request: ActorRequest, agreement: Agreement, found: Clause, form: forms.Form | None = None
) -> HttpResponse:
    actor, today = request.actor, clock.today()
    is_notice = found.kind in NOTICE_CLAUSES
    may_confirm = allowed(policies.check_confirm_clause, actor, agreement)
    initial = {"anchor": found.anchor, "trigger": found.trigger}
    context = {
        "label": ClauseKind(found.kind).label,
        "quote": found.quote,
        "reading": reading_text(found),
        "is_settled": found.is_settled,
        "read_by": found.read_by,
        "settled_reason": found.settled_reason,
        "confirmed_by": found.confirmed_by,
        "confirmed_at": found.confirmed_at,
        "readings": selectors.readings_of(actor, agreement, found, today=today)
        if is_notice
        else [],
        "agreement": {
            "title": agreement.title,
            "url": reverse("agreement-detail", args=[agreement.slug]) + "#clauses",
        },
        "can_confirm": may_confirm and not found.confirmed_by and actor.key != found.read_by_key,
        "own_reading": may_confirm and not found.confirmed_by and actor.key == found.read_by_key,
        "can_settle": is_notice and allowed(policies.check_settle_clause, actor, agreement),
        "form": form or SettleForm(initial=initial),
        "confirm_url": reverse("clause-confirm", args=[agreement.slug, found.kind]),
        "settle_url": reverse("clause-settle", args=[agreement.slug, found.kind]),
        "idempotency_key": new_key(),
    }
    return render(request, "portfolio/clause.html", context)


@require_POST
@idempotency.form
def confirm(request: ActorRequest, slug: str, kind: str) -> HttpResponse:
    """Confirm that the clause is quoted and read right."""
    policies.check_confirm_clause(request.actor)
    agreement, found = _found(request, slug, kind)
    if attempt_or_say(
        request,
        lambda: agreement_services.confirm_clause(
            actor=request.actor, agreement=agreement, kind=ClauseKind(found.kind), now=clock.now()
        ),
    ):
        messages.success(request, _("Læsningen er bekræftet."))
    return redirect("clause", slug=slug, kind=kind)


@require_POST
@idempotency.form
def settle(request: ActorRequest, slug: str, kind: str) -> HttpResponse:
    """Decide how the clause is read; another person then confirms it."""
    policies.check_settle_clause(request.actor)
    agreement, found = _found(request, slug, kind)
    policies.check_settle_clause(request.actor, agreement)
    form = SettleForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        done = attempt(
            form,
            lambda: agreement_services.settle_clause(
                actor=request.actor,
                agreement=agreement,
                kind=ClauseKind(found.kind),
                anchor=Anchor(data["anchor"]),
                trigger=Trigger(data["trigger"]),
                reason=data["reason"],
            ),
        )
        if done is not None:
            messages.success(request, _("Læsningen er gemt. En kollega skal nu bekræfte den."))
            return redirect("clause", slug=slug, kind=kind)
    return _show(request, agreement, found, form)
