"""Tables for spreadsheets, XLSX and CSV: typed cells, and no text that becomes a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, TypeAlias

import xlsxwriter
from django.utils.functional import Promise

from coordination.base.danish import day_text

Cell: TypeAlias = Decimal | int | date | str | Promise | None
"""An amount (as many decimals as it has), a whole number, a day, a text, or nothing."""

WIDEST = 60
NARROWEST = 8
LONGEST_TEXT = 32_767
LONGEST_NAME = 31
EXACT_DIGITS = 15
FIRST_DAY = date(1900, 3, 1)
"""Spreadsheets count a 29 February 1900 that never was; days before it are written as text."""
UNDATED = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""When every workbook says it was made, so that the same table gives the same bytes."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_NOT_IN_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a workbook: its name on the tab, its headings and its rows."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def xlsx(sheets: Iterable[Sheet]) -> bytes:
    """Write a workbook: headings in view while one scrolls, columns as wide as what they hold.

    The program that opens it shows amounts and days as its language does: 1.140,00 and 31.5.2020.
    A text is written as a text, whatever sign it begins with.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": UNDATED})
        formats = _Formats(book)
        taken: set[str] = set()
        for sheet in sheets:
            page = book.add_worksheet(_free_name(sheet.name, taken))
            page.freeze_panes(1, 0)
            for row_number, row in enumerate([sheet.headings, *sheet.rows]):
                for column, cell in enumerate(row):
                    _write(page, row_number, column, cell, formats)
            for column, width in enumerate(_widths(sheet)):
                page.set_column(column, column, width)
    return buffer.getvalue()


def csv_text(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write rows as Danish spreadsheets read them: semicolons, decimal commas, UTF-8 with a mark.

    Text that a spreadsheet would take for a formula gets an apostrophe in front of it.
    """
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";").writerows([_harmless(cell) for cell in row] for row in rows)
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", buffer.getvalue()).encode("utf-8-sig")


class _Formats:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[str, Any] = {}
        self.heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.day = self.number("d.m.yyyy")

    def number(self, pattern: str) -> Any:
        if pattern not in self._made:
            self._made[pattern] = self._book.add_format({"num_format": pattern})
        return self._made[pattern]


def _write(page: Any, row: int, column: int, cell: Cell, formats: _Formats) -> None:
    _refuse_what_has_no_type(cell)
    if cell is None:
        return
    if isinstance(cell, date) and cell >= FIRST_DAY:
        page.write_datetime(row, column, cell, formats.day)
    elif isinstance(cell, Decimal | int) and _is_exact(cell):
        page.write_number(row, column, cell, formats.number(_pattern(cell)))
    else:
        page.write_string(row, column, _text(cell), formats.heading if row == 0 else None)


def _refuse_what_has_no_type(cell: Cell) -> None:
    if isinstance(cell, bool | float | datetime):
        raise TypeError(f"A cell is an amount, a whole number, a day or a text, not {cell!r}.")


def _pattern(number: Decimal | int) -> str:
    places = _places(number)
    if isinstance(number, int):
        return "0"
    return f"#,##0.{'0' * places}" if places else "#,##0"


def _is_exact(number: Decimal | int) -> bool:
    """Tell whether a spreadsheet, which counts in floats, keeps every digit."""
    digits = number.as_tuple().digits if isinstance(number, Decimal) else str(abs(number))
    return len(digits) <= EXACT_DIGITS


def _places(number: Decimal | int) -> int:
    exponent = number.as_tuple().exponent if isinstance(number, Decimal) else 0
    if not isinstance(exponent, int):
        raise TypeError(f"A cell cannot hold {number}.")
    return max(-exponent, 0)


def _text(cell: Cell) -> str:
    """A cell as Danish text."""
    if isinstance(cell, date):
        return day_text(cell)
    if isinstance(cell, Decimal):
        return f"{cell:.{_places(cell)}f}".replace(".", ",")
    text = "" if cell is None else str(cell)
    if len(text) > LONGEST_TEXT:
        text = text[: LONGEST_TEXT - 1] + "…"
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def _harmless(cell: Cell) -> str:
    _refuse_what_has_no_type(cell)
    text = _text(cell)
    is_typed = isinstance(cell, Decimal | int | date)
    begins = (text[:1], text.lstrip()[:1])
    return text if is_typed or not any(sign in _FORMULA for sign in begins) else f"'{text}"


def _widths(sheet: Sheet) -> list[int]:
    widest = [max((len(word) for word in str(text).split()), default=0) for text in sheet.headings]
    for row in sheet.rows:
        for column, cell in enumerate(row[: len(widest)]):
            widest[column] = max(widest[column], *map(len, _text(cell).splitlines() or [""]))
    return [min(max(width + 3, NARROWEST), WIDEST) for width in widest]


def _free_name(name: str, taken: set[str]) -> str:
    """A name that may stand on a tab and that no other tab has, whatever its capitals."""
    wanted = _NOT_IN_XML.sub("", _NOT_IN_A_NAME.sub(" ", name)).strip(" '") or "Ark"
    free, number = wanted[:LONGEST_NAME], 2
    while free.casefold() in taken or free.casefold() == "history":
        mark = f" {number}"
        free, number = wanted[: LONGEST_NAME - len(mark)] + mark, number + 1
    taken.add(free.casefold())
    return free
