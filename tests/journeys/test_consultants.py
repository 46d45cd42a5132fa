"""A consultant writes down a meeting with its journey and signs; the management approves."""

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import PHONE, title

pytestmark = pytest.mark.slow


def test_a_meeting_is_logged_priced_signed_and_approved(house):
    consultant = house.enter("konsulent3", width=PHONE)
    consultant.goto("/konsulenter/timer/")
    title(consultant, "Timer")
    house.look(consultant)
    consultant.get_by_role("link", name="Ny aktivitet").first.click()
    title(consultant, "Ny aktivitet")
    consultant.get_by_label("Hvad har du lavet?").select_option("meeting")
    consultant.get_by_label("Hvor lang tid?").fill("1:35")
    consultant.get_by_label("Kilometer i alt").fill("42")
    consultant.get_by_label("Ud kl.").fill("15:40")
    consultant.get_by_label("Fremme kl.").fill("16:25")
    consultant.get_by_role("textbox", name="Dag", exact=True).fill("1.6.2020")
    preview = consultant.locator(".fee-preview")
    expect(preview).to_contain_text("95 min. afregnes som 120 min.")
    expect(preview).to_contain_text("45 min. uden for (50 %)")  # Whit Monday
    house.look(consultant, picture="consultant-activity")
    consultant.get_by_role("button", name="Gem").click()

    title(consultant, "Juni 2020")
    expect(consultant.get_by_role("main")).to_contain_text("1:35")
    house.look(consultant, picture="consultant-month")
    consultant.get_by_role("button", name="Måneden er færdig: underskriv").click()
    expect(consultant.get_by_role("main")).to_contain_text("Underskrevet af Klaus Konsulent")
    month = consultant.url

    manager = house.enter("hospital3")
    manager.goto("/konsulenter/timer/")
    expect(manager.get_by_role("main")).to_contain_text("Juni 2020, Klaus Konsulent")
    house.look(manager)
    manager.goto(month)
    manager.get_by_role("button", name="Godkend timerne").click()
    expect(manager.get_by_role("main")).to_contain_text("Godkendt af Hanne Hospital")
    house.look(manager)
    consultant.goto("/konsulenter/timer/")
    consultant.get_by_role("link", name="Klaus Konsulent").first.click()
    house.look(consultant)


def test_a_region_looks_after_its_consultants(house):
    region = house.enter("region3")
    region.goto("/konsulenter/ansaettelser/")
    title(region, "Konsulenter")
    house.look(region, picture="region-consultants")
    region.get_by_role("link", name="Ansæt en konsulent").click()
    house.look(region)
    region.goto("/konsulenter/ansaettelser/")
    region.get_by_role("link", name="Klaus Konsulent").last.click()
    region.get_by_text("Genansæt", exact=True).first.click()
    region.get_by_label("Ny sidste dag").fill("31.12.2025")
    region.get_by_role("button", name="Genansæt").click()
    expect(region.get_by_role("main")).to_contain_text("genansat fra 1.1.2023")
    house.look(region)


def test_a_ward_finds_whom_to_ask(house):
    ward = house.enter("sengeafsnit", width=PHONE)
    ward.goto("/konsulenter/hvem/?q=kardio")
    expect(ward.get_by_role("main")).to_contain_text("Speciallægerådgivning: Kardiologi")
    ward.goto("/konsulenter/hvem/")
    house.look(ward, picture="directory")
