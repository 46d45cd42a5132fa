"""Deadlines as pages show them, the calendar, and the feed that people's own calendars read."""

from datetime import date
from itertools import groupby
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from coordination.base import clock, rowsecurity
from coordination.base.danish import day_text
from coordination.base.errors import NotFound
from coordination.notices import policies
from coordination.notices import selectors as notices
from coordination.notices.enums import DeadlineKind, Target
from coordination.notices.models import Deadline
from coordination.portfolio.filters import DeadlineFilter
from coordination.reminders import calendar as feeds
from coordination.reminders import services as reminders
from coordination.web.http import ActorRequest

MOST_SHOWN = 400
MONTHS = (
    *("januar", "februar", "marts", "april", "maj", "juni"),
    *("juli", "august", "september", "oktober", "november", "december"),
)
LABELS = {
    DeadlineKind.TERMINATE: _("Sidste dag, en opsigelse kan modtages"),
    DeadlineKind.LEAVE: _("Sidste dag, en udtræden kan modtages"),
    DeadlineKind.SUSPEND: _("Sidste dag, en suspension kan modtages"),
    DeadlineKind.EXPIRY: _("Aftalen udløber"),
    DeadlineKind.RATIFICATION: _("Sidste dag, alle kan have godkendt"),
    DeadlineKind.TARIFF: _("Sidste dag at indtaste nye takster"),
}
AIMS = {
    Target.END: _("med virkning senest ved udløb"),
    Target.YEAR: _("med virkning senest ved årets udgang"),
    Target.MERGER: _("med virkning, før en part videreføres af en anden"),
    Target.MONEY: _("med virkning senest den dag, midlerne er brugt"),
}


def label_of(deadline: Deadline) -> str:
    """What a deadline is about, in a line."""
    kind = DeadlineKind(deadline.kind)
    aim = AIMS.get(Target(deadline.target), "") if kind != DeadlineKind.EXPIRY else ""
    text = f"{LABELS[kind]} {aim}".strip()
    if deadline.is_one_reading_of_several:
        text += f" ({_('regnet')} {deadline.get_anchor_display()})"
    return text


def deadline_row(deadline: Deadline, today: date) -> dict[str, Any]:
    """A deadline as lists show it: coloured and written; grey while its reading is unconfirmed."""
    days = (deadline.act_by - today).days
    urgency = "error" if days < 14 else "warning" if days <= 60 else "none"
    if not deadline.is_confirmed:
        clause = _("Læsningen er ikke bekræftet af nogen endnu.")
    elif deadline.clause is not None:
        clause = _("Læst og bekræftet af %s.") % deadline.clause.confirmed_by
    else:
        clause = ""
    return {
        "due_on": deadline.act_by,
        "label": label_of(deadline),
        "text": "" if deadline.is_confirmed else _("Læsningen er ikke bekræftet"),
        "days_left": days,
        "kind": urgency if deadline.is_confirmed else "unconfirmed",
        "formula": deadline.explanation,
        "clause": clause,
        "body_by": deadline.body_by if deadline.body_by != deadline.act_by else None,
    }


@require_GET
def calendar(request: ActorRequest) -> HttpResponse:
    """All deadlines of the agreements the actor looks after, month by month."""
    policies.check_see(request.actor)
    today = clock.today()
    rows = notices.deadlines_for(request.actor).filter(act_by__gte=today)
    chosen = DeadlineFilter(request.GET, queryset=rows)
    found = list(chosen.qs[: MOST_SHOWN + 1])
    months = [
        {
            "title": f"{MONTHS[month - 1]} {year}",
            "rows": [
                {
                    **deadline_row(row, today),
                    "title": row.agreement.title,
                    "url": reverse("agreement-detail", args=[row.agreement.slug]) + "#deadlines",
                }
                for row in group
            ],
        }
        for (year, month), group in groupby(
            found[:MOST_SHOWN], key=lambda row: (row.act_by.year, row.act_by.month)
        )
    ]
    context = {
        "months": months,
        "form": chosen.form,
        "cut": len(found) > MOST_SHOWN,
        "most": MOST_SHOWN,
        "feeds_url": reverse("calendar-feeds"),
    }
    return render(request, "portfolio/calendar.html", context)


@login_not_required
@require_GET
def feed(request: ActorRequest, token: str) -> HttpResponse:
    """The same deadlines for a calendar program, by a secret address that can be revoked."""
    today, now = clock.today(), clock.now()
    try:
        actor = reminders.open_feed(token=token, now=now)
    except NotFound:
        return HttpResponse(status=404, content_type="text/plain")
    with rowsecurity.scope(actor):
        rows = notices.deadlines_for(actor).filter(act_by__gte=today)[:MOST_SHOWN]
        entries = [_entry(row) for row in rows]
    body = feeds.ics(entries, name=_("Frister i Samspil"), now=now)
    return HttpResponse(body, content_type=feeds.MEDIA_TYPE)


def _entry(deadline: Deadline) -> feeds.Entry:
    path = reverse("agreement-detail", args=[deadline.agreement.slug])
    doubt = "" if deadline.is_confirmed else _(" (læsningen er ikke bekræftet)")
    return feeds.Entry(
        uid=f"{deadline.group}@samspil",
        on=deadline.act_by,
        title=f"{deadline.get_kind_display()}: {deadline.agreement.title}{doubt}",
        text=deadline.explanation,
        url=f"{settings.SAMSPIL_BASE_URL}{path}#deadlines",
    )


def tile(deadlines: list[Deadline], today: date) -> dict[str, Any]:
    """The nearest decision about a notice, with its other reading where there is one."""
    found = {"label": _("Næste frist"), "link_label": _("Se fristen")}
    coming = [row for row in deadlines if row.act_by >= today]
    if not coming:
        return found | {"number": "–", "text": _("ingen kommende frister"), "url": ""}
    first = coming[0]
    about = (first.agreement_id, first.kind, first.target)
    same = [row for row in coming if (row.agreement_id, row.kind, row.target) == about]
    latest = max(same, key=lambda row: row.act_by)
    text = _("%(kind)s: senest %(day)s") % {
        "kind": first.get_kind_display(),
        "day": day_text(latest.act_by),
    }
    if first.act_by != latest.act_by:
        text += _(" (%(reading)s: %(day)s)") % {
            "reading": READINGS.get(first.anchor, first.get_anchor_display()),
            "day": day_text(first.act_by),
        }
    row = deadline_row(first, today)
    unit = _("dag") if row["days_left"] == 1 else _("dage")
    return found | {
        "number": f"{row['days_left']} {unit}",
        "text": f"{first.agreement.title}. {text}",
        "url": reverse("agreement-detail", args=[first.agreement.slug]) + "#deadlines",
        "kind": row["kind"] if row["kind"] in ("warning", "error") else "",
    }


READINGS = {"end_of_month": _("månedsslut-regel"), "day_to_day": _("dag til dag")}
"""Short names of the readings that a tile has room for."""
