"""A practice's own claims, month by month; what was rejected stands first."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from coordination.base import clock
from coordination.base.danish import month_text
from coordination.base.periods import add_months
from coordination.ledger import policies, selectors
from coordination.ledger.enums import ClaimState
from coordination.ledger.filters import MonthField
from coordination.ledger.models import Claim
from coordination.ledger.pages.claim_rows import claim_row
from coordination.web.errors import BadRequest
from coordination.web.http import ActorRequest
from coordination.web.keyset import slice_of

PAGE_SIZE = 50


@require_GET
def my_claims(request: ActorRequest) -> HttpResponse:
    """What the practice has claimed for one month, and what waits for it."""
    actor, now = request.actor, clock.now()
    policies.check_see_own_claims(actor)
    this_month = clock.today().replace(day=1)
    month = _month(request, this_month)
    cursor = request.GET.get("cursor", "")
    shown = slice_of(
        selectors.claims_of_month(actor, month), after=cursor, size=PAGE_SIZE, descending=True
    )
    settled = selectors.settled_at(actor, shown.rows)
    rejected = selectors.rejected_claims(actor)
    sums = selectors.sums_of_month(actor, month)
    address = f"?month={month:%Y-%m}"

    def row(claim: Claim) -> dict[str, Any]:
        return claim_row(actor, claim, now, settled_at=settled.get(claim.pk)) | {
            "is_locked": claim.state == ClaimState.SETTLED
        }

    context = {
        "rejected": [row(claim) for claim in rejected],
        "rows": [row(claim) for claim in shown.rows],
        "month": month_text(month),
        "sums": [
            {"label": state.label, "amount": sums[state.value]}
            for state in ClaimState
            if state.value in sums
        ],
        "earlier": _link(add_months(month, -1)),
        "later": _link(add_months(month, 1)) if month < this_month else None,
        "next_url": f"{address}&cursor={shown.cursor}" if shown.cursor else "",
        "first_url": reverse("my-claims") + address if cursor else "",
    }
    return render(request, "ledger/my_claims.html", context)


def _month(request: ActorRequest, otherwise: date) -> date:
    field = MonthField(required=False)
    try:
        return field.clean(request.GET.get("month", "")) or otherwise
    except forms.ValidationError as error:
        raise BadRequest(_("Skriv måneden som 5.2020.")) from error


def _link(month: date) -> dict[str, str]:
    return {"url": f"{reverse('my-claims')}?month={month:%Y-%m}", "label": month_text(month)}
