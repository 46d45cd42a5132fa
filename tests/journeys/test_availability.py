"""A doctor's switch, and the nurses who see it turn."""

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import AT_ONCE, PHONE, House

pytestmark = pytest.mark.slow


def test_a_nurses_screen_follows_the_doctors_switch_within_ten_seconds(house: House):
    nurse = house.enter("sygeplejerske", width=PHONE)
    doctor = house.enter("laege")
    practice = nurse.get_by_role("listitem").filter(has_text="Lægehuset Ikast-Brande:")
    expect(practice).to_contain_text("Ikast-Brande: til rådighed")
    nurse.evaluate("window.neverReloaded = true")

    doctor.get_by_role("button", name="Slå rådighed fra").click()

    expect(practice).to_contain_text("ikke til rådighed", timeout=AT_ONCE)
    assert nurse.evaluate("window.neverReloaded") is True
    house.look(nurse)
    house.look(doctor)
