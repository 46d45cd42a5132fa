"""Deadlines as pages show them, the calendar, and the feed that people's own calendars read."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from consultants import selectors as consultants
from consultants.selectors import TermDay
from coordination.agreements.enums import Anchor
from coordination.base import clock, rowsecurity
from coordination.base.actor import OFFICE_ROLES, Actor
from coordination.base.danish import day_text, month_text
from coordination.base.errors import NotFound
from coordination.notices import policies
from coordination.notices import selectors as notices
from coordination.notices.enums import DeadlineKind, Target
from coordination.notices.models import Deadline
from coordination.portfolio.filters import DeadlineFilter
from coordination.portfolio.pages import improving
from coordination.portfolio.pages.explained import Input
from coordination.reminders import calendar as feeds
from coordination.reminders import services as reminders
from coordination.web.http import ActorRequest

MOST_SHOWN = 400
AHEAD, MONTH_AGO = timedelta(days=90), timedelta(days=30)
LABELS = {
    DeadlineKind.TERMINATE: gettext_lazy("Sidste dag, en opsigelse kan modtages"),
    DeadlineKind.LEAVE: gettext_lazy("Sidste dag, en udtræden kan modtages"),
    DeadlineKind.SUSPEND: gettext_lazy("Sidste dag, en suspension kan modtages"),
    DeadlineKind.EXPIRY: gettext_lazy("Aftalen udløber"),
    DeadlineKind.RATIFICATION: gettext_lazy("Sidste dag, alle kan have godkendt"),
    DeadlineKind.TARIFF: gettext_lazy("Sidste dag at indtaste nye takster"),
}
AIMS = {
    Target.END: gettext_lazy("med virkning senest ved udløb"),
    Target.YEAR: gettext_lazy("med virkning senest ved årets udgang"),
    Target.MERGER: gettext_lazy("med virkning, før en part videreføres af en anden"),
    Target.MONEY: gettext_lazy("med virkning senest den dag, midlerne er brugt"),
}


READINGS = {
    "end_of_month": gettext_lazy("månedsslut-regel"),
    "day_to_day": gettext_lazy("dag til dag"),
}
"""Short names of the readings, for a line or a tile."""


def shown_once(rows: Iterable[Deadline]) -> list[tuple[Deadline, bool]]:
    """Readings of a right that give the same day are one line; whether that line stands for all."""
    found: dict[tuple[object, ...], list[Deadline]] = {}
    for row in rows:
        about = (row.agreement_id, row.kind, row.target, row.day, row.for_body)
        found.setdefault(about, []).append(row)
    return [(same[0], len(same) > 1) for same in found.values()]


def label_of(deadline: Deadline, *, every_reading: bool = False) -> str:
    """What a deadline is about, in a line."""
    kind = DeadlineKind(deadline.kind)
    if deadline.waits_for_money:
        return _("Første dag, en suspension kan varsles: midlerne er brugt")
    aim = AIMS.get(Target(deadline.target), "") if kind != DeadlineKind.EXPIRY else ""
    text = f"{LABELS[kind]} {aim}".strip()
    if every_reading:
        return _("%s (efter begge læsninger)") % text
    return f"{text} ({_reading(deadline)})" if deadline.is_one_reading_of_several else text


def _reading(deadline: Deadline) -> str:
    return str(READINGS.get(deadline.anchor, deadline.get_anchor_display()))


def deadline_row(deadline: Deadline, today: date, *, every_reading: bool = False) -> dict[str, Any]:
    """A deadline as lists show it: coloured and written; grey while its reading is unconfirmed."""
    days = (deadline.act_by - today).days
    if not deadline.is_confirmed:
        clause = _("Læsningen er ikke bekræftet af nogen endnu.")
    elif deadline.clause is not None:
        clause = _("Læst og bekræftet af %s.") % deadline.clause.confirmed_by
    else:
        clause = ""
    return {
        "due_on": deadline.act_by,
        "label": label_of(deadline, every_reading=every_reading),
        "text": "" if deadline.is_confirmed else _("Læsningen er ikke bekræftet"),
        "days_left": days,
        "kind": _urgency(days) if deadline.is_confirmed else "unconfirmed",
        "formula": deadline.explanation,
        "clause": clause,
        "body_by": deadline.body_by if deadline.body_by != deadline.act_by else None,
        "about": deadline.kind,
        "inputs": _inputs(deadline, today),
    }


def _inputs(deadline: Deadline, today: date) -> list[Input]:
    """What a deadline is counted from: the day it aims at, and the clause's own numbers."""
    found = [
        Input("target_on", _("Dagen, der tælles fra"), deadline.target_on),
        Input("as_of", _("I dag"), today),
    ]
    clause = deadline.clause
    if clause is not None:
        found += [
            Input("months", _("Varsel i måneder"), clause.months or 0),
            Input("anchor", _("Regnet"), Anchor(deadline.anchor)),
            Input("trigger", _("Kan gives"), clause.triggers[0]),
            Input("lead_days", _("Organets dage"), clause.body_lead_days),
        ]
    return found


