"""The region administrator asks where the money is heading, and tries what a decision would do."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.browsing import House, title
from tests.journeys.test_notices import it_is_whit_sunday, look_both_ways, says

pytestmark = pytest.mark.slow

AGREEMENT = "/aftaler/styrket-akuthjaelp/"
KRONER = re.compile(r"(-?[\d.]+,\d\d)\s*kr\.")


def kroner(text: str) -> list[Decimal]:
    return [Decimal(found.replace(".", "").replace(",", ".")) for found in KRONER.findall(text)]


def test_the_money_of_an_agreement_and_what_a_decision_would_change(house):
    region = house.enter("region")
    it_is_whit_sunday(region)
    the_burn_down_has_a_table_and_says_how_sure_it_is(house, region)
    a_date_opens_its_formula_inputs_and_clause(region)
    the_shares_add_up_to_what_was_posted(region)
    more_money_is_tried_before_it_is_decided(house, region)
    the_decided_top_up_is_divided_by_the_key(house, region)
    an_agreement_that_is_negotiated_is_tried(house, region)


def section(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name)


def the_burn_down_has_a_table_and_says_how_sure_it_is(house: House, page: Page) -> None:
    page.goto(f"{AGREEMENT}#money")
    title(page, "Styrket akuthjælp")
    money = section(page, "Økonomi")
    drawing = money.get_by_role("img", name="Midler tilbage fra 1.9.2019 til 31.12.2020")
    expect(drawing).to_have_count(1)
    expect(drawing).to_be_visible()
    for text in ("Ved jævnt forbrug", "8 af 10 tilfælde", "For tre måneder siden"):
        expect(money).to_contain_text(text)
    for label in ("Tidligt: 1 af 10", "Midt: halvdelen", "Sent: 9 af 10", "Risiko for"):
        expect(money).to_contain_text(label)
    money.get_by_text("Vis tallene måned for måned").click()
    table = money.get_by_role("table", name="Midler tilbage ved udgangen af hver måned")
    expect(table.get_by_role("row", name="31.5.2020")).to_contain_text("1.140.000,00 kr.")
    expect(table.get_by_role("row", name="31.12.2020")).to_contain_text("0,00 kr.")
    look_both_ways(house, page, picture="region-money")


def a_date_opens_its_formula_inputs_and_clause(page: Page) -> None:
    page.goto(AGREEMENT)
    page.get_by_text("Forklar Midlerne er brugt").click()
    says(page, "Tilbage", "1.140.000,00 kr.", "150 dage")
    page.get_by_text("Forklar Varsel om suspension senest, regnet fra dag til dag").click()
    says(page, "Er midlerne brugt før udløbet, kan aftalen suspenderes", "bekræftet af")


def the_shares_add_up_to_what_was_posted(page: Page) -> None:
    table = page.get_by_role("table", name="Forbrug pr. betaler")
    page.get_by_text(re.compile("Vis alle .* betaleres andele")).click()
    rows = [kroner(row.inner_text())[-1] for row in table.locator("tbody tr").all()]
    assert sum(rows) == Decimal("1860000.00")


def more_money_is_tried_before_it_is_decided(house: House, page: Page) -> None:
    page.goto(AGREEMENT)
    page.get_by_role("link", name="Prøv en tillægsbevilling").click()
    title(page, "Hvad hvis")
    says(page, "477.084,19 kr.")
    page.get_by_label("Takster ændres med procent").fill("-5")
    page.get_by_label("Tillæg til bevillingen").fill("420.000")
    page.get_by_label("Varsel om suspension modtages i dag").check()
    page.get_by_role("button", name="Regn på det").click()
    says(page, "Modtages varslet i dag, er sidste dag 30.6.2020", "Taksterne er ændret med -5 %")
    look_both_ways(house, page, picture="region-what-if-more")
    page.get_by_label("Takster ændres med procent").fill("")
    page.get_by_label("Varsel om suspension modtages i dag").uncheck()
    page.get_by_label("Tillæg til bevillingen").fill("477.084,19")
    page.get_by_role("button", name="Regn på det").click()
    says(page, "31.12.2020", "Ingen suspension nødvendig")
    page.goto(AGREEMENT)
    expect(section(page, "Økonomi")).to_contain_text("28.10.2020")


def the_decided_top_up_is_divided_by_the_key(house: House, page: Page) -> None:
    page.goto(f"{AGREEMENT}hvad-hvis/?top_up=477.084,19")
    page.get_by_role("link", name="Registrér tillægget").click()
    title(page, "Bevilling")
    expect(page.get_by_label("Region Midtjylland")).to_have_value("238.542,09")
    look_both_ways(house, page, picture="region-top-up")
    page.get_by_label("Beslutning", exact=True).fill("Regionsrådet 27.5.2020, pkt. 7")
    page.get_by_label("Besluttet den").fill("27.5.2020")
    page.get_by_role("button", name="Registrér").click()
    says(page, "3.477.084,19 kr.", "27.5.2020: Regionsrådet 27.5.2020, pkt. 7, 477.084,19 kr.")
    page.goto(AGREEMENT)
    expect(section(page, "Økonomi")).not_to_contain_text("28.10.2020")
    the_shares_add_up_to_what_was_posted(page)


def an_agreement_that_is_negotiated_is_tried(house: House, page: Page) -> None:
    page.goto("/aftaler/")
    page.get_by_role("link", name="Regn på en aftale, der kun forhandles").click()
    title(page, "Simulator")
    look_both_ways(house, page)
    for label, text in (
        ("Bevilling i alt", "3.000.000"),
        ("Første dag", "1.9.2019"),
        ("Sidste dag", "31.12.2020"),
        ("Sessioner om ugen", "240"),
        ("Pris", "941,47"),
    ):
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("Afregning", exact=True).select_option("per_minute")
    page.get_by_role("button", name="Regn på det").click()
    says(page, "5.9.2020", "240 sessioner om ugen à 235,37 kr.", "187.115,78 kr.")
    look_both_ways(house, page, picture="region-simulator")
