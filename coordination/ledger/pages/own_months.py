"""A practice's own statement: what each closed month pays it, claim by claim."""

from decimal import Decimal
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from coordination.base.danish import month_text
from coordination.ledger import letters, policies, selectors
from coordination.ledger.enums import LeftOverReason
from coordination.web.http import ActorRequest, pdf_download


@require_GET
def own_months(request: ActorRequest) -> HttpResponse:
    """The closed months that pay the reader's practice, newest first."""
    policies.check_see_own_claims(request.actor)
    rows = [
        {
            "month": row["settlement__starts_on"],
            "agreement": row["settlement__agreement__title"],
            "closed_at": row["settlement__closed_at"],
            "count": row["count"],
            "amount": row["sum"],
            "url": reverse("own-month", args=[row["settlement__uuid"]]),
        }
        for row in selectors.own_months(request.actor)
    ]
    return render(request, "ledger/own_months.html", {"rows": rows})


@require_GET
def own_month(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """One month of the reader's practice."""
    policies.check_see_own_claims(request.actor)
    settlement, lines, waiting = selectors.own_month(request.actor, uuid)
    context = {
        "month": settlement.starts_on,
        "agreement": settlement.agreement.title,
        "closed_at": settlement.closed_at,
        "stands": settlement.is_standing,
        "total": sum((line.amount for line in lines), Decimal("0.00")),
        "lines": [
            {
                "day": line.service_on,
                "municipality": line.municipality_name,
                "quantity": line.claim.quantity,
                "reason": line.claim.fee_reason,
                "amount": line.amount,
            }
            for line in lines
        ],
        "waiting": [
            {
                "day": row.service_on,
                "municipality": row.municipality_name,
                "reason": LeftOverReason(row.reason).label,
                "amount": row.amount,
            }
            for row in waiting
        ],
        "pdf_url": reverse("own-month-pdf", args=[settlement.uuid]),
    }
    return render(request, "ledger/own_month.html", context)


@require_GET
def own_month_pdf(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The same as a letter."""
    policies.check_see_own_claims(request.actor)
    settlement, _lines, _waiting = selectors.own_month(request.actor, uuid)
    content = letters.own_statement(request.actor, uuid)
    name = f"afregning-{month_text(settlement.starts_on).replace(' ', '-')}.pdf"
    return pdf_download(content, name)
