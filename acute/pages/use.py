"""Fair use: how those who pay together use what they pay for, as a page and as a spreadsheet."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from acute import policies, selectors
from acute.forms import QuarterForm, quarter_value
from acute.selectors import Between, Use, UseRow
from coordination.base import clock, sheets
from coordination.base.danish import day_text
from coordination.base.periods import Period
from coordination.web.http import ActorRequest, file_download
from coordination.web.templatetags.samspil import MISSING, da_count, kr

Value: TypeAlias = Decimal | int | Between | None

HIDDEN = gettext_lazy("skjult")
FILES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One figure: its heading, what it means, how it is read from a row and written.

    `of` is the count it rests on; where that is hidden, so is the figure.
    """

    heading: Any
    meaning: Any
    value: Callable[[UseRow], Value]
    text: Callable[[Any], str]
    of: Callable[[UseRow], Value]


def _one_place(number: Decimal | None) -> str:
    return MISSING if number is None else f"{number:.1f}".replace(".", ",")


def _per_cent(share: Decimal | None) -> str:
    return MISSING if share is None else f"{_one_place(share)}\N{NO-BREAK SPACE}%"


def _share(share: Between | None) -> str:
    if share is None:
        return MISSING
    if share.low == share.high:
        return _per_cent(share.low)
    return _("mellem %(low)s og %(high)s") % {
        "low": _one_place(share.low),
        "high": _per_cent(share.high),
    }


def _minutes(minutes: int | None) -> str:
    return MISSING if minutes is None else _("%s min.") % da_count(minutes)


USED = [
    Column(
        gettext_lazy("Ydelser"),
        gettext_lazy("Rådgivning, der er registreret på dage i perioden og ikke tilbageført."),
        lambda row: row.sessions,
        da_count,
        lambda row: row.sessions,
    ),
    Column(
        gettext_lazy("Pr. 10.000 indbyggere"),
        gettext_lazy("Ydelser i perioden for hver 10.000 indbyggere, som de senest er talt op."),
        lambda row: row.per_inhabitants,
        _one_place,
        lambda row: row.sessions,
    ),
    Column(
        gettext_lazy("Pr. 10.000 på 65 år og derover"),
        gettext_lazy("Det samme for hver 10.000 indbyggere på 65 år og derover."),
        lambda row: row.per_older,
        _one_place,
        lambda row: row.sessions,
    ),
    Column(
        gettext_lazy("Kroner brugt"),
        gettext_lazy("Det, der er bogført på kommunens ydelser i perioden."),
        lambda row: row.amount,
        kr,
        lambda row: row.sessions,
    ),
    Column(
        gettext_lazy("Andel af brugen"),
        gettext_lazy("Kommunens del af de kroner, som alle kommuner har brugt."),
        lambda row: row.use_share,
        _per_cent,
        lambda row: row.sessions,
    ),
    Column(
        gettext_lazy("Andel af betalingen"),
        gettext_lazy(
            "Kommunens del af det, kommunerne betaler tilsammen efter fordelingsnøglen. "
            "Regionens betaling er ikke med, så de to andele kan sammenlignes."
        ),
        lambda row: row.paid_share,
        _per_cent,
        lambda row: 0,
    ),
]
OLDER, PAID = USED[2], USED[5]
ANSWERED = [
    Column(
        gettext_lazy("Anmodninger"),
        gettext_lazy("Anmodninger sendt i perioden og ikke annulleret."),
        lambda row: row.requests,
        da_count,
        lambda row: row.requests,
    ),
    Column(
        gettext_lazy("Besvaret"),
        gettext_lazy("Del af anmodningerne, som en læge har besvaret."),
        lambda row: row.answered,
        _share,
        lambda row: row.requests,
    ),
    Column(
        gettext_lazy("Besvaret inden for det lovede"),
        gettext_lazy(
            "Del af anmodningerne, som er besvaret, og som lægen tog inden den tid, der var lovet."
        ),
        lambda row: row.kept,
        _share,
        lambda row: row.requests,
    ),
    Column(
        gettext_lazy("Ventetid, median"),
        gettext_lazy(
            "Tid fra anmodningen blev sendt, til den læge, der svarede, tog den: "
            "halvdelen ventede kortere, halvdelen længere."
        ),
        lambda row: row.wait,
        _minutes,
        lambda row: row.requests,
    ),
]


