"""Every refusal over REST is a problem document in Danish that repeats nothing of the caller's."""

import json
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.http import HttpResponse
from django.urls import reverse

from coordination.base import clock
from coordination.base.actor import Role
from tests import databases, make
from tests.access import stage
from tests.access.stage import ANSWER, QUESTION

KEY = {"idempotency-key": "en-noegle-for-denne-handling"}
PROBLEM = "application/problem+json"
CANARY = "Kaninen 251248-9996"
DANISH = (
    "skal være",
    "Følg",
    "Skift",
    "Send",
    "Ret",
    "Brug",
    "Log",
    "Vent",
    "Prøv",
    "Skriv",
    "findes",
    "Vælg",
    "Genindlæs",
)


@pytest.fixture
def place(request) -> make.World:
    committed = "own_database" in request.fixturenames
    request.getfixturevalue("own_database" if committed else "db")
    clock.jump(make.NOW)
    return make.world()


def post(place: make.World, body: Any, **options: Any) -> HttpResponse:
    """A question from the world's nurse, as she or a test of her has put it."""
    options = {"content_type": "application/json", "headers": KEY} | options
    return stage.browser(place.nurse).post(reverse("api-requests"), body, **options)


def question(place: make.World, **changes: Any) -> dict[str, Any]:
    return QUESTION | {"patient": str(place.patient.uuid)} | changes


def pointers(answer: HttpResponse) -> list[str]:
    return [row["pointer"] for row in answer.json()["errors"]]


def check(answer: HttpResponse, status: int) -> None:
    """What every problem document must be."""
    body = answer.json()
    assert answer.headers["Content-Type"] == PROBLEM
    assert (answer.status_code, body["status"]) == (status, status)
    assert body["type"] == f"urn:samspil:problem:{body['code']}"
    assert any(word in body["detail"] for word in DANISH), body["detail"]
    assert CANARY not in answer.content.decode()
    assert "9996" not in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "body", [b"{nej", b'{"patient": NaN}', b"\xff\xfe", b'{"question": "Kaninen']
)
def test_what_is_not_json_is_400(place, body):
    check(post(place, body), 400)


def test_another_content_type_is_415(place):
    answer = post(place, "question=Kaninen", content_type="application/x-www-form-urlencoded")

    check(answer, 415)


@pytest.mark.parametrize("body", [[], "tekst", 7, None, [[CANARY]]])
def test_json_that_is_no_object_is_422(place, body):
    check(post(place, json.dumps(body)), 422)


def test_an_unknown_field_is_422_with_its_place(place):
    answer = post(place, question(place, cpr=CANARY))

    check(answer, 422)
    assert pointers(answer) == ["/cpr"]


def test_an_unknown_field_inside_a_measurement_is_422_with_its_place(place):
    rows = [{"code": "NPU10197", "value": "91"}, {"code": "NPU10197", "value": "9", "x": CANARY}]

    answer = post(place, question(place, measurements=rows))

    check(answer, 422)
    assert pointers(answer) == ["/measurements/1/x"]


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"patient": CANARY}, "/patient"),
        ({"urgency": CANARY}, "/urgency"),
        ({"question": CANARY * 20}, "/question"),
        ({"question": ""}, "/question"),
        ({"question": "a\x00b"}, "/question"),
        ({"question": [CANARY]}, "/question"),
        ({"measurements": CANARY}, "/measurements"),
        ({"measurements": [{"code": "NPU10197", "value": CANARY}]}, "/measurements/0/value"),
        ({"measurements": [{"code": "NPU10197", "value": "191"}]}, "/measurements/0"),
        ({"measurements": [{"code": "ukendt", "value": "1"}]}, "/measurements/0"),
    ],
    ids=str,
)
def test_a_wrong_value_is_422_with_its_place(place, changes, pointer):
    answer = post(place, question(place, **changes))

    check(answer, 422)
    assert pointers(answer)[0].startswith(pointer)


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=201", "limit=x", "cursor=%21", "cursor=e30", "state=251248-9996", "x=1"],
)
def test_a_wrong_parameter_is_400(place, query):
    answer = stage.browser(place.nurse).get(f"{reverse('api-requests')}?{query}")

    check(answer, 400)


