"""The main thread: a nurse asks, a doctor advises and is paid, the region sees it in the money."""

import re
import uuid
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import httpx
import psycopg
import pytest
from playwright.sync_api import Page, expect

from acute import services as acute
from acute.services.sessions import EarlierSession
from coordination.agreements.models import Agreement
from coordination.base import rowsecurity
from coordination.base.actor import system
from coordination.overview.demo.people import CLIENT_SECRET
from coordination.parties.models import Organisation
from tests import processes
from tests.databases import Database
from tests.journeys.browsing import (
    AT_ONCE,
    PHONE,
    House,
    choose,
    fill_request,
    send,
    title,
)

pytestmark = pytest.mark.slow

CPR = "251248-9996"
PATIENT_WORDS = ("Nancy", "Berggren", "251248-9996", "2512489996", "251248")
INITIALS = "NATB"
QUESTION = "Tiltagende åndenød siden i nat. Skal hun have ilt?"
FEE = Decimal("235.37")
LEFT_BEFORE = "1.140.000,00 kr."
LEFT_AFTER = "1.139.764,63 kr."
"""What is left of the agreement before and after one session."""
AGREEMENT = "/aftaler/styrket-akuthjaelp/"
REMINDER = "Opsigelse senest 30.9.2020: Styrket akuthjælp"
WARNING = "75 % af midlerne er brugt: Styrket akuthjælp"
SENDS_REMINDERS = "coordination.reminders.tasks.send_due_reminders"


def test_a_nurses_question_ends_in_advice_a_fee_and_the_regions_warnings(
    demo_database, tmp_path, browser
):
    with processes.on(demo_database, tmp_path) as running:
        addresses = running.web(2)
        running.worker()
        running.beat()
        with House(browser, addresses, tmp_path) as house:
            doctor = house.enter("laege")
            the_doctors_list_is_empty(house, doctor)
            region = house.enter("region")
            the_region_sees(house, region, LEFT_BEFORE)

            nurse = house.enter("sygeplejerske", width=PHONE)
            the_nurse_asks(house, nurse)
            the_doctor_takes_it(house, doctor, demo_database)
            the_doctor_advises(house, doctor)
            the_nurse_carries_it_out(house, nurse)
            assert money(demo_database) == (Decimal("1860000.00") + FEE, Decimal("0.00"))
            the_region_sees(house, region, LEFT_AFTER, pictures=True)

            the_clock_is_moved_a_month(house, region)
            told_once(house, region, running, REMINDER, ["region@demo.invalid"])
            sessions_pass_three_quarters(demo_database)
            warned = ["oekonomi@demo.invalid", "region@demo.invalid"]
            told_once(house, region, running, WARNING, warned, picture="region-messages")

        the_systems_do_the_same(addresses[0], demo_database)


def the_doctors_list_is_empty(house: House, doctor: Page) -> None:
    title(doctor, "Min dag")
    expect(doctor.get_by_text("Ingen anmodninger venter.")).to_be_visible()
    house.look(doctor)
    doctor.evaluate("window.neverReloaded = true")


def the_nurse_asks(house: House, nurse: Page) -> None:
    title(nurse, "Anmodninger")
    house.look(nurse)
    nurse.get_by_role("link", name="Ny anmodning").click()
    title(nurse, "Find borger")
    house.look(nurse)
    nurse.get_by_label("CPR-nummer").fill(CPR)
    nurse.get_by_role("button", name="Find borger").click()
    title(nurse, "Ny anmodning")
    expect(nurse.get_by_role("main")).to_contain_text("Lægehuset Ikast-Brande")
    fill_request(nurse, QUESTION, saturation="191")
    send(nurse)
    the_impossible_value_is_refused(house, nurse)
    nurse.get_by_role("textbox", name="Iltmætning").fill("91")
    house.look(nurse)
    send(nurse)
    title(nurse, QUESTION)
    expect(nurse.get_by_role("main")).to_contain_text("Svar senest kl.")
    house.look(nurse)


def the_impossible_value_is_refused(house: House, nurse: Page) -> None:
    """A sentence that says what to do, and everything that was typed."""
    refusal = "Iltmætning (SpO₂) skal være et tal fra 50 til 100. Ret værdien."
    expect(nurse.get_by_role("alert").get_by_role("link", name=refusal)).to_be_visible()
    expect(nurse.get_by_label("Spørgsmål til lægen")).to_have_value(QUESTION)
    expect(nurse.get_by_role("textbox", name="Respirationsfrekvens")).to_have_value("24")
    expect(nurse.get_by_role("textbox", name="Iltmætning")).to_have_value("191")
    expect(nurse.get_by_role("textbox", name="Temperatur")).to_have_value("38,4")
    expect(nurse.get_by_label("Ring tilbage på")).to_have_value("20 10 20 30")
    for choice in ("Vejrtrækning", "Straks", "Borgeren har sagt ja"):
        expect(nurse.get_by_role("radio", name=re.compile(choice))).to_be_checked()
    house.look(nurse, picture="nurse-request")


