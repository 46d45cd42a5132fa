"""A nurse without coverage is told that nothing is sent, and whom to ring."""

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import PHONE, House, fill_request, find_citizen, send, title

pytestmark = pytest.mark.slow

CPR = "251248-9996"
QUESTION = "Skal hun have ilt?"


def test_without_a_network_the_page_says_saved_not_sent_and_shows_the_number(house: House):
    nurse = house.enter("sygeplejerske", width=PHONE)
    find_citizen(nurse, CPR)
    fill_request(nurse, QUESTION)

    nurse.context.set_offline(True)
    send(nurse)

    banner = nurse.get_by_role("alert").filter(has_text="Gemt på telefonen, ikke sendt. Ring:")
    expect(banner.get_by_role("link", name="Lægehuset Ikast-Brande")).to_be_visible()
    expect(nurse.get_by_text("er sendt til")).to_have_count(0)
    expect(nurse.get_by_label("Spørgsmål til lægen")).to_have_value(QUESTION)
    nurse.context.set_offline(False)
    nurse.reload()
    expect(nurse.get_by_label("Spørgsmål til lægen")).to_have_value(QUESTION)
    send(nurse)
    title(nurse, QUESTION)
