"""What advice pays, while the minutes are typed."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from acute import policies, selectors
from acute.models import Request
from coordination.base import clock
from coordination.base.errors import Invalid
from coordination.base.periods import local_date
from coordination.web.http import ActorRequest


def fee_of(case: Request, typed: Any) -> dict[str, Any] | None:
    """The fee of the minutes as they were typed, with its reason; None while they are no number."""
    text = str(typed)
    minutes = int(text) if text.isascii() and text.isdecimal() and len(text) <= 3 else 0
    if not 1 <= minutes <= 600:
        return None
    try:
        now = clock.now()
        fee = selectors.fee_of(
            case.agreement,
            on=local_date(now),
            minutes=minutes,
            began_at=now - timedelta(minutes=minutes),
        )
    except Invalid:
        return None
    return {"amount": fee.amount, "explanation": fee.reason}


@require_POST
def fee(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The fee of the minutes typed so far, with its reason; nothing is saved."""
    policies.check_see_fee(request.actor)
    case = selectors.request_for(request.actor, uuid)
    policies.check_see_fee(request.actor, case)
    context = {"fee_preview": fee_of(case, request.POST.get("minutes", ""))}
    return render(request, "acute/_fee_preview.html", context)
