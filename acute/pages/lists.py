from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from acute import policies, selectors, services
from acute.enums import RequestState, Urgency
from acute.models import Request
from acute.pages.rows import turn_of
from coordination.base import clock
from coordination.base.actor import Actor, Role
from coordination.base.errors import allowed
from coordination.base.periods import local_date, whole_years
from coordination.web.http import ActorRequest


def _row(actor: Actor, request: Request, now: Any) -> dict[str, Any]:
    closed = request.closed_at is not None
    open_for_doctor = request.state in (RequestState.WAITING, RequestState.TAKEN)
    other = request.practice if actor.role in policies.ASKERS else request.municipality
    return {
        "url": reverse("acute-request", args=[request.uuid]),
        "number": request.number,
        "initials": request.patient.initials,
        "age": whole_years(request.patient.born_on, local_date(now)),
        "question": request.question,
        "urgency": request.urgency,
        "urgency_label": _short_urgency(request.urgency),
        "promised_at": request.promised_at if open_for_doctor else None,
        "overdue": request.state == RequestState.WAITING and request.promised_at < now,
        "state_label": RequestState(request.state).label,
        "waiting_on_label": "" if closed else turn_of(actor, request),
        "organisation": other.name,
        "updated_at": request.updated_at,
    }


def _short_urgency(value: str) -> str:
    return str(Urgency(value).label).split(":")[0]


def _groups(actor: Actor, work: services.WorkList, now: Any) -> list[dict[str, Any]]:
    """Whose turn it is, in as few groups as tell it: mine, theirs, done today."""

    def rows(*states: RequestState) -> list[dict[str, Any]]:
        return [_row(actor, row, now) for row in work.waiting if row.state in states]

    waiting, taken = rows(RequestState.WAITING), rows(RequestState.TAKEN)
    answered = rows(RequestState.ANSWERED)
    closed = {
        "title": _("Lukket i dag"),
        "rows": [_row(actor, row, now) for row in work.closed],
        "empty": _("Ingen endnu."),
    }
    if actor.role in policies.ASKERS:
        return [
            {
                "title": _("Venter på mig"),
                "hint": _("Lægen har svaret. Følg rådet, og markér det som udført."),
                "rows": answered,
                "empty": _("Intet venter på dig."),
            },
            {
                "title": _("Venter på læge"),
                "rows": [*waiting, *taken],
                "empty": _("Ingen anmodninger venter."),
            },
            closed,
        ]
    return [
        {
            "title": _("Venter på en læge hos jer"),
            "rows": waiting,
            "empty": _("Ingen anmodninger venter."),
        },
        {"title": _("Læge i gang"), "rows": taken, "empty": _("Ingen lige nu.")},
        {"title": _("Venter på sygeplejersken"), "rows": answered, "empty": _("Ingen lige nu.")},
        closed,
    ]


def _consult_url(actor: Actor, on: date) -> str:
    """Where a nurse asks a specialist, where an agreement lets her."""
    if not allowed(policies.check_send, actor) or not selectors.specialist_units(actor, on=on):
        return ""
    return reverse("acute-consult")


def _context(request: ActorRequest) -> dict[str, Any]:
    actor, now = request.actor, clock.now()
    work = services.open_work_list(actor=actor, now=now)
    return {
        "groups": _groups(actor, work, now),
        "now": now,
        "list_url": reverse("acute-inbox-list"),
        "can_create": allowed(policies.check_consult, actor),
        "new_url": reverse(
            "acute-find" if allowed(policies.check_send, actor) else "acute-consult"
        ),
        "consult_url": _consult_url(actor, local_date(now)),
        "title": _("Min dag") if actor.role == Role.GP else _("Anmodninger"),
    }


@require_GET
def inbox(request: ActorRequest) -> HttpResponse:
    """The work list: whose turn it is, the oldest promise first."""
    return render(request, "acute/inbox.html", _context(request))


@require_GET
def inbox_list(request: ActorRequest) -> HttpResponse:
    """The list alone, fetched every few seconds."""
    return render(request, "acute/_inbox_list.html", _context(request))
