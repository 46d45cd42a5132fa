from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

import consultants.policies
import consultants.selectors
from coordination.access.middleware import role_not_required
from coordination.agreements import policies as agreements
from coordination.agreements.enums import AgreementKind, Decision, State
from coordination.agreements.selectors import approvals
from coordination.base import clock
from coordination.base.actor import OFFICE_ROLES, PATIENT_ROLES, Actor, Role
from coordination.base.errors import allowed
from coordination.ledger import selectors as ledger
from coordination.ledger.pages.claims import STEP as CLAIM_STEP
from coordination.notices import selectors as notices
from coordination.notices.enums import NoticeKind
from coordination.notices.models import Deadline
from coordination.notices.selectors import BodyTask
from coordination.portfolio import selectors as portfolio
from coordination.portfolio.pages import MONTH_AGO, deadline_row, line_row, shown_once, tile
from coordination.portfolio.pages.approval_rows import board_url, standing_sentence, turn_text
from coordination.portfolio.selectors import AgreementLine, silence
from coordination.portfolio.selectors import board as boards
from coordination.portfolio.selectors.board import BoardText
from coordination.reminders import selectors as reminders
from coordination.web.http import ActorRequest
from coordination.web.templatetags.samspil import kr

REGION = frozenset({Role.REGION_ADMIN, Role.REGION_FINANCE})
MOST_NAMED = 3
"""Names that a tile has room for."""

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


@role_not_required
@require_GET
def home(request: ActorRequest) -> HttpResponse:
    """Where the role's work is."""
    actor = request.actor
    if actor is None:
        return render(request, "overview/home_generic.html", {})
    if actor.role in PATIENT_ROLES:
        return redirect("acute-inbox")
    if actor.role == Role.WARD:
        return redirect("discharge-list")
    if actor.role in OFFICE_ROLES:
        return render(request, "overview/home_region.html", _office(request))
    return render(request, "overview/home_generic.html", _generic(request))


def _office(request: ActorRequest) -> dict[str, Any]:
    actor, now, today = request.actor, clock.now(), clock.today()
    lines = portfolio.lines_for(actor, today=today)
    current = [line for line in lines if line.agreement.period.contains(today)]
    deadlines = notices.coming_deadlines(
        actor, [line.agreement for line in lines], today=today, since=today - MONTH_AGO
    )
    coming = [row for row in deadlines if row.act_by >= today]
    board = boards.board_of(actor, today=today)
    list_url = reverse("agreement-list")
    return {
        "as_of": now,
        "tiles": [
            _money_tile(actor, current, list_url, today),
            tile(deadlines, today),
            _approval_tile(actor, today),
            _silence_tile(actor, today) if actor.role in REGION else _message_tile(actor),
        ],
        "decisions": [
            *_claims(actor),
            *(_task(row) for row in notices.body_tasks(actor, today=today)),
            *(_decision(text, today) for text, _rows in board.texts),
        ],
        "deadlines": [
            _deadline(row, today, every_reading=every_reading)
            for row, every_reading in shown_once(coming)[:5]
        ],
    }


def _deadline(deadline: Deadline, today: date, *, every_reading: bool) -> dict[str, Any]:
    row = deadline_row(deadline, today, every_reading=every_reading)
    return row | {
        "label": deadline.agreement.title,
        "text": row["label"],
        "url": reverse("agreement-detail", args=[deadline.agreement.slug]) + "#deadlines",
    }


def _claims(actor: Actor) -> list[dict[str, Any]]:
    """The claims that wait for the reader, as one thing to do."""
    step = CLAIM_STEP.get(actor.role)
    waiting = ledger.counts_of_claims(actor, [step])[step] if step else 0
    if not waiting:
        return []
    text = ngettext(
        "%s krav venter på din godkendelse", "%s krav venter på din godkendelse", waiting
    )
    return [{"title": text % waiting, "url": reverse("claims"), "text": ""}]