def test_an_address_that_is_nowhere_is_404(place):
    check(stage.browser(place.nurse).get("/api/v1/findes-ikke-251248-9996"), 404)


def test_a_missing_object_is_404(place):
    address = reverse("api-request", args=["00000000-0000-4000-8000-000000000000"])

    check(stage.browser(place.nurse).get(address), 404)


def test_a_role_that_lacks_the_function_is_403(place):
    check(stage.browser(place.admin).get(reverse("api-requests")), 403)


def test_a_stranger_is_401_and_told_how_to_log_in(place):
    answer = stage.Principal("").client().get(reverse("api-requests"))

    check(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_wrong_method_is_405_and_told_the_right_ones(place):
    answer = stage.browser(place.nurse).delete(reverse("api-requests"))

    check(answer, 405)
    assert "POST" in answer.headers["Allow"]


def test_a_second_open_request_is_409_without_the_first_ones_words(place):
    make.request(place, question=CANARY)

    answer = post(place, question(place))

    check(answer, 409)
    assert answer.json()["code"] == "open_request_exists"


def _break(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    def broken(*_args: Any, **_options: Any) -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr(name, broken)


def test_a_fault_of_ours_is_500_and_says_nothing_of_it(place, monkeypatch, caplog):
    _break(monkeypatch, "acute.selectors.open_request_of")
    nurse = stage.browser(place.nurse)
    nurse.raise_request_exception = False

    answer = nurse.post(
        reverse("api-requests"), question(place), content_type="application/json", headers=KEY
    )

    check(answer, 500)
    assert "RuntimeError" not in answer.content.decode()
    assert "RuntimeError" in caplog.text


def test_a_fault_of_ours_on_a_page_says_nothing_of_it(place, monkeypatch):
    _break(monkeypatch, "acute.selectors.open_requests_for")
    nurse = stage.browser(place.nurse)
    nurse.raise_request_exception = False

    answer = nurse.get(reverse("acute-inbox"))

    assert answer.status_code == 500
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "Der skete en fejl hos os" in answer.content.decode()
    assert CANARY not in answer.content.decode()


@pytest.fixture
def impatient(own_database) -> None:
    """The app gives up on a lock at once, so that a test need not wait as long as a person."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '50ms'")


def held(place: make.World, name: str, call: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer while somebody else holds the agreement's budget."""
    with psycopg.connect(databases.url("super", name)) as other:
        other.execute(
            "SELECT 1 FROM ledger_budget WHERE agreement_id = %s FOR UPDATE", [place.agreement.pk]
        )
        return call()


def test_a_held_budget_is_503_and_the_same_key_works_when_it_is_free(
    own_database, place, impatient
):
    taken = make.taken_request(place)
    doctor = stage.browser(place.doctor)
    address = reverse("api-request-answer", args=[taken.uuid])

    def answer() -> HttpResponse:
        return doctor.post(address, ANSWER, content_type="application/json", headers=KEY)

    busy = held(place, own_database.name, answer)
    after = answer()

    check(busy, 503)
    assert int(busy.headers["Retry-After"]) >= 1
    assert after.status_code == 201
    assert place.budget().reserved == 0


def test_a_held_budget_on_a_page_is_503_and_keeps_nothing(own_database, place, impatient):
    sent = make.request(place)
    doctor = stage.browser(place.doctor)

    busy = held(
        place,
        own_database.name,
        lambda: doctor.post(reverse("acute-take", args=[sent.uuid]), {}),
    )

    assert busy.status_code == 503
    assert busy.headers["Retry-After"]
    assert "Intet er gemt" in busy.content.decode()
    assert place.budget().reserved == 0


def test_a_client_in_the_wrong_scope_is_told_nothing_of_the_object(place):
    sent = make.request(place)
    reader = stage.program(Role.GP, place.practice, "acute:read")

    answer = reader.post(
        reverse("api-request-take", args=[sent.uuid]), content_type="application/json", headers=KEY
    )

    check(answer, 403)
