"""What goes wrong at the screen ends in a Danish sentence, and what was typed is still there."""

import re

import psycopg
import pytest
from playwright.sync_api import Page, expect

from tests.databases import Database
from tests.journeys.browsing import PHONE, choose, fill_request, find_citizen, send, title

pytestmark = pytest.mark.slow

NANCY, MAX, PIA, ODD = "251248-9996", "010772-9995", "050505-9996", "150279-9995"


def requests_with(demo: Database, question: str) -> int:
    """How many requests ask this, as the role that checks reads it."""
    with psycopg.connect(demo.url("check")) as connection:
        row = connection.execute(
            "SELECT count(*) FROM acute_request WHERE question = %s", [question]
        ).fetchone()
    return int(row[0]) if row else 0


def refused(page: Page, sentence: str) -> None:
    """The error summary says this, and stands where the reader is taken to."""
    summary = page.get_by_role("alert").filter(has_text="Ret dette, før du går videre")
    expect(summary).to_contain_text(sentence)
    expect(summary).to_be_focused()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("321399-1234", "CPR-nummeret kan ikke passe. Skriv ti cifre"),
        ("25124", "CPR-nummeret kan ikke passe. Skriv ti cifre"),
        ("851248-9996", "Vi fandt ingen borger i din kommune. Tjek nummeret."),
        ("020160-9995", "Vi fandt ingen borger i din kommune. Tjek nummeret."),
    ],
    ids=["no date", "too short", "unknown", "of another municipality"],
)
def test_a_number_that_finds_nobody_is_explained_and_stays(house, typed, sentence):
    nurse = house.enter("sygeplejerske", width=PHONE)

    find_citizen(nurse, typed)

    refused(nurse, sentence)
    expect(nurse.get_by_label("CPR-nummer")).to_have_value(typed)
    house.look(nurse)


def test_an_empty_request_names_every_field_that_is_missing(house):
    nurse = house.enter("sygeplejerske", width=PHONE)
    find_citizen(nurse, NANCY)

    send(nurse)

    summary = nurse.get_by_role("alert").filter(has_text="Ret dette")
    expect(summary.get_by_role("link")).to_have_count(5)
    summary.get_by_role("link", name=re.compile("Spørgsmål til lægen")).click()
    expect(nurse.get_by_label("Spørgsmål til lægen")).to_be_focused()
    house.look(nurse)


@pytest.mark.parametrize(
    ("day", "minutes", "sentence"),
    [
        ("3.6.2020", "15", "Dagen ligger i fremtiden. Skriv den dag, sessionen fandt sted."),
        ("31.8.2019", "15", "Der er ingen aftale om rådgivning i kraft for borgerens kommune"),
        ("2.6.2020", "0", "Skriv minutterne som et helt tal fra 1 til 600."),
        ("i går", "15", "Skriv dagen som dag.måned.år, for eksempel 2.6.2020."),
    ],
    ids=["tomorrow", "before the agreement", "no minutes", "no day"],
)
def test_a_session_that_cannot_be_is_explained_and_stays(house, day, minutes, sentence):
    doctor = house.enter("laege")
    doctor.goto("/akut/sessioner/ny/")
    doctor.get_by_label("Borgerens CPR-nummer").fill(NANCY)
    doctor.get_by_label("Dag", exact=True).fill(day)
    doctor.get_by_role("textbox", name="Minutter").fill(minutes)

    doctor.get_by_role("button", name="Se beløbet").click()

    refused(doctor, sentence)
    expect(doctor.get_by_label("Borgerens CPR-nummer")).to_have_value(NANCY)
    expect(doctor.get_by_label("Dag", exact=True)).to_have_value(day)
    expect(doctor.get_by_role("textbox", name="Minutter")).to_have_value(minutes)
    house.look(doctor)


def test_an_agreement_without_money_refuses_the_fee_but_never_the_advice(house):
    question = "Sår på hælen væsker. Skal det podes?"
    nurse, doctor = house.enter("sygeplejerske3", width=PHONE), house.enter("laege3")
    find_citizen(nurse, ODD)
    fill_request(nurse, question)
    send(nurse)
    title(nurse, question)
    doctor.get_by_role("link", name="Vis").click()
    doctor.get_by_role("link", name=question).click()
    doctor.get_by_role("button", name="Tag anmodningen").click()
    choose(doctor, "Behandles hjemme")
    doctor.get_by_role("textbox", name="Minutter").fill("60")
    doctor.get_by_label("Råd til sygeplejersken").fill("Pod såret, og skift forbinding.")

    doctor.get_by_role("button", name="Send svar og afslut").click()

    refused(doctor, "Midlerne i aftalen rækker ikke til så mange minutter.")
    expect(doctor.get_by_role("radio", name="Behandles hjemme")).to_be_checked()
    expect(doctor.get_by_role("textbox", name="Minutter")).to_have_value("60")
    expect(doctor.get_by_label("Råd til sygeplejersken")).to_have_value(
        "Pod såret, og skift forbinding."
    )
    expect(doctor.get_by_role("status").filter(has_text="Honorar")).to_contain_text("60 min.")
    house.look(doctor)

    doctor.get_by_text("Send rådet uden honorar fra aftalen", exact=True).click()
    doctor.get_by_role("button", name="Send svar og afslut").click()
    expect(doctor.get_by_text("Svaret er sendt uden honorar.")).to_be_visible()
    nurse.reload()
    expect(nurse.get_by_text("Pod såret, og skift forbinding.")).to_be_visible()


def test_a_double_click_sends_one_request(house, demo):
    question = "Feber på fjerde dag. Skal der blodprøve til?"
    nurse = house.enter("sygeplejerske", width=PHONE)
    find_citizen(nurse, MAX)
    fill_request(nurse, question)

    nurse.get_by_role("button", name="Send anmodning").dblclick()

    title(nurse, question)
    assert requests_with(demo, question) == 1


def test_sending_again_after_the_back_button_leads_to_the_open_request(house, demo):
    question = "Faldt i nat, smerter i hoften. Skal hun røntgenfotograferes?"
    nurse = house.enter("sygeplejerske", width=PHONE)
    find_citizen(nurse, PIA)
    fill_request(nurse, question)
    send(nurse)
    title(nurse, question)
    sent = nurse.url

    nurse.go_back()
    fill_request(nurse, question)
    send(nurse)

    refused(nurse, "Der er allerede en åben anmodning for borgeren.")
    expect(nurse.get_by_label("Spørgsmål til lægen")).to_have_value(question)
    house.look(nurse)
    nurse.get_by_role("link", name="Følg anmodning").click()
    title(nurse, question)
    assert nurse.url == sent
    assert requests_with(demo, question) == 1