def the_doctor_takes_it(house: House, doctor: Page, database: Database) -> None:
    asked = doctor.get_by_role("link", name=QUESTION)
    expect(doctor.get_by_text("1 ny")).to_be_visible(timeout=AT_ONCE)
    expect(asked).to_have_count(0)
    doctor.get_by_role("link", name="Vis").click()
    expect(asked).to_be_visible()
    assert doctor.evaluate("window.neverReloaded") is True
    house.look(doctor, picture="gp-inbox")
    asked.click()
    title(doctor, QUESTION)
    house.look(doctor)
    doctor.get_by_role("button", name="Tag anmodningen").click()
    expect(doctor.get_by_role("heading", name="Svar og afslut")).to_be_visible()
    assert money(database) == (Decimal("1860000.00"), FEE)


def the_doctor_advises(house: House, doctor: Page) -> None:
    """Two keys, the fee with its reason before anything is saved, and Ctrl+Enter."""
    doctor.keyboard.press("2")
    expect(doctor.get_by_role("radio", name="Behandles hjemme")).to_be_checked()
    expect(doctor.get_by_role("textbox", name="Minutter")).to_be_focused()
    doctor.keyboard.type("15")
    fee = doctor.get_by_role("status").filter(has_text="Honorar")
    expect(fee).to_contain_text("235,37 kr.")
    expect(fee).to_contain_text("941,47 kr. i timen")
    doctor.get_by_label("Råd til sygeplejersken").fill("Giv 2 liter ilt, og mål igen om en time.")
    house.look(doctor, picture="gp-advice")
    doctor.keyboard.press("Control+Enter")
    expect(doctor.get_by_text("Svaret er sendt, og 235,37 kr. er bogført.")).to_be_visible()
    house.look(doctor)
    doctor.get_by_role("link", name="Sessioner").first.click()
    title(doctor, "Sessioner")
    newest = doctor.get_by_role("row").nth(1)
    expect(newest).to_contain_text("2.6.2020")
    expect(newest).to_contain_text("235,37 kr.")
    house.look(doctor, picture="gp-sessions")


def the_nurse_carries_it_out(house: House, nurse: Page) -> None:
    nurse.get_by_role("link", name="Vis det nye").click()
    expect(nurse.get_by_role("heading", name="Lægens råd")).to_be_visible()
    expect(nurse.get_by_role("main")).to_contain_text("Giv 2 liter ilt")
    house.look(nurse, picture="nurse-advice")
    choose(nurse, "Udført")
    nurse.get_by_role("button", name="Gem").click()
    title(nurse, "Anmodninger")
    expect(nurse.get_by_role("region", name="Lukket i dag")).to_contain_text(QUESTION)
    house.look(nurse, picture="nurse-inbox")


def the_region_sees(house: House, region: Page, left: str, *, pictures: bool = False) -> None:
    """The money to the øre, state, parties and dates on three pages, and nobody's illness."""
    names = ("region-home", "", "region-agreement") if pictures else ("", "", "")
    for path, heading, name in zip(
        ("/", "/aftaler/", AGREEMENT),
        ("Overblik", "Aftaler", "Styrket akuthjælp"),
        names,
        strict=True,
    ):
        region.goto(path)
        title(region, heading)
        expect(region.get_by_role("main")).to_contain_text(left)
        expect(region.get_by_role("main")).to_contain_text("30.9.2020")
        html = region.content()
        assert [word for word in PATIENT_WORDS if word in html] == []
        assert INITIALS not in region.get_by_role("main").inner_text()
        house.look(region, picture=name)
    expect(region.get_by_role("main")).to_contain_text("I kraft")
    region.get_by_text("Vis alle 21 parter").click()
    parties = region.get_by_role("region", name="Parter").get_by_role("rowheader")
    names_of_parties = parties.all_text_contents()
    assert len(names_of_parties) == 21
    assert names_of_parties[0] == "Region Midtjylland"
    assert names_of_parties.index("Aarhus Kommune") > names_of_parties.index("Viborg Kommune")


def the_clock_is_moved_a_month(house: House, region: Page) -> None:
    region.get_by_role("link", name="Stil uret").click()
    title(region, "Stil uret")
    house.look(region)
    region.get_by_role("button", name="2.7.2020 kl. 08.00").click()
    expect(region.get_by_text("Uret er stillet.")).to_be_visible()
    expect(region.get_by_label("Demo")).to_contain_text("2.7.2020")