def _task(task: BodyTask) -> dict[str, Any]:
    """What a body has to decide before a drafted notice can be given."""
    notice = task.notice
    return {
        "title": notice.agreement.title,
        "text": _("%(body)s: skal varslet om %(what)s afgives?")
        % {
            "body": notice.body.name if notice.body else "",
            "what": NoticeKind(notice.kind).label.lower(),
        },
        "due_on": task.due_on,
        "url": reverse("notice", args=[notice.uuid]),
    }


def _money_tile(actor: Actor, lines: list[AgreementLine], url: str, today: date) -> dict[str, Any]:
    """Where most of the money is used: what is left, and the last 30 days beside the 30 before.

    Money of one agreement helps no other, so the sum of them all only stands beside it.
    """
    row = {"label": _("Midler tilbage"), "url": url, "link_label": _("Se aftalerne")}
    funded = [(line, line.budget) for line in lines if line.budget and line.budget.appropriated]
    if not funded:
        return row | {"number": "–", "text": _("Ingen løbende aftaler med penge")}
    line, budget = max(funded, key=lambda pair: portfolio.percent_used(pair[1]))
    since = today - MONTH_AGO
    lately = ledger.spent_between(actor, budget, after=since, until=today)
    before = ledger.spent_between(actor, budget, after=since - MONTH_AGO, until=since)
    used = round(portfolio.percent_used(budget))
    text = _("%(title)s: %(used)s %% brugt") % {"title": line.agreement.title, "used": used}
    if len(funded) > 1:
        text = _("%(text)s. I alt %(left)s i %(count)s løbende aftaler") % {
            "text": text,
            "left": kr(sum(each.left for _line, each in funded)),
            "count": len(funded),
        }
    return row | {
        "number": kr(budget.left),
        "text": text,
        "trend": _("%(now)s på 30 dage, %(then)s i de 30 før")
        % {"now": kr(lately), "then": kr(before)},
        "kind": "warning" if used >= 75 else "",
    }


def _approval_tile(actor: Actor, today: date) -> dict[str, Any]:
    """How many decisions are missing, how many bodies nobody has heard from, and who decided."""
    counts = approvals.decision_counts(actor)
    since = today - MONTH_AGO
    lately = approvals.decided_between(actor, after=since, until=today)
    before = approvals.decided_between(actor, after=since - MONTH_AGO, until=since)
    missing = sum(counts[decision] for decision in boards.UNDECIDED)
    silent = counts[Decision.NOT_SENT]
    text = ngettext("beslutning mangler", "beslutninger mangler", missing)
    return {
        "label": _("Godkendelser"),
        "number": missing,
        "text": f"{text}, {_('%s uden svar') % silent}" if silent else text,
        "trend": _("%(now)s besluttet på 30 dage, %(then)s i de 30 før")
        % {"now": lately, "then": before},
        "url": board_url(),
        "link_label": _("Se tavlen"),
    }


def _silence_tile(actor: Actor, today: date) -> dict[str, Any]:
    """The municipalities that take part and ask for no advice, against the month before."""
    found = silence.silence_of(actor, today=today)
    count = len(found.silent)
    url = f"{reverse('agreement-list')}?kind={AgreementKind.ACUTE_ADVICE}&state={State.IN_FORCE}"
    names = f": {', '.join(found.silent)}" if 0 < count <= MOST_NAMED else ""
    return {
        "label": _("Stille kommuner"),
        "number": count,
        "text": _("af %s kommuner uden en session i 30 dage") % found.total + names,
        "trend": _("%s i de 30 dage før") % found.before,
        "url": url,
        "link_label": _("Se aftalerne"),
        "kind": "warning" if count > found.before else "",
    }


def _message_tile(actor: Actor) -> dict[str, Any]:
    return {
        "label": _("Beskeder"),
        "number": reminders.unread_count(actor),
        "text": _("ulæste"),
        "url": reverse("messages"),
        "link_label": _("Læs beskeder"),
    }


