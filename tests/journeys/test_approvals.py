"""Approvals as decisions of bodies: what the region records for a council, the council is told."""

import pytest
from playwright.sync_api import Page, expect

from tests import processes
from tests.journeys.browsing import HEIGHTS, PHONE, WIDE, House, choose, title

pytestmark = pytest.mark.slow

BOARD = "/aftaler/godkendelser/"
AGREEMENT = "/aftaler/akut-sparring-weekend/"
BEFORE = "14 af 19 har godkendt, 3 på dagsordenen i juni, 2 uden svar."
AFTER = "15 af 19 har godkendt, 2 på dagsordenen i juni, 2 uden svar."
RESERVATION = "Under forudsætning af, at ordningen kan opsiges efter et år."
TOLD = "Beslutning registreret for jer: Akut sparring i weekender"
RECORDED = "Region Midtjylland har registreret »godkendt med forbehold« for Kommunalbestyrelsen i"


def look(house: House, page: Page, picture: str = "") -> None:
    """At the desk and on a phone."""
    house.look(page, picture=picture)
    for width in (PHONE, WIDE):
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        house.look(page)


def test_a_decision_recorded_by_the_region_reaches_the_party(demo_database, tmp_path, browser):
    with processes.on(demo_database, tmp_path) as running:
        addresses = running.web(1)
        running.worker()
        running.beat()
        with House(browser, addresses, tmp_path) as house:
            region = house.enter("region")
            the_region_finds_who_is_missing(house, region)
            the_region_records(house, region)
            the_board_counts_anew(house, region)

            clerk = house.enter("kommune", width=PHONE)
            the_party_is_told(house, clerk)
            the_mail_holds_no_text_of_the_case(house, clerk)


def the_region_finds_who_is_missing(house: House, region: Page) -> None:
    tile = region.get_by_role("main").locator(".tile").filter(has_text="Godkendelser")
    expect(tile).to_contain_text("beslutninger mangler, 2 uden svar")
    look(house, region)
    tile.get_by_role("link", name="Se tavlen").click()
    title(region, "Godkendelser")
    expect(region.get_by_text(BEFORE)).to_be_visible()
    look(house, region, picture="region-approvals")
    region.get_by_text("Vælg, hvad tavlen viser").click()
    choose(region, "Kun dem, der mangler")
    region.get_by_role("button", name="Vis", exact=True).click()
    assert "mangler=on" in region.url
    expect(region.get_by_role("rowheader")).to_have_count(5)
    expect(region.get_by_role("main")).to_contain_text("25.8.2020, papirer senest 31.7.2020")
    look(house, region)


def the_region_records(house: House, region: Page) -> None:
    """What is wrong is said in place, and what was typed is still there."""
    region.get_by_role("link", name="Ikast-Brande Kommune").click()
    title(region, "Ikast-Brande Kommune: Akut sparring i weekender")
    expect(region.get_by_label("Mødedato")).to_have_value("24.6.2020")
    look(house, region, picture="region-decision")
    region.get_by_label("Beslutning", exact=True).select_option("Godkendt med forbehold")
    region.get_by_label("Punkt på dagsordenen").fill("7")
    region.get_by_label("Link til referatet").fill("https://ikast-brande.test/referat/7")
    save(region, "Skriv forbeholdet, som det står i beslutningen.", "Mødet er ikke holdt endnu.")
    region.get_by_label("Mødedato").fill("28.5.2020")
    save(region, "Skriv forbeholdet, som det står i beslutningen.")
    look(house, region)
    expect(region.get_by_label("Punkt på dagsordenen")).to_have_value("7")
    region.get_by_label("Forbehold eller bemærkning").fill(RESERVATION)
    save(region)
    expect(region.get_by_text("Beslutningen er registreret.")).to_be_visible()
    newest = region.get_by_role("region", name="Historik").get_by_role("listitem").first
    expect(newest).to_contain_text("På dagsordenen → Godkendt med forbehold (møde 28.5.2020")
    expect(newest).to_contain_text("Rikke Region")
    look(house, region)


def save(page: Page, *any_of: str) -> None:
    """Send the form; where sentences are given, it is refused with one of them."""
    page.get_by_role("button", name="Gem beslutningen").click()
    if any_of:
        alert = page.get_by_role("alert")
        expect(alert).to_be_visible()
        assert any(sentence in alert.inner_text() for sentence in any_of), alert.inner_text()


def the_board_counts_anew(house: House, region: Page) -> None:
    region.goto(BOARD)
    expect(region.get_by_text(AFTER)).to_be_visible()
    region.get_by_text("Vis 16, der har besluttet").click()
    expect(region.get_by_role("main")).to_contain_text(RESERVATION)
    look(house, region)


