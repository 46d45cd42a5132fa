"""A year as a PDF and as a workbook."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import translation

from consultants import selectors
from consultants.rules.durations import hours_text
from consultants.rules.small import LEAST
from consultants.selectors import Report
from coordination.base import pdf, sheets
from coordination.base.actor import Actor
from coordination.base.danish import day_text
from coordination.parties.models import Organisation

HIDDEN = f"under {LEAST}"
"""What stands where a number is too small, or would give another away."""


def count(number: int | None) -> str:
    """A number, or that it is hidden."""
    return HIDDEN if number is None else str(number)


def sums_of(report: Report) -> list[tuple[str, str]]:
    """The numbers of a year, each with its name."""
    return [
        ("Timer, planlagt", hours_text(report.planned_minutes)),
        ("Timer, brugt", hours_text(report.minutes)),
        ("Kilometer", report.km.replace(".", ",").removesuffix(",0")),
        ("Knaster meldt", str(report.snags)),
        ("Knaster taget op eller besvaret", str(report.answered)),
        ("Punkter oprettet", str(report.opened)),
        ("Punkter lukket med effekt", str(report.closed)),
        ("Punkter opgivet", str(report.dropped)),
        ("Punkter åbne ved årets udgang", str(report.still_open)),
        ("Møder holdt", str(report.meetings)),
    ]


def tables_of(report: Report) -> list[dict[str, Any]]:
    """The tables of a year that have rows: a heading, columns and cells as text."""
    found = [
        ("Hvert sted", ["Sted", "Timer", "Knaster", "Oprettet", "Lukket"], _hosts(report)),
        ("Aktiviteter", ["Slags", "Antal", "Timer"], _activities(report)),
        ("Hvad der kom ud af arbejdet", ["Produkt", "Antal"], _products(report)),
        ("Effekt af lukkede punkter", ["Punkt", "Måling", "Afslutning", "Timer"], _effects(report)),
        ("Åbne punkter", ["Punkt", "Ejer", "Frist"], report.open_points),
        ("Opgaver fra møder, som ikke er udført", ["Opgave", "Ejer", "Frist"], report.open_tasks),
        ("Hvem har meldt knaster", ["Fra", "Antal"], _counts(report.by_filer)),
        ("Hvor tit knasterne mødes", ["Hvor tit", "Antal"], _counts(report.by_frequency)),
    ]
    return [
        {"heading": heading, "columns": columns, "rows": rows}
        for heading, columns, rows in found
        if rows
    ]


def _hosts(report: Report) -> list[list[str]]:
    return [[name, hours_text(minutes), *map(str, rest)] for name, minutes, *rest in report.hosts]


def _activities(report: Report) -> list[list[str]]:
    return [[kind, str(number), hours_text(minutes)] for kind, number, minutes in report.activities]


def _effects(report: Report) -> list[list[str]]:
    return [[*texts, hours_text(minutes)] for *texts, minutes in report.effects]


def _products(report: Report) -> list[list[str]]:
    return [[title, str(number)] for title, number in report.products]


def _counts(counts: dict[str, int | None]) -> list[list[str]]:
    return [[name, count(number)] for name, number in counts.items()] if any_of(counts) else []


def any_of(counts: dict[str, int | None]) -> bool:
    """Whether a table of counts says anything."""
    return any(number is None or number for number in counts.values())


def report_pdf(actor: Actor, uuid: UUID, *, year: int, today: date) -> bytes:
    """A yearly report as a PDF; one that is not issued says so."""
    host = selectors.report_host(actor, uuid)
    report = selectors.report_of(actor, host, year=year)
    kept = selectors.report_row(actor, host, year)
    issued = bool(kept and kept.issued_at)
    with translation.override("da"):
        return pdf.render(
            "report",
            {
                "title": f"Årsberetning {year}",
                "sender": report.place,
                "receiver": "Ledelse, region og samarbejdspartnere",
                "references": [["År", str(year)], ["Dato", day_text(today)]],
                "mark": None if issued else ["UDKAST", "Beretningen er ikke udgivet endnu."],
                "foot": "Samspil",
                "opening": (kept.remarks if kept else "").splitlines(),
                "sums": [list(pair) for pair in sums_of(report)],
                "tables": tables_of(report),
            },
        )


def report_xlsx(actor: Actor, uuid: UUID, *, year: int) -> bytes:
    """A yearly report as a workbook, one sheet for each table."""
    host = selectors.report_host(actor, uuid)
    report = selectors.report_of(actor, host, year=year)
    numbers: list[tuple[str, sheets.Cell]] = [
        ("Planlagte minutter", report.planned_minutes),
        ("Brugte minutter", report.minutes),
        ("Kilometer", Decimal(report.km)),
        ("Knaster meldt", report.snags),
        ("Knaster taget op eller besvaret", report.answered),
        ("Punkter oprettet", report.opened),
        ("Punkter lukket med effekt", report.closed),
        ("Punkter opgivet", report.dropped),
        ("Punkter åbne ved årets udgang", report.still_open),
        ("Møder holdt", report.meetings),
    ]
    first = sheets.Sheet(f"{year}", ["Tal", report.place], numbers)
    rest = [
        sheets.Sheet(table["heading"], table["columns"], table["rows"])
        for table in tables_of(report)
    ]
    return sheets.xlsx([first, *rest])


def plan_of(actor: Actor, host: Organisation, *, year: int) -> dict[str, Any]:
    """What a plan says besides its aims: hours, and tables of points and meetings."""
    found = selectors.year_plan(actor, host, year=year)
    tables = [
        ("Åbne punkter", ["Punkt", "Ejer", "Frist"], found.points),
        ("Planlagte møder", ["Møde", "Sted", "Dag"], found.meetings),
    ]
    return {
        "hours": hours_text(found.planned_minutes),
        "tables": [
            {"heading": heading, "columns": columns, "rows": rows}
            for heading, columns, rows in tables
            if rows
        ],
    }
