"""Every role gets in and finds something useful; a lost session, a lock and a browser without
scripts stop nobody."""

import re

import pytest
from playwright.sync_api import Page, expect

from coordination.overview.demo.people import DEMO_LOGINS, SINCE, Login
from tests.journeys.browsing import (
    HEIGHTS,
    PHONE,
    choose,
    fill_request,
    find_citizen,
    log_in,
    send,
    title,
)
from tests.processes import wait_for

pytestmark = pytest.mark.slow

NANCY, BRUNO = "251248-9996", "250947-9989"
FIRST_PAGES = {
    "acute_nurse": "Anmodninger",
    "gp": "Min dag",
    "practice_staff": "Anmodninger",
    "paramedic": "Anmodninger",
    "out_of_hours_doctor": "Anmodninger",
    "hospital_specialist": "Anmodninger",
    "ward": "Udskrivninger",
    "region_admin": "Overblik",
    "region_finance": "Overblik",
    "municipal_admin": "Overblik",
    "gp_organisation": "Overblik",
}
"""The heading a role lands on; the others are welcomed by name."""


@pytest.mark.parametrize(
    "login", [row for row in DEMO_LOGINS if row.since == SINCE], ids=lambda login: login.username
)
def test_every_role_lands_on_a_page_of_its_own(house, login: Login):
    page = house.door()

    page.get_by_role("row").filter(has=page.get_by_text(login.username, exact=True)).get_by_role(
        "button"
    ).click()

    name = f"{login.first_name} {login.last_name}"
    title(page, FIRST_PAGES.get(login.role.value, f"Velkommen, {name}"))
    expect(page.get_by_role("banner")).to_contain_text(name)
    house.look(page)
    page.set_viewport_size({"width": PHONE, "height": HEIGHTS[PHONE]})
    house.look(page)
    page.get_by_role("button", name="Menu").click()
    menu = page.get_by_role("dialog", name="Menu")
    expect(menu).to_contain_text(name)
    house.look(page)
    assert pages_in(menu) >= 3


def test_the_region_of_2027_has_no_role_in_2020(house):
    page = house.enter("region4")

    title(page, "Velkommen, region4")
    expect(page.get_by_role("main")).to_contain_text("Du har ingen rolle endnu")
    house.look(page)


def pages_in(menu) -> int:
    """How many pages the menu leads to."""
    return int(menu.get_by_role("link").count())


def test_the_log_in_page_is_for_everybody(house):
    page = house.door(width=PHONE)

    title(page, "Log ind")
    expect(page.get_by_role("row")).to_have_count(len(DEMO_LOGINS))
    house.look(page, picture="login")


def test_a_wrong_password_is_told_and_the_fifth_time_locks(house):
    page = house.door(width=PHONE)

    for _attempt in range(4):
        log_in(page, "findes-ikke", "forkert-adgangskode")
        expect(page.get_by_role("alert")).to_contain_text("Du er ikke logget ind")
    house.look(page)
    log_in(page, "findes-ikke", "forkert-adgangskode")

    title(page, "For mange forsøg")
    expect(page.get_by_role("main")).to_contain_text("Vent 15 minutter")
    house.look(page)
    house.forgive(429)
    neighbour = house.enter("plejehjem")
    title(neighbour, "Velkommen, Per Plejehjem")


def test_what_was_typed_survives_that_the_log_in_ran_out(house):
    question = "Blodsukker 22 efter frokost. Ekstra insulin?"
    nurse = house.enter("sygeplejerske", width=PHONE)
    find_citizen(nurse, BRUNO)
    fill_request(nurse, question)
    nurse.context.clear_cookies(name="sessionid")

    send(nurse)
    title(nurse, "Log ind")
    log_in(nurse, "sygeplejerske")

    title(nurse, "Ny anmodning")
    expect(nurse.get_by_text("Kladden fra denne fane er hentet.")).to_be_visible()
    expect(nurse.get_by_label("Spørgsmål til lægen")).to_have_value(question)
    expect(nurse.get_by_role("radio", name=re.compile("Straks"))).to_be_checked()
    house.look(nurse)


