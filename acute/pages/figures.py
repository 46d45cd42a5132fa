"""Figures from the log: time to contact, outcomes and spared admissions, as page and file."""

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from acute import policies, selectors, services
from acute.enums import Outcome
from acute.forms import QuarterForm, quarter_value
from acute.pages.use import FILES, hidden_text, period_text
from acute.selectors import Figure, Figures
from coordination.base import clock, sheets
from coordination.web import idempotency
from coordination.web.http import ActorRequest, file_download
from coordination.web.pages import attempt_or_say
from coordination.web.templatetags.samspil import MISSING, da_count

HIDDEN = gettext_lazy("skjult")
YES_NO = {"yes": gettext_lazy("Ja"), "no": gettext_lazy("Nej"), "none": gettext_lazy("Ikke oplyst")}
OUTCOMES = {**dict(Outcome.choices), "none": gettext_lazy("Intet råd")}


@require_GET
def figures(request: ActorRequest, slug: str) -> HttpResponse:
    """The figures of an agreement for the quarters in the address."""
    form, found = _asked(request, slug)
    query = urlencode({"fra": quarter_value(found.first), "til": quarter_value(found.last)})
    shown = found.contact and not form.errors
    context = {
        "agreement": {
            "title": found.agreement.title,
            "url": reverse("agreement-detail", args=[slug]),
            "use_url": reverse("acute-use", args=[slug]),
        },
        "form": form,
        "period": period_text(found.period),
        "tables": _tables(found) if shown else [],
        "bars": _bars(found.hours),
        "is_whole": found.is_whole,
        "hidden_text": hidden_text(),
        "downloads": [
            {"label": label, "url": f"{reverse(f'acute-figures-{kind}', args=[slug])}?{query}"}
            for kind, label in (("xlsx", _("Hent som regneark (XLSX)")), ("csv", _("Hent som CSV")))
        ],
    }
    return render(request, "acute/figures.html", context)


@require_GET
def figures_file(request: ActorRequest, slug: str, kind: str) -> HttpResponse:
    """The same figures as a file; a period that does not exist leads to the page, which says so."""
    form, found = _asked(request, slug)
    if form.errors:
        return redirect(f"{reverse('acute-figures', args=[slug])}?{request.GET.urlencode()}")
    headings = [_("Opgørelse"), _("Gruppe"), _("Anmodninger"), _("Minutter til kontakt, median")]
    rows: list[list[sheets.Cell]] = [
        [table["title"], row["label"], row["count"], row["minutes"]]
        for table in _tables(found)
        for row in table["rows"]
    ]
    if kind == "csv":
        content = sheets.csv_text([headings, *rows])
    else:
        notes: list[list[sheets.Cell]] = [
            [_("Periode"), period_text(found.period)],
            [str(HIDDEN), hidden_text()],
            [_("Kontakt"), _meaning()],
        ]
        content = sheets.xlsx(
            [
                sheets.Sheet(_("Nøgletal"), headings, rows),
                sheets.Sheet(_("Forklaring"), [_("Tal"), _("Betydning")], notes),
            ]
        )
    return file_download(content, f"noegletal-{slug}.{kind}", FILES[kind])


def _asked(request: ActorRequest, slug: str) -> tuple[QuarterForm, Figures]:
    policies.check_see_use(request.actor)
    today = clock.today()
    form = QuarterForm(selectors.quarters_by_slug(request.actor, slug, today=today), request.GET)
    first, last = form.period() if form.is_valid() else (None, None)
    return form, selectors.figures_by_slug(request.actor, slug, today=today, first=first, last=last)


def _meaning() -> str:
    return _("Fra anmodningen blev sendt, til lægen ringede eller svarede. Median af mindst fem.")


def _tables(found: Figures) -> list[dict[str, Any]]:
    hours = [(row, _hour(row.label)) for row in found.hours]
    outcomes = [(row, str(OUTCOMES[row.label])) for row in found.outcomes]
    tables = [
        (_("Kontakt"), [(row, str(YES_NO[row.label])) for row in found.contact]),
        (_("Efter klokkeslæt"), hours),
        (_("Efter kommune"), [(row, row.label) for row in found.places]),
        (_("Hvad blev besluttet"), outcomes),
        (
            _("Undgået indlæggelse, som indberettet"),
            [(row, str(YES_NO[row.label])) for row in found.avoided],
        ),
    ]
    return [
        {"title": title, "rows": [_row(figure, label) for figure, label in rows]}
        for title, rows in tables
    ]


def _row(figure: Figure, label: str) -> dict[str, Any]:
    hidden = figure.requests is None
    wait = MISSING if figure.wait is None else _("%s min.") % da_count(figure.wait)
    return {
        "label": label,
        "requests": str(HIDDEN) if hidden else da_count(figure.requests),
        "wait": str(HIDDEN) if hidden else wait,
        "count": str(HIDDEN) if hidden else figure.requests,
        "minutes": str(HIDDEN) if hidden else figure.wait,
    }


def _hour(label: str) -> str:
    return _("kl. %(hour)s-%(next)s") % {"hour": int(label), "next": int(label) + 1}


def _bars(rows: list[Figure]) -> list[dict[str, Any]]:
    """Median minutes to contact by hour as bars; what is hidden or too few has none."""
    longest = max((row.wait for row in rows if row.wait is not None), default=0)
    return [
        {
            "name": _hour(row.label),
            "rate": _("%s min.") % da_count(row.wait),
            "length": round(Decimal(row.wait) * 100 / longest, 1) if longest else Decimal(0),
        }
        for row in rows
        if row.wait is not None
    ]


@require_POST
@idempotency.form
def report_admission(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """One tap: whether an admission was spared."""
    actor, now = request.actor, clock.now()
    avoided = request.POST.get("answer") == "yes"
    attempt_or_say(
        request,
        lambda: services.report_admission(actor=actor, uuid=uuid, avoided=avoided, now=now),
    )
    return redirect("acute-request", uuid=uuid)
