"""A paramedic shares sound, picture and measurements with a hospital specialist, who answers."""

import pytest
from playwright.sync_api import expect

from tests import media
from tests.journeys.browsing import PHONE, House, choose, title
from tests.journeys.test_attachments import take

pytestmark = pytest.mark.slow

CPR = "310397-9995"
QUESTION = "Kan han blive hjemme?"


def test_a_paramedic_is_answered_by_a_specialist_who_hears_and_sees_the_citizen(
    house: House, tmp_path
):
    paramedic = house.enter("paramediciner", width=PHONE)
    title(paramedic, "Anmodninger")
    house.look(paramedic)
    paramedic.get_by_role("link", name="Ny anmodning").click()
    title(paramedic, "Spørg en speciallæge")
    paramedic.get_by_label("Borgerens CPR-nummer").fill(CPR)
    choose(paramedic, "Regionshospitalet Gødstrup")
    choose(paramedic, "Vejrtrækning")
    choose(paramedic, "Straks")
    paramedic.get_by_label("Spørgsmål til lægen").fill(QUESTION)
    for label, value in (("Respirationsfrekvens", "26"), ("Puls", "112"), ("Iltmætning", "89")):
        paramedic.get_by_label(label).fill(value)
    expect(paramedic.locator(".score-typed")).to_contain_text("TOBS: ufuldstændig.")
    paramedic.get_by_label("Ring tilbage på").fill("20 10 20 31")
    choose(paramedic, "Borgeren har sagt ja")
    house.look(paramedic, picture="paramedic-consult")
    paramedic.get_by_role("button", name="Send anmodning").click()
    title(paramedic, QUESTION)
    paramedic.get_by_role("link", name="Tilføj målinger").click()
    paramedic.get_by_label("Blodtryk, systolisk").fill("96")
    paramedic.get_by_role("button", name="Send målinger").click()
    title(paramedic, QUESTION)
    take(paramedic, "Tag billede", "billede.jpg", media.picture_with_place(), tmp_path)
    take(paramedic, "Optag lyd", "lunger.webm", media.film("webm", "", "libopus"), tmp_path)
    title(paramedic, QUESTION)
    house.look(paramedic, picture="paramedic-request")

    specialist = house.enter("speciallaege")
    specialist.get_by_role("link", name=QUESTION).click()
    title(specialist, QUESTION)
    picture = specialist.get_by_role("img", name="Billede 1")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("naturalWidth", 480)
    sound = specialist.locator("audio")
    sound.evaluate("player => player.load()")
    expect(specialist.get_by_role("table", name="Målinger", exact=True)).to_contain_text("112")
    house.look(specialist, picture="specialist-request")
    specialist.get_by_role("button", name="Tag anmodningen").click()
    choose(specialist, "Behandles hjemme")
    specialist.get_by_label("Råd", exact=False).last.fill("Giv to liter ilt, bliv hos ham.")
    expect(specialist.get_by_text("Honorar")).to_have_count(0)
    house.look(specialist)
    specialist.get_by_role("button", name="Send svar og afslut").click()

    expect(paramedic.get_by_role("link", name="Vis det nye")).to_be_visible()
    paramedic.get_by_role("link", name="Vis det nye").click()
    expect(paramedic.get_by_role("main")).to_contain_text("Giv to liter ilt, bliv hos ham.")
    choose(paramedic, "Udført")
    paramedic.get_by_role("button", name="Gem").click()
    title(paramedic, "Anmodninger")
    house.look(paramedic)
    specialist.goto("/akut/")
    expect(specialist.get_by_role("link", name=QUESTION)).to_have_count(0)
