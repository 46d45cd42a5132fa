"""The region asks who uses what is paid for together, and sends the answer to a colleague."""

import io
import re

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsing import PHONE, House, title
from tests.journeys.test_notices import it_is_whit_sunday, look_both_ways, says

pytestmark = pytest.mark.slow

AGREEMENT = "/aftaler/styrket-akuthjaelp/"
CPR = re.compile(r"\b\d{6}-?\d{4}\b")
TITLE = "Brug og fordeling: Styrket akuthjælp"


def test_the_region_sees_fair_use_and_sends_the_same_view_to_a_colleague(house):
    region = house.enter("region")
    it_is_whit_sunday(region)
    region.goto(AGREEMENT)
    region.get_by_role("link", name="Se, hvem der bruger aftalen").click()
    title(region, TITLE)
    the_small_are_hidden(house, region)
    a_quarter_stands_in_the_address(region)
    the_spreadsheet_has_danish_decimals(region)
    the_colleague_sees_the_same(house, region)
    a_municipality_sees_its_own(house, region.url)


def the_small_are_hidden(house: House, page: Page) -> None:
    says(page, "1.9.2019 – 30.4.2020", "Samsø Kommune", "skjult", "Antal under 5 vises ikke")
    assert not CPR.search(page.content())
    page.get_by_text("Forklar tallene i Brug og betaling").click()
    says(page, "Regionens betaling er ikke med")
    look_both_ways(house, page, picture="region-use")


def a_quarter_stands_in_the_address(page: Page) -> None:
    page.get_by_label("Fra", exact=True).select_option("1. kvartal 2020")
    page.get_by_label("Til og med").select_option("1. kvartal 2020")
    page.get_by_role("button", name="Vis").click()
    says(page, "1.1.2020 – 31.3.2020")
    assert page.url.endswith("?fra=2020-K1&til=2020-K1")


def the_spreadsheet_has_danish_decimals(page: Page) -> None:
    with page.expect_download() as started:
        page.get_by_role("link", name="Hent som regneark (XLSX)").click()
    book = openpyxl.load_workbook(io.BytesIO(started.value.path().read_bytes()))
    rows = {row[0].value: row for row in book.worksheets[0].iter_rows()}
    column = next(cell.column for cell in rows["Kommune"] if cell.value == "Kroner brugt") - 1
    amount = rows["Aarhus Kommune"][column]
    assert amount.number_format == "#,##0.00"
    shown = f"{amount.value:,.2f}".translate(str.maketrans(",.", ".,"))
    says(page, f"{shown} kr.")


def the_colleague_sees_the_same(house: House, page: Page) -> None:
    colleague = house.enter("oekonomi")
    it_is_whit_sunday(colleague)
    colleague.goto(page.url)
    title(colleague, TITLE)
    for number in range(2):
        mine, theirs = (each.locator("main table").nth(number) for each in (page, colleague))
        expect(theirs).to_have_text(mine.inner_text(), use_inner_text=True)


def a_municipality_sees_its_own(house: House, address: str) -> None:
    town = house.enter("kommune", width=PHONE)
    it_is_whit_sunday(town)
    town.goto(address)
    title(town, TITLE)
    says(town, "Ikast-Brande Kommune", "I alt")
    expect(town.get_by_text("Herning Kommune")).to_have_count(0)
    house.look(town)
