"""An agreement that is only being negotiated: what it would cost, and when it could be left."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from coordination.agreements import selectors as agreements
from coordination.base import clock
from coordination.ledger import policies
from coordination.portfolio.forms.simulator import SimulatorForm
from coordination.portfolio.pages.whatif import figure_text
from coordination.portfolio.selectors.simulator import plan_values, simulated
from coordination.portfolio.selectors.whatif import advice
from coordination.web.http import ActorRequest


@require_GET
def simulator(request: ActorRequest) -> HttpResponse:
    """Try money, period, use, price and clause together; the address holds them all."""
    policies.check_see_money(request.actor)
    asked = bool(set(request.GET) & set(SimulatorForm.base_fields))
    slug, source = request.GET.get("aftale", ""), None
    form = SimulatorForm(request.GET) if asked else SimulatorForm()
    if slug:
        agreement = agreements.agreement_by_slug(request.actor, slug)
        values = plan_values(request.actor, agreement)
        source = {
            "title": agreement.title,
            "slug": slug,
            "url": reverse("agreement-detail", args=[slug]),
        }
        if not asked:
            form = SimulatorForm(initial=values)
    case = simulated(form.plan) if asked and form.is_valid() else None
    context = {
        "form": form,
        "source": source,
        "advice": advice(case, today=min(clock.today(), case.outlook.as_of)) if case else "",
        "rows": [
            {"label": row.label, "value": figure_text(row), "formula": row.formula}
            for row in case.figures()
        ]
        if case
        else [],
        "reset_url": request.path,
    }
    return render(request, "portfolio/simulator.html", context)
