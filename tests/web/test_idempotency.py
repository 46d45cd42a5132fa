"""A write with a key happens once, also when it is sent twice at the same time."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from acute.models import Request, Session
from coordination.base import clock, rowsecurity
from coordination.base.actor import Actor, Role
from coordination.web.models import IdempotencyRecord
from tests import make
from tests.access import stage
from tests.access.stage import ANSWER, QUESTION, REASON

KEY = "en-noegle-for-denne-handling"
PATIENCE = 30


@pytest.fixture
def place(request) -> make.World:
    """A world on the morning of the tests; with real commits where a test asks for them."""
    committed = "own_database" in request.fixturenames
    request.getfixturevalue("own_database" if committed else "db")
    clock.jump(make.NOW)
    return make.world()


def send(
    client: Client, route: str, body: dict[str, Any], *ids: Any, key: str = KEY
) -> HttpResponse:
    headers = {"idempotency-key": key} if key else {}
    return client.post(
        reverse(route, args=ids), body, content_type="application/json", headers=headers
    )


def question(place: make.World, **changes: Any) -> dict[str, Any]:
    return QUESTION | {"patient": str(place.patient.uuid)} | changes


def requests_of(actor: Actor) -> int:
    with rowsecurity.scope(actor):
        return Request.objects.count()


def test_a_create_without_a_key_is_refused(place):
    nurse = stage.browser(place.nurse)

    answer = send(nurse, "api-requests", question(place), key="")

    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
    assert "Idempotency-Key" in answer.json()["detail"]
    assert not requests_of(place.nurse)


@pytest.mark.parametrize(
    "key", ["kort", "x" * 65, "mellemrum er ikke tilladt", "nøgle-med-danske-tegn"]
)
def test_a_key_of_another_form_is_refused(place, key):
    nurse = stage.browser(place.nurse)

    assert send(nurse, "api-requests", question(place), key=key).status_code == 400
    assert not requests_of(place.nurse)


def test_every_create_demands_a_key(place):
    sent = make.request(place)
    doctor = stage.browser(place.doctor)
    asked = [
        send(doctor, "api-request-take", {}, sent.uuid, key=""),
        send(doctor, "api-request-answer", ANSWER, sent.uuid, key=""),
        send(doctor, "api-request-hand-back", REASON, sent.uuid, key=""),
        send(doctor, "api-sessions", {"patient": str(place.patient.uuid)}, key=""),
    ]

    assert [answer.status_code for answer in asked] == [400] * 4


def test_the_same_key_and_body_get_the_same_answer_and_one_effect(place):
    nurse = stage.browser(place.nurse)

    first, second = (send(nurse, "api-requests", question(place)) for _time in range(2))

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["Idempotent-Replayed"] == "true"
    for header in ("Location", "ETag", "Content-Type"):
        assert first.headers[header] == second.headers[header]
    assert requests_of(place.nurse) == 1


def test_the_order_of_the_fields_does_not_matter(place):
    nurse = stage.browser(place.nurse)
    body = question(place)
    turned = dict(reversed(body.items()))

    answers = [send(nurse, "api-requests", each) for each in (body, turned)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert requests_of(place.nurse) == 1


def test_another_body_under_the_same_key_is_refused(place):
    nurse = stage.browser(place.nurse)
    send(nurse, "api-requests", question(place))

    answer = send(nurse, "api-requests", question(place, urgency="today"))

    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")


def test_another_address_under_the_same_key_is_refused(place):
    sent = make.request(place)
    doctor = stage.browser(place.doctor)
    send(doctor, "api-request-take", {}, sent.uuid)

    answer = send(doctor, "api-request-answer", ANSWER, sent.uuid)

    assert answer.json()["code"] == "idempotency_key_reused"


def test_the_fee_is_posted_once_however_often_the_answer_is_sent(place):
    taken = make.taken_request(place)
    doctor = stage.browser(place.doctor)

    answers = [send(doctor, "api-request-answer", ANSWER, taken.uuid) for _time in range(3)]

    assert {answer.status_code for answer in answers} == {201}
    assert place.budget().spent == Session.objects.get().amount


def test_a_refused_request_may_be_sent_again_under_its_key(place):
    nurse = stage.browser(place.nurse)
    refused = send(nurse, "api-requests", question(place, question=" "))

    accepted = send(nurse, "api-requests", question(place))

    assert (refused.status_code, accepted.status_code) == (422, 201)


def test_a_conflict_may_be_tried_again_when_it_is_over(place):
    open_one = make.request(place)
    nurse = stage.browser(place.nurse)
    refused = send(nurse, "api-requests", question(place))
    send(nurse, "api-request-cancel", REASON, open_one.uuid, key="en-anden-noegle-1")

    accepted = send(nurse, "api-requests", question(place))

    assert (refused.status_code, accepted.status_code) == (409, 201)


def test_two_people_may_use_the_same_key(place):
    colleague = make.actor(Role.ACUTE_NURSE, place.municipality)
    other = make.patient(place.municipality, place.practice, 0)

    answers = [
        send(stage.browser(place.nurse), "api-requests", question(place)),
        send(stage.browser(colleague), "api-requests", question(place, patient=str(other.uuid))),
    ]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert requests_of(place.nurse) == 2


def test_an_answer_is_not_replayed_to_the_same_person_in_another_role(place):
    nurse = stage.browser(place.nurse)
    send(nurse, "api-requests", question(place))
    _move(place.nurse, Role.PARAMEDIC)

    answer = send(nurse, "api-requests", question(place))

    assert answer.status_code == 422
    assert "Skal hun have ilt" not in answer.content.decode()


def _move(actor: Actor, role: Role) -> None:
    from coordination.access.models import Membership

    Membership.objects.filter(user=actor.user_id).update(role=role.value)


def test_the_kept_answer_is_sealed(place):
    send(stage.browser(place.nurse), "api-requests", question(place))

    kept = bytes(IdempotencyRecord.objects.get().body_sealed)

    assert b"ilt" not in kept
    assert str(place.patient.uuid).encode() not in kept


def test_a_form_sent_twice_asks_once_and_leads_to_the_same_page(place):
    nurse = stage.browser(place.nurse)
    address = reverse("acute-new", args=[place.patient.uuid])
    form = QUESTION | {"idempotency_key": KEY}

    answers = [nurse.post(address, form) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert requests_of(place.nurse) == 1


def test_a_form_that_was_refused_can_be_mended_under_its_key(place):
    nurse = stage.browser(place.nurse)
    address = reverse("acute-new", args=[place.patient.uuid])

    refused = nurse.post(address, QUESTION | {"question": "", "idempotency_key": KEY})
    mended = nurse.post(address, QUESTION | {"idempotency_key": KEY})

    assert (refused.status_code, mended.status_code) == (200, 302)
    assert requests_of(place.nurse) == 1


def at_once(*calls: Callable[[], HttpResponse]) -> list[HttpResponse]:
    """The answers of calls that begin together, each on a connection of its own."""
    line = threading.Barrier(len(calls))
    answers: list[HttpResponse] = []

    def run(call: Callable[[], HttpResponse]) -> None:
        line.wait(PATIENCE)
        try:
            answers.append(call())
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return answers


def test_the_same_key_at_the_same_time_has_one_effect_and_equal_answers(own_database, place):
    nurses = [stage.browser(place.nurse) for _tab in range(4)]

    answers = at_once(
        *(lambda tab=tab: send(tab, "api-requests", question(place)) for tab in nurses)
    )

    assert [answer.status_code for answer in answers] == [201] * 4
    assert len({answer.content for answer in answers}) == 1
    assert sorted("Idempotent-Replayed" in answer.headers for answer in answers) == [
        False,
        True,
        True,
        True,
    ]
    assert requests_of(place.nurse) == 1


def test_a_double_click_at_the_same_time_asks_once(own_database, place):
    nurses = [stage.browser(place.nurse) for _tab in range(2)]
    address = reverse("acute-new", args=[place.patient.uuid])
    form = QUESTION | {"idempotency_key": KEY}

    answers = at_once(*(lambda tab=tab: tab.post(address, form) for tab in nurses))

    assert [answer.status_code for answer in answers] == [302, 302]
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert requests_of(place.nurse) == 1


def test_two_keys_at_the_same_time_meet_the_rule_behind_them(own_database, place):
    """The negative control: without a common key the second request is seen, and refused."""
    nurses = [stage.browser(place.nurse) for _tab in range(2)]

    answers = at_once(
        *(
            lambda tab=tab, key=key: send(tab, "api-requests", question(place), key=key)
            for tab, key in zip(nurses, (KEY + "-1", KEY + "-2"), strict=True)
        )
    )

    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert requests_of(place.nurse) == 1
