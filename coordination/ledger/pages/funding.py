"""The statement of funding: each payer's share of what was used, month by month."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from coordination.agreements import selectors as agreements
from coordination.ledger import policies, selectors
from coordination.ledger.selectors import Statement
from coordination.web.http import ActorRequest


@require_GET
def statement(request: ActorRequest, slug: str) -> HttpResponse:
    """Every month of an agreement, each with its payers."""
    policies.check_see_money(request.actor)
    agreement = agreements.agreement_by_slug(request.actor, slug)
    found = selectors.statement_of(request.actor, agreement)
    context = {
        "agreement": {
            "title": agreement.title,
            "url": reverse("agreement-detail", args=[agreement.slug]),
        },
        "statement": statement_rows(found),
        "months": [
            {
                "month": row.month,
                "total": row.total,
                "rows": [{"payer": who.name, "amount": row.shares[who.pk]} for who in found.payers],
            }
            for row in found.months
        ],
    }
    return render(request, "ledger/funding_statement.html", context)


def statement_rows(found: Statement) -> dict[str, Any]:
    """What each payer bears of everything used so far, as a table shows it."""
    return {
        "rows": [
            {
                "payer": who.name,
                "share": found.totals[who.pk] * 100 / found.total if found.total else None,
                "amount": found.totals[who.pk],
            }
            for who in found.payers
        ],
        "total": found.total,
        "is_whole": found.is_whole,
    }