def test_what_was_typed_is_gone_for_the_next_person(house):
    nurse = house.enter("sygeplejerske")
    find_citizen(nurse, BRUNO)
    fill_request(nurse, "Skal plasteret skiftes i dag?")
    assert "plasteret" in kept(nurse)
    nurse.context.clear_cookies(name="sessionid")
    send(nurse)
    log_in(nurse, "sygeplejerske2")

    title(nurse, "Findes ikke")

    wait_for(lambda: "plasteret" not in kept(nurse), "the draft is gone", seconds=10)
    house.forgive(404)


def kept(page: Page) -> str:
    """All that the tab keeps."""
    return str(page.evaluate("JSON.stringify(sessionStorage)"))


def test_a_form_that_is_too_old_says_so_and_loses_nothing(house):
    question = "Udslæt på begge ben. Skal hun ses?"
    nurse = house.enter("sygeplejerske", width=PHONE)
    find_citizen(nurse, BRUNO)
    fill_request(nurse, question)
    nurse.context.clear_cookies(name="csrftoken")

    send(nurse)
    title(nurse, "Siden er blevet for gammel")
    house.look(nurse)
    house.forgive(403)
    nurse.go_back()
    nurse.reload()

    expect(nurse.get_by_label("Spørgsmål til lægen")).to_have_value(question)


def test_a_page_that_is_not_there_says_so_in_danish(house):
    nurse = house.enter("sygeplejerske", width=PHONE)

    nurse.goto("/akut/00000000-0000-4000-8000-000000000000/")

    title(nurse, "Findes ikke")
    house.look(nurse)
    house.forgive(404)


def test_everything_fits_at_twice_the_size(house):
    """At 200 % a screen of 1280 is 640 wide."""
    region = house.enter("region")
    region.set_viewport_size({"width": 640, "height": 450})

    for path in ("/", "/aftaler/", "/aftaler/styrket-akuthjaelp/", "/demo/ur/", "/skift-rolle/"):
        region.goto(path)
        house.look(region)


def test_the_menu_is_reached_and_left_by_keyboard(house):
    nurse = house.enter("sygeplejerske", width=PHONE)
    title(nurse, "Anmodninger")
    nurse.keyboard.press("Tab")
    expect(nurse.get_by_role("link", name="Gå til indholdet")).to_be_focused()

    nurse.get_by_role("button", name="Menu").press("Enter")
    expect(nurse.get_by_role("dialog", name="Menu")).to_be_visible()
    nurse.keyboard.press("Escape")

    expect(nurse.get_by_role("dialog", name="Menu")).to_be_hidden()
    expect(nurse.get_by_role("button", name="Menu")).to_be_focused()


def test_the_main_thread_works_without_scripts(house):
    question = "Hævet venstre ben. Kan det være en blodprop?"
    nurse = house.enter("sygeplejerske", width=PHONE, javascript=False)
    doctor = house.enter("laege", javascript=False)
    find_citizen(nurse, NANCY)
    fill_request(nurse, question, saturation="191")
    send(nurse)
    expect(nurse.get_by_role("alert")).to_contain_text("skal være et tal fra 50 til 100")
    nurse.get_by_role("textbox", name="Iltmætning").fill("91")
    send(nurse)
    title(nurse, question)

    doctor.reload()
    doctor.get_by_role("link", name=question).click()
    doctor.get_by_role("button", name="Tag anmodningen").click()
    choose(doctor, "Indlægges")
    expect(doctor.get_by_text("235,37 kr.")).to_be_visible()
    doctor.get_by_role("button", name="Send svar og afslut").click()
    expect(doctor.get_by_text("Svaret er sendt, og 235,37 kr. er bogført.")).to_be_visible()

    carry_out(nurse)
    expect(nurse.get_by_role("region", name="Lukket i dag")).to_contain_text(question)


def carry_out(nurse: Page) -> None:
    """The nurse sees the advice and says that it was followed."""
    nurse.reload()
    expect(nurse.get_by_role("heading", name="Lægens råd")).to_be_visible()
    choose(nurse, "Udført")
    nurse.get_by_role("button", name="Gem").click()