def _decision(text: BoardText, today: Any) -> dict[str, Any]:
    """A text under approval, and what the reader's own body has to do about it."""
    own = [row for row in text.rows if row.is_own and row.is_missing]
    latest = [row.latest.papers_by for row in own or text.rows if row.latest]
    return {
        "title": text.agreement.title,
        "url": board_url(text.agreement.slug),
        "text": " ".join([standing_sentence(text, today), *(f"{turn_text(row)}." for row in own)]),
        "papers_by": min((day for day in latest if day), default=None),
    }


def _improving_tiles(actor: Actor, today: date) -> list[dict[str, Any]]:
    """What waits at the places of a consultant or a management; nothing for all others."""
    if not allowed(consultants.policies.check_receive, actor):
        return []
    points = reverse("point-list")
    waiting = len(consultants.selectors.waiting_snags(actor))
    silent = consultants.selectors.silent_count(actor, today=today)
    return [
        {
            "label": _("Knaster, der venter"),
            "number": waiting,
            "text": _("som ingen har taget op"),
            "url": reverse("snag-inbox"),
            "link_label": _("Se knasterne"),
        },
        {
            "label": _("Åbne forbedringspunkter"),
            "number": consultants.selectors.open_points(actor).count(),
            "text": _("hos jeres steder"),
            "url": points,
            "link_label": _("Se punkterne"),
        },
        {
            "label": _("Stille punkter"),
            "number": silent,
            "text": _("uden bevægelse i %s dage") % consultants.selectors.SILENT_DAYS,
            "url": f"{points}?stille=1",
            "link_label": _("Se dem, der er stille"),
            "kind": "warning" if silent else "",
        },
    ]


def _generic(request: ActorRequest) -> dict[str, Any]:
    actor, today = request.actor, clock.today()
    may_see = allowed(agreements.check_see_agreements, actor)
    lines = portfolio.lines_for(actor, today=today) if may_see else []
    found = reminders.messages_for(actor)[:5]
    return {
        "agreements": [line_row(line, today) for line in lines],
        "shows_agreements": may_see,
        "tiles": _improving_tiles(actor, today),
        "notices": [
            {
                "title": row.title,
                "at": row.delivered_at,
                "url": row.path,
                "unread": row.read_at is None,
            }
            for row in found
        ],
    }


class ClockForm(forms.Form):
    moment = forms.DateTimeField(
        label=_("Dag og klokkeslæt"),
        input_formats=["%Y-%m-%dT%H:%M", "%d.%m.%Y %H:%M", "%d.%m.%Y %H.%M", "%d.%m.%Y"],
        error_messages={
            "required": _("Skriv dag og klokkeslæt."),
            "invalid": _("Skriv dag og klokkeslæt, for eksempel 2.7.2020 8:00."),
        },
        help_text=_("For eksempel 2.7.2020 8:00."),
        widget=forms.DateTimeInput(format="%d.%m.%Y %H:%M"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def demo_clock(request: ActorRequest) -> HttpResponse:
    """Set the demo's clock; it runs on from there for web, worker and beat alike."""
    if not settings.DEMO_CLOCK:
        raise Http404
    now = clock.now()
    if request.method == "POST" and request.POST.get("moment") == "now":
        clock.jump(datetime.now(COPENHAGEN))  # noqa: TID251 - real time is what is asked for
        return _jumped(request)
    form = ClockForm(request.POST or None, initial={"moment": now.astimezone(COPENHAGEN)})
    if request.method == "POST" and form.is_valid():
        clock.jump(form.cleaned_data["moment"])
        return _jumped(request)
    return render(request, "overview/demo_clock.html", {"form": form})


def _jumped(request: ActorRequest) -> HttpResponse:
    messages.success(request, _("Uret er stillet. Påmindelser kommer inden for et minut."))
    return redirect("demo-clock")