def the_party_is_told(house: House, clerk: Page) -> None:
    processes.wait_for(lambda: told(clerk), "the message to the party", pause=0.5)
    house.look(clerk)
    clerk.get_by_role("link", name=TOLD).click()
    title(clerk, "Ikast-Brande Kommune: Akut sparring i weekender")
    expect(clerk.get_by_label("Forbehold eller bemærkning")).to_have_value(RESERVATION)
    expect(clerk.get_by_role("region", name="Historik")).to_contain_text(
        "På dagsordenen → Godkendt med forbehold"
    )
    house.look(clerk)


def told(clerk: Page) -> int:
    clerk.goto("/beskeder/")
    return clerk.get_by_role("main").get_by_text(TOLD, exact=True).count()


def the_mail_holds_no_text_of_the_case(house: House, clerk: Page) -> None:
    clerk.goto("/beskeder/postkasse/")
    mail = clerk.get_by_role("row").filter(has_text=TOLD)
    expect(mail).to_have_count(1)
    mail.get_by_text(TOLD).first.click()
    expect(mail).to_contain_text("kommune@demo.invalid")
    assert RESERVATION not in clerk.content()


def test_a_changed_text_is_read_word_by_word(house):
    region = house.enter("region")
    region.goto(AGREEMENT)
    title(region, "Akut sparring i weekender")
    expect(region.get_by_role("region", name="Godkendelser")).to_contain_text(BEFORE)
    look(house, region)
    region.get_by_role("link", name="Se, hvad der er ændret").click()
    title(region, "Versioner")
    changed = region.get_by_role("region", name="Fra version 1 til version 2")
    expect(changed.locator("del").filter(has_text="31.8.2021")).to_be_visible()
    expect(changed.locator("ins").filter(has_text="31.12.2021")).to_be_visible()
    expect(changed).to_contain_text("Udtræden af én part")
    look(house, region, picture="region-versions")


def test_an_agreement_starts_with_those_who_approved_and_files_the_reason(house):
    region = house.enter("region")
    region.goto(AGREEMENT)
    region.get_by_role("link", name="Start med dem, der har godkendt").click()
    title(region, "Start med dem, der har godkendt")
    left_out = region.get_by_role("region", name="Kommer ikke med nu").get_by_role("listitem")
    expect(left_out).to_have_count(5)
    region.get_by_role("button", name="Sæt i kraft for dem").click()
    expect(region.get_by_role("alert")).to_contain_text("Skriv kort hvorfor.")
    look(house, region)
    region.get_by_label("Hvorfor starter I uden alle?").fill("Vagten er bemandet fra september")
    region.get_by_role("button", name="Sæt i kraft for dem").click()
    title(region, "Akut sparring i weekender")
    partly = "Sat i kraft for 14 af 19: Vagten er bemandet fra september."
    expect(region.get_by_role("region", name="Godkendelser")).to_contain_text(partly)
    look(house, region)


def test_a_council_keeps_its_calendar_and_files_its_minutes(house, tmp_path):
    clerk = house.enter("kommune")
    clerk.goto(BOARD)
    clerk.get_by_role("link", name="Ikast-Brande Kommune").click()
    clerk.get_by_role("link", name="Se organets møder").click()
    title(clerk, "Møder: Kommunalbestyrelsen i Ikast-Brande Kommune")
    clerk.get_by_label("Møder", exact=True).fill("30.6.2020, papirer senest")
    clerk.get_by_role("button", name="Tilføj").click()
    expect(clerk.get_by_role("alert")).to_contain_text("Linje 1: skriv mødets dag")
    look(house, clerk)
    clerk.get_by_label("Møder", exact=True).fill("30.6.2020, papirer senest 5.6.2020")
    clerk.get_by_role("button", name="Tilføj").click()
    expect(clerk.get_by_text("1 møde er tilføjet.")).to_be_visible()
    clerk.get_by_role("button", name="Fjern 30.6.2020").click()
    expect(clerk.get_by_text("Mødet er fjernet fra kalenderen.")).to_be_visible()
    look(house, clerk)

    minutes = tmp_path / "referat.pdf"
    minutes.write_bytes(b"%PDF-1.7 referat")
    clerk.goto(AGREEMENT)
    clerk.get_by_text("Tilføj et dokument").click()
    clerk.get_by_label("Titel").fill("Referat 28.5.2020")
    clerk.get_by_label("PDF-fil, højst 10 MB").set_input_files(minutes)
    clerk.get_by_role("button", name="Tilføj dokumentet").click()
    title(clerk, "Dokumenter")
    expect(clerk.get_by_role("main")).to_contain_text("Filerne er ikke virusscannet.")
    look(house, clerk)
    with clerk.expect_download() as saved:
        clerk.get_by_role("link", name="Referat 28.5.2020").click()
    assert saved.value.suggested_filename == "referat-2852020.pdf"
