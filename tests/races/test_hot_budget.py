"""Many post to one budget at the same instant, over HTTP, to two servers: what fits is posted."""

import threading
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest

from coordination.access import services as access
from coordination.agreements.enums import MoneyUsed
from coordination.base import clock, rowsecurity
from coordination.base.actor import Role
from coordination.ledger.models import Entry
from tests import make, processes

pytestmark = pytest.mark.slow

FEE = Decimal("235.37")
FITS, SENT = 50, 200
FIRST_DAY = date(2019, 9, 2)
SESSIONS = "/api/v1/acute/sessions"


@pytest.fixture
def place(own_database, settings) -> make.World:
    """An agreement that refuses when its money is used, with money for fifty sessions."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]  # as the web
    made = make.world(amount=str(FEE * FITS), money_used=MoneyUsed.REFUSE)
    clock.jump(make.NOW)
    return made


def token(address: str, place: make.World) -> str:
    """An access token of a client of the practice."""
    with rowsecurity.scope(place.system):
        client, secret = access.register_client(
            actor=place.system, name="Lægesystem", organisation=place.practice, role=Role.GP
        )
    answer = httpx.post(
        f"{address}/api/token",
        data={"grant_type": "client_credentials", "scope": "acute:read acute:write"},
        auth=(client.application.client_id, secret),
    )
    return str(answer.raise_for_status().json()["access_token"])


def all_at_once(addresses: list[str], bearer: str, posts: list[dict[str, Any]]) -> list[Any]:
    """Send all posts at the same instant, in turn to each server; the answers in order."""
    start = threading.Barrier(len(posts))
    limits = httpx.Limits(max_connections=None)
    headers = {"Authorization": f"Bearer {bearer}"}
    clients = [
        httpx.Client(base_url=address, headers=headers, limits=limits, timeout=60)
        for address in addresses
    ]

    def send(number: int) -> httpx.Response:
        start.wait()
        return clients[number % len(clients)].post(SESSIONS, **posts[number])

    with ThreadPoolExecutor(len(posts)) as pool:
        answers = list(pool.map(send, range(len(posts))))
    for client in clients:
        client.close()
    return answers


def post(place: make.World, number: int, key: str = "") -> dict[str, Any]:
    """A session of fifteen minutes on a day of its own."""
    return {
        "json": {
            "patient": str(place.patient.uuid),
            "service_on": str(FIRST_DAY + timedelta(number)),
            "minutes": 15,
        },
        "headers": {"Idempotency-Key": key or uuid.uuid4().hex},
    }


def refusal(answer: httpx.Response) -> str:
    """The code of a named refusal; empty for an answer that is none."""
    named = answer.headers["Content-Type"] == "application/problem+json"
    return str(answer.json()["code"]) if named else ""


def assert_what_fits_is_posted(answers: list[httpx.Response], place: make.World) -> None:
    """Fifty are posted, the rest refused by name, and the budget is used to the øre."""
    outcomes = Counter((answer.status_code, refusal(answer)) for answer in answers)
    assert outcomes == {(201, ""): FITS, (409, "budget_used"): SENT - FITS}
    budget = place.budget()
    with rowsecurity.scope(place.admin):
        posted = list(Entry.objects.filter(budget=budget, kind="spend").values_list("amount"))
    assert posted == [(FEE,)] * FITS
    assert (budget.spent, budget.reserved, budget.left) == (FEE * FITS, 0, 0)


def test_of_two_hundred_simultaneous_sessions_exactly_those_that_fit_are_posted(
    own_database, tmp_path, place
):
    with processes.on(own_database, tmp_path) as running:
        addresses = running.web(2, threads=16)
        bearer = token(addresses[0], place)

        answers = all_at_once(addresses, bearer, [post(place, number) for number in range(SENT)])

        assert_what_fits_is_posted(answers, place)


def test_without_the_row_lock_the_same_posts_break(own_database, tmp_path, place):
    with processes.on(own_database, tmp_path) as running:
        addresses = running.web(1, threads=8, app="tests.races.no_lock_wsgi:application")
        bearer = token(addresses[0], place)

        answers = all_at_once(addresses, bearer, [post(place, number) for number in range(SENT)])

    with pytest.raises(AssertionError):
        assert_what_fits_is_posted(answers, place)
    assert 500 in {answer.status_code for answer in answers}


def test_a_hundred_simultaneous_posts_with_one_key_are_one_session(own_database, tmp_path, place):
    with processes.on(own_database, tmp_path) as running:
        addresses = running.web(2, threads=16)
        bearer = token(addresses[0], place)
        key = uuid.uuid4().hex

        answers = all_at_once(addresses, bearer, [post(place, 0, key) for _number in range(100)])

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert sum("Idempotent-Replayed" not in answer.headers for answer in answers) == 1
    assert place.budget().spent == FEE
