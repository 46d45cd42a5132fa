"""Step 10 of the region administrator: what becomes of the agreements on 1 January 2027."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsing import HEIGHTS, PHONE, WIDE, House, title

pytestmark = pytest.mark.slow
SJAELLAND, HOVEDSTADEN = "Akut sparring Sjælland 2026", "Akut sparring Hovedstaden 2026"
OLD, NEW = "Region Sjælland", "Region Østdanmark"
ALONE = "Fortsætter med ny nøgle (100 % region)"
NOTICE = "Opsigelse fra Hillerød Kommune, modtaget af alle"


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
    it_reads_what_the_day_touches(house, region)
    a_reason_is_asked_for(house, region)
    the_dry_run_says_what_changes(house, region)
    what_is_applied_is_not_applied_twice(house, region)
    another_choice_takes_its_place(house, region)
    the_old_region_sees_its_own(house)
    after_the_day_the_names_are_both(house, region)


def it_reads_what_the_day_touches(house: House, region: Page) -> None:
    region.get_by_role("button", name="Mere").click()
    region.get_by_role("link", name="Overgang").first.click()
    title(region, "Overgang 1.1.2027")
    main = region.get_by_role("main")
    expect(main).to_contain_text(f"Region Hovedstaden og {OLD} videreføres af {NEW}.")
    expect(main).to_contain_text("41 dage tilbage.")
    for name in (SJAELLAND, HOVEDSTADEN):
        expect(region.get_by_role("heading", name=name)).to_be_visible()
    part = region.get_by_role("region", name=SJAELLAND)
    expect(part).to_contain_text("Praksisplanudvalget i Region Sjælland ophører uden afløser.")
    expect(part).to_contain_text(f"derefter Regionsrådet i {NEW}.")
    expect(part).to_contain_text("skulle være modtaget senest 30.9.2026. Det kan ikke nås.")
    other = region.get_by_role("region", name=HOVEDSTADEN)
    expect(other).to_contain_text(f"{NOTICE}, sidste dag 28.2.2027")
    expect(main).to_contain_text("I 46 kommuner er det ikke afgjort")
    look(house, region, picture="region-succession")


def a_reason_is_asked_for(house: House, region: Page) -> None:
    part = region.get_by_role("region", name=SJAELLAND)
    part.get_by_label("Hvad skal der ske?").select_option(ALONE)
    region.get_by_role("button", name="Se, hvad der ændres").click()
    expect(region.get_by_role("alert")).to_contain_text("Skriv en begrundelse")
    look(house, region)


def the_dry_run_says_what_changes(house: House, region: Page) -> None:
    part = region.get_by_role("region", name=SJAELLAND)
    part.get_by_label("Begrundelse").fill("Regionen har overtaget myndigheden")
    region.get_by_label("Driver i Næstved Kommune").select_option("Næstved Kommune")
    region.get_by_role("button", name="Se, hvad der ændres").click()
    title(region, "Det ændres")
    change = region.get_by_role("row").filter(has_text="Fordelingsnøgle")
    expect(change).to_contain_text(f"{OLD} 66,7 %")
    expect(change).to_contain_text(f"{NEW} 100 %")
    expect(change).to_contain_text("1.1.2027")
    itself = region.get_by_role("region", name="Det sker af sig selv")
    expect(itself.get_by_role("row").filter(has_text=SJAELLAND)).to_contain_text(NEW)
    expect(region.get_by_role("main")).to_contain_text(
        "Intet, der er dateret før 1.1.2027, ændres."
    )
    look(house, region, picture="region-succession-plan")


def what_is_applied_is_not_applied_twice(house: House, region: Page) -> None:
    region.get_by_role("button", name="Gem ændringerne").click()
    expect(region.get_by_text("3 ændringer er gemt.")).to_be_visible()
    expect(region.get_by_role("main")).to_contain_text("I 45 kommuner er det ikke afgjort")
    region.get_by_role("button", name="Se, hvad der ændres").click()
    expect(region.get_by_role("main")).to_contain_text("Alt er sådan i forvejen.")
    region.get_by_role("link", name="Fortryd").click()
    region.get_by_role("link", name="Vis kun dem").click()
    expect(region.get_by_label("Driver i Næstved Kommune")).to_have_count(0)
    region.get_by_role("link", name="Vis alle kommuner").click()


def another_choice_takes_its_place(house: House, region: Page) -> None:
    """An agreement is let end although its own notice comes too late, and then not after all."""
    part = region.get_by_role("region", name=HOVEDSTADEN)
    part.get_by_label("Hvad skal der ske?").select_option("Ophører")
    part.get_by_label("Begrundelse").fill("Afløses af en ny aftale")
    region.get_by_role("button", name="Se, hvad der ændres").click()
    expect(region.get_by_role("alert")).to_contain_text("kan ikke længere nå dagen")
    change = region.get_by_role("row").filter(has_text="Sidste dag")
    expect(change).to_contain_text("28.2.2027")
    expect(change).to_contain_text("31.12.2026")
    look(house, region)
    region.get_by_role("button", name="Gem ændringerne").click()

    part.get_by_label("Hvad skal der ske?").select_option("continues")
    region.get_by_role("button", name="Se, hvad der ændres").click()
    change = region.get_by_role("row").filter(has_text="Sidste dag")
    expect(change).to_contain_text("28.2.2027")
    region.get_by_role("button", name="Gem ændringerne").click()
    expect(region.get_by_text("2 ændringer er gemt.")).to_be_visible()


def the_old_region_sees_its_own(house: House) -> None:
    ruth = house.enter("region3")
    ruth.goto("/aftaler/overgang/")
    expect(ruth.get_by_role("heading", name=SJAELLAND)).to_be_visible()
    expect(ruth.get_by_role("heading", name=HOVEDSTADEN)).to_have_count(0)
    expect(ruth.get_by_label("Driver i Næstved Kommune")).to_have_count(0)


def after_the_day_the_names_are_both(house: House, region: Page) -> None:
    address = "/aftaler/akut-sparring-sjaelland-2026/"
    region.goto(address)
    money = region.get_by_role("region", name="Økonomi")
    expect(money.get_by_role("row").filter(has_text="1.1.2026 – 31.12.2026")).to_contain_text(OLD)
    expect(money.get_by_role("row").filter(has_text="1.1.2027 –")).to_contain_text(f"{NEW} 100 %")
    jump(region, "2.1.2027 9:00")
    region.goto(address)
    title(region, SJAELLAND)
    expect(region.get_by_role("main")).to_contain_text(f"{NEW} (tidligere {OLD})")
    before = money.get_by_role("row").filter(has_text="1.1.2026 – 31.12.2026")
    expect(before).to_contain_text(f"{OLD} 66,7 %")
    expect(before).not_to_contain_text(NEW)
    expect(money.get_by_role("row").filter(has_text="1.1.2027 –")).to_contain_text("Gælder nu")
    history = region.get_by_role("region", name="Historik")
    expect(history).to_contain_text(
        "Valg ved overgang registreret: Fortsætter med ny nøgle: Regionen har overtaget"
    )
    expect(history).to_contain_text(f"Fordelingsnøgle fastsat: {NEW}: 1")
    look(house, region, picture="region-after-succession")
    region.goto("/aftaler/overgang/")
    expect(region.get_by_role("main")).to_contain_text("Overgangen er sket.")
    expect(region.get_by_role("button", name="Se, hvad der ændres")).to_have_count(0)
    look(house, region)
