from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consultants import policies, selectors, services
from consultants.enums import SheetState
from consultants.forms import ActivityForm, typed
from consultants.models import Appointment
from consultants.pages.texts import month_title
from consultants.rules.durations import hours_text
from consultants.selectors import Account, MonthLine
from coordination.base import clock
from coordination.base.danish import day_text
from coordination.base.errors import DomainError, allowed
from coordination.web import idempotency
from coordination.web.http import ActorRequest
from coordination.web.pages import attempt, attempt_or_say, new_key

KINDS = {
    SheetState.OPEN: "",
    SheetState.SIGNED: "info",
    SheetState.APPROVED: "success",
    SheetState.RETURNED: "warning",
}
"""How a state is coloured; the words stand beside it."""


@require_GET
def overview(request: ActorRequest) -> HttpResponse:
    """Months that wait for the actor, and the account of each appointment this year."""
    actor, today = request.actor, clock.today()
    rows = [row for row in selectors.appointments_for(actor) if row.starts_on <= today]
    state = SheetState.RETURNED if allowed(policies.check_log, actor) else SheetState.SIGNED
    waiting = selectors.sheets_for(actor).filter(state=state, month__lte=today)
    context = {
        "waiting": [
            {
                "url": reverse("month", args=[row.uuid]),
                "title": month_title(row.month),
                "who": row.appointment.practitioner.name,
                "state_label": row.get_state_display(),
                "state_kind": KINDS[SheetState(row.state)],
                "hours": hours_text(row.used),  # type: ignore[attr-defined]
            }
            for row in waiting
        ],
        "accounts": [_line(actor, row, today.year) for row in rows],
        "year": today.year,
    }
    return render(request, "consultants/hours.html", context)


def _line(actor: Any, appointment: Appointment, year: int) -> dict[str, Any]:
    account = selectors.account_of(actor, appointment, year=year)
    may_log = allowed(policies.check_log, actor, appointment)
    return {
        "name": appointment.practitioner.name,
        "place": appointment.place.name,
        "kind_label": appointment.get_kind_display(),
        "url": reverse("hours-account", args=[appointment.uuid]),
        "log_url": reverse("activity-new", args=[appointment.uuid]) if may_log else "",
        **_sums(account),
    }


def _sums(account: Account) -> dict[str, Any]:
    return {
        "planned": hours_text(account.planned),
        "used": hours_text(account.used),
        "left": hours_text(account.left),
        "amount": account.amount,
        "used_minutes": account.used,
        "planned_minutes": account.planned,
    }


