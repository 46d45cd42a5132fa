"""Closing the months of an agreement: what would be closed, what was, and opening it again."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from coordination.agreements import selectors as agreements
from coordination.agreements.models import Agreement
from coordination.base import clock
from coordination.base.danish import month_text
from coordination.base.errors import allowed
from coordination.base.periods import add_months, local_date
from coordination.ledger import policies, selectors, services
from coordination.ledger.forms.settlements import USUAL_GRACE, CloseForm, ReopenForm
from coordination.ledger.models import Settlement
from coordination.web import idempotency
from coordination.web.http import ActorRequest
from coordination.web.pages import attempt, new_key


@require_GET
def settlements(request: ActorRequest) -> HttpResponse:
    """The agreements, each with the month that is closed next."""
    rows = [
        {
            "title": row.agreement.title,
            "url": reverse("agreement-settlements", args=[row.agreement.slug]),
            "next_month": month_text(row.next_month),
            "latest": month_text(row.latest.starts_on) if row.latest else "",
            "amount": row.latest.amount if row.latest else None,
        }
        for row in selectors.settling_of(request.actor)
    ]
    return render(request, "ledger/settlements.html", {"rows": rows})


@require_GET
def months(request: ActorRequest, slug: str) -> HttpResponse:
    """The months of an agreement: the next one as it would be closed, and those that are."""
    policies.check_see_money(request.actor)
    form = CloseForm(request.GET) if "grace_days" in request.GET else None
    return _show(request, slug, form)


@require_POST
@idempotency.form
def close(request: ActorRequest, slug: str) -> HttpResponse:
    """Close the month that the page showed."""
    actor, now = request.actor, clock.now()
    policies.check_settle(actor)
    form = CloseForm(request.POST)
    month = _month(request.POST.get("month", ""))
    if form.is_valid() and month is not None:
        agreement = agreements.agreement_by_slug(actor, slug)
        days = form.cleaned_data["grace_days"]
        made = attempt(
            form,
            lambda: services.close_month(
                actor=actor, agreement=agreement, month=month, grace_days=days, now=now
            ),
        )
        if made is not None:
            said = _("%(month)s er lukket.") % {"month": month_text(month).capitalize()}
            messages.success(request, said)
            return redirect("settlement", uuid=made.uuid)
    return _show(request, slug, form)


@require_POST
@idempotency.form
def reopen(request: ActorRequest, slug: str) -> HttpResponse:
    """Cancel the month that the page showed, if it is still the latest."""
    actor, now = request.actor, clock.now()
    policies.check_settle(actor)
    form = ReopenForm(request.POST)
    month = _month(request.POST.get("month", ""))
    if form.is_valid() and month is not None:
        agreement = agreements.agreement_by_slug(actor, slug)
        reason = form.cleaned_data["reason"]
        done = attempt(
            form,
            lambda: services.reopen_latest(
                actor=actor, agreement=agreement, month=month, reason=reason, now=now
            ),
        )
        if done is not None:
            said = _("%(month)s er åben igen.") % {"month": month_text(month).capitalize()}
            messages.success(request, said)
            return redirect("agreement-settlements", slug=slug)
    return _show(request, slug, reopen_form=form)


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _show(
    request: ActorRequest,
    slug: str,
    form: CloseForm | None = None,
    reopen_form: ReopenForm | None = None,
) -> HttpResponse:
    actor = request.actor
    agreement = agreements.agreement_by_slug(actor, slug)
    closed = [_row(row) for row in selectors.settlements_of(actor, agreement)]
    may_settle = allowed(policies.check_settle, actor, agreement)
    standing = [row for row in closed if row["stands"]]
    context = {
        "agreement": {
            "title": agreement.title,
            "url": reverse("agreement-detail", args=[agreement.slug]),
        },
        "closed": closed,
        "next": _next(request, agreement, form) if may_settle else None,
        "close_url": reverse("agreement-close", args=[agreement.slug]),
        "latest": standing[0] if standing and may_settle else None,
        "reopen_form": reopen_form or ReopenForm(),
        "reopen_url": reverse("agreement-reopen", args=[agreement.slug]),
        "invoicing_url": (
            reverse("invoicing", args=[agreement.slug])
            if allowed(policies.check_set_address, actor)
            else ""
        ),
        "idempotency_key": new_key(),
        "reopen_key": new_key(),
    }
    return render(request, "ledger/months.html", context)


def _row(row: Settlement) -> dict[str, Any]:
    return {
        "month": row.starts_on,
        "number": row.number,
        "url": reverse("settlement", args=[row.uuid]),
        "amount": row.amount,
        "count": row.claim_count,
        "closed_at": row.closed_at,
        "closed_by": row.closed_by,
        "stands": row.is_standing,
        "reason": row.cancel_reason,
    }


def _next(request: ActorRequest, agreement: Agreement, form: CloseForm | None) -> dict[str, Any]:
    """The month that is closed next, as it would be closed with these days of grace."""
    form = form or CloseForm({"grace_days": USUAL_GRACE})
    days = form.cleaned_data.get("grace_days", USUAL_GRACE) if form.is_valid() else USUAL_GRACE
    month = selectors.next_month(agreement)
    ends_before = add_months(month, 1)
    cutoff = services.cutoff_of(ends_before, days)
    found = selectors.preview_of(
        request.actor, agreement, month=month, ends_before=ends_before, cutoff=cutoff
    )
    return {
        "month": month,
        "form": form,
        "grace_days": days,
        "cutoff_on": local_date(cutoff),
        "is_over": clock.now() >= cutoff,
        "count": found.count,
        "amount": found.amount,
        "practices": found.practices,
        "left_over": found.left_over,
        "left_count": sum(row.count for row in found.left_over),
    }
