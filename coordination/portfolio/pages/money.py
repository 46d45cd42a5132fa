"""Pace and forecast in words, each number with its formula and inputs."""

from typing import Any

from django.utils.translation import gettext as _

from coordination.base.danish import day_text, kroner_text
from coordination.ledger.rules import DAYS_A_MONTH, PACE_DAYS
from coordination.portfolio.selectors import Heading

NEUTRAL, TOLERANCE = 100, 5
"""Percent of an even use, and how far from it nobody needs to look."""

ANCHORS = {
    "day_to_day": "regnet fra dag til dag",
    "end_of_month": "regnet til udgangen af en måned",
    "to_the_first": "regnet til den 1.",
    "end_of_quarter": "regnet til udgangen af et kvartal",
    "end_of_year": "regnet til udgangen af et kalenderår",
}


def heading_rows(heading: Heading) -> dict[str, Any]:
    """What the agreement page says about pace, forecast and suspension."""
    outlook = heading.outlook
    return {
        "sentence": _sentence(heading),
        "percent_of_neutral": _percent_of_neutral(heading),
        "figures": [row for row in (_pace(heading), _used_on(heading), *_rest(heading)) if row],
        "as_of": outlook.as_of,
        "young": outlook.used_on is None and outlook.left > 0,
    }


def pace(heading: Heading) -> dict[str, Any] | None:
    """Use against even use, as the head of the page shows it: coloured, and said in words."""
    percent = _percent_of_neutral(heading)
    if percent is None:
        return None
    if percent > NEUTRAL + TOLERANCE:
        text, kind = _("over jævnt forbrug"), "warning"
    elif percent < NEUTRAL - TOLERANCE:
        text, kind = _("under jævnt forbrug"), "none"
    else:
        text, kind = _("som jævnt forbrug"), "none"
    return {"percent": percent, "text": text, "kind": kind}


def _percent_of_neutral(heading: Heading) -> int | None:
    if not heading.neutral:
        return None
    return round(heading.outlook.spent * 100 / heading.neutral)


def _sentence(heading: Heading) -> str:
    outlook = heading.outlook
    if outlook.left <= 0:
        return _("Midlerne er brugt.")
    if outlook.used_on is None:
        return _("Der er for lidt historik til at sige, hvornår midlerne er brugt.")
    day = day_text(outlook.used_on)
    if not outlook.runs_out:
        return _(
            "Med det nuværende tempo rækker midlerne til %(day)s, efter aftalens udløb. "
            "Ingen suspension nødvendig."
        ) % {"day": day}
    if not heading.suspend_by:
        return _("Med det nuværende tempo er midlerne brugt %(day)s.") % {"day": day}
    anchor, by = heading.suspend_by[0]
    text = _(
        "Med det nuværende tempo er midlerne brugt %(day)s. Skal aftalen standse den dag, skal "
        "varsel om suspension være modtaget senest %(by)s (%(anchor)s)."
    ) % {"day": day, "by": day_text(by), "anchor": ANCHORS[anchor.value]}
    if heading.tail is None:
        return text
    return text + _(
        " Kan varslet først gives, når midlerne er brugt, koster måneden efter %(tail)s"
    ) % {"tail": kroner_text(heading.tail)}


def _row(label: str, value: str, formula: str) -> dict[str, str]:
    return {"label": label, "value": value, "formula": formula}


def _pace(heading: Heading) -> dict[str, str]:
    outlook = heading.outlook
    return _row(
        _("Tempo pr. måned"),
        kroner_text(outlook.per_month),
        _("Bogført i de seneste %(days)s dage: %(posted)s, delt med %(days)s, gange %(month)s.")
        % {
            "days": min(PACE_DAYS, max(outlook.history_days, 1)),
            "posted": kroner_text(outlook.posted),
            "month": str(DAYS_A_MONTH).replace(".", ","),
        },
    )


def _used_on(heading: Heading) -> dict[str, str] | None:
    outlook = heading.outlook
    if outlook.used_on is None:
        return None
    return _row(
        _("Midlerne er brugt"),
        day_text(outlook.used_on),
        _("%(left)s tilbage den %(as_of)s, delt med tempoet pr. dag, er %(days)s hele dage.")
        % {
            "left": kroner_text(outlook.left),
            "as_of": day_text(outlook.as_of),
            "days": (outlook.used_on - outlook.as_of).days,
        },
    )


def _rest(heading: Heading) -> list[dict[str, str]]:
    outlook = heading.outlook
    rows = [
        _row(
            _("Jævnt forbrug til i dag"),
            kroner_text(heading.neutral),
            _("Bevillingen %(total)s fordelt jævnt på aftalens kalendermåneder.")
            % {"total": kroner_text(outlook.appropriated)},
        )
    ]
    if outlook.break_even is not None:
        formula = _("%(left)s delt med %(days)s dage til udløb, gange %(month)s.") % {
            "left": kroner_text(outlook.left),
            "days": outlook.days_to_end,
            "month": str(DAYS_A_MONTH).replace(".", ","),
        }
        even = kroner_text(outlook.break_even)
        rows.append(_row(_("Tempo, der lige rækker (pr. måned)"), even, formula))
    for anchor, day in heading.suspend_by:
        label = _("Varsel om suspension senest, %s") % ANCHORS[anchor.value]
        rows.append(_row(label, day_text(day), _clause(heading)))
    return rows


def _clause(heading: Heading) -> str:
    clause = heading.suspend
    if clause is None:
        return ""
    return _("Vilkåret: »%(quote)s« Læst og bekræftet af %(who)s.") % {
        "quote": clause.quote,
        "who": clause.confirmed_by or _("ingen endnu"),
    }
