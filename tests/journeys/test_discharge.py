"""A ward's announced discharge is acknowledged by nurse and doctor, and changed once."""

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import HEIGHTS, PHONE, WIDE, title

pytestmark = pytest.mark.slow

CPR = "251248-9996"
NEEDS = "Medicin doseret. Sårskift hver anden dag."


def look(house, page, picture: str = "") -> None:
    """Both widths are free of faults."""
    for width in (WIDE, PHONE):
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        house.look(page, picture if width == PHONE else "")


def ready(house, page) -> None:
    """Open the discharge from the list, and say that one is ready."""
    page.get_by_role("link", name="Udskrivninger").first.click()
    title(page, "Udskrivninger")
    look(house, page)
    page.get_by_role("link", name=NEEDS).click()
    title(page, NEEDS)
    expect(page.get_by_role("main")).to_contain_text("Venter på jer")
    look(house, page, picture="discharge")
    page.get_by_role("button", name="Vi er klar").click()
    title(page, NEEDS)
    expect(page.get_by_role("button", name="Vi er klar")).to_have_count(0)


def test_a_wards_announced_discharge_is_acknowledged_by_nurse_and_doctor(house):
    ward = house.enter("sengeafsnit")
    title(ward, "Udskrivninger")
    look(house, ward)
    ward.get_by_role("link", name="Meld en udskrivning").click()
    title(ward, "Meld en udskrivning")
    ward.get_by_label("Borgerens CPR-nummer").fill(CPR)
    ward.get_by_label("Forventet udskrivning").fill("5.6.2020")
    ward.get_by_role("button", name="Meld udskrivningen").click()
    expect(ward.get_by_role("alert").first).to_be_visible()
    look(house, ward)
    ward.get_by_label("Hvad er der brug for?").fill(NEEDS)
    ward.get_by_role("button", name="Meld udskrivningen").click()
    title(ward, NEEDS)
    expect(ward.get_by_role("main")).to_contain_text("Venter på Ikast-Brande Kommune")
    look(house, ward)

    nurse = house.enter("sygeplejerske")
    ready(house, nurse)
    doctor = house.enter("laege")
    ready(house, doctor)
    stranger = house.enter("sygeplejerske2")
    stranger.goto("/udskrivninger/")
    title(stranger, "Udskrivninger")
    expect(stranger.get_by_role("link", name=NEEDS)).to_have_count(0)

    ward.reload()
    expect(ward.get_by_role("main")).to_contain_text("Alle er klar")
    ward.locator("summary", has_text="Ret dagen eller behovet").click()
    ward.get_by_label("Forventet udskrivning").fill("8.6.2020")
    look(house, ward)
    ward.get_by_role("button", name="Ret dagen eller behovet").click()
    expect(ward.get_by_role("main")).to_contain_text("Har ikke svaret")
    timeline = ward.get_by_role("region", name="Forløb")
    expect(timeline).to_contain_text("5.6.2020")
    expect(timeline).to_contain_text("8.6.2020")
    look(house, ward)

    nurse.goto("/udskrivninger/")
    nurse.get_by_role("link", name=NEEDS).click()
    nurse.get_by_role("button", name="Borgeren er udskrevet").click()
    title(nurse, "Udskrivninger")
    look(house, nurse)
    ward.goto("/udskrivninger/")
    expect(ward.get_by_role("link", name=NEEDS)).to_have_count(0)