@require_GET
def account(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """A year of one appointment, month by month."""
    actor, today = request.actor, clock.today()
    appointment = selectors.appointment_for(actor, uuid)
    years = range(appointment.starts_on.year, appointment.last_day_on.year + 1)
    asked = request.GET.get("aar", "")
    year = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else today.year
    year = min(max(year, years[0]), years[-1])
    found = selectors.account_of(actor, appointment, year=year)
    may_log = allowed(policies.check_log, actor, appointment)
    context = {
        "name": appointment.practitioner.name,
        "place": appointment.place.name,
        "year": year,
        "years": [{"year": row, "active": row == year} for row in years],
        "months": [_month_row(row) for row in found.months],
        "sums": _sums(found),
        "appointment_url": reverse("appointment", args=[uuid]),
        "log_url": reverse("activity-new", args=[uuid]) if may_log else "",
        "begin_url": reverse("month-begin", args=[uuid]) if may_log else "",
        "idempotency_key": new_key(),
    }
    return render(request, "consultants/account.html", context)


def _month_row(line: MonthLine) -> dict[str, Any]:
    return {
        "title": month_title(line.month),
        "month": line.month,
        "url": reverse("month", args=[line.sheet.uuid]) if line.sheet else "",
        "planned": hours_text(line.planned),
        "used": hours_text(line.used),
        "left": hours_text(line.left),
        "amount": line.amount,
        "state_label": line.state.label if line.sheet else "",
        "state_kind": KINDS[line.state],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@idempotency.form
def log(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Write down what was done."""
    actor, now = request.actor, clock.now()
    policies.check_log(actor)
    appointment = selectors.appointment_for(actor, uuid)
    policies.check_log(actor, appointment)
    form = ActivityForm(
        request.POST or None,
        points=selectors.open_points_at(actor, appointment),
        initial={
            "kind": request.GET.get("slags", ""),
            "done_on": request.GET.get("dag") or clock.today(),
            "day_number": 1,
            "point": request.GET.get("punkt", ""),
        },
    )
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        made = attempt(
            form,
            lambda: services.log(actor=actor, appointment=uuid, done=form.done(), now=now),
        )
        if made is not None:
            messages.success(request, _("Gemt: %s.") % made.get_kind_display())
            return redirect("month", uuid=made.sheet.uuid)
    return _form_page(request, form, appointment, title=_("Ny aktivitet"))


@require_http_methods(["GET", "HEAD", "POST"])
@idempotency.form
def correct(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Write an activity anew while its month is open."""
    actor, now = request.actor, clock.now()
    policies.check_log(actor)
    activity = selectors.activity_for(actor, uuid)
    policies.check_log(actor, activity.appointment)
    points = selectors.open_points_at(actor, activity.appointment)
    points += [activity.point] if activity.point and not activity.point.is_open else []
    form = ActivityForm(request.POST or None, points=points, initial=typed(activity))
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        made = attempt(
            form, lambda: services.correct(actor=actor, uuid=uuid, done=form.done(), now=now)
        )
        if made is not None:
            messages.success(request, _("Rettelsen er gemt."))
            return redirect("month", uuid=made.sheet.uuid)
    return _form_page(request, form, activity.appointment, title=_("Ret aktivitet"))


def _form_page(
    request: ActorRequest, form: ActivityForm, appointment: Appointment, *, title: str
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "place": appointment.place.name,
        "quote": _quote(request, form, appointment.uuid) if form.is_bound else None,
        "quote_url": reverse("activity-quote", args=[appointment.uuid]),
        "account_url": reverse("hours-account", args=[appointment.uuid]),
        "idempotency_key": new_key(),
        "draft_key": f"activity-{appointment.uuid}",
    }
    return render(request, "consultants/activity_form.html", context)


def _quote(request: ActorRequest, form: ActivityForm, uuid: UUID) -> dict[str, Any] | None:
    """The amount with its reasons, as far as what was typed can be read."""
    if not form.is_valid():
        return None
    try:
        found = services.quote(
            actor=request.actor, appointment=uuid, done=form.done(), today=clock.today()
        )
    except DomainError as refusal:
        return {"refusal": refusal.text}
    parts = [(_("Tid"), found.work), *((_("Rejse"), row) for row in found.travel)]
    parts.append((_("Kilometer"), found.km))
    lines = [(label, row.amount, row.reason) for label, row in parts if row.reason]
    return {"amount": found.amount, "lines": lines}


@require_POST
def quote(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The amount of what is typed so far, fetched while it is typed."""
    policies.check_log(request.actor)
    policies.check_log(request.actor, selectors.appointment_for(request.actor, uuid))
    context = {"quote": _quote(request, ActivityForm(request.POST, points=()), uuid)}
    return render(request, "consultants/_quote.html", context)


@require_POST
@idempotency.form
def take_back(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Take back an activity of an open month."""
    actor = request.actor
    policies.check_log(actor)
    activity = selectors.activity_for(actor, uuid)
    sheet, day = activity.sheet.uuid, day_text(activity.done_on)
    if attempt_or_say(request, lambda: services.take_back(actor=actor, uuid=uuid)):
        messages.success(request, _("Aktiviteten den %s er slettet.") % day)
    return redirect("month", uuid=sheet)