@require_GET
def use(request: ActorRequest, slug: str) -> HttpResponse:
    """The report of an agreement for the quarters in the address."""
    form, found = _asked(request, slug)
    tables = [
        _table(found, _used(found), _("Brug og betaling")),
        _table(found, ANSWERED, _("Svar og ventetid")),
    ]
    query = urlencode({"fra": quarter_value(found.first), "til": quarter_value(found.last)})
    context = {
        "slug": slug,
        "agreement": {
            "title": found.agreement.title,
            "url": reverse("agreement-detail", args=[found.agreement.slug]),
        },
        "form": form,
        "period": period_text(found.period),
        "tables": tables if found.rows and not form.errors else [],
        "bars": _bars(found.rows),
        "is_whole": found.is_whole,
        "pays_by_use": found.pays_by_use,
        "hidden_text": hidden_text(),
        "downloads": [
            {"label": label, "url": f"{reverse(f'acute-use-{kind}', args=[slug])}?{query}"}
            for kind, label in (("xlsx", _("Hent som regneark (XLSX)")), ("csv", _("Hent som CSV")))
        ],
    }
    return render(request, "acute/use.html", context)


@require_GET
def use_file(request: ActorRequest, slug: str, kind: str) -> HttpResponse:
    """The same report as a file; a period that does not exist leads to the page, which says so."""
    form, found = _asked(request, slug)
    if form.errors:
        return redirect(f"{reverse('acute-use', args=[slug])}?{request.GET.urlencode()}")
    columns = [*_used(found), *ANSWERED]
    headings = [_("Kommune"), _("Fra"), _("Til"), *(str(column.heading) for column in columns)]
    rows = [
        [_name(row), *_days(found), *(_cell(column, row) for column in columns)]
        for row in _with_total(found)
    ]
    if kind == "csv":
        content = sheets.csv_text([headings, *rows])
    else:
        meanings = [[str(column.heading), str(column.meaning)] for column in columns]
        notes = [[_("Periode"), period_text(found.period)], *meanings, [_("skjult"), hidden_text()]]
        content = sheets.xlsx(
            [
                sheets.Sheet(_("Brug"), headings, rows),
                sheets.Sheet(_("Forklaring"), [_("Tal"), _("Betydning")], notes),
            ]
        )
    return file_download(content, f"brug-{slug}.{kind}", FILES[kind])


def _asked(request: ActorRequest, slug: str) -> tuple[QuarterForm, Use]:
    """The form as it was asked, and the report; of the whole agreement where it has an error."""
    policies.check_see_use(request.actor)
    today = clock.today()
    quarters = selectors.quarters_by_slug(request.actor, slug, today=today)
    form = QuarterForm(quarters, request.GET)
    first, last = form.period() if form.is_valid() else (None, None)
    return form, selectors.use_by_slug(request.actor, slug, today=today, first=first, last=last)


def _used(found: Use) -> list[Column]:
    """The columns about use that there is something to say in."""
    left_out = [] if found.has_older else [OLDER]
    if found.pays_by_use:
        left_out.append(PAID)
    return [column for column in USED if column not in left_out]


def _with_total(found: Use) -> list[UseRow]:
    return [*found.rows, *([found.total] if found.total else [])]


def _name(row: UseRow) -> str:
    return row.municipality.name if row.municipality else _("I alt")


def _days(found: Use) -> list[date | None]:
    return [found.period.starts_on, found.period.last_day] if found.period else [None, None]


def period_text(period: Period | None) -> str:
    """The days that are counted, in words."""
    if period is None or period.last_day is None:
        return _("Ingen måned i perioden er slut endnu.")
    first, last = period.starts_on, period.last_day
    return _("%(first)s – %(last)s") % {"first": day_text(first), "last": day_text(last)}


def hidden_text() -> str:
    return _(
        "Antal under 5 vises ikke. Hvor ét skjult tal kunne regnes ud af de andre, "
        "er et eller flere tal mere skjult."
    )


def _table(found: Use, columns: list[Column], title: str) -> dict[str, Any]:
    rows = [
        {
            "name": _name(row),
            "cells": [
                {
                    "heading": column.heading,
                    "text": HIDDEN if column.of(row) is None else column.text(column.value(row)),
                }
                for column in columns
            ],
        }
        for row in _with_total(found)
    ]
    return {
        "title": title,
        "columns": columns,
        "rows": rows[: len(found.rows)],
        "total": rows[len(found.rows) :],
    }


def _cell(column: Column, row: UseRow) -> sheets.Cell:
    if column.of(row) is None:
        return str(HIDDEN)
    value = column.value(row)
    if isinstance(value, Between):
        return value.low if value.low == value.high else _share(value)
    return value


def _bars(rows: list[UseRow]) -> list[dict[str, Any]]:
    """Sessions per 10,000 inhabitants as bars, the longest first; what is hidden has none."""
    known = [(row.per_inhabitants, _name(row)) for row in rows if row.per_inhabitants is not None]
    longest = max((rate for rate, _name in known), default=Decimal(0))
    known.sort(key=lambda pair: -pair[0])
    return [
        {
            "name": name,
            "rate": _one_place(rate),
            "length": (rate * 100 / longest).quantize(Decimal("0.1")) if longest else Decimal(0),
        }
        for rate, name in known
    ]
