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
    nurse.get_by_label("Puls").fill("104")
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


def test_without_script_a_button_computes_the_score_and_sends_nothing(house: House):
    nurse = house.enter("sygeplejerske", width=PHONE, javascript=False)
    find_citizen(nurse, WITHOUT_SCRIPT)
    nurse.get_by_label("Puls").fill("104")
    nurse.get_by_role("button", name="Beregn TOBS").click()
    title(nurse, "Ny anmodning")
    expect(nurse.locator(".score-typed")).to_contain_text("TOBS: ufuldstændig.")
    expect(nurse.get_by_label("Puls")).to_have_value("104")
    expect(nurse.get_by_role("alert")).to_have_count(0)
    choose(nurse, "Vejrtrækning")
