"""Races inside one process: a thread and a connection for each of those who act at once."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, connections

from acute import services as acute
from acute.enums import RequestState
from acute.errors import AlreadyMoved
from acute.models import Request
from coordination.agreements.enums import MoneyUsed
from coordination.base import rowsecurity
from coordination.base.actor import Actor, Role
from coordination.base.errors import DomainError
from coordination.ledger.errors import BudgetUsed
from tests import make

pytestmark = pytest.mark.slow

ROUNDS = 5
FEE, LITTLE = Decimal("235.37"), Decimal("1.01")


def all_at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    """Make all calls at the same instant; what each returned, or the refusal it met."""
    start = threading.Barrier(len(calls))

    def make_call(call: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            start.wait()
            return call()
        except DomainError as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(make_call, calls))


def take(doctor: Actor, request: Request) -> Callable[[], Request]:
    def call() -> Request:
        with rowsecurity.scope(doctor):
            return acute.take(actor=doctor, uuid=request.uuid, now=make.NOW)

    return call


def test_of_two_doctors_who_take_a_request_at_once_one_gets_it(own_database):
    place = make.world()
    colleague = make.actor(Role.GP, place.practice)
    patients = [make.patient(place.municipality, place.practice, n) for n in range(ROUNDS)]

    for patient in patients:
        sent = make.request(place, patient=patient.uuid)
        answers = all_at_once([take(place.doctor, sent), take(colleague, sent)])

        assert Counter(type(answer) for answer in answers) == {Request: 1, AlreadyMoved: 1}
    assert place.budget().reserved == ROUNDS * FEE


def test_of_twenty_requests_taken_at_once_those_get_taken_that_the_budget_bears(own_database):
    fits = 3
    place = make.world(amount=str(FEE * fits + LITTLE), money_used=MoneyUsed.REFUSE)
    patients = [make.patient(place.municipality, place.practice, n) for n in range(14)]
    patients += [make.patient(place.municipality, place.practice, n) for n in range(15, 21)]
    sent = [make.request(place, patient=patient.uuid) for patient in patients]

    answers = all_at_once([take(place.doctor, request) for request in sent])

    assert Counter(type(answer) for answer in answers) == {Request: fits, BudgetUsed: 20 - fits}
    with rowsecurity.scope(place.doctor):
        states = Counter(Request.objects.values_list("state", flat=True))
    assert states == {RequestState.TAKEN: fits, RequestState.WAITING: 20 - fits}
    assert place.budget().free == LITTLE