@require_GET
def calendar(request: ActorRequest) -> HttpResponse:
    """All deadlines of the agreements the actor looks after, month by month."""
    policies.check_see(request.actor)
    today = clock.today()
    form = DeadlineFilter(request.GET, queryset=notices.deadlines_for(request.actor)).form
    form.is_valid()
    data = form.cleaned_data
    wanted = notices.Wanted(
        after=max(data.get("act_by_after") or today, today),
        before=data.get("act_by_before"),
        kinds=[DeadlineKind(kind) for kind in data.get("kind", ())],
        title=data.get("q", ""),
        most=MOST_SHOWN + 1,
        bodies=True,
    )
    found = notices.calendar_of(request.actor, wanted, today=today)
    lines = [
        {
            **_day_row(row, today, every_reading=every_reading),
            "title": row.agreement.title,
            "url": reverse("agreement-detail", args=[row.agreement.slug]) + "#deadlines",
        }
        for row, every_reading in shown_once(found[:MOST_SHOWN])
    ]
    if not wanted.kinds and not wanted.title:
        until = found[MOST_SHOWN].day if len(found) > MOST_SHOWN else wanted.before
        days = consultants.term_days(request.actor, after=wanted.after, before=until)
        lines += [_term_row(day, today) for day in days]
    months = [
        {"title": month_text(date(year, month, 1)), "rows": list(group)}
        for (year, month), group in groupby(
            sorted(lines, key=lambda line: line["due_on"]),
            key=lambda line: (line["due_on"].year, line["due_on"].month),
        )
    ]
    context = {
        "months": months,
        "form": form,
        "is_filtered": any(form[name].data for name in form.fields),
        "cut": len(found) > MOST_SHOWN,
        "most": MOST_SHOWN,
        "feeds_url": reverse("calendar-feeds"),
    }
    return render(request, "portfolio/calendar.html", context)


def _day_row(deadline: Deadline, today: date, *, every_reading: bool) -> dict[str, Any]:
    """A day of the calendar: the deadline itself, or that of the body that decides before it."""
    row = deadline_row(deadline, today, every_reading=every_reading)
    if not deadline.for_body:
        return row | {"body_by": None}
    days = (deadline.day - today).days
    return row | {
        "due_on": deadline.day,
        "days_left": days,
        "kind": _urgency(days) if deadline.is_confirmed else "unconfirmed",
        "label": _("Sidste dag, sagen kan være hos organet: %s") % _what(deadline),
        "body_by": None,
    }


def _urgency(days: int) -> str:
    return "error" if days < 14 else "warning" if days <= 60 else "none"


