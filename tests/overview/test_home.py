"""The region's home page: four tiles, each with a number, a trend and one link."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from acute import services as acute
from coordination.base import clock, rowsecurity
from coordination.base.actor import Role
from coordination.portfolio.selectors.silence import silence_of
from tests import make
from tests.access import stage
from tests.notices import steps

pytestmark = pytest.mark.django_db

TILE = re.compile(r'<div class="card tile.*?</div>\s*</div>', re.DOTALL)


def tiles(actor) -> dict[str, str]:
    """The text of each tile by its label."""
    page = stage.browser(actor).get(reverse("home")).content.decode()
    found = {}
    for html in TILE.findall(page):
        text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()
        label = re.search(r'tile-label">([^<]+)<', html).group(1)
        found[label] = text
    return found


def log_session(place: make.World, service_on: date) -> None:
    with rowsecurity.scope(place.doctor):
        acute.log_session(
            actor=place.doctor,
            patient=place.patient.uuid,
            service_on=service_on,
            minutes=15,
            now=make.NOW,
        )


def test_the_deadline_tile_shows_both_readings_of_the_2019_agreement():
    place = make.world()
    steps.spent(place)
    steps.leave_open(place)
    clock.jump(steps.WHIT_SUNDAY_MORNING)

    text = tiles(place.admin)["Næste frist"]

    assert "Suspension: senest 28.9.2020 (månedsslut-regel: 31.8.2020)" in text
    assert "92 dage" in text
    assert re.search(r"\d+ frister de næste 90 dage, \d+ for 30 dage siden", text)


def test_a_municipality_without_a_session_for_a_month_is_silent():
    place = make.world()
    make.world(municipality="Herning Kommune", citizen=5)
    clock.jump(make.NOW)
    log_session(place, make.TODAY - timedelta(days=40))

    before = silence(place)
    log_session(place, make.TODAY - timedelta(days=3))

    assert (before.silent, before.before, before.total) == (
        ["Herning Kommune", "Ikast-Brande Kommune"],
        1,
        2,
    )
    assert silence(place).silent == ["Herning Kommune"]
    text = tiles(place.admin)["Stille kommuner"]
    assert "1 af 2 kommuner uden en session i 30 dage: Herning Kommune" in text
    assert "1 i de 30 dage før" in text


def silence(place: make.World):
    with rowsecurity.scope(place.admin):
        return silence_of(place.admin, today=make.TODAY)


def test_a_session_that_was_annulled_breaks_no_silence():
    place = make.world()
    clock.jump(make.NOW)
    with rowsecurity.scope(place.doctor):
        session = acute.log_session(
            actor=place.doctor,
            patient=place.patient.uuid,
            service_on=make.TODAY,
            minutes=15,
            now=make.NOW,
        )
        acute.void_session(actor=place.doctor, uuid=session.uuid, reason="Fejl", now=make.NOW)

    assert silence(place).silent == ["Ikast-Brande Kommune"]


def test_an_agreement_that_ended_leaves_nobody_silent():
    place = make.world(ends_before=date(2020, 6, 1))

    assert silence(place).total == 0


def test_a_municipality_sees_its_messages_and_no_silence_of_others():
    place = make.world()
    clock.jump(make.NOW)
    clerk = make.actor(Role.MUNICIPAL_ADMIN, place.municipality)

    assert set(tiles(clerk)) == {"Midler tilbage", "Næste frist", "Godkendelser", "Beskeder"}


def test_the_money_tile_is_about_the_agreement_where_most_is_used():
    other, place = make.world(amount="9000.00", citizen=15), make.world(amount="1000.00")
    log_session(place, make.TODAY)
    clock.jump(make.NOW)

    money = tiles(place.admin)["Midler tilbage"]

    assert "764,63 kr." in money
    assert f"{place.agreement.title}: 24 % brugt" in money
    assert other.agreement.title not in money
    assert "I alt 9.764,63 kr. i 2 løbende aftaler" in money


def test_the_region_is_told_how_many_claims_wait_for_it():
    place = make.world()
    clock.jump(make.NOW)
    browser = stage.browser(place.admin)
    assert "venter på din godkendelse" not in browser.get("/").content.decode()

    log_session(place, make.TODAY)

    assert "1 krav venter på din godkendelse" in browser.get("/").content.decode()
