"""Claims over REST: what was seen is what is decided, once, and many at a time with reasons."""

import pytest

from coordination.base import clock
from coordination.base.actor import Role
from tests import make
from tests.access import stage
from tests.ledger import steps

pytestmark = pytest.mark.django_db

KEY = "a-key-for-one-call-only"


@pytest.fixture(autouse=True)
def _today(db):
    clock.jump(make.NOW)


def send(browser, address: str, body: object = None, key: str = KEY, **headers: str):
    return browser.post(
        f"/api/v1/claims/{address}",
        data=body or {},
        content_type="application/json",
        headers={"idempotency-key": key} | headers,
    )


def test_a_decision_names_the_version_it_was_taken_on():
    place = make.world()
    claim = steps.claim_of(place, steps.session(place))
    browser = stage.browser(place.admin)
    seen = browser.get(f"/api/v1/claims/{claim.uuid}").headers["ETag"]

    without = send(browser, f"{claim.uuid}/approve")
    stale = send(browser, f"{claim.uuid}/approve", **{"if-match": '"9"'})
    right = send(browser, f"{claim.uuid}/approve", **{"if-match": seen})

    assert [without.status_code, stale.status_code, right.status_code] == [428, 412, 200]
    assert stale.json()["code"] == "claim_changed"
    assert right.json()["state"] == "approved"
    assert right.headers["ETag"] == '"2"'


def test_the_same_key_is_answered_the_same_and_decides_once():
    place = make.world()
    claim = steps.claim_of(place, steps.session(place))
    browser = stage.browser(place.admin)

    first, again = (
        send(browser, f"{claim.uuid}/reject", {"reason": "Dobbelt"}, **{"if-match": '"1"'})
        for _time in range(2)
    )

    assert first.json() == again.json()
    assert again.headers["Idempotent-Replayed"] == "true"


def test_many_are_cleared_as_far_as_they_can_be():
    place = make.world()
    first, second = (steps.claim_of(place, steps.session(place, ordinal=n)) for n in (1, 2))
    steps.approve(place.admin, first)
    ole = stage.browser(make.actor(Role.REGION_FINANCE, place.region))

    answer = send(ole, "clear", {"claims": [str(first.uuid), str(second.uuid)]}).json()

    assert answer["done"] == [str(first.uuid)]
    assert answer["total"] == "235.37"
    assert [(row["id"], row["code"]) for row in answer["refused"]] == [
        (str(second.uuid), "claim_moved")
    ]


def test_the_practice_sends_in_again_with_an_answer():
    place = make.world()
    claim = steps.claim_of(place, steps.session(place))
    steps.reject(place.admin, claim)

    answer = send(
        stage.browser(place.doctor),
        f"{claim.uuid}/resubmit",
        {"answer": "To forløb"},
        **{"if-match": '"2"'},
    )

    assert (answer.json()["state"], answer.json()["answer"]) == ("submitted", "To forløb")


def test_the_list_is_filtered_and_never_tells_the_mark_of_a_case():
    place = make.world()
    first, second = (steps.claim_of(place, steps.session(place, ordinal=n)) for n in (1, 2))
    steps.reject(place.admin, second)
    browser = stage.browser(place.admin)

    answer = browser.get("/api/v1/claims?state=submitted&month=2020-06")
    one = browser.get(f"/api/v1/claims/{second.uuid}")

    assert [row["id"] for row in answer.json()["results"]] == [str(first.uuid)]
    assert [row["id"] for row in one.json()["same_case"]] == [str(first.uuid)]
    assert first.case_mark not in one.content.decode() + answer.content.decode()
    assert browser.get("/api/v1/claims?month=13.2020").status_code == 400


def test_what_waits_for_money_is_posted_over_rest():
    place = make.world()
    browser = stage.browser(place.admin)

    answer = browser.post(
        f"/api/v1/agreements/{place.agreement.uuid}/claims/post-waiting",
        content_type="application/json",
        headers={"idempotency-key": KEY},
    )

    assert answer.json() == {"done": [], "total": "0.00", "refused": []}
