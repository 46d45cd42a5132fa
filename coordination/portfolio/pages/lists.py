"""The portfolio: the agreements that bind the actor, filtered, sorted, page by page."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from coordination.agreements import policies as agreements
from coordination.agreements.selectors import partners_of
from coordination.base import clock
from coordination.base.errors import allowed
from coordination.portfolio import selectors
from coordination.portfolio.filters import AgreementFilter, DueFilter, offer_parties
from coordination.portfolio.pages.agreements import line_row
from coordination.web.errors import BadRequest
from coordination.web.http import ActorRequest
from coordination.web.keyset import slice_of

PAGE_SIZE = 50
LABELS = {
    "frist": gettext_lazy("Næste frist"),
    "slut": gettext_lazy("Udløb"),
    "titel": gettext_lazy("Navn"),
    "start": gettext_lazy("Nyeste først"),
    "tilbage": gettext_lazy("Mindst tilbage"),
}


@require_GET
def agreement_list(request: ActorRequest) -> HttpResponse:
    """The agreements that bind the actor's organisation."""
    actor, today = request.actor, clock.today()
    agreements.check_see_agreements(actor)
    manages = bool(actor.office_orgs)
    order = request.GET.get("sorter") or ("frist" if manages else "titel")
    if order not in selectors.ORDERS:
        raise BadRequest(_("Listen kan ikke sorteres sådan. Vælg en af de viste."))
    rows = selectors.sorted_agreements(actor, order, today=today)
    chosen = (DueFilter if manages else AgreementFilter)(request.GET, queryset=rows)
    shown = slice_of(
        chosen.qs,
        after=request.GET.get("cursor", ""),
        size=PAGE_SIZE,
        descending=order in selectors.DESCENDING,
    )
    offer_parties(chosen.form, partners_of(actor))
    lines = selectors.lines_of(actor, shown.rows, today=today)
    params = request.GET.copy()
    params.pop("cursor", None)
    may_draft = allowed(agreements.check_draft, actor, actor.organisation_id or 0)
    context = {
        "agreements": [line_row(line, today) for line in lines],
        "form": chosen.form,
        "is_filtered": any(chosen.form[name].data for name in chosen.form.fields),
        "orders": _orders(order, manages=manages),
        "next_url": _address(params, shown.cursor) if shown.cursor else "",
        "first_url": _address(params, "") if "cursor" in request.GET else "",
        "new_url": reverse("drafting-start") if may_draft else "",
        "simulator_url": reverse("simulator") if manages else "",
        "calendar_url": reverse("deadline-calendar") if manages else "",
    }
    return render(request, "portfolio/agreement_list.html", context)


def _orders(order: str, *, manages: bool) -> list[dict[str, Any]]:
    names = list(LABELS) if manages else ["titel", "slut", "start"]
    return [{"value": name, "label": LABELS[name], "chosen": name == order} for name in names]


def _address(params: Any, cursor: str) -> str:
    asked = params.copy()
    if cursor:
        asked["cursor"] = cursor
    text = asked.urlencode()
    return reverse("agreement-list") + (f"?{text}" if text else "")
