"""The score as it is typed, sent and completed; with and without script."""

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import PHONE, House, choose, fill_request, find_citizen, send, title

pytestmark = pytest.mark.slow

CPR = "251248-9996"
WITHOUT_SCRIPT = "291182-9996"


def test_the_score_follows_what_is_typed_and_is_completed_later(house: House):
    nurse = house.enter("sygeplejerske", width=PHONE)
    find_citizen(nurse, CPR)
    status = nurse.locator(".score-typed")
    fill_request(nurse, "Skal hun have ilt?")
    nurse.get_by_role("textbox", name="Puls").fill("104")
    expect(status).to_contain_text("TOBS: ufuldstændig.")
    expect(status).to_contain_text("Mangler: Blodtryk, systolisk, Bevidsthed (TOBS).")
    house.look(nurse, picture="nurse-score")
    nurse.get_by_label("Blodtryk, systolisk").fill("98")
    send(nurse)
    title(nurse, "Skal hun have ilt?")
    nurse.get_by_role("link", name="Tilføj målinger").click()
    house.look(nurse)
    nurse.get_by_label("Bevidsthed (TOBS)").select_option("Habituel")
    nurse.get_by_role("button", name="Send målinger").click()
    title(nurse, "Skal hun have ilt?")
    main = nurse.get_by_role("main")
    expect(main).to_contain_text("TOBS 5 Spørg lægen straks.")
    nurse.get_by_text("Sådan er TOBS beregnet").click()
    expect(nurse.get_by_role("table", name="Point for hver måling")).to_contain_text("21–24")
    house.look(nurse, picture="request-score")


def test_a_doctor_signs_what_nurses_may_measure_and_the_form_offers_it(house: House):
    doctor = house.enter("laege")
    doctor.get_by_role("link", name="Delegation").click()
    title(doctor, "Rammedelegation")
    doctor.get_by_role("button", name="Underskriv").click()
    expect(doctor.get_by_role("alert").get_by_role("link")).to_contain_text("Vælg mindst én")
    choose(doctor, "CRP")
    choose(doctor, "INR")
    doctor.get_by_label("Hos hvilke borgere?").fill("Borgere i AK-behandling")
    doctor.get_by_role("button", name="Underskriv").click()
    title(doctor, "Rammedelegation")
    house.look(doctor, picture="gp-delegation")
    nurse = house.enter("sygeplejerske", width=PHONE)
    find_citizen(nurse, WITHOUT_SCRIPT)
    expect(nurse.get_by_label("INR")).to_be_visible()
    expect(nurse.locator(".delegated")).to_contain_text("Lone Læge, Lægehuset Ikast-Brande")
    house.look(nurse)
    doctor.get_by_role("button", name="Lad ophøre").click()
    expect(doctor.get_by_role("main")).to_contain_text("til og med 2.6.2020")
    house.look(doctor)


def test_without_script_a_button_computes_the_score_and_sends_nothing(house: House):
    nurse = house.enter("sygeplejerske", width=PHONE, javascript=False)
    find_citizen(nurse, WITHOUT_SCRIPT)
    nurse.get_by_role("textbox", name="Puls").fill("104")
    nurse.get_by_role("button", name="Beregn TOBS").click()
    title(nurse, "Ny anmodning")
    expect(nurse.locator(".score-typed")).to_contain_text("TOBS: ufuldstændig.")
    expect(nurse.get_by_role("textbox", name="Puls")).to_have_value("104")
    expect(nurse.get_by_role("alert")).to_have_count(0)
    choose(nurse, "Vejrtrækning")
