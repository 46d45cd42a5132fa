"""What becomes of agreements and functions when organisations are continued: choose, try, apply."""

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from coordination.agreements import policies
from coordination.agreements.enums import Succession as Choice
from coordination.base import clock
from coordination.base.danish import day_text
from coordination.parties.selectors import Succession
from coordination.portfolio import services
from coordination.portfolio.enums import What
from coordination.portfolio.forms import SuccessionForm
from coordination.portfolio.pages.approval_rows import names_text
from coordination.portfolio.pages.succession_rows import agreement_row, is_too_late, place_row
from coordination.portfolio.selectors import succession as rows
from coordination.portfolio.selectors.succession import SuccessionPage
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
    view = _view(request)
    context = {
        **_head(page),
        "changes": [change_row(change) for change in changes],
        "by_itself": _by_itself(page, form),
        "warnings": _warnings(page, form, clock.today()),
        "typed": [(name, form[name].value() or "") for name in form.fields],
        "view": view,
        "back_url": _address(view),
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
    return redirect(_address(_view(request)))


def _page(request: ActorRequest) -> SuccessionPage | None:
    """The page as the address, or the form that was sent, asks for it."""
    return rows.succession_page(
        request.actor,
        today=clock.today(),
        uuid=_uuid(_asked(request, "overgang")),
        after=_number(_asked(request, "efter")),
        only_undecided=bool(_asked(request, "uden_driver")),
    )


def _asked(request: ActorRequest, name: str) -> str:
    return request.POST.get(name) or request.GET.get(name) or ""


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise Http404 from error


def _view(request: ActorRequest) -> dict[str, str]:
    """Which part of the page is shown, to keep it from one step to the next."""
    return {name: _asked(request, name) for name in ("overgang", "efter", "uden_driver")}


def _address(view: dict[str, str], **changes: str) -> str:
    kept = {name: value for name, value in (view | changes).items() if value}
    return reverse("succession") + (f"?{urlencode(kept)}" if kept else "")


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
    today, view = clock.today(), _view(request)
    context = {
        **_head(page),
        "form": form,
        "agreements": [agreement_row(row, form, page, today) for row in page.agreements],
        "nursing": [place_row(row, form) for row in page.nursing],
        "undecided": page.undecided,
        "only_undecided": bool(view["uden_driver"]),
        "filter_url": _address(view, uden_driver="" if view["uden_driver"] else "1") + "#nursing",
        "others": [
            {"label": _succession_text(row), "url": _address({}, overgang=str(row.uuid))}
            for row in page.others
        ],
        "next_url": _address(view, efter=str(page.after)) if page.after else "",
        "view": view,
        "may_choose": bool(form.fields),
    }
    return render(request, "portfolio/succession.html", context)


def _head(page: SuccessionPage) -> dict[str, Any]:
    found = page.succession
    return {
        "day": found.on,
        "successor": found.successor.name,
        "old": [row.name for row in found.old],
        "days_left": page.days_left,
    }


def _succession_text(found: Succession) -> str:
    return _("%(old)s videreføres af %(new)s %(day)s") % {
        "old": names_text([row.name for row in found.old]),
        "new": found.successor.name,
        "day": day_text(found.on),
    }


def _warnings(page: SuccessionPage, form: SuccessionForm, today: date) -> list[str]:
    """Which agreements are to end although their own notice can no longer reach the day."""
    ends = {row.agreement.pk for row in form.chosen() if row.choice == Choice.ENDS}
    return [
        _(
            "%(title)s: aftalens eget varsel kan ikke længere nå dagen. Den ophører ved en "
            "beslutning, som parterne skal være enige om."
        )
        % {"title": row.agreement.title}
        for row in page.agreements
        if row.agreement.pk in ends and is_too_late(row, today)
    ]


def _by_itself(page: SuccessionPage, form: SuccessionForm) -> list[dict[str, Any]]:
    """What follows from the succession alone for the chosen agreements that go on."""
    goes_on = {row.agreement.pk for row in form.chosen() if row.choice != Choice.ENDS}
    return [
        {
            "subject": row.agreement.title,
            "what": What.PARTY.label,
            "before": row.names,
            "after": page.succession.successor.name,
            "from_on": page.succession.on,
        }
        for row in page.agreements
        if row.agreement.pk in goes_on
    ]


def change_row(change: Change) -> dict[str, Any]:
    """One difference as the dry run lists it."""
    return {
        "subject": change.subject,
        "what": change.what.label,
        "before": change.before,
        "after": change.after,
        "from_on": change.from_on,
    }
