"""Step 10 of the region administrator: what becomes of the agreements on 1 January 2027."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsing import HEIGHTS, PHONE, WIDE, House, title

pytestmark = pytest.mark.slow
SJAELLAND, HOVEDSTADEN = "Akut sparring Sjælland 2026", "Akut sparring Hovedstaden 2026"


def look(house: House, page: Page, picture: str = "") -> None:
    """At the desk and on a phone."""
    house.look(page, picture=picture)
    for width in (PHONE, WIDE):
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        house.look(page)


def jump(page: Page, moment: str) -> None:
    page.goto("/demo/ur/")
    page.locator("main").get_by_role("textbox").first.fill(moment)
    page.locator("main form").get_by_role("button").last.click()


def test_the_new_region_prepares_what_it_takes_over(house):
    clerk = house.enter("region")
    jump(clerk, "21.11.2026 9:00")
    region = house.enter("region4")
    region.goto("/aftaler/overgang/")
    title(region, "Overgang 1.1.2027")
    expect(region.get_by_role("main")).to_contain_text("41 dage tilbage")
    for name in (SJAELLAND, HOVEDSTADEN):
        expect(region.get_by_role("heading", name=name)).to_be_visible()
    expect(region.get_by_role("main")).to_contain_text("Det kan ikke nås.")
    look(house, region, picture="region-succession")

    part = region.get_by_role("region", name=SJAELLAND)
    part.get_by_label("Hvad skal der ske?").select_option("Fortsætter med ny nøgle (100 % region)")
    region.get_by_role("button", name="Se, hvad der ændres").click()
    expect(region.get_by_role("alert")).to_contain_text("Skriv en begrundelse")
    look(house, region)
    part.get_by_label("Begrundelse").fill("Regionen har overtaget myndigheden")
    region.get_by_label("Driver i Næstved Kommune").select_option("Næstved Kommune")
    region.get_by_role("button", name="Se, hvad der ændres").click()
    title(region, "Det ændres")
    change = region.get_by_role("row").filter(has_text="Fordelingsnøgle")
    expect(change).to_contain_text("Region Østdanmark 100 %")
    expect(change).to_contain_text("1.1.2027")
    look(house, region, picture="region-succession-plan")

    region.get_by_role("button", name="Gem ændringerne").click()
    expect(region.get_by_text("3 ændringer er gemt.")).to_be_visible()
    region.get_by_role("button", name="Se, hvad der ændres").click()
    expect(region.get_by_role("main")).to_contain_text("Alt er sådan i forvejen.")

    jump(region, "2.1.2027 9:00")
    region.goto("/aftaler/akut-sparring-sjaelland-2026/")
    title(region, SJAELLAND)
    expect(region.get_by_role("main")).to_contain_text(
        "Region Østdanmark (tidligere Region Sjælland)"
    )
    look(house, region)
