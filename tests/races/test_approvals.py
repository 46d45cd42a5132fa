"""Councils that decide at the same instant, and a text that is changed while they do."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from unittest.mock import patch

import psycopg
import pytest

from coordination.agreements import selectors
from coordination.agreements import services as agreements
from coordination.agreements.enums import AgreementKind, Decision, PartyRole, State
from coordination.agreements.errors import TextChanged, WrongState
from coordination.agreements.models import Agreement, Body, Version
from coordination.agreements.services import Reference, Text, approvals
from coordination.audit.models import Event
from coordination.base import rowsecurity
from coordination.base.actor import Actor, Role, system
from tests import databases, make
from tests.races.test_services import all_at_once

pytestmark = pytest.mark.slow

BODIES = 8
ROUNDS = 50
MET = Reference(meeting_on=date(2019, 12, 1), agenda_number="7")


@pytest.fixture
def councils(own_database) -> list[tuple[Body, Actor]]:
    """Eight councils, each with an administrator of its own."""
    rows = Body.objects.filter(kind="municipal_council", ends_before__isnull=True)
    bodies = list(rows.select_related("organisation").order_by("id")[:BODIES])
    return [(body, make.actor(Role.MUNICIPAL_ADMIN, body.organisation)) for body in bodies]


def put_before(councils: list[tuple[Body, Actor]], number: int) -> tuple[Actor, Version, Text]:
    """A text that waits for the councils, and who wrote it."""
    region = make.organisation("Region Midtjylland")
    writer = system(region.pk, *(body.organisation_id for body, _admin in councils), name="Test")
    text = Text(
        title=f"Kapløb {number}",
        kind=AgreementKind.ACUTE_ADVICE,
        legal_basis="Test",
        starts_on=date(2020, 1, 1),
        ends_before=date(2021, 1, 1),
        parties=[(body.organisation, PartyRole.APPROVER) for body, _admin in councils],
        clauses=[],
    )
    with rowsecurity.scope(writer):
        made = agreements.draft(
            actor=writer, slug=f"kapløb-{number}", region=region, text=text, now=make.NOW
        )
        agreements.send_for_approval(actor=writer, agreement=made, now=make.NOW)
        return writer, selectors.newest_version(made), text


def approve(admin: Actor, version: Version, body: Body) -> Callable[[], State]:
    def call() -> State:
        with rowsecurity.scope(admin):
            decided = agreements.record_decision(
                actor=admin,
                agreement=version.agreement,
                body=body,
                decision=Decision.APPROVED,
                content_hash=version.content_hash,
                reference=MET,
                now=make.NOW,
            )
        return State(decided.state)

    return call


def edit(writer: Actor, version: Version, text: Text) -> Callable[[], Version]:
    def call() -> Version:
        with rowsecurity.scope(writer):
            return agreements.revise(
                actor=writer, agreement=version.agreement, text=text, now=make.NOW
            )

    return call


def after(reader: Actor, version: Version) -> tuple[State, int]:
    """The state now, and how many times a text came into force."""
    with rowsecurity.scope(reader):
        found = Agreement.objects.get(pk=version.agreement_id)
        events = Event.objects.filter(subject=found.uuid, action="agreement.activated")
        return State(found.state), events.count()


def approve_at_once(councils: list[tuple[Body, Actor]], number: int) -> tuple[State, int]:
    writer, version, _text = put_before(councils, number)
    answers = all_at_once([approve(admin, version, body) for body, admin in councils])
    assert {type(answer) for answer in answers} == {State}
    return after(writer, version)


def test_eight_councils_that_approve_at_once_put_the_agreement_into_force_once(councils):
    outcomes = [approve_at_once(councils, number) for number in range(ROUNDS)]

    assert outcomes == [(State.IN_FORCE, 1)] * ROUNDS


@pytest.fixture
def no_agreement_lock() -> Iterator[None]:
    """Without the lock, each looks for the others' approvals before any of them is committed."""
    all_present = threading.Barrier(BODIES)
    look = approvals._all_approved

    def look_together(version: Any) -> bool:
        all_present.wait(timeout=10)
        found = look(version)
        all_present.wait(timeout=10)
        return found

    def read(agreement: Agreement) -> Agreement:
        return Agreement.objects.get(pk=agreement.pk)

    with (
        patch.object(approvals, "_all_approved", look_together),
        patch.object(approvals, "lock", read),
    ):
        yield


def test_without_the_agreement_lock_nobody_puts_it_into_force(
    own_database, councils, no_agreement_lock
):
    outcome = approve_at_once(councils, 0)

    assert outcome == (State.APPROVAL, 0)
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
        connection.execute("UPDATE agreements_version SET activated_at = now()")


def test_a_text_changed_while_the_last_council_approves_is_never_in_force_by_the_old_hash(councils):
    for number in range(ROUNDS // 5):
        writer, version, text = put_before(councils, number)
        for body, admin in councils[1:]:
            approve(admin, version, body)()
        last_body, last_admin = councils[0]
        changed = replace(text, title=f"Ændret {number}")

        approved, _edited = all_at_once(
            [approve(last_admin, version, last_body), edit(writer, version, changed)]
        )

        state, times = after(writer, version)
        with rowsecurity.scope(writer):
            shown = Agreement.objects.select_related("version").get(pk=version.agreement_id)
        assert shown.version is not None
        if times:  # the approval came first: the approved text is in force, the new one waits
            assert state == State.IN_FORCE
            assert shown.version.content_hash == version.content_hash
        else:
            assert isinstance(approved, TextChanged | WrongState)
            assert state == State.DRAFT
            assert shown.title == f"Ændret {number}"
