"""Every search and every look leaves a row, a refused one too; and searching has a limit."""

import pytest
from django.urls import reverse

from acute import services as acute
from coordination.audit.models import Event, PatientAccess
from coordination.base import clock, rowsecurity
from coordination.base.actor import Actor, Role
from coordination.parties import services as parties
from tests import make
from tests.access import stage
from tests.access.stage import QUESTION

KEY = {"idempotency-key": "a-key-of-16-signs-or-more"}


@pytest.fixture(autouse=True)
def _morning(request) -> None:
    if "own_database" not in request.fixturenames:
        request.getfixturevalue("db")
    else:
        request.getfixturevalue("own_database")
    clock.jump(make.NOW)


def cpr_of(index: int) -> str:
    return make.citizens()[index]["cpr"]


def looks(actor: Actor, purpose: str) -> list[PatientAccess]:
    with rowsecurity.scope(actor):
        return list(PatientAccess.objects.filter(purpose=purpose).order_by("id"))


def denials(actor: Actor) -> list[dict[str, str]]:
    with rowsecurity.scope(actor):
        rows = Event.objects.filter(action="access.denied", actor=actor.key).order_by("id")
        return [row.changes for row in rows]


def test_a_search_leaves_a_row_whether_it_finds_somebody_or_not():
    place = make.world()
    nurse = stage.browser(place.nurse)

    nurse.post(reverse("acute-find"), {"cpr": cpr_of(14)})
    nurse.post(reverse("acute-find"), {"cpr": cpr_of(20)})

    found = [row.patient for row in looks(place.nurse, "search")]
    assert found == [place.patient.uuid, None]


def test_a_search_over_rest_leaves_a_row():
    place = make.world()
    doctor = stage.browser(place.doctor)

    answer = doctor.post(
        reverse("api-patient-search"), {"cpr": cpr_of(14)}, content_type="application/json"
    )

    assert len(answer.json()["results"]) == 1
    assert [row.patient for row in looks(place.doctor, "search")] == [place.patient.uuid]


def test_a_foreign_citizen_and_an_unknown_number_get_the_same_answer():
    place = make.world()
    make.world(region="Region Sjælland", municipality="Næstved Kommune", citizen=5)
    doctor = stage.browser(place.doctor)

    bodies = {
        doctor.post(
            reverse("api-patient-search"), {"cpr": cpr_of(index)}, content_type="application/json"
        ).content
        for index in (5, 20)
    }

    assert bodies == {b'{"results":[]}'}


def test_a_search_counts_although_the_session_it_was_for_is_refused():
    place = make.world()
    form = {"cpr": cpr_of(14), "service_on": "3.6.2020", "minutes": 15}

    answer = stage.browser(place.doctor).post(reverse("acute-session-new"), form)

    assert answer.status_code == 200
    assert [row.patient for row in looks(place.doctor, "search")] == [place.patient.uuid]


def test_opening_a_request_leaves_a_row_each_time():
    place = make.world()
    sent = make.request(place)
    doctor = stage.browser(place.doctor)

    for address in ("acute-request", "api-request"):
        doctor.get(reverse(address, args=[sent.uuid]))

    assert [row.patient for row in looks(place.doctor, "request")] == [place.patient.uuid] * 2


def test_the_form_of_a_new_request_leaves_a_row():
    place = make.world()

    stage.browser(place.nurse).get(reverse("acute-new", args=[place.patient.uuid]))

    assert [row.patient for row in looks(place.nurse, "request")] == [place.patient.uuid]


@pytest.mark.parametrize("address", ["acute-inbox", "acute-inbox-list", "api-requests"])
def test_the_work_list_leaves_a_row_once_a_day_for_each_reader(address):
    place = make.world()
    make.request(place)
    colleague = make.actor(Role.GP, place.practice)

    for reader in (place.doctor, place.doctor, colleague):
        stage.browser(reader).get(reverse(address))

    for reader in (place.doctor, colleague):
        assert [row.patient for row in looks(reader, "work_list")] == [place.patient.uuid]


