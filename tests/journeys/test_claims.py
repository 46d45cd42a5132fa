"""Claims from both sides: the region decides about twelve, the doctor mends what came back."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from coordination.agreements import selectors as agreements
from coordination.base import clock
from coordination.base.actor import Role
from coordination.base.periods import add_months
from coordination.base.rowsecurity import scope
from coordination.ledger import selectors
from coordination.ledger import services as ledger
from tests import make, processes
from tests.journeys.browsing import HEIGHTS, PHONE, WIDE, House, title

pytestmark = pytest.mark.slow

CLAIMS, OWN = "/oekonomi/krav/", "/oekonomi/mine-krav/"
SAME_DAY = "Samme borger samme dag i 1 andet krav"
REASON = "Samme forløb som om formiddagen. Skriv, hvad der var nyt."
ANSWER = "Ny vejrtrækning kl. 19; sygeplejersken ringede igen."


def look(house: House, page: Page, picture: str = "") -> None:
    """At the desk and on a phone."""
    house.look(page, picture=picture)
    for width in (PHONE, WIDE):
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        house.look(page)


def says(page: Page, *texts: str) -> None:
    for text in texts:
        expect(page.get_by_role("main")).to_contain_text(text)


def test_twelve_claims_are_decided_and_what_came_back_is_mended(demo_database, tmp_path, browser):
    close_the_months_until_april()
    with processes.on(demo_database, tmp_path) as running:
        addresses = running.web(1)
        with House(browser, addresses, tmp_path) as house:
            region = house.enter("region")
            the_region_sees_twelve(house, region)
            eleven_are_approved(house, region)
            the_double_is_compared_and_rejected(house, region)
            what_waits_for_money_says_so(house, region)

            finance = house.enter("oekonomi", javascript=False)
            the_step_of_finance_is_pending(finance)

            doctor = house.enter("laege")
            what_came_back_stands_first(house, doctor)
            the_minutes_are_mended_after_the_amount_was_seen(house, doctor)
            the_other_is_sent_in_again_with_an_answer(house, doctor)
            what_is_settled_is_locked(house, doctor)

            region.goto(CLAIMS)
            says(region, "Praksis svarer: Samtalen varede 15 minutter", f"Praksis svarer: {ANSWER}")


def close_the_months_until_april() -> None:
    """The region has settled what was cleared until the end of April."""
    admin = make.actor(Role.REGION_ADMIN, make.organisation("Region Midtjylland"))
    with scope(admin):
        agreement = agreements.agreement_by_slug(admin, "styrket-akuthjaelp")
        month = selectors.next_month(agreement)
        while month <= date(2020, 4, 1):
            ledger.close_month(
                actor=admin, agreement=agreement, month=month, grace_days=2, now=clock.now()
            )
            month = add_months(month, 1)


def the_region_sees_twelve(house: House, page: Page) -> None:
    page.get_by_role("link", name="12 krav venter på din godkendelse").click()
    title(page, "Krav")
    expect(page.get_by_role("checkbox")).to_have_count(12)
    expect(page.get_by_role("main").get_by_text(SAME_DAY)).to_have_count(1)
    says(page, "Nr. 2 samme dag: Ny vejrtrækning om aftenen", "3 uger")
    look(house, page, picture="region-claims")


def eleven_are_approved(house: House, page: Page) -> None:
    """All are ticked by a link that works without a script, and the double is let go by key."""
    page.get_by_role("link", name="Vælg alle på siden").click()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(12)
    double = page.get_by_role("row").filter(has_text=SAME_DAY).get_by_role("checkbox")
    double.focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(11)
    page.get_by_role("button", name="Godkend de valgte").click()
    expect(page.get_by_role("status")).to_contain_text("11 krav er godkendt")
    expect(page.get_by_role("checkbox")).to_have_count(1)


def the_double_is_compared_and_rejected(house: House, page: Page) -> None:
    page.get_by_role("link", name=SAME_DAY).click()
    says(page, "Samme borger har samme dag 1 krav til", "Dette krav", "Godkendt af regionen")
    expect(page.locator(".compare-card")).to_have_count(2)
    look(house, page, picture="region-claims-compared")
    page.get_by_role("button", name="Afvis").click()
    expect(page.get_by_role("alert")).to_contain_text("Skriv kort hvorfor.")
    look(house, page)
    page.get_by_label("Begrundelse").fill(REASON)
    page.get_by_role("button", name="Afvis").click()
    expect(page.get_by_role("status")).to_contain_text("Kravet er afvist.")
    page.get_by_role("link", name="Afvist").click()
    says(page, REASON)
    look(house, page)


def what_waits_for_money_says_so(house: House, page: Page) -> None:
    page.get_by_role("link", name="Venter på dækning").click()
    says(page, "1 krav på 235,37")
    look(house, page)
    page.get_by_role("button", name="Bogfør de ældste").click()
    says(page, "1 krav på 235,37")
    expect(page.get_by_role("alert")).to_contain_text("1 venter stadig.")
    page.goto("/oekonomi/lofter/styrket-akuthjaelp/")
    title(page, "Lofter")
    look(house, page, picture="region-caps")


def the_step_of_finance_is_pending(page: Page) -> None:
    """Without a script."""
    page.goto(CLAIMS)
    expect(page.get_by_role("checkbox")).to_have_count(14)
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Godkend de valgte til udbetaling").click()
    expect(page.get_by_text("1 krav er godkendt til udbetaling")).to_be_visible()
    expect(page.get_by_role("checkbox")).to_have_count(13)


def what_came_back_stands_first(house: House, page: Page) -> None:
    page.get_by_role("navigation", name="Hovedmenu").get_by_role("link", name="Mine krav").click()
    title(page, "Mine krav")
    back = page.get_by_role("region", name="Afvist: venter på jer").get_by_role("listitem")
    expect(back).to_have_count(2)
    expect(back.first).to_contain_text("25 minutter er længere end samtalen")
    expect(back.last).to_contain_text(REASON)
    look(house, page, picture="gp-claims")


def the_minutes_are_mended_after_the_amount_was_seen(house: House, page: Page) -> None:
    page.get_by_role("link", name="15.4.2020, 25 min.").click()
    look(house, page)
    page.get_by_role("link", name="Ret og indsend igen").click()
    title(page, "Ret session")
    page.get_by_label("Minutter").fill("15")
    page.get_by_label("Hvad er rettet?").fill("Samtalen varede 15 minutter")
    page.get_by_role("button", name="Vis det nye beløb").click()
    expect(page.get_by_role("status")).to_contain_text("235,37 kr.")
    look(house, page, picture="gp-correction")
    page.get_by_role("button", name="Ret og indsend igen").click()
    expect(page.get_by_role("status")).to_contain_text("Sessionen er rettet og indsendt igen.")


def the_other_is_sent_in_again_with_an_answer(house: House, page: Page) -> None:
    page.get_by_role("link", name="6.5.2020, 15 min.").click()
    page.get_by_label("Svar til regionen").fill(ANSWER)
    page.get_by_role("button", name="Indsend uændret").click()
    expect(page.get_by_role("status")).to_contain_text("Kravet er indsendt igen")
    expect(page.get_by_role("region", name="Afvist: venter på jer")).to_have_count(0)


def what_is_settled_is_locked(house: House, page: Page) -> None:
    page.goto(f"{OWN}?month=2020-04")
    says(page, "Afregnet 2.6.2020", "Trukket tilbage", "Indsendt")
    look(house, page)
    page.get_by_role("row").filter(has_text="Afregnet 2.6.2020").first.get_by_role("link").click()
    expect(page.get_by_role("link", name="Ret og indsend igen")).to_have_count(0)
