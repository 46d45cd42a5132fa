"""The guided questions alone, in the browser, make the 2019 agreement; a second person confirms."""

import pytest
from playwright.sync_api import Page, expect

from coordination.agreements.models import Agreement
from coordination.base import rowsecurity
from coordination.base.actor import system
from coordination.ledger import selectors as ledger
from coordination.overview.demo.agreements import FEE, FUNDING, TASK
from coordination.parties.models import Organisation
from tests import processes
from tests.journeys.browsing import PHONE, House, choose, title

pytestmark = pytest.mark.slow

COPY = "/aftaler/styrket-akuthjaelp-"
TERMINATE = "Aftalen kan opsiges med 3 måneders varsel."
SUSPEND = "Er midlerne brugt før udløbet, kan aftalen suspenderes med 1 måneds varsel."
OVERRUN = "Sessioner honoreres, indtil en suspension træder i kraft"


def words(page: Page, question: int, text: str) -> None:
    """Quote the clause that a question reads."""
    asked = page.get_by_role("region").filter(has=page.locator(f"#question-{question}"))
    asked.get_by_label("Aftalens ord").fill(text)


def pick(page: Page, question: int, text: str) -> None:
    asked = page.get_by_role("region").filter(has=page.locator(f"#question-{question}"))
    asked.locator("label").filter(has_text=text).first.click()


def number(page: Page, question: int, label: str, text: str) -> None:
    asked = page.get_by_role("region").filter(has=page.locator(f"#question-{question}"))
    asked.get_by_role("textbox", name=label).fill(text)


def onwards(page: Page) -> None:
    page.get_by_role("button", name="Gem og gå videre").click()


def the_agreement(page: Page) -> None:
    number(page, 1, "Navn", "Styrket akuthjælp")
    pick(page, 2, "Lægefaglig rådgivning af akutfunktioner")
    number(page, 3, "Hjemmel", "Lokal aftale mellem region, kommuner og almen praksis")
    words(page, 4, TASK)
    onwards(page)


def the_period(page: Page) -> None:
    number(page, 5, "Første dag", "1.9.2019")
    number(page, 6, "Sidste dag", "31.12.2018")
    onwards(page)
    expect(page.get_by_role("alert")).to_contain_text("Sidste dag kan ikke ligge før den første.")
    number(page, 6, "Sidste dag", "31.12.2020")
    onwards(page)


def the_parties(page: Page) -> None:
    boxes = page.get_by_role("group", name="Kommuner").get_by_role("checkbox")
    assert boxes.count() == 19
    for box in boxes.all():
        box.check(force=True)
    pick(page, 9, "PLO-Midtjylland")
    pick(page, 10, "Kommunerne er myndighed og driver")
    pick(page, 11, "Regionsrådet")
    pick(page, 11, "Hver kommunalbestyrelse")
    page.get_by_label("Indstiller først").select_option(
        label="Praksisplanudvalget i Region Midtjylland"
    )
    onwards(page)


def the_notices(page: Page) -> None:
    words(page, 13, TERMINATE)
    number(page, 13, "Varsel i måneder", "3")
    pick(page, 13, "Det står der ikke")
    onwards(page)


def the_money(page: Page) -> None:
    words(page, 15, FUNDING)
    number(page, 15, "Regionen betaler", "1.500.000,00")
    number(page, 15, "Kommunerne betaler tilsammen", "1500000")
    pick(page, 15, "I lige dele")
    number(page, 15, "Beslutningen bag", "Aftalens finansiering")
    words(page, 16, f"{OVERRUN}.")
    pick(page, 16, OVERRUN)
    words(page, 17, SUSPEND)
    number(page, 17, "Varsel i måneder", "1")
    pick(page, 17, "Det står der ikke")
    pick(page, 17, "Det kan læses på flere måder")
    number(page, 18, "Dage", "45")
    onwards(page)


