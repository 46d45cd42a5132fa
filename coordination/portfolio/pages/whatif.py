"""What another pace, or another reading of the suspension clause, would mean."""

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from coordination.agreements import policies as agreement_policies
from coordination.agreements import selectors as agreements
from coordination.agreements.enums import Anchor, Trigger
from coordination.base import clock
from coordination.base.danish import day_text, kroner_text
from coordination.base.errors import allowed
from coordination.ledger import policies
from coordination.notices import policies as notice_policies
from coordination.portfolio.forms import WhatIfForm
from coordination.portfolio.selectors.whatif import (
    Case,
    Figure,
    Question,
    WhatIf,
    advice,
    whatif_of,
)
from coordination.web.http import ActorRequest
from coordination.web.pages import new_key


@require_GET
def what_if(request: ActorRequest, slug: str) -> HttpResponse:
    """Try a pace and a reading; the address holds them, and nothing is saved."""
    policies.check_see_money(request.actor)
    agreement, today = agreements.agreement_by_slug(request.actor, slug), clock.today()
    asked = bool(set(request.GET) & set(WhatIfForm.base_fields))
    form = WhatIfForm(request.GET) if asked else None
    question = _question(form) if form is not None and form.is_valid() else None
    found = whatif_of(request.actor, agreement, question, today=today)
    if form is None:
        form = WhatIfForm(initial=_initial(found.present))
    case = found.tried or found.present
    detail_url = reverse("agreement-detail", args=[agreement.slug])
    context = {
        "agreement": {"title": agreement.title, "url": detail_url},
        "form": form,
        "quote": found.clause.quote if found.clause else "",
        "advice": advice(case, today=today) if case else "",
        "has_tried": found.tried is not None,
        "rows": _rows(found),
        "paces": _paces(request, found),
        "reset_url": request.path,
        "top_up_url": _top_up_url(request, found, question),
        "draft_url": _draft_url(request, found),
        "save": _save(request, found),
    }
    return render(request, "portfolio/what_if.html", context)


def _question(form: WhatIfForm) -> Question:
    data = form.cleaned_data
    return Question(
        pace=data["pace"],
        top_up=data["top_up"],
        price_percent=data["price_percent"],
        notice_today=data["notice_today"],
        trigger=Trigger(data["trigger"]) if data["trigger"] else None,
        anchor=Anchor(data["anchor"]) if data["anchor"] else None,
        months=data["months"],
    )


def _initial(case: Case | None) -> dict[str, Any]:
    if case is None:
        return {}
    return {
        "pace": kroner_text(case.outlook.per_month).removesuffix(" kr."),
        "trigger": case.trigger,
        "anchor": case.rule.anchor,
        "months": case.rule.months,
    }


def _rows(found: WhatIf) -> list[dict[str, Any]]:
    """The numbers as they are, with those that are tried beside them."""
    present = {row.key: row for row in found.present.figures()} if found.present else {}
    tried = {row.key: row for row in found.tried.figures()} if found.tried else {}
    keys = dict.fromkeys([*tried, *present])
    return [_row(present.get(key), tried.get(key)) for key in keys]


def _row(present: Figure | None, tried: Figure | None) -> dict[str, Any]:
    either = tried or present
    return {
        "label": either.label if either else "",
        "now": figure_text(present),
        "tried": figure_text(tried),
        "differs": tried is not None and figure_text(present) != figure_text(tried),
        "formula": either.formula if either else "",
    }


def figure_text(figure: Figure | None) -> str:
    """A figure as a page writes it; a dash where there is none."""
    if figure is None or figure.value is None:
        return "–"
    if isinstance(figure.value, Decimal):
        return kroner_text(figure.value)
    return day_text(figure.value)


def _paces(request: ActorRequest, found: WhatIf) -> list[dict[str, str]]:
    """Paces worth trying, as links that keep the rest of what is tried."""
    rows = []
    for label, pace in found.paces:
        amount = kroner_text(pace).removesuffix(" kr.")
        query = urlencode({**request.GET.dict(), "pace": amount})
        rows.append({"label": f"{label}: {amount} kr.", "url": f"{request.path}?{query}"})
    return rows


def _draft_url(request: ActorRequest, found: WhatIf) -> str:
    """Where a suspension is drafted that aims at the day the money is used."""
    case = found.tried or found.present
    may = allowed(notice_policies.check_draft, request.actor, found.agreement)
    if case is None or case.used_on is None or found.clause is None or not may:
        return ""
    address = reverse("notice-draft", args=[found.agreement.slug, "suspender"])
    return f"{address}?{urlencode({'dag': day_text(case.used_on)})}"


def _top_up_url(request: ActorRequest, found: WhatIf, asked: Question | None) -> str:
    """Where the top-up that is tried is registered with its decision."""
    may = allowed(policies.check_manage_budget, request.actor, found.agreement)
    if asked is None or not asked.top_up or not may:
        return ""
    address = reverse("appropriation", args=[found.agreement.slug])
    return f"{address}?{urlencode({'total': kroner_text(asked.top_up).removesuffix(' kr.')})}"


def _save(request: ActorRequest, found: WhatIf) -> dict[str, Any] | None:
    """How the reading that is tried becomes the clause's own, for whoever may decide that."""
    if found.tried is None or found.clause is None:
        return None
    if not allowed(agreement_policies.check_settle_clause, request.actor, found.agreement):
        return None
    case = found.tried
    return {
        "url": reverse("clause-settle", args=[found.agreement.slug, found.clause.kind]),
        "anchor": case.rule.anchor.value,
        "trigger": case.trigger.value,
        "reads": _("Varslet regnes %(anchor)s og kan gives %(trigger)s.")
        % {"anchor": case.rule.anchor.label, "trigger": str(case.trigger.label).lower()},
        "idempotency_key": new_key(),
    }