def told_once(
    house: House,
    region: Page,
    running: processes.Processes,
    what: str,
    addresses: list[str],
    *,
    picture: str = "",
) -> None:
    """In the app and by mail, once each, also when the workers have looked three times more."""
    processes.wait_for(lambda: shown(region, "/beskeder/", what), f"the message {what}", pause=0.5)
    before = running.sweeps(SENDS_REMINDERS)
    processes.wait_for(lambda: running.sweeps(SENDS_REMINDERS) >= before + 3, "three sweeps more")
    assert shown(region, "/beskeder/", what) == 1
    house.look(region, picture=picture)
    assert shown(region, "/beskeder/postkasse/", what) == len(addresses)
    house.look(region)
    rows = region.get_by_role("row").filter(has_text=what)
    assert (
        sorted(rows.nth(n).get_by_role("cell").nth(1).inner_text() for n in range(rows.count()))
        == addresses
    )


def shown(page: Page, path: str, what: str) -> int:
    """How many times the page that is fetched now shows a text."""
    page.goto(path)
    return page.get_by_role("main").get_by_text(what, exact=True).count()


def sessions_pass_three_quarters(database: Database) -> None:
    """Sessions of ten hours from an earlier system, until 2,250,000 kr. are used."""
    actor = system(*Organisation.objects.values_list("pk", flat=True), name="Demo")
    with rowsecurity.scope(actor):
        agreement = Agreement.objects.get(slug="styrket-akuthjaelp")
        place = Organisation.objects.get(name="Aarhus Kommune")
        practice = Organisation.objects.get(name="Lægehuset Aarhus")
        rows = [
            EarlierSession(date(2020, 6, 3), place, practice, 600, datetime(2020, 6, 3, tzinfo=UTC))
            for _number in range(42)
        ]
        steward = replace(actor, organisation_id=agreement.region_id)
        posted = acute.carry_over_sessions(actor=steward, agreement=agreement, rows=rows)
    assert posted == 42 * Decimal("9414.70")
    assert money(database)[0] > Decimal("2250000.00")


def the_systems_do_the_same(address: str, database: Database) -> None:
    """The care record asks and the doctor's system answers; sent twice, it is done once."""
    with (
        client(address, "demo-omsorgssystem", "patients:read acute:read acute:write") as nurse,
        client(address, "demo-laegesystem", "acute:read acute:write") as doctor,
    ):
        they_talk(nurse, doctor, database)


def they_talk(nurse: httpx.Client, doctor: httpx.Client, database: Database) -> None:
    spent, _reserved = money(database)
    found = nurse.post("/api/v1/patients/search", json={"cpr": CPR}).raise_for_status().json()
    asked = twice(
        nurse,
        "/api/v1/acute/requests",
        {
            "patient": found["results"][0]["id"],
            "reason": "breathing",
            "urgency": "now",
            "question": QUESTION,
            "consent": "given",
            "callback_phone": "20 10 20 30",
            "measurements": [{"code": "NPU10197", "value": "91"}],
        },
    )
    case = f"/api/v1/acute/requests/{asked['id']}"
    twice(doctor, f"{case}/take", {})
    assert money(database) == (spent, FEE)
    twice(doctor, f"{case}/answer", {"outcome": "at_home", "minutes": 15, "advice": "Giv ilt."})
    assert money(database) == (spent + FEE, Decimal("0.00"))


def client(address: str, client_id: str, scope: str) -> httpx.Client:
    """A REST client with a token."""
    answer = httpx.post(
        f"{address}/api/token",
        data={"grant_type": "client_credentials", "scope": scope},
        auth=(client_id, CLIENT_SECRET),
    )
    bearer = answer.raise_for_status().json()["access_token"]
    return httpx.Client(base_url=address, headers={"Authorization": f"Bearer {bearer}"}, timeout=30)


def twice(caller: httpx.Client, path: str, body: dict[str, Any]) -> Any:
    """Send under one key twice: the second answer is the first one's, marked as such."""
    headers = {"Idempotency-Key": uuid.uuid4().hex}
    first, second = (caller.post(path, json=body, headers=headers) for _turn in range(2))
    assert first.is_success, first.text
    assert (second.status_code, second.json()) == (first.status_code, first.json())
    assert second.headers.get("Location") == first.headers.get("Location")
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["Idempotent-Replayed"] == "true"
    return first.json()


def money(database: Database) -> tuple[Decimal, Decimal]:
    """What the agreement has spent and reserved, as the role that checks reads it."""
    with psycopg.connect(database.url("check")) as connection:
        row = connection.execute(
            "SELECT spent, reserved FROM ledger_budget JOIN agreements_agreement AS a"
            " ON a.id = agreement_id WHERE a.slug = 'styrket-akuthjaelp'"
        ).fetchone()
    assert row is not None
    return row
