"""The directory: for everybody, with how to reach whom, and nothing of hours or pay."""

from dataclasses import fields
from datetime import date

import pytest
from django.urls import reverse

from consultants import selectors
from coordination.base import clock, rowsecurity
from coordination.base.actor import Role
from tests import make
from tests.access import stage
from tests.consultants import steps

pytestmark = pytest.mark.django_db
HOSPITAL = "Regionshospitalet Gødstrup"


def found(actor, on: date = make.TODAY, text: str = "") -> list[selectors.Entry]:
    with rowsecurity.scope(actor):
        return selectors.directory(on=on, text=text)


@pytest.mark.parametrize("role", [Role.GP, Role.WARD, Role.ACUTE_NURSE, Role.CARE_HOME])
def test_everybody_finds_the_consultant_and_the_specialist_line(role):
    place, host = make.world(), make.organisation(HOSPITAL)
    made = steps.appointment(place, host)
    steps.line(place, host, made.agreement)

    entries = found(make.actor(role, place.municipality), text="gødstrup")

    assert [(row.is_line, row.name, row.phone, row.reachable) for row in entries] == [
        (False, made.practitioner.name, "20 30 40 50", "Tirsdag 8-10"),
        (True, "", "70 20 30 40", "Hverdage 8-15"),
    ]
    assert {row.agreement for row in entries} == {"Praksiskonsulenter"}


def test_the_directory_is_that_of_the_day():
    place, host = make.world(), make.organisation(HOSPITAL)
    made = steps.appointment(place, host)

    assert found(place.doctor, on=steps.LAST_DAY)
    assert not found(place.doctor, on=made.ends_before)
    assert not found(None)


def test_no_hours_and_no_terms_leave_the_directory():
    told = {field.name for field in fields(selectors.Entry)}

    assert not told & {"monthly_minutes", "employment", "pay_form", "task", "ends_before"}


def test_the_page_is_searched_by_place_and_specialty():
    clock.jump(make.NOW)
    place, host = make.world(), make.organisation(HOSPITAL)
    made = steps.appointment(place, host)
    steps.line(place, host, made.agreement)
    browser = stage.browser(make.actor(Role.WARD, host))

    page = browser.get(reverse("consultant-directory"), {"q": "kardio"}).content.decode()

    assert "Speciallægerådgivning: Kardiologi" in page
    assert made.practitioner.name not in page


def test_in_2027_the_directory_names_the_region_that_continues():
    place = make.world(region="Region Sjælland", municipality="Næstved Kommune", citizen=5)
    host = make.organisation("Holbæk Sygehus")
    steps.appointment(place, host, starts_on=date(2025, 1, 1), last_day_on=date(2027, 12, 31))

    regions = [
        found(place.doctor, on=day, text="Holbæk")[0].region
        for day in (date(2026, 12, 31), date(2027, 1, 1))
    ]

    assert regions == ["Region Sjælland", "Region Østdanmark"]
