"""Races inside one process: a thread and a connection for each of those who act at once."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import psycopg
import pytest
from django.db import connection, connections

from acute import services as acute
from acute.enums import RequestState
from acute.errors import AlreadyMoved
from acute.models import Request
from coordination.agreements import services as agreements
from coordination.agreements.enums import (
    AgreementKind,
    Decision,
    MoneyUsed,
    PartyRole,
    State,
)
from coordination.agreements.models import Agreement, Body
from coordination.audit.models import Event
from coordination.base import rowsecurity
from coordination.base.actor import Actor, Role, system
from coordination.base.errors import DomainError
from coordination.ledger.errors import BudgetUsed
from tests import databases, make

pytestmark = pytest.mark.slow

BODIES = 8
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


def put_before_councils(number: int) -> tuple[Actor, Agreement, list[Body]]:
    """An agreement that waits for eight councils; who records their decisions; the councils."""
    bodies = list(
        Body.objects.filter(kind="municipal_council", ends_before__isnull=True)
        .select_related("organisation")
        .order_by("id")[:BODIES]
    )
    region = make.organisation("Region Midtjylland")
    steward = system(region.pk, *(body.organisation_id for body in bodies), name="Test")
    with rowsecurity.scope(steward):
        agreement = agreements.draft(
            actor=steward,
            slug=f"kapløb-{number}",
            kind=AgreementKind.ACUTE_ADVICE,
            title=f"Kapløb {number}",
            legal_basis="Test",
            region=region,
            starts_on=date(2020, 1, 1),
            ends_before=date(2021, 1, 1),
            parties=[(body.organisation, PartyRole.APPROVER) for body in bodies],
            clauses=[],
            now=make.NOW,
        )
        agreements.send_for_approval(actor=steward, agreement=agreement)
    return steward, agreement, bodies


def approve(steward: Actor, agreement: Agreement, body: Body) -> Callable[[], State]:
    def call() -> State:
        with rowsecurity.scope(steward):
            decided = agreements.record_decision(
                actor=steward,
                agreement=agreement,
                body=body,
                decision=Decision.APPROVED,
                meeting_on=date(2019, 12, 1),
                now=make.NOW,
            )
        return State(decided.state)

    return call


def approve_at_once(number: int) -> tuple[State, int]:
    """The state after eight simultaneous approvals, and how many times it came into force."""
    steward, agreement, bodies = put_before_councils(number)
    answers = all_at_once([approve(steward, agreement, body) for body in bodies])
    assert {type(answer) for answer in answers} == {State}
    with rowsecurity.scope(steward):
        after = Agreement.objects.get(pk=agreement.pk)
        times = Event.objects.filter(subject=agreement.uuid, action="agreement.activated").count()
    return State(after.state), times


def test_eight_councils_that_approve_at_once_put_the_agreement_into_force_once(own_database):
    outcomes = [approve_at_once(number) for number in range(ROUNDS)]

    assert outcomes == [(State.IN_FORCE, 1)] * ROUNDS


@pytest.fixture
def no_agreement_lock() -> Iterator[None]:
    """Without the lock, each looks for the others' approvals before any of them is committed."""
    all_present = threading.Barrier(BODIES)
    look = agreements._all_approved

    def look_together(agreement: Agreement, version: Any) -> bool:
        all_present.wait(timeout=10)
        found = look(agreement, version)
        all_present.wait(timeout=10)
        return found

    def read(agreement: Agreement) -> Agreement:
        return Agreement.objects.get(pk=agreement.pk)

    with (
        patch.object(agreements, "_all_approved", look_together),
        patch.object(agreements, "lock", read),
    ):
        yield


def test_without_the_agreement_lock_nobody_puts_it_into_force(own_database, no_agreement_lock):
    state, times = approve_at_once(0)

    assert (state, times) == (State.APPROVAL, 0)
    with pytest.raises(AssertionError, match=r"Q2 +BROKEN"):
        databases.check_invariants(own_database.name)
    repair(own_database)


def repair(database: databases.Database) -> None:
    """Do by hand what the race left undone, so that the clone's invariants hold again."""
    with psycopg.connect(database.url("super"), autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(
            "UPDATE agreements_agreement SET state = 'in_force', activated_at = now()"
            " WHERE state = 'approval'"
        )


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
