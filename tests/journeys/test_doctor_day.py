"""The doctor's day: a request that is rung about and logged, a call without one, and the keys."""

import re
from decimal import Decimal

import psycopg
import pytest
from playwright.sync_api import Page, expect

from tests.databases import Database
from tests.journeys.browsing import PHONE, House, choose, fill_request, find_citizen, send, title

pytestmark = pytest.mark.slow

NANCY, MAX = "251248-9996", "010772-9995"
QUESTION, SECOND = "Tiltagende åndenød siden i nat.", "Feber og smerter ved vandladning."
FIFTEEN, TWENTY = Decimal("235.37"), Decimal("313.82")
MOST_KEYS = 6


class Keys:
    """A keyboard that counts what is pressed; a chord is one."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.count += 1


def test_a_doctor_answers_between_two_patients_and_logs_a_call(house, demo):
    doctor = house.enter("laege")
    title(doctor, "Min dag")
    house.look(doctor)
    nurse = house.enter("sygeplejerske", width=PHONE)
    ask(nurse, NANCY, QUESTION)
    the_bar_says_what_is_new_and_moves_nothing(house, doctor)
    the_mark_disappears_for_the_reader_alone(house, doctor)
    spent = money(demo)
    the_doctor_rings(house, doctor)
    the_log_takes_six_keys(doctor)
    assert money(demo) == spent + FIFTEEN
    the_answer_is_undone(house, doctor)
    assert money(demo) == spent
    the_log_takes_six_keys(doctor)
    the_call_is_the_same_episode(house, doctor)
    assert money(demo) == spent + TWENTY
    the_words_are_written_anew(house, doctor)
    the_nurse_reads_both_and_reports(house, nurse)


def ask(nurse: Page, cpr: str, question: str) -> None:
    nurse.goto("/akut/")
    find_citizen(nurse, cpr)
    fill_request(nurse, question)
    send(nurse)
    title(nurse, question)


def the_bar_says_what_is_new_and_moves_nothing(house: House, doctor: Page) -> None:
    heading = doctor.get_by_role("heading", name="Lukket i dag")
    before = heading.bounding_box()
    expect(doctor.get_by_text("1 ny")).to_be_visible()
    assert heading.bounding_box() == before
    expect(doctor.get_by_role("link", name=QUESTION)).to_have_count(0)
    house.look(doctor)
    doctor.get_by_role("link", name="Vis", exact=True).click()
    expect(doctor.get_by_role("link", name=QUESTION)).to_be_visible()
    expect(doctor.get_by_text("1 ny")).to_have_count(0)
    row = doctor.get_by_role("listitem").filter(has_text=QUESTION)
    expect(row).to_contain_text("Signe Sygeplejerske, akutsygeplejerske, Ikast-Brande Kommune")
    expect(row).to_contain_text("Sendt for 0 min. siden")


def the_mark_disappears_for_the_reader_alone(house: House, doctor: Page) -> None:
    colleague = house.enter("praksis")
    unread = re.compile("Ulæst")
    for page in (doctor, colleague):
        expect(page.get_by_role("link", name=unread)).to_have_count(1)
    doctor.keyboard.press("j")
    doctor.keyboard.press("Enter")
    title(doctor, QUESTION)
    house.look(doctor)
    for page, marks in ((doctor, 0), (colleague, 1)):
        page.goto("/akut/")
        expect(page.get_by_role("link", name=unread)).to_have_count(marks)


def the_doctor_rings(house: House, doctor: Page) -> None:
    doctor.keyboard.press("j")
    doctor.keyboard.press("Enter")
    title(doctor, QUESTION)
    doctor.get_by_role("button", name="Tag anmodningen").click()
    expect(doctor.get_by_role("heading", name="Svar og afslut")).to_be_visible()
    doctor.evaluate(
        "document.addEventListener('click', (event) => {"
        " const link = event.target.closest('a[href^=\"tel:\"]');"
        " if (link) { event.preventDefault(); window.rung = link.getAttribute('href'); } })"
    )
    doctor.keyboard.press("r")
    assert doctor.evaluate("window.rung") == "tel:20102030"
    house.look(doctor)


def the_log_takes_six_keys(doctor: Page) -> None:
    keys = Keys(doctor)
    keys.press("2", "1", "5")
    expect(doctor.get_by_role("radio", name="Behandles hjemme")).to_be_checked()
    expect(doctor.get_by_role("status").filter(has_text="Honorar")).to_contain_text("235,37 kr.")
    keys.press("Control+Enter")
    expect(doctor.get_by_text("Svaret er sendt, og 235,37 kr. er bogført.")).to_be_visible()
    assert keys.count <= MOST_KEYS


def the_answer_is_undone(house: House, doctor: Page) -> None:
    house.look(doctor)
    doctor.get_by_role("button", name="Fortryd").click()
    title(doctor, QUESTION)
    expect(doctor.get_by_text("Svaret er trukket tilbage.")).to_be_visible()
    expect(doctor.get_by_role("heading", name="Svar og afslut")).to_be_visible()


def the_call_is_the_same_episode(house: House, doctor: Page) -> None:
    """N, the number, and six keys with it; the amount is seen before it is saved."""
    keys = Keys(doctor)
    keys.press("n")
    title(doctor, "Registrér opkald")
    house.look(doctor)
    doctor.keyboard.type(NANCY)
    keys.press("Tab", "5", "Enter")
    expect(doctor.get_by_role("main")).to_contain_text("313,82 kr.")
    house.look(doctor, picture="gp-call")
    keys.press("1", "Control+Enter")
    expect(doctor.get_by_text("Registreret: 313,82 kr.")).to_be_visible()
    assert keys.count <= MOST_KEYS
    house.look(doctor)


def the_words_are_written_anew(house: House, doctor: Page) -> None:
    doctor.goto("/akut/")
    doctor.get_by_role("link", name=QUESTION).click()
    doctor.get_by_role("link", name="Skriv rådet om").click()
    title(doctor, "Skriv rådet om")
    house.look(doctor)
    doctor.get_by_label("Råd til sygeplejersken").fill("Giv 2 liter ilt.")
    doctor.get_by_role("button", name="Gem").click()
    expect(doctor.get_by_text("Den gamle tekst er gemt.")).to_be_visible()
    house.look(doctor)


def the_nurse_reads_both_and_reports(house: House, nurse: Page) -> None:
    nurse.goto("/akut/")
    nurse.get_by_role("region", name="Venter på mig").get_by_role("link", name=QUESTION).click()
    expect(nurse.get_by_role("main")).to_contain_text("Giv 2 liter ilt.")
    nurse.get_by_text("Tidligere ordlyd af rådet").click()
    nurse.get_by_role("button", name="Ja", exact=True).click()
    expect(nurse.get_by_role("main")).to_contain_text("Oplyst: ja")
    house.look(nurse)


def test_the_keys_can_be_switched_off_and_a_wrong_citizen_let_go(house):
    nurse = house.enter("sygeplejerske")
    ask(nurse, MAX, SECOND)
    nurse.goto("/akut/")
    nurse.keyboard.press("?")
    expect(nurse.get_by_role("dialog")).to_be_visible()
    house.look(nurse, picture="keys")
    choose(nurse, "Brug genveje med ét bogstav eller ciffer")
    nurse.get_by_role("button", name="Luk").click()
    nurse.keyboard.press("j")
    expect(nurse.get_by_role("link", name=SECOND)).not_to_be_focused()
    nurse.keyboard.press("n")
    title(nurse, "Anmodninger")
    nurse.get_by_label("Søg i listen").fill("findes ikke")
    expect(nurse.get_by_role("link", name=SECOND)).to_be_hidden()
    nurse.get_by_label("Søg i listen").fill("vandladning")
    nurse.get_by_role("link", name=SECOND).click()
    the_wrong_citizen_is_let_go(house, nurse)


def the_wrong_citizen_is_let_go(house: House, nurse: Page) -> None:
    nurse.get_by_role("link", name="Forkert borger?").click()
    title(nurse, "Forkert borger")
    house.look(nurse)
    nurse.get_by_label("CPR-nummer").fill(MAX)
    nurse.get_by_label("Hvad gik galt?").fill("Tastede et forkert nummer")
    nurse.get_by_role("button", name="Annullér, og send igen").click()
    refusal = "Anmodningen handler allerede om den borger."
    expect(nurse.get_by_role("alert").get_by_role("link", name=refusal)).to_be_visible()
    house.look(nurse)


def money(database: Database) -> Decimal:
    """What the agreement has spent, as the role that checks reads it."""
    with psycopg.connect(database.url("check")) as connection:
        row = connection.execute(
            "SELECT spent FROM ledger_budget JOIN agreements_agreement AS a"
            " ON a.id = agreement_id WHERE a.slug = 'styrket-akuthjaelp'"
        ).fetchone()
    assert row is not None
    return row[0]
