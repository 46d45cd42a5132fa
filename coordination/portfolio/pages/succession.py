"""What becomes of agreements and functions when organisations are continued: choose, try, apply."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from coordination.agreements import policies
from coordination.agreements.enums import AgreementKind
from coordination.base import clock
from coordination.base.danish import day_text
from coordination.notices.enums import NoticeKind, NoticeState
from coordination.parties.selectors import FunctionHolders, Succession
from coordination.portfolio import services
from coordination.portfolio.forms import SuccessionForm
from coordination.portfolio.selectors import succession as rows
from coordination.portfolio.selectors.succession import Nursing, SuccessionPage, Touched
from coordination.portfolio.services import Change
from coordination.web import idempotency
from coordination.web.http import ActorRequest
from coordination.web.pages import attempt, new_key


@require_GET
def succession(request: ActorRequest) -> HttpResponse:
    """Who is continued by whom and when, what it touches, and what is to become of it."""
    policies.check_choose_succession(request.actor)
    page = _page(request)
    if page is None:
        return render(request, "portfolio/succession_none.html", {})
    return _show(request, page, SuccessionForm(page=page))


@require_POST
def plan(request: ActorRequest) -> HttpResponse:
    """Show what the choices would change; nothing is kept."""
    policies.check_choose_succession(request.actor)
    page = _page(request)
    if page is None:
        return redirect("succession")
    form = SuccessionForm(request.POST, page=page)
    changes = _carried_out(request, page, form, dry_run=True) if form.is_valid() else None
    if changes is None:
        return _show(request, page, form)
    context = {
        **_head(page.succession, page.days_left),
        "changes": [change_row(change) for change in changes],
        "typed": [(name, form[name].value() or "") for name in form.fields],
        "after": request.POST.get("efter", ""),
        "idempotency_key": new_key(),
    }
    return render(request, "portfolio/succession_plan.html", context)


@require_POST
@idempotency.form
def apply(request: ActorRequest) -> HttpResponse:
    """Carry out the choices, all or none."""
    policies.check_choose_succession(request.actor)
    page = _page(request)
    if page is None:
        return redirect("succession")
    form = SuccessionForm(request.POST, page=page)
    changes = _carried_out(request, page, form, dry_run=False) if form.is_valid() else None
    if changes is None:
        return _show(request, page, form)
    text = ngettext("%s ændring er gemt.", "%s ændringer er gemt.", len(changes)) % len(changes)
    messages.success(request, text if changes else _("Alt var sådan i forvejen."))
    return redirect("succession")


def _page(request: ActorRequest) -> SuccessionPage | None:
    text = request.POST.get("efter") or request.GET.get("efter") or ""
    after = int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None
    return rows.succession_page(request.actor, today=clock.today(), after=after)


def _carried_out(
    request: ActorRequest, page: SuccessionPage, form: SuccessionForm, *, dry_run: bool
) -> list[Change] | None:
    carry_out = services.plan_succession if dry_run else services.apply_succession
    return attempt(
        form,
        lambda: carry_out(
            actor=request.actor,
            succession=page.succession,
            chosen=form.chosen(),
            operators=form.operators(),
            now=clock.now(),
        ),
    )


def _show(request: ActorRequest, page: SuccessionPage, form: SuccessionForm) -> HttpResponse:
    today = clock.today()
    context = {
        **_head(page.succession, page.days_left),
        "form": form,
        "agreements": [_agreement(row, form, page, today) for row in page.agreements],
        "nursing": [_place(row, form) for row in page.nursing],
        "next_url": f"?efter={page.after}" if page.after else "",
        "after": request.POST.get("efter") or request.GET.get("efter") or "",
        "may_choose": bool(form.fields),
    }
    return render(request, "portfolio/succession.html", context)


def _head(found: Succession, days_left: int) -> dict[str, Any]:
    return {
        "day": found.on,
        "successor": found.successor.name,
        "old": [row.name for row in found.old],
        "days_left": days_left,
    }


def _agreement(
    row: Touched, form: SuccessionForm, page: SuccessionPage, today: date
) -> dict[str, Any]:
    agreement, key = row.agreement, row.agreement.pk
    return {
        "key": key,
        "title": agreement.title,
        "url": reverse("agreement-detail", args=[agreement.slug]),
        "kind_label": AgreementKind(agreement.kind).label,
        "starts_on": agreement.starts_on,
        "ends_on": agreement.period.last_day,
        "party": row.names,
        "notices": [
            {
                "url": reverse("notice", args=[notice.uuid]),
                "text": _("%(kind)s, %(state)s") % _notice_words(notice.kind, notice.state),
                "last_day_on": notice.last_day_on,
            }
            for notice in row.notices
        ],
        "bodies": [body.name for body in row.bodies],
        "notice_by": _notice_by(row, today),
        "too_late": not any(day >= today for day in row.notice_by) and page.days_left > 0,
        "choice": row.choice,
        "fields": [form[f"{name}-{key}"] for name in ("choice", "shares", "reason")]
        if row.may_choose
        else [],
    }


def _notice_words(kind: str, state: str) -> dict[str, str]:
    return {
        "kind": str(NoticeKind(kind).label),
        "state": str(NoticeState(state).label).lower(),
    }


def _notice_by(row: Touched, today: date) -> str:
    """The last day to give notice so that the agreement ends before the day."""
    days = _(" eller ").join(day_text(day) for day in row.notice_by)
    if not days:
        return _("Aftalen har intet vilkår om opsigelse.")
    if any(day >= today for day in row.notice_by):
        return _("Opsigelse til dagen før skal være modtaget senest %s.") % days
    return _("Opsigelse til dagen før skulle være modtaget senest %s. Det kan ikke nås.") % days


def _place(row: Nursing, form: SuccessionForm) -> dict[str, Any]:
    name = f"operator-{row.municipality.pk}"
    return {
        "name": row.municipality.name,
        "before": _holders(row.before),
        "after": _holders(row.after),
        "field": form[name] if name in form.fields else None,
    }


def _holders(found: FunctionHolders) -> dict[str, str]:
    unsaid = _("Ikke afgjort")
    return {
        "authority": found.authority.name if found.authority else unsaid,
        "operator": found.operator.name if found.operator else unsaid,
        "payer": found.payer.name if found.payer else unsaid,
    }


def change_row(change: Change) -> dict[str, Any]:
    """One difference as the dry run lists it."""
    return {
        "subject": change.subject,
        "what": change.what.label,
        "before": change.before,
        "after": change.after,
        "from_on": change.from_on,
    }
