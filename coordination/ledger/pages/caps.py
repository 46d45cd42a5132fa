"""The caps of an agreement: what they are, how much of them is used, and a new one."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coordination.agreements import selectors as agreements
from coordination.agreements.models import Agreement
from coordination.base import clock
from coordination.base.danish import kroner_text
from coordination.base.errors import allowed
from coordination.ledger import policies, selectors, services
from coordination.ledger.enums import CapParty, CapWindow
from coordination.ledger.forms.caps import CapForm, LiftForm
from coordination.ledger.selectors import CapUse
from coordination.web import idempotency
from coordination.web.http import ActorRequest
from coordination.web.pages import attempt, new_key


@require_http_methods(["GET", "HEAD", "POST"])
@idempotency.form
def caps(request: ActorRequest, slug: str) -> HttpResponse:
    """Whoever looks after the agreement sees its caps; its region sets them."""
    actor, today = request.actor, clock.today()
    policies.check_see_money(actor)
    if request.method == "POST":
        policies.check_manage_budget(actor)
    agreement = agreements.agreement_by_slug(actor, slug)
    first = {"starts_on": today.replace(day=1)}
    form = CapForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = attempt(
            form,
            lambda: services.set_cap(
                actor=actor,
                agreement=agreement,
                party=CapParty(data["party"]),
                window=CapWindow(data["window"]),
                amount=data["amount"],
                starts_on=data["starts_on"],
                decision=data["decision"],
            ),
        )
        if made is not None:
            _say(request, made)
            return redirect("caps", slug=slug)
    return _show(request, agreement, form, today)


def _say(request: ActorRequest, made: services.SetCap) -> None:
    amount = kroner_text(made.cap.amount)
    if made.was_raised:
        text = _("Loftet er sat til %s, fordi så meget allerede er leveret og reserveret.")
        messages.warning(request, text % amount)
    else:
        messages.success(request, _("Loftet er sat til %s") % amount)


def _show(request: ActorRequest, agreement: Agreement, form: CapForm, today: date) -> HttpResponse:
    actor = request.actor
    may_set = allowed(policies.check_manage_budget, actor, agreement)
    context = {
        "agreement": {
            "title": agreement.title,
            "url": reverse("agreement-detail", args=[agreement.slug]) + "#money",
        },
        "caps": [_row(use) for use in selectors.cap_uses(actor, agreement, today=today)],
        "form": form if may_set else None,
        "lift_url": reverse("cap-lift", args=[agreement.slug]) if may_set else "",
        "today": today,
        "idempotency_key": new_key(),
    }
    return render(request, "ledger/caps.html", context)


def _row(use: CapUse) -> dict[str, Any]:
    cap = use.cap
    return {
        "what": f"{CapParty(cap.party).label} {str(CapWindow(cap.window).label).lower()}",
        "party": cap.party,
        "window": cap.window,
        "amount": cap.amount,
        "most": use.most,
        "percent": use.most * 100 / cap.amount,
        "starts_on": cap.starts_on,
        "decision": cap.decision,
    }


@require_POST
@idempotency.form
def lift(request: ActorRequest, slug: str) -> HttpResponse:
    """Let services from a day on be without a cap."""
    actor = request.actor
    policies.check_manage_budget(actor)
    agreement = agreements.agreement_by_slug(actor, slug)
    form = LiftForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        attempt(
            form,
            lambda: services.lift_cap(
                actor=actor,
                agreement=agreement,
                party=CapParty(data["party"]),
                window=CapWindow(data["window"]),
                ends_before=data["ends_before"],
            ),
        )
    for errors in form.errors.values():
        for text in errors:
            messages.error(request, str(text))
    if not form.errors:
        messages.success(request, _("Loftet er ophævet."))
    return redirect("caps", slug=slug)
