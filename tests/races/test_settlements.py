"""Two people close the same month at the same instant, and a doctor takes a session back."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest

from acute import services as acute
from coordination.base import rowsecurity
from coordination.base.errors import DomainError
from coordination.ledger.errors import ClaimSettled
from coordination.ledger.models import Budget, Claim, Settlement, SettlementLine
from coordination.ledger.services import settlements
from tests import make
from tests.ledger import months, steps
from tests.races.test_services import all_at_once

pytestmark = pytest.mark.slow
ROUNDS = 4


def closing(place: make.World, actor=None):
    return lambda: months.close(place, actor=actor)


def test_two_people_who_close_a_month_at_once_close_it_once(own_database):
    place = make.world(starts_on=months.APRIL)
    second = months.finance(place)
    for number in range(20):
        months.claim(place, f"c:{number}")
    for _round in range(ROUNDS):
        answers = all_at_once([closing(place), closing(place, second)])

        assert len({answer.pk for answer in answers}) == 1
        with rowsecurity.scope(place.admin):
            assert Settlement.objects.standing().count() == 1
            assert SettlementLine.objects.filter(is_cancelled=False).count() == 20
        months.reopen(place)


def test_without_the_lock_the_second_meets_the_database_instead(own_database, monkeypatch):
    """The negative control: what the lock is for, and what stands behind it."""
    monkeypatch.setattr(
        settlements, "lock_budget", lambda agreement: Budget.objects.get(agreement=agreement)
    )
    place = make.world(starts_on=months.APRIL)
    second = months.finance(place)
    for number in range(20):
        months.claim(place, f"c:{number}")
    failed = 0
    for _round in range(10):
        failed += broke(place, second)
        with suppress(DomainError):
            months.reopen(place)
    assert failed


def broke(place: make.World, second) -> bool:
    """Whether closing at once without the lock ended in an error of the database."""
    try:
        all_at_once([closing(place), closing(place, second)])
    except Exception:  # noqa: BLE001
        return True
    return False


def test_a_session_is_either_paid_or_taken_back(own_database):
    place = make.world(starts_on=months.APRIL)
    payer = months.finance(place)
    for number in range(ROUNDS):
        at = datetime(2020, 4, 10 + number, 10, tzinfo=UTC)
        with rowsecurity.scope(place.doctor):
            session = acute.log_session(
                actor=place.doctor,
                patient=place.patient.uuid,
                service_on=at.date(),
                minutes=15,
                now=at,
            )
        found = steps.claim_of(place, session)
        steps.approve(place.admin, found)
        steps.clear(payer, found)

        answers = all_at_once([closing(place), lambda row=session: steps.void(place, row)])

        with rowsecurity.scope(place.admin):
            state = Claim.objects.get(pk=found.pk).state
        assert state == ("settled" if isinstance(answers[1], ClaimSettled) else "withdrawn")
        months.reopen(place)
