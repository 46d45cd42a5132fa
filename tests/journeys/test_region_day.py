"""The region administrator's morning: the overview, and the agreement that wants attention.

Dates, approvals and succession have journeys of their own.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsing import House, title
from tests.journeys.test_notices import it_is_whit_sunday, look_both_ways, says

pytestmark = pytest.mark.slow

AGREEMENT = "/aftaler/styrket-akuthjaelp/"
CPR = re.compile(r"\b\d{6}-?\d{4}\b")
TILES = ("Midler tilbage", "Næste frist", "Godkendelser", "Stille kommuner")


def tile(page: Page, label: str):
    heading = page.get_by_role("heading", name=label, exact=True)
    return page.locator(".tile").filter(has=heading)


def test_the_overview_and_the_agreement_say_what_is_due_and_why(house):
    region = house.enter("region")
    it_is_whit_sunday(region)
    the_overview_has_four_tiles(house, region)
    the_agreement_says_where_it_is_heading(house, region)
    each_number_explains_itself(region)


def the_overview_has_four_tiles(house: House, page: Page) -> None:
    page.goto("/")
    title(page, "Overblik")
    for label in TILES:
        expect(tile(page, label).get_by_role("link")).to_have_count(1)
        for part in (".tile-number", ".tile-trend"):
            expect(tile(page, label).locator(part)).not_to_be_empty()
    expect(tile(page, "Næste frist")).to_contain_text(
        "Suspension: senest 28.9.2020 (månedsslut-regel: 31.8.2020)"
    )
    assert not CPR.search(page.content())
    look_both_ways(house, page, picture="region-home")


def the_agreement_says_where_it_is_heading(house: House, page: Page) -> None:
    page.goto(AGREEMENT)
    title(page, "Styrket akuthjælp")
    says(page, "I kraft", "62 %", "1.140.000,00 kr.", "214", "110 %", "28.10.2020")
    amber = page.locator(".key-figure--warning")
    expect(amber).to_contain_text("110 %")
    expect(amber).to_contain_text("over jævnt forbrug")
    for heading in (
        "Parter",
        "Økonomi",
        "Frister",
        "Godkendelser",
        "Dokumenter",
        "Historik",
    ):
        link = page.get_by_role("navigation", name="På denne side").get_by_role(
            "link", name=heading, exact=True
        )
        expect(link).to_be_visible()
    says(page, "28.9.2020", "31.8.2020", "14.8.2020", "Kan læses på flere måder")
    assert not CPR.search(page.content())
    look_both_ways(house, page, picture="region-agreement")


def each_number_explains_itself(page: Page) -> None:
    page.get_by_text("Forklar Midlerne er brugt").click()
    says(page, "1.140.000,00 kr.", "150 dage")
