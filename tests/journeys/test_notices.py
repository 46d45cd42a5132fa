"""The region drafts a suspension, a body is asked, a reading is settled, and notice is given."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsing import (
    HEIGHTS,
    PHONE,
    WIDE,
    House,
    fill_request,
    find_citizen,
    send,
    title,
)

pytestmark = pytest.mark.slow

AGREEMENT = "/aftaler/styrket-akuthjaelp/"
COMMITTEE = "Praksisplanudvalget i Region Midtjylland"
TASK = f"{COMMITTEE}: skal varslet om suspension afgives?"
REASON = "Midlerne er brugt 28. oktober med det nuværende tempo."


def test_a_suspension_from_draft_to_all_receipts(house):
    region = house.enter("region")
    it_is_whit_sunday(region)
    what_if_the_pace_were_another(house, region)
    the_region_drafts_a_suspension(house, region)
    the_body_has_a_task_on_the_first_page(house, region)
    requests_go_on_as_before(house)
    the_notice_cannot_be_given_before_the_reading_is_settled(house, region)
    the_notice_is_given_and_received(house, region)
    a_party_is_asked_to_forget_it(house, region)


def it_is_whit_sunday(page: Page) -> None:
    page.goto("/demo/ur/")
    page.get_by_label("Dag og klokkeslæt").fill("31.5.2020 8:00")
    page.get_by_role("button", name="Stil uret", exact=True).click()
    expect(page.get_by_text("Uret er stillet.")).to_be_visible()


def says(page: Page, *texts: str) -> None:
    for text in texts:
        expect(page.get_by_role("main")).to_contain_text(text)


def look_both_ways(house: House, page: Page, picture: str = "") -> None:
    """At a desk and on a telephone."""
    house.look(page, picture=picture)
    page.set_viewport_size({"width": PHONE, "height": HEIGHTS[PHONE]})
    house.look(page)
    page.set_viewport_size({"width": WIDE, "height": HEIGHTS[WIDE]})


def what_if_the_pace_were_another(house: House, page: Page) -> None:
    page.goto(AGREEMENT)
    page.get_by_role("link", name="Hvad hvis tempoet eller læsningen var en anden?").click()
    title(page, "Hvad hvis")
    says(page, "28.10.2020", "162.143,69 kr.")
    page.get_by_label("Tempo pr. måned").fill("160.000")
    page.get_by_role("button", name="Regn på det").click()
    says(page, "Midlerne rækker til 2.1.2021", "Ingen suspension nødvendig.")
    page.get_by_role("link", name="Jævnt forbrug").click()
    says(page, "2.12.2020")
    page.get_by_role("link", name="Nulstil").click()
    page.get_by_label("Varslet kan gives").select_option(label="Først når midlerne er brugt")
    page.get_by_label("Varslet regnes").select_option(label="fra dag til dag")
    page.get_by_role("button", name="Regn på det").click()
    says(page, "234.250,51 kr.", "28.11.2020")
    look_both_ways(house, page, picture="region-what-if")


def the_region_drafts_a_suspension(house: House, page: Page) -> None:
    page.goto(AGREEMENT)
    page.get_by_role("link", name="Varsl suspension").click()
    title(page, "Varsel om suspension")
    expect(page.get_by_label("Sidste dag før suspensionen")).to_have_value("28.10.2020")
    says(page, "28.9.2020", "14.8.2020")
    page.get_by_label("Begrundelse").fill(REASON)
    page.get_by_label("Sidste dag før suspensionen").fill("30.11.2020")
    page.get_by_role("button", name="Vis planen for den valgte dag").click()
    says(page, "for sidste dag 30.11.2020", "31.10.2020")
    expect(page.get_by_label("Begrundelse")).to_have_value(REASON)
    look_both_ways(house, page)
    page.get_by_label("Sidste dag før suspensionen").fill("28.10.2020")
    look_both_ways(house, page, picture="region-notice-draft")
    page.get_by_role("button", name="Gem kladde").click()

    title(page, "Varsel om suspension: Styrket akuthjælp")
    says(page, "Kladde", f"Opgave til {COMMITTEE}", "Beslut senest 14.8.2020", "28.9.2020")
    look_both_ways(house, page, picture="region-notice")
    assert pdf(page, "Se brevet som kladde (PDF)").startswith(b"%PDF-")


def pdf(page: Page, link: str) -> bytes:
    """The letter that a link leads to, as a browser saves it."""
    with page.expect_download() as download:
        page.get_by_role("link", name=link).click()
    return download.value.path().read_bytes()


def the_body_has_a_task_on_the_first_page(house: House, page: Page) -> None:
    page.goto("/")
    decisions = page.get_by_role("region", name="Kræver en beslutning")
    expect(decisions).to_contain_text(TASK)
    expect(decisions).to_contain_text("14.8.2020")
    look_both_ways(house, page)


def requests_go_on_as_before(house: House) -> None:
    """A draft has no effect on what is asked today."""
    nurse = house.enter("sygeplejerske", width=PHONE)
    find_citizen(nurse, "251248-9996")
    fill_request(nurse, "Tiltagende åndenød. Skal hun have ilt?")
    send(nurse)
    says(nurse, "Venter på læge")


def the_notice_cannot_be_given_before_the_reading_is_settled(house: House, page: Page) -> None:
    page.goto(f"{AGREEMENT}hvad-hvis/?trigger=money_will&anchor=day_to_day")
    page.get_by_label("Hvorfor læses det sådan?").fill("Parterne er enige, møde 29.5.2020")
    page.get_by_role("button", name="Gem denne læsning").click()
    says(page, "Parterne er enige, møde 29.5.2020", "Ingen endnu")

    the_notice(page)
    says(page, "Vilkårets læsning er ikke bekræftet af en person")
    expect(page.get_by_role("button", name="Afgiv varslet")).to_have_count(0)
    colleague = house.enter("oekonomi", width=PHONE)
    colleague.goto(f"{AGREEMENT}vilkaar/suspend/")
    colleague.get_by_role("button", name="Bekræft læsningen").click()
    says(colleague, "Ole Økonomi")


def the_notice(page: Page) -> None:
    page.goto(AGREEMENT)
    page.get_by_role("region", name="Varsler").get_by_role(
        "link", name="Suspension", exact=True
    ).click()
    title(page, "Varsel om suspension: Styrket akuthjælp")


def the_notice_is_given_and_received(house: House, page: Page) -> None:
    the_notice(page)
    page.get_by_label("Besluttet den").fill("31.5.2020")
    page.get_by_label("Beslutning").fill("Dagsordenspunkt 4")
    page.get_by_role("button", name="Registrér beslutningen").click()
    says(page, "Besluttet 31.5.2020, registreret af Rikke Region. Dagsordenspunkt 4")
    page.get_by_role("button", name="Afgiv varslet").click()
    says(page, "Afgivet", "20 parter mangler.")
    assert pdf(page, "Hent brevet (PDF)").startswith(b"%PDF-")

    clerk = house.enter("kommune", width=PHONE)
    the_notice(clerk)
    house.look(clerk)
    clerk.get_by_role("button", name="Bekræft modtagelse").click()
    says(clerk, "19 parter mangler.")

    page.reload()
    for box in (
        page.get_by_role("group", name="Registrér modtagelse for").get_by_role("checkbox").all()
    ):
        box.check(force=True)
    page.get_by_role("button", name="Bekræft modtagelse").click()
    says(page, "Modtaget af alle", "30.6.2020")
    look_both_ways(house, page)


def a_party_is_asked_to_forget_it(house: House, page: Page) -> None:
    page.get_by_label("Hvorfor trækkes varslet tilbage?").fill("Tillægsbevilling")
    page.get_by_role("button", name="Træk tilbage").click()
    says(page, "0 af 20, der har modtaget varslet, er enige.")
    look_both_ways(house, page)

    clerk = house.enter("kommune", width=PHONE)
    the_notice(clerk)
    house.look(clerk)
    clerk.get_by_role("button", name="Vi er enige i at trække det tilbage").click()
    says(clerk, "1 af 20, der har modtaget varslet, er enige.")
