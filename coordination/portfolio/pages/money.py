"""Pace, forecast and suspension in words, each number with what it was worked out from."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from coordination.agreements.enums import Anchor
from coordination.base.danish import day_text, kroner_text
from coordination.base.periods import add_months
from coordination.ledger.rules import PACE_DAYS
from coordination.portfolio.pages.explained import (
    Explained,
    Input,
    by_clause,
    day,
    days,
    kroner,
    month_days,
)
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
        "figures": list(_figures(heading)),
        "as_of": outlook.as_of,
        "young": outlook.used_on is None and outlook.left > 0,
    }


def pace(heading: Heading) -> dict[str, Any] | None:
    """Use against even use, as the head of the page shows it: coloured, and said in words."""
    percent = percent_of_neutral(heading)
    if percent is None:
        return None
    if percent > NEUTRAL + TOLERANCE:
        text, kind = _("over jævnt forbrug"), "warning"
    elif percent < NEUTRAL - TOLERANCE:
        text, kind = _("under jævnt forbrug"), "none"
    else:
        text, kind = _("som jævnt forbrug"), "none"
    outlook = heading.outlook
    explained = Explained(
        key="percent_of_neutral",
        label=_("Tempo"),
        value=percent,
        unit="%",
        formula=_("Brugt, delt med jævnt forbrug til i dag, i hele procent."),
        inputs=[
            kroner("spent", _("Brugt"), outlook.spent),
            kroner("neutral", _("Jævnt forbrug til i dag"), heading.neutral),
        ],
    )
    return {"percent": percent, "text": text, "kind": kind, "explained": explained}


def percent_of_neutral(heading: Heading) -> int | None:
    """What is spent, in percent of an even use until today."""
    if not heading.neutral:
        return None
    return round(heading.outlook.spent * 100 / heading.neutral)


def _sentence(heading: Heading) -> str:
    outlook = heading.outlook
    if outlook.left <= 0:
        return _("Midlerne er brugt.")
    if outlook.used_on is None:
        return _(
            "Der er for lidt historik til at sige, hvornår midlerne er brugt: fra otte ugers "
            "forbrug viser siden en prognose, indtil da kun tempoet."
        )
    used_on = day_text(outlook.used_on)
    if outlook.used_on == outlook.last_day:
        return (
            _(
                "Med det nuværende tempo rækker midlerne lige til aftalens udløb %s. "
                "Ingen suspension nødvendig."
            )
            % used_on
        )
    if not outlook.runs_out:
        return _(
            "Med det nuværende tempo rækker midlerne til %(day)s, efter aftalens udløb. "
            "Ingen suspension nødvendig."
        ) % {"day": used_on}
    if not heading.suspend_by:
        return _("Med det nuværende tempo er midlerne brugt %(day)s.") % {"day": used_on}
    anchor, by = heading.suspend_by[0]
    text = _(
        "Med det nuværende tempo er midlerne brugt %(day)s. Skal aftalen standse den dag, skal "
        "varsel om suspension være modtaget senest %(by)s (%(anchor)s)."
    ) % {"day": used_on, "by": day_text(by), "anchor": ANCHORS[anchor.value]}
    if heading.tail is None:
        return text
    return text + _(
        " Kan varslet først gives, når midlerne er brugt, koster måneden efter %(tail)s"
    ) % {"tail": kroner_text(heading.tail)}


def _figures(heading: Heading) -> Iterator[Explained]:
    outlook = heading.outlook
    looks_back = min(PACE_DAYS, max(outlook.history_days, 1))
    posted = kroner("posted", _("Bogført i de dage"), outlook.posted)
    back = days("pace_days", _("Dage, der ses tilbage"), looks_back)
    left = kroner("left", _("Tilbage"), outlook.left)
    as_of = day("as_of", _("I dag"), outlook.as_of)
    yield Explained(
        key="pace",
        label=_("Tempo pr. måned"),
        value=outlook.per_month,
        formula=_("Det, der er bogført i de seneste 13 uger, delt med dagene, gange en måned."),
        inputs=[posted, back, month_days()],
    )
    if outlook.used_on is not None:
        yield Explained(
            key="used_on",
            label=_("Midlerne er brugt"),
            value=outlook.used_on,
            formula=_(
                "I dag plus så mange hele dage, som det, der er tilbage, rækker: tilbage, gange "
                "dagene, delt med det bogførte."
            ),
            inputs=[
                left,
                posted,
                back,
                days("days", _("Det rækker"), (outlook.used_on - outlook.as_of).days),
                as_of,
            ],
        )
    yield Explained(
        key="neutral",
        label=_("Jævnt forbrug til i dag"),
        value=heading.neutral,
        formula=_("Bevillingen fordelt jævnt på aftalens kalendermåneder."),
        inputs=[
            kroner("appropriated", _("Bevilget"), outlook.appropriated),
            day("starts_on", _("Første dag"), heading.starts_on),
            day("last_day", _("Sidste dag"), outlook.last_day),
            as_of,
        ],
    )
    if outlook.break_even is not None:
        yield Explained(
            key="break_even",
            label=_("Tempo, der lige rækker (pr. måned)"),
            value=outlook.break_even,
            formula=_("Det, der er tilbage, delt med dagene til udløb, gange en måned."),
            inputs=[left, days("days_to_end", _("Til udløb"), outlook.days_to_end), month_days()],
        )
    yield from _suspension(heading)


def _suspension(heading: Heading) -> Iterator[Explained]:
    """The latest safe day by each way of counting, and what the notice costs if it must wait."""
    outlook, clause = heading.outlook, heading.suspend
    if outlook.used_on is None or clause is None or not heading.suspend_by:
        return
    used_on = day("used_on", _("Midlerne er brugt"), outlook.used_on)
    months = Input("months", _("Varsel i måneder"), clause.rule.months)
    for anchor, latest in heading.suspend_by:
        yield Explained(
            key=f"suspend_by_{anchor.value}",
            label=_("Varsel om suspension senest, %s") % ANCHORS[anchor.value],
            value=latest,
            formula=_("Den seneste dag, hvorfra varslet ikke når længere end midlerne."),
            inputs=[used_on, months, _counted(anchor)],
            **by_clause(clause),
        )
    if heading.tail is not None:
        after = add_months(outlook.used_on, clause.rule.months)
        yield Explained(
            key="tail",
            label=_("Merforbrug, hvis varslet først gives, når midlerne er brugt"),
            value=heading.tail,
            formula=_("Tempoet pr. dag, gange dagene i varslet, der begynder den dag."),
            inputs=[
                kroner("posted", _("Bogført i de dage"), outlook.posted),
                days(
                    "pace_days",
                    _("Dage, der ses tilbage"),
                    min(PACE_DAYS, max(outlook.history_days, 1)),
                ),
                used_on,
                months,
                days("notice_days", _("Dage i varslet"), (after - outlook.used_on).days),
            ],
            **by_clause(clause),
        )


def _counted(anchor: Anchor) -> Input:
    return Input("anchor", _("Regnet"), anchor)
