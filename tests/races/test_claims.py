"""Two people decide about the same claims at the same instant: each claim has one decision."""

import threading
from contextlib import suppress

import pytest

from coordination.agreements.enums import MoneyUsed
from coordination.base import rowsecurity
from coordination.base.actor import Actor, Role
from coordination.base.errors import StateConflict
from coordination.ledger import services as ledger
from coordination.ledger.models import Claim, OwnRows
from coordination.ledger.services import Outcome
from coordination.ledger.services import claims as deciding
from tests import make
from tests.ledger import steps
from tests.races.test_services import all_at_once

pytestmark = pytest.mark.slow

ROUNDS, MANY = 4, 10


def claims_of(place: make.World, count: int, first: int = 1) -> list[Claim]:
    return [
        steps.claim_of(place, steps.session(place, ordinal=number))
        for number in range(first, first + count)
    ]


def rejecting(actor: Actor, claim: Claim):
    return lambda: steps.reject(actor, claim)


def approving(actor: Actor, *claims: Claim):
    return lambda: steps.approve(actor, *claims)


def decisions_of(place: make.World, claim: Claim) -> int:
    """How often a claim has been decided, as its version tells."""
    with rowsecurity.scope(place.admin):
        return Claim.objects.get(pk=claim.pk).version - 1


def test_of_two_who_approve_and_reject_a_claim_at_once_one_decides(own_database):
    place = make.world()
    colleague = make.actor(Role.REGION_ADMIN, place.region)
    for number in range(ROUNDS):
        (claim,) = claims_of(place, 1, number + 1)

        first, second = all_at_once([approving(place.admin, claim), approving(colleague, claim)])

        assert sorted([len(first.done), len(second.done)]) == [0, 1]
        assert decisions_of(place, claim) == 1


def test_who_rejects_while_another_approves_never_leaves_both(own_database):
    place = make.world()
    colleague = make.actor(Role.REGION_ADMIN, place.region)
    for number in range(ROUNDS):
        (claim,) = claims_of(place, 1, number + 1)

        approved, _rejected = all_at_once(
            [approving(place.admin, claim), rejecting(colleague, claim)]
        )

        with rowsecurity.scope(place.admin):
            row = Claim.objects.get(pk=claim.pk)
        assert row.state == "rejected"
        assert row.approved_by_key == ""
        assert row.version == 1 + len(approved.done) + 1


def test_many_approved_by_two_in_opposite_order_neither_wait_for_ever_nor_count_twice(own_database):
    place = make.world()
    colleague = make.actor(Role.REGION_ADMIN, place.region)
    rows = claims_of(place, MANY)

    first, second = all_at_once(
        [approving(place.admin, *rows), approving(colleague, *reversed(rows))]
    )

    assert isinstance(first, Outcome)
    assert isinstance(second, Outcome)
    assert len(first.done) + len(second.done) == MANY
    assert {decisions_of(place, row) for row in rows} == {1}


def test_without_the_lock_both_believe_that_they_decided(own_database, monkeypatch):
    """The negative control: the trigger lets the same move through twice."""
    monkeypatch.setattr(OwnRows, "select_for_update", lambda rows, **_options: rows)
    monkeypatch.setattr(deciding, "_check_move", slowly(deciding._check_move))
    place = make.world()
    colleague = make.actor(Role.REGION_ADMIN, place.region)
    believed = 0
    for number in range(ROUNDS):
        (claim,) = claims_of(place, 1, number + 1)
        answers = all_at_once([approving(place.admin, claim), approving(colleague, claim)])
        believed += sum(len(row.done) for row in answers if not isinstance(row, StateConflict))

    assert believed > ROUNDS


def slowly(check):
    """Both look before either writes."""
    meet = threading.Barrier(2)

    def checked(*given):
        with suppress(threading.BrokenBarrierError):
            meet.wait(timeout=2)
        return check(*given)

    return checked


def test_what_waits_for_money_is_posted_once_by_two(own_database):
    place = make.world(amount="2.00", money_used=MoneyUsed.HOLD)
    rows = claims_of(place, MANY)
    steps.contribute(place, rows[0].amount * 3)

    def post():
        with rowsecurity.scope(place.admin):
            return ledger.post_waiting(actor=place.admin, agreement=place.agreement, now=make.NOW)

    first, second = all_at_once([post, post])

    assert len(first.done) + len(second.done) == 3
    assert place.budget().spent == rows[0].amount * 3
