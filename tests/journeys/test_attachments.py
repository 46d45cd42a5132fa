"""A nurse shows the doctor a picture, a film and a sound from her phone."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import media
from tests.journeys.browsing import PHONE, House, fill_request, find_citizen, send, title

pytestmark = pytest.mark.slow

CPR = "251248-9996"
QUESTION = "Er såret inficeret?"


def take(page: Page, verb: str, name: str, content: bytes, folder: Path) -> None:
    """From the request: take a picture or record, and send it."""
    path = folder / name
    path.write_bytes(content)
    page.get_by_role("link", name="Tilføj billede, lyd eller video").click()
    page.get_by_label(verb, exact=True).and_(page.locator("input")).set_input_files(path)
    page.get_by_role("button", name=f"Send {verb}").click()


def test_the_doctor_sees_what_the_nurse_took_and_a_page_in_disguise_is_refused(
    house: House, tmp_path
):
    nurse = house.enter("sygeplejerske", width=PHONE)
    find_citizen(nurse, CPR)
    fill_request(nurse, QUESTION)
    send(nurse)
    title(nurse, QUESTION)

    take(nurse, "Tag billede", "sår.jpg", b"<html><script></script></html>", tmp_path)
    expect(nurse.get_by_role("alert")).to_contain_text("Filen er hverken et billede")
    house.look(nurse, picture="nurse-attach")
    nurse.get_by_role("link", name="A-0").click()
    take(nurse, "Tag billede", "sår.jpg", media.picture_with_place(), tmp_path)
    title(nurse, QUESTION)
    take(nurse, "Optag video", "film.mp4", media.film(), tmp_path)
    take(nurse, "Optag lyd", "host.webm", media.film("webm", "", "libopus"), tmp_path)
    title(nurse, QUESTION)
    house.look(nurse, picture="nurse-attached")

    doctor = house.enter("laege")
    doctor.get_by_role("link", name=QUESTION).click()
    title(doctor, QUESTION)
    picture = doctor.get_by_role("img", name="Billede 1")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("naturalWidth", 480)
    for kind in ("video", "audio"):
        player = doctor.locator(kind)
        player.evaluate("player => player.load()")
        expect(player).to_be_visible()
    expect(doctor.get_by_role("main")).to_contain_text("Ikke scannet for virus")
    house.look(doctor, picture="gp-attachments")