def test_logging_a_session_leaves_a_row():
    place = make.world()
    body = {"patient": place.patient.uuid, "service_on": "2020-06-02", "minutes": 15}

    answer = stage.browser(place.doctor).post(
        reverse("api-sessions"), body, content_type="application/json", headers=KEY
    )

    assert answer.status_code == 201
    assert [row.patient for row in looks(place.doctor, "session")] == [place.patient.uuid]


def test_the_sixty_first_search_in_an_hour_is_refused_and_nothing_is_lost():
    place = make.world()
    with rowsecurity.scope(place.nurse):
        for _search in range(parties.SEARCHES_AN_HOUR):
            parties.find_patient(actor=place.nurse, cpr=cpr_of(14))
    nurse = stage.browser(place.nurse)

    page = nurse.post(reverse("acute-find"), {"cpr": cpr_of(14)})
    api = nurse.post(
        reverse("api-patient-search"), {"cpr": cpr_of(14)}, content_type="application/json"
    )

    assert "Du har slået mange CPR-numre op" in page.content.decode()
    assert f'value="{cpr_of(14)}"' in page.content.decode()
    assert (api.status_code, api.json()["code"]) == (429, "too_many_searches")
    assert len(looks(place.nurse, "search")) == parties.SEARCHES_AN_HOUR


def test_one_persons_searches_do_not_stop_a_colleague():
    place = make.world()
    colleague = make.actor(Role.ACUTE_NURSE, place.municipality)
    with rowsecurity.scope(place.nurse):
        for _search in range(parties.SEARCHES_AN_HOUR):
            parties.find_patient(actor=place.nurse, cpr=cpr_of(14))

    with rowsecurity.scope(colleague):
        found = parties.find_patient(actor=colleague, cpr=cpr_of(14))

    assert found == place.patient


def test_a_denied_look_is_recorded_although_the_request_was_rolled_back(own_database):
    place = make.world()
    foreign = make.world(region="Region Sjælland", municipality="Næstved Kommune", citizen=5)
    sent = make.request(place)
    doctor = stage.browser(foreign.doctor)

    answers = [
        doctor.get(reverse("acute-request", args=[sent.uuid])),
        doctor.get(reverse("api-request", args=[sent.uuid])),
        doctor.post(reverse("acute-close", args=[sent.uuid]), {"result": "done"}),
        doctor.post(
            reverse("api-requests"),
            QUESTION | {"patient": place.patient.uuid},
            content_type="application/json",
            headers=KEY,
        ),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 403, 403]
    assert denials(foreign.doctor) == [
        {"route": "acute-request", "method": "GET", "code": "not_found"},
        {"route": "api-request", "method": "GET", "code": "not_found"},
        {"route": "acute-close", "method": "POST", "code": "not_allowed"},
        {"route": "api-requests", "method": "POST", "code": "not_allowed"},
    ]
    assert not looks(foreign.doctor, "request")


def test_a_look_that_fails_half_way_is_neither_shown_nor_recorded(own_database, monkeypatch):
    place = make.world()
    sent = make.request(place)
    doctor = stage.browser(place.doctor)
    doctor.raise_request_exception = False
    monkeypatch.setattr("acute.selectors.steps_of", lambda *_rows: 1 / 0)

    answer = doctor.get(reverse("acute-request", args=[sent.uuid]))

    assert answer.status_code == 500
    assert place.patient.family_name not in answer.content.decode()
    assert not looks(place.doctor, "request")


def test_a_person_sees_only_the_traces_of_their_own_looks():
    place = make.world()
    sent = make.request(place)
    with rowsecurity.scope(place.doctor):
        acute.open_request(actor=place.doctor, uuid=sent.uuid)

    assert looks(place.doctor, "request")
    assert not looks(place.nurse, "request")