def _what(deadline: Deadline) -> str:
    """What is decided, and the day it must have come to by then."""
    return f"{deadline.get_kind_display().lower()}, {day_text(deadline.act_by)}"


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
        entries = _deadline_entries(actor, today) if actor.role in OFFICE_ROLES else []
        entries += improving.entries(actor, today=today)
        entries += [_term_entry(day) for day in consultants.term_days(actor, after=today)]
    body = feeds.ics(entries, name=_("Frister i Samspil"), now=now)
    return HttpResponse(body, content_type=feeds.MEDIA_TYPE)


def _deadline_entries(actor: Actor, today: date) -> list[feeds.Entry]:
    wanted = notices.Wanted(after=today, most=MOST_SHOWN, bodies=True)
    rows = notices.calendar_of(actor, wanted, today=today)
    return [_entry(row) for row, _every_reading in shown_once(rows)]


def _entry(deadline: Deadline) -> feeds.Entry:
    path = reverse("agreement-detail", args=[deadline.agreement.slug])
    doubt = "" if deadline.is_confirmed else _(" (læsningen er ikke bekræftet)")
    what = _("Hos organet: %s") % _what(deadline) if deadline.for_body else _subject(deadline)
    return feeds.Entry(
        uid=f"{deadline.group}{':body' if deadline.for_body else ''}@samspil",
        on=deadline.day,
        title=f"{what}: {deadline.agreement.title}{doubt}",
        text=deadline.explanation,
        url=f"{settings.SAMSPIL_BASE_URL}{path}#deadlines",
    )


def _term_entry(day: TermDay) -> feeds.Entry:
    """A day of an appointment; the place stands there, and not the person."""
    path = reverse("appointment", args=[day.appointment.uuid])
    return feeds.Entry(
        uid=f"{day.uid}@samspil",
        on=day.on,
        title=f"{day.kind.label}: {day.appointment.place.name}",
        text=day.explanation,
        url=settings.SAMSPIL_BASE_URL + path,
    )


def _term_row(day: TermDay, today: date) -> dict[str, Any]:
    days = (day.on - today).days
    appointment = day.appointment
    return {
        "due_on": day.on,
        "days_left": days,
        "kind": _urgency(days),
        "label": day.kind.label,
        "formula": day.explanation,
        "title": f"{appointment.practitioner.name}, {appointment.place.name}",
        "url": reverse("appointment", args=[appointment.uuid]),
    }


def _subject(deadline: Deadline) -> str:
    if deadline.waits_for_money:
        return _("Suspension kan varsles")
    return deadline.get_kind_display()


def tile(deadlines: list[Deadline], today: date) -> dict[str, Any]:
    """The nearest decision about a notice, with its other reading, and whether more are coming.

    The deadlines reach 30 days back, so that what lies ahead can be compared with a month ago.
    """
    found = {
        "label": _("Næste frist"),
        "link_label": _("Se fristen"),
        "trend": _trend(deadlines, today),
    }
    coming = [row for row in deadlines if row.act_by >= today]
    rights = [row for row in coming if row.clause_id]
    if not coming:
        return found | {"number": "–", "text": _("ingen kommende frister"), "url": ""}
    first = (rights or coming)[0]
    about = (first.agreement_id, first.kind, first.target)
    same = [row for row in coming if (row.agreement_id, row.kind, row.target) == about]
    latest = max(same, key=lambda row: row.act_by)
    text = _("%(kind)s: senest %(day)s")
    if first.waits_for_money:
        text = _("%(kind)s: kan varsles fra %(day)s")
    text %= {"kind": first.get_kind_display(), "day": day_text(latest.act_by)}
    if first.act_by != latest.act_by:
        text += _(" (%(reading)s: %(day)s)") % {
            "reading": _reading(first),
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


def _trend(deadlines: list[Deadline], today: date) -> str:
    """How many deadlines lie within 90 days, and how many did so a month ago."""
    ahead = {
        start: sum(start <= row.act_by <= start + AHEAD for row in deadlines)
        for start in (today, today - MONTH_AGO)
    }
    return _("%(now)s frister de næste 90 dage, %(before)s for 30 dage siden") % {
        "now": ahead[today],
        "before": ahead[today - MONTH_AGO],
    }
