"""Whoever meets a citizen can ask what applies here, also who meets no agreement otherwise."""

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import PHONE, title

pytestmark = pytest.mark.slow


def test_a_nurse_sees_what_applies_in_the_own_municipality_and_in_another(house):
    nurse = house.enter("sygeplejerske", width=PHONE)
    nurse.get_by_role("button", name="Menu").click()
    nurse.get_by_role("dialog", name="Menu").get_by_role("link", name="Hvad gælder her?").click()

    title(nurse, "Hvad gælder her i dag?")
    expect(nurse.get_by_role("heading", level=2)).to_contain_text("Ikast-Brande Kommune")
    expect(nurse.get_by_role("main")).to_contain_text("Almen praksis rådgiver personale")
    house.look(nurse, picture="finder")
    nurse.get_by_role("combobox", name="Kommune").select_option("Aalborg Kommune")
    nurse.get_by_role("button", name="Vis").click()

    expect(nurse.get_by_role("heading", level=2)).to_contain_text("Aalborg Kommune")
    expect(nurse.get_by_role("note")).to_contain_text("Ring til borgerens egen læge")
    house.look(nurse)


def test_a_specialist_asks_about_another_day_and_a_day_that_cannot_be_read(house):
    specialist = house.enter("speciallaege")
    specialist.get_by_role("link", name="Hvad gælder her?").click()
    title(specialist, "Hvad gælder her i dag?")
    expect(specialist.get_by_role("main")).to_contain_text("Vælg en kommune")
    house.look(specialist)

    specialist.get_by_role("combobox", name="Kommune").select_option("Ikast-Brande Kommune")
    specialist.get_by_role("button", name="Vis").click()
    expect(specialist.get_by_role("main")).to_contain_text("Almen praksis rådgiver personale")
    house.look(specialist)
    specialist.get_by_role("textbox", name="Dag").fill("1.1.2019")
    specialist.get_by_role("button", name="Vis").click()
    expect(specialist.get_by_role("main")).to_contain_text("Ingen aftaler gælder her den dag.")

    specialist.get_by_role("textbox", name="Dag").fill("i dag")
    specialist.get_by_role("button", name="Vis").click()
    expect(specialist.get_by_role("alert")).to_contain_text("Skriv dagen som dag.måned.år")
    house.look(specialist)
