from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from acute import policies, selectors, services
from acute.enums import RequestState, StepKind, Urgency
from acute.forms import ReadListForm
from acute.models import Request, Step
from acute.pages import rota
from acute.pages.rows import turn_of
from acute.pages.undo import answer_row
from coordination.access.enums import MemberRole
from coordination.base import clock
from coordination.base.actor import Actor, Role
from coordination.base.errors import allowed
from coordination.base.periods import local_date, whole_years
from coordination.web.http import ActorRequest
from coordination.web.pages import new_key


@dataclass(frozen=True, slots=True)
class _Known:
    """What the rows of a list are told besides themselves."""

    unread: set[int]
    people: dict[tuple[int, str], Step]


def _row(actor: Actor, request: Request, now: Any, known: _Known) -> dict[str, Any]:
    closed = request.closed_at is not None
    open_for_doctor = request.state in (RequestState.WAITING, RequestState.TAKEN)
    in_contact = request.contact_at is not None
    return {
        "url": reverse("acute-request", args=[request.uuid]),
        "number": request.number,
        "initials": request.patient.initials,
        "age": whole_years(request.patient.born_on, local_date(now)),
        "question": request.question,
        "urgency": request.urgency,
        "urgency_label": _short_urgency(request.urgency),
        "promised_at": request.promised_at if open_for_doctor and not in_contact else None,
        "overdue": open_for_doctor and not in_contact and request.promised_at < now,
        "state_label": RequestState(request.state).label,
        "waiting_on_label": "" if closed else turn_of(actor, request),
        "updated_at": request.updated_at,
        "unread": request.pk in known.unread,
        "who": _who(actor, request, known),
        "phone": _phone(actor, request) if open_for_doctor else "",
        "waited": _waited(request, now) if open_for_doctor else "",
        "waited_kind": _waited_kind(request, now),
    }


def _who(actor: Actor, request: Request, known: _Known) -> dict[str, str]:
    """The other side, by name, role and organisation; the place alone while nobody took it."""
    asks = actor.role in policies.ASKERS
    step = known.people.get((request.pk, StepKind.TAKEN if asks else StepKind.SENT))
    place = request.practice.name if asks else request.municipality.name
    if step is None or (asks and request.state == RequestState.WAITING):
        return {"organisation": place}
    role = str(MemberRole(step.role).label)
    return {"name": step.actor_name, "role": role, "organisation": step.organisation_name}


def _phone(actor: Actor, request: Request) -> str:
    return request.practice.phone if actor.role in policies.ASKERS else request.callback_phone


