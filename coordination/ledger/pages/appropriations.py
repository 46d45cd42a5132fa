"""Top-ups and reductions of an agreement's money, each with the decision behind it."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coordination.agreements import selectors as agreements
from coordination.base import clock
from coordination.base.danish import kroner_text
from coordination.ledger import policies, selectors, services
from coordination.ledger.forms.appropriations import AppropriationForm, TotalForm
from coordination.ledger.selectors import Appropriation
from coordination.web import idempotency
from coordination.web.http import ActorRequest
from coordination.web.pages import attempt, new_key


@require_http_methods(["GET", "HEAD", "POST"])
@idempotency.form
def appropriation(request: ActorRequest, slug: str) -> HttpResponse:
    """Change what the payers put in; the total can first be divided by the key."""
    actor, now = request.actor, clock.now()
    today = clock.today()
    policies.check_manage_budget(actor)
    agreement = agreements.agreement_by_slug(actor, slug)
    policies.check_manage_budget(actor, agreement)
    budget = selectors.budget_of(actor, agreement)
    payers = selectors.payers_of(agreement, on=today)
    total = TotalForm(request.GET) if "total" in request.GET else TotalForm()
    amounts: dict[int, str] = {}
    if total.is_bound and total.is_valid():
        divided = selectors.by_key(agreement, total.cleaned_data["total"], on=today)
        amounts = {payer.pk: kroner_text(amount).removesuffix(" kr.") for payer, amount in divided}
    form = AppropriationForm(request.POST or None, payers=payers, amounts=amounts)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = attempt(
            form,
            lambda: services.top_up(
                actor=actor,
                agreement=agreement,
                amounts=form.amounts,
                decision=data["decision"],
                decided_on=data["decided_on"],
                now=now,
            ),
        )
        if done is not None:
            messages.success(request, _("Bevillingen er nu %s") % kroner_text(done.appropriated))
            return redirect("appropriation", slug=slug)
    context = {
        "agreement": {
            "title": agreement.title,
            "url": reverse("agreement-detail", args=[agreement.slug]),
        },
        "money": budget,
        "lowest": budget.spent + budget.reserved,
        "form": form,
        "payers": [form[form.name_of(payer)] for payer in payers],
        "total": total,
        "has_key": bool(selectors.by_key(agreement, Decimal(1), on=today)),
        "decisions": [_row(row) for row in selectors.appropriations_of(budget)],
        "idempotency_key": new_key(),
    }
    return render(request, "ledger/appropriation.html", context)


def _row(found: Appropriation) -> dict[str, Any]:
    return {
        "decision": found.decision,
        "decided_on": found.decided_on,
        "total": found.total,
        "rows": [{"payer": row.funder.name, "amount": row.amount} for row in found.rows],
    }
