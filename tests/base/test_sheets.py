"""A table becomes a spreadsheet that counts right and runs nothing."""

import csv
import io
import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coordination.base.sheets import LONGEST_TEXT, Sheet, csv_text, xlsx

HOSTILE = ["=1+1", "+x", "-x", "@x", "\tx", "\rx", "x" * 300, " =1+1", "=HYPERLINK(1)", "", "{=1}"]
HOSTILE += ["http://x.invalid/", "'=1", "_x000D_", "<b>&amp;", "a\r\nb", "\x01", "\ufffe", "0124"]

texts = (
    st.sampled_from(HOSTILE) | st.text(max_size=40) | st.text("=+-@\t\r\n;'\" ,x_0D", max_size=8)
)
amounts = st.integers(-(10**15) + 1, 10**15 - 1).map(lambda ore: Decimal(ore).scaleb(-2))
days = st.dates(date(1900, 3, 1), date(2999, 12, 31))


def opened(*sheets: Sheet) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(xlsx(sheets)))


def table(*cells: object) -> Sheet:
    return Sheet("Ark", ["Overskrift"], [[cell] for cell in cells])


def texts_of(content: bytes) -> list[str]:
    """The texts below the heading, with `_x000D_` read as the format says (openpyxl reads less)."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        shared = ElementTree.fromstring(parts.read("xl/sharedStrings.xml"))
        page = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
    words = [
        re.sub("_x([0-9A-F]{4})_", lambda it: chr(int(it[1], 16)), "".join(word.itertext()))
        for word in shared
    ]
    cells = page.iterfind(".//{*}c")
    return [words[int(value)] if (value := cell.findtext("{*}v")) else "" for cell in cells][1:]


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def shown(text: str) -> str:
    """What XML can carry of a text."""
    return text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_never_becomes_a_formula_or_a_link_in_a_workbook(text):
    content = xlsx([Sheet(text, [text], [[text]])])

    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        page = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in page
    assert "hyperlink" not in page
    assert {cell.data_type for row in opened(table(text)).active for cell in row} <= {"s", "n"}


def test_a_plain_reader_finds_the_text_that_looked_like_a_formula():
    cells = ["=1+1", "+x", "-x", "@x", "\tx", "x" * 300]

    page = opened(table(*cells)).active

    assert [cell.value for (cell,) in page.iter_rows(min_row=2)] == cells


@settings(max_examples=150, deadline=None)
@given(cells=st.lists(texts, min_size=1, max_size=20))
@example(cells=HOSTILE)
def test_a_text_comes_back_from_a_workbook_as_it_was(cells):
    assert texts_of(xlsx([table(*cells)])) == [shown(text) for text in cells]


@settings(max_examples=100, deadline=None)
@given(rows=st.lists(st.tuples(amounts, days, st.integers(-(10**15) + 1, 10**15 - 1)), max_size=9))
def test_amounts_days_and_numbers_come_back_from_a_workbook_exactly(rows):
    page = opened(Sheet("Ark", ["Beløb", "Dag", "Antal"], rows)).active

    for number, (amount, day, count) in enumerate(rows, start=2):
        money, when, whole = (page.cell(number, column) for column in (1, 2, 3))
        assert Decimal(repr(money.value)).quantize(Decimal("0.01")) == amount
        assert (when.value.date(), when.is_date) == (day, True)
        assert whole.value == count


def test_amounts_and_days_are_shown_with_separators_and_in_danish_order():
    numbers = [Decimal("1140000.00"), Decimal("23.5"), Decimal(7), 2019]

    page = opened(table(*numbers, date(2020, 5, 31))).active

    formats = [cell.number_format for (cell,) in page.iter_rows(min_row=2)]
    assert formats == ["#,##0.00", "#,##0.0", "#,##0", "0", "d.m.yyyy"]


def test_a_number_with_more_digits_than_a_spreadsheet_keeps_is_written_as_text():
    exact = Decimal("12345678901234567.89")

    assert opened(table(exact)).active["A2"].value == "12345678901234567,89"


def test_a_day_before_spreadsheets_count_right_is_written_as_text():
    assert opened(table(date(1900, 2, 28))).active["A2"].value == "28.2.1900"


def test_a_text_that_is_too_long_for_a_cell_says_that_it_goes_on():
    (long,) = (cell.value for (cell,) in opened(table("x" * 40_000)).active.iter_rows(min_row=2))

    assert (len(long), long[-1]) == (LONGEST_TEXT, "…")


@pytest.mark.parametrize("cell", [1.5, True, datetime(2020, 6, 2, tzinfo=UTC), Decimal("NaN")])
@pytest.mark.parametrize(
    "write", [lambda cell: xlsx([table(cell)]), lambda cell: csv_text([[cell]])]
)
def test_what_has_no_exact_meaning_is_refused(write, cell):
    with pytest.raises(TypeError):
        write(cell)


def test_headings_stay_in_view_and_columns_fit_what_they_hold():
    page = opened(
        Sheet("Ark", ["Kommune", "n"], [["Ringkøbing-Skjern Kommune", 1], ["x" * 300, 2]])
    ).active

    assert page.freeze_panes == "A2"
    assert page["A1"].font.bold
    assert page.column_dimensions["A"].width == pytest.approx(60, abs=1)
    assert page.column_dimensions["B"].width < 12


def test_sheets_have_names_of_their_own_that_a_spreadsheet_accepts():
    names = ["Brug/kommune", "x" * 40, "X" * 40, "", "'[a]'", "History"]

    assert opened(*(Sheet(name, ["a"], []) for name in names)).sheetnames == [
        "Brug kommune", "x" * 31, "X" * 29 + " 2", "Ark", "a", "History 2",
    ]  # fmt: skip


def test_the_same_table_gives_the_same_bytes():
    sheet = Sheet("Ark", ["Beløb"], [[Decimal("1.00")], ["æ"], [date(2020, 6, 2)]])

    assert xlsx([sheet]) == xlsx([sheet])


def test_csv_is_what_a_danish_spreadsheet_opens_at_a_double_click():
    rows = [
        ["Kommune", "Beløb", "Dag"],
        ["Ærø; Kommune", Decimal("-1140000.50"), date(2020, 5, 31)],
    ]

    assert csv_text(rows) == (
        b"\xef\xbb\xbf" + 'Kommune;Beløb;Dag\r\n"Ærø; Kommune";-1140000,50;31.5.2020\r\n'.encode()
    )


@settings(max_examples=300, deadline=None)
@given(cells=st.lists(texts, min_size=1, max_size=20))
@example(cells=HOSTILE)
def test_no_text_in_csv_is_taken_for_a_formula_and_none_is_lost(cells):
    (back,) = read_csv(csv_text([cells]))

    for text, cell in zip(cells, back, strict=True):
        assert cell in (shown(text), "'" + shown(text))
        assert not cell.strip().startswith(("=", "+", "-", "@"))
        assert not cell.startswith(("\t", "\r", "\n"))