def _waited(request: Request, now: datetime) -> str:
    """How long ago it was sent, in words."""
    minutes = max(0, int((now - request.sent_at).total_seconds()) // 60)
    if minutes < 90:
        return _("Sendt for %(minutes)s min. siden") % {"minutes": minutes}
    return _("Sendt for %(hours)s timer siden") % {"hours": minutes // 60}


def _waited_kind(request: Request, now: datetime) -> str:
    """The colour of its age: half of what was promised has gone, or all of it."""
    gone, promised = now - request.sent_at, request.promised_at - request.sent_at
    if request.state != RequestState.WAITING or gone * 2 < promised:
        return ""
    return "overdue" if gone >= promised else "late"


def _short_urgency(value: str) -> str:
    return str(Urgency(value).label).split(":")[0]


def _groups(actor: Actor, work: services.WorkList, now: Any) -> list[dict[str, Any]]:
    """Whose turn it is, in as few groups as tell it: mine, theirs, done today."""
    every = [*work.waiting, *work.closed]
    known = _Known(selectors.unread_of(actor, every), selectors.people_of(actor, every))

    def rows(found: Iterable[Request]) -> list[dict[str, Any]]:
        return [_row(actor, row, now, known) for row in found]

    asks = actor.role in policies.ASKERS
    mine = [row for row in work.waiting if _is_mine(actor, row)]
    theirs = [row for row in work.waiting if not _is_mine(actor, row)]
    doctors = _("Venter på læge")
    return [
        {
            "title": _("Venter på mig") if asks or actor.role in policies.ADVISERS else doctors,
            "hint": _("Følg lægens råd, eller ring, og markér det som gjort.") if asks else "",
            "rows": rows(mine),
            "empty": _("Intet venter på dig.") if asks else _("Ingen anmodninger venter."),
        },
        {
            "title": doctors if asks else _("Venter på andre"),
            "rows": rows(theirs),
            "empty": _("Ingen anmodninger venter.") if asks else _("Ingen lige nu."),
        },
        {"title": _("Lukket i dag"), "rows": rows(work.closed), "empty": _("Ingen endnu.")},
    ]


def _is_mine(actor: Actor, request: Request) -> bool:
    """Whether the reader's side is next; a colleague's request in hand is the colleague's."""
    if actor.role in policies.ASKERS:
        return request.state in (RequestState.ANSWERED, RequestState.INSTRUCTED)
    taken = request.state == RequestState.TAKEN and request.taken_by_key == actor.key
    asked = request.practice_id in actor.case_orgs
    return taken or (asked and request.state == RequestState.WAITING)


def _new_url(actor: Actor) -> str:
    """What the key N begins: a request, or the log of a call."""
    for check, route in (
        (policies.check_log_session, "acute-session-new"),
        (policies.check_send, "acute-find"),
        (policies.check_consult, "acute-consult"),
    ):
        if allowed(check, actor):
            return reverse(route)
    return ""


def _consult_url(actor: Actor, on: date) -> str:
    """Where a nurse asks a specialist, where an agreement lets her."""
    if not allowed(policies.check_send, actor) or not selectors.specialist_units(actor, on=on):
        return ""
    return reverse("acute-consult")


def _doctors(actor: Actor, now: Any) -> list[dict[str, Any]]:
    """Whom a nurse can ask now; a practice sees itself in its switch instead."""
    if actor.role != Role.ACUTE_NURSE:
        return []
    return [
        {
            "name": row.practice.name,
            "is_on": row.is_available and row.takes_part,
            "duty_until": row.duty.ends_at if row.duty else None,
        }
        for row in selectors.doctors_in(actor, at=now)
    ]


def _duty(actor: Actor, now: Any) -> dict[str, Any] | None:
    """The reader's own duty, while it runs."""
    if not allowed(policies.check_answer_duty, actor):
        return None
    found = selectors.duty_now(actor, at=now)
    return rota.duty_row(actor, found, now) if found else None


def _context(request: ActorRequest) -> dict[str, Any]:
    actor, now = request.actor, clock.now()
    work = services.open_work_list(actor=actor, now=now)
    return {
        "groups": _groups(actor, work, now),
        "now": now,
        "undo": answer_row(actor, now),
        "news_url": f"{reverse('acute-inbox-news')}?{_read(work, now)}",
        "doctors": _doctors(actor, now),
        "doctors_url": reverse("acute-doctors") if actor.role == Role.ACUTE_NURSE else "",
        "duty": _duty(actor, now),
        "switch": rota.switch(actor, now),
        "idempotency_key": new_key(),
        "list_url": reverse("acute-inbox-list"),
        "can_create": allowed(policies.check_consult, actor),
        "new_url": _new_url(actor),
        "can_log": allowed(policies.check_log_session, actor),
        "consult_url": _consult_url(actor, local_date(now)),
        "title": _("Min dag") if actor.role == Role.GP else _("Anmodninger"),
    }


@require_GET
def inbox(request: ActorRequest) -> HttpResponse:
    """The work list: whose turn it is, the oldest promise first."""
    return render(request, "acute/inbox.html", _context(request))


def _read(work: services.WorkList, now: datetime) -> str:
    return urlencode({"siden": now.isoformat(), "antal": len(work.waiting)})


@require_GET
def inbox_news(request: ActorRequest) -> HttpResponse:
    """A quiet bar that says how much is new; the list moves when the reader asks for it."""
    form, now = ReadListForm(request.GET), clock.now()
    since, then = form.read() if form.is_valid() else (now, -1)
    news = selectors.news_of(request.actor, since=since, then=then, now=now)
    if not news.has_changed:
        return HttpResponse(status=204)
    context = {"news": news, "list_url": reverse("acute-inbox-list")}
    return HttpResponse(render_to_string("acute/_inbox_news.html", context))


@require_GET
def inbox_list(request: ActorRequest) -> HttpResponse:
    """The list alone, when the reader wants what is new."""
    return render(request, "acute/_inbox_list.html", _context(request))


@require_GET
def doctors(request: ActorRequest) -> HttpResponse:
    """Who can be asked now, as the practices say it; fetched every few seconds."""
    now = clock.now()
    policies.check_send(request.actor)
    context = {"doctors": _doctors(request.actor, now), "now": now}
    return render(request, "acute/_doctors.html", context)
