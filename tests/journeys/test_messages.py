"""The region takes what is critical, tries a mail again, and puts its deadlines in a calendar."""

from datetime import datetime
from unittest.mock import patch

import pytest
from django.core.mail import EmailMessage
from playwright.sync_api import Page, expect

from coordination.base import clock, rowsecurity
from coordination.base.actor import Role
from coordination.reminders import services as reminders
from coordination.reminders.services import Planned
from tests import make, processes
from tests.journeys.browsing import HEIGHTS, PHONE, WIDE, House, title

pytestmark = pytest.mark.slow

CRITICAL = "Suspension senest 28.9.2020: Styrket akuthjælp"
UNHELD = "Rapport til praksiskonsulenten"


def remind(now: datetime) -> None:
    """A critical reminder whose mail is given up, and one that nobody can receive."""
    reminders.fire_due(now=now)
    delivered = 1
    while delivered:  # what the demo has to tell goes first, as it does while it runs
        delivered = reminders.deliver_waiting(now=now)
    region = make.organisation("Region Midtjylland")
    common = {"group": "test", "organisation_id": region.pk, "path": "/aftaler/", "due_at": now}
    with rowsecurity.sweep():
        reminders.plan(
            [
                Planned(
                    key="test:1",
                    title=CRITICAL,
                    body="Modtages varslet en dag senere, falder virkningen efter 28.10.2020.",
                    roles=(Role.REGION_ADMIN.value,),
                    is_critical=True,
                    **common,
                ),
                Planned(
                    key="test:2", title=UNHELD, roles=(Role.PRACTICE_CONSULTANT.value,), **common
                ),
            ],
            now=now,
        )
    reminders.fire_due(now=now)
    with patch.object(EmailMessage, "send", side_effect=OSError("no route")):
        for _attempt in range(reminders.MAX_ATTEMPTS):
            reminders.deliver_waiting(now=now)
            now += reminders.FIRST_BACKOFF * 2**reminders.MAX_ATTEMPTS


def look(house: House, page: Page) -> None:
    """At both widths."""
    for width in (PHONE, WIDE):
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        house.look(page)


def test_what_is_critical_is_taken_and_what_did_not_arrive_is_tried_again(
    demo_database, tmp_path, browser
):
    remind(clock.now())
    with (
        processes.on(demo_database, tmp_path) as running,
        House(browser, running.web(1), tmp_path) as house,
    ):
        region = house.enter("region")
        title(region, "Overblik")
        region.goto("/beskeder/")
        look(house, region)
        region.get_by_role("button", name="Jeg tager den").click()
        expect(region.get_by_text("Du har taget den.")).to_be_visible()
        expect(region.get_by_text("Taget af Rikke Region")).to_be_visible()
        look(house, region)

        region.get_by_role("link", name="Uleverede beskeder").click()
        title(region, "Uleverede beskeder")
        expect(region.get_by_role("row").filter(has_text=UNHELD)).to_contain_text(
            "Praksiskonsulent"
        )
        look(house, region)
        region.get_by_role("button", name="Prøv igen").click()
        expect(region.get_by_text("Ingen leveringer er opgivet.")).to_be_visible()

        the_deadlines_go_into_a_calendar(house, region)


def the_deadlines_go_into_a_calendar(house: House, region: Page) -> None:
    region.goto("/beskeder/kalender/")
    title(region, "Kalender i Outlook")
    look(house, region)
    region.get_by_role("button", name="Lav en adresse som regional administrator").click()
    address = region.get_by_label("Adresse", exact=True)
    look(house, region)
    region.context.grant_permissions(["clipboard-read", "clipboard-write"])
    region.get_by_role("button", name="Kopiér").click()
    expect(region.get_by_role("status").filter(has_text="Kopieret.")).to_be_visible()
    assert region.evaluate("navigator.clipboard.readText()") == address.input_value()
    assert address.input_value().endswith(".ics")

    region.get_by_role("button", name="Tilbagekald").click()
    expect(region.get_by_text("Adressen er tilbagekaldt")).to_be_visible()
    expect(region.get_by_role("button", name="Lav en adresse")).to_be_visible()