def the_fee(page: Page) -> None:
    words(page, 19, FEE)
    number(page, 19, "Ydelsesnummer", "0124")
    number(page, 19, "Ydelsens navn", "Lægefaglig rådgivning af akutfunktion")
    pick(page, 19, "minut")
    number(page, 19, "Pris", "941,47")
    onwards(page)


PAGES = {
    "Aftalen": the_agreement,
    "Perioden": the_period,
    "Parterne": the_parties,
    "Opsigelse": the_notices,
    "Pengene": the_money,
    "Honoraret": the_fee,
}


def test_the_questions_alone_make_fixture_m_and_a_colleague_confirms_it(
    demo_database, tmp_path, browser
):
    with (
        processes.on(demo_database, tmp_path) as running,
        House(browser, running.web(1), tmp_path) as house,
    ):
        slug = the_questions_are_answered(house, house.enter("region"))
        it_says_what_the_original_says(slug)
        a_colleague_confirms(house, slug)


def the_questions_are_answered(house: House, writer: Page) -> str:
    writer = house.enter("region")
    writer.goto("/aftaler/ny/")
    writer.get_by_role("button", name="Begynd").click()
    for heading, answer in PAGES.items():
        title(writer, heading)
        house.look(writer)
        answer(writer)
    title(writer, "Påmindelser")
    onwards(writer)
    title(writer, "Gennemse")
    house.look(writer, picture="drafting-review")
    writer.get_by_role("button", name="Gem kladden").click()

    title(writer, "Styrket akuthjælp")
    assert COPY in writer.url
    slug = writer.url.rstrip("/").rsplit("/", 1)[1]
    house.look(writer)
    return slug


def it_says_what_the_original_says(slug: str) -> None:
    made, original, money = both(slug)
    assert made.version.content == original.version.content
    assert made.version.content_hash == original.version.content_hash
    assert money[made.pk] == money[original.pk]
    assert made.party_ids == original.party_ids


def both(slug: str) -> tuple[Agreement, Agreement, dict[int, object]]:
    """The agreement made by answers, fixture M of the demo, and the money and price of each."""
    everybody = system(*Organisation.objects.values_list("pk", flat=True))
    with rowsecurity.scope(everybody):
        rows = Agreement.objects.select_related("version").filter(
            slug__in=[slug, "styrket-akuthjaelp"]
        )
        made, original = sorted(rows, key=lambda row: row.slug != slug)
        money = {}
        for row in (made, original):
            budget = ledger.budget_of(everybody, row)
            shares = sorted(
                (part.funder_id, part.amount) for part in ledger.contributions_of(budget)
            )
            (tariff,) = ledger.tariffs_of(row)
            price = (tariff.service_code, tariff.rule, tariff.price, tariff.starts_on)
            money[row.pk] = (
                budget.appropriated,
                budget.money_used,
                sorted(amount for _funder, amount in shares),
                price,
            )
        return made, original, money


def a_colleague_confirms(house: House, slug: str) -> None:
    """Whoever wrote it is told to ask somebody else; the colleague confirms on a telephone."""
    clause = f"/aftaler/{slug}/vilkaar/terminate/"
    writer = house.enter("region")
    writer.goto(clause)
    expect(writer.get_by_role("main")).to_contain_text("Du har selv læst vilkåret")
    expect(writer.get_by_role("main")).to_contain_text("Kan læses på flere måder")
    house.look(writer, picture="clause")

    colleague = house.enter("oekonomi", width=PHONE)
    colleague.goto(clause)
    house.look(colleague)
    colleague.get_by_role("button", name="Bekræft læsningen").click()
    expect(colleague.get_by_role("main")).to_contain_text("Ole Økonomi")

    writer.reload()
    choose(writer, "til udgangen af en måned")
    choose(writer, "Når som helst")
    writer.get_by_label("Hvorfor læses det sådan?").fill("Parterne er enige om det")
    writer.get_by_role("button", name="Gem læsningen").click()
    expect(writer.get_by_role("main")).to_contain_text("Parterne er enige om det")
    expect(writer.get_by_role("main")).not_to_contain_text("Kan læses på flere måder")
