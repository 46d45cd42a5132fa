"""The pages of hours and appointments, as a browser without JavaScript meets them."""

import itertools
from datetime import date

import pytest
from django.urls import reverse

from consultants import selectors
from consultants.models import Appointment
from coordination.access import selectors as access
from coordination.base import clock, rowsecurity
from coordination.base.actor import Role, system
from tests import make
from tests.access import stage
from tests.consultants import steps

pytestmark = pytest.mark.django_db
_keys = itertools.count(1)
HOSPITAL = "Regionshospitalet Gødstrup"


@pytest.fixture
def place() -> make.World:
    clock.jump(make.NOW)
    return make.world()


@pytest.fixture
def made(place) -> Appointment:
    doctor = steps.doctor(place.practice)
    with rowsecurity.scope(system()):
        person = make.user(Role.PRACTICE_CONSULTANT, make.organisation(HOSPITAL))
    person.practitioner = doctor
    person.save(update_fields=["practitioner"])
    made = steps.appointment(place, make.organisation(HOSPITAL), practitioner=doctor)
    made.person = person
    return made


def browser_of(made: Appointment):
    return stage.browser(access.actor_of(made.person, today=make.TODAY))


def send(browser, route: str, key: object, **data: object):
    data["idempotency_key"] = f"key-of-a-form-{next(_keys):04}"
    return browser.post(reverse(route, args=[key]), data)


def typed(**changes: str) -> dict[str, str]:
    return {
        "kind": "meeting",
        "done_on": "26.5.2020",
        "minutes": "1:30",
        "day_number": "1",
        "km": "42,5",
        "out_from": "14:00",
        "out_until": "14.30",
        **changes,
    }


def sheet_of(made: Appointment):
    actor = steps.consultant(made)
    with rowsecurity.scope(actor):
        return selectors.sheets_for(actor).get(appointment=made)


def test_an_activity_is_typed_once_and_shown_in_its_month(made):
    answer = send(browser_of(made), "activity-new", made.uuid, **typed())

    sheet = sheet_of(made)
    page = browser_of(made).get(answer["Location"]).content.decode()
    assert answer["Location"] == reverse("month", args=[sheet.uuid])
    assert "Maj 2020" in page
    assert "1:30" in page
    assert "2.032,55" in page  # 1.412,21 for the time, 470,74 for the journey, 149,60 for 42,5 km
    assert "90 min. à 941,47 kr. i timen" in page


def test_the_amount_is_shown_before_anything_is_saved(made):
    page = send(browser_of(made), "activity-new", made.uuid, **typed(), preview="1")

    assert "2.032,55" in page.content.decode()
    actor = steps.consultant(made)
    with rowsecurity.scope(actor):
        assert not selectors.sheets_for(actor).exists()


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("minutes", "halvanden", "Skriv tiden som 1:30"),
        ("minutes", "", "hvor lang tid det tog"),
        ("done_on", "3.6.2020", "ligger i fremtiden"),
        ("out_until", "", "hvornår turen begyndte og sluttede"),
        ("out_until", "13:00", "slutte, efter den begynder"),
        ("note", "070761-4285 klager", "ligner et CPR-nummer"),
    ],
)
def test_what_cannot_be_right_is_said_at_its_field(made, field, value, says):
    page = send(browser_of(made), "activity-new", made.uuid, **typed(**{field: value}))

    assert page.status_code == 200
    assert says in page.content.decode()


def test_a_month_goes_from_the_consultant_to_the_management_and_back(made, place):
    send(browser_of(made), "activity-new", made.uuid, **typed())
    uuid = sheet_of(made).uuid
    hospital = stage.browser(make.actor(Role.HOSPITAL_MANAGEMENT, made.host))

    assert "Godkend timerne" not in hospital.get(reverse("month", args=[uuid])).content.decode()
    send(browser_of(made), "month-sign", uuid)
    assert "Maj 2020" in hospital.get(reverse("hours")).content.decode()
    send(hospital, "month-return", uuid, reason="Mødet var på to timer")
    assert (
        "Mødet var på to timer"
        in browser_of(made).get(reverse("month", args=[uuid])).content.decode()
    )
    send(browser_of(made), "month-sign", uuid)
    page = hospital.get(reverse("month", args=[uuid])).content.decode()

    assert "Godkend timerne" in page
    assert ">Ret<" not in page


def test_a_region_appoints_extends_and_ends(place):
    host = make.organisation(HOSPITAL)
    agreement, doctor = steps.scheme(place, host), steps.doctor(place.practice)
    browser = stage.browser(place.admin)
    form = {
        "agreement": agreement.uuid,
        "kind": "practice",
        "practitioner": doctor.authorisation_id,
        "host": host.uuid,
        "starts_on": "1.7.2020",
        "last_day_on": "30.6.2023",
        "monthly_minutes": "12",
        "task": "Sparring",
        "employment": "invoice",
        "pay_form": "hours",
        "travel": "km",
        "sick_leave": "unpaid",
        "notice_months": "3",
        "notice_anchor": "to_the_first",
        "idempotency_key": "key-of-appointment-new",
    }

    answer = browser.post(reverse("appointment-new"), form)
    with rowsecurity.scope(place.admin):
        made = selectors.appointments_for(place.admin).get()
    send(browser, "appointment-extend", made.uuid, last_day_on="30.6.2026")
    page = browser.get(answer["Location"]).content.decode()

    assert (made.monthly_minutes, made.clinic) == (720, place.practice)
    assert "genansat fra 1.7.2023" in page
    assert "30.6.2026" in page
    assert date(2026, 6, 30).isoformat() in page


@pytest.mark.parametrize("role", [Role.HOSPITAL_MANAGEMENT, Role.REGION_ADMIN])
def test_the_home_page_bears_an_agreement_without_an_end(made, role):
    place = made.host if role is Role.HOSPITAL_MANAGEMENT else made.employer

    assert stage.browser(make.actor(role, place)).get(reverse("home")).status_code == 200
