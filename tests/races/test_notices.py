"""Parties that have a notice, or agree to forget it, at the same instant."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from types import ModuleType
from typing import Any
from unittest.mock import patch
from uuid import UUID

import psycopg
import pytest

from coordination.base import rowsecurity
from coordination.base.actor import Actor
from coordination.notices import selectors
from coordination.notices.enums import NoticeKind, NoticeState
from coordination.notices.models import Notice
from coordination.notices.services import notices, withdrawal
from tests import databases
from tests.notices.steps import (
    Alliance,
    agree,
    alliance,
    given,
    receive,
    withdraw,
)
from tests.races.test_services import all_at_once

pytestmark = pytest.mark.slow
ROUNDS = 10


@pytest.fixture
def friends(own_database) -> Alliance:
    return alliance()


def parties(friends: Alliance) -> list[tuple[Actor, Any]]:
    """Whoever gets the region's notice, each with an administrator of its own."""
    return [
        (friends.clerk, friends.leaver),
        (friends.neighbour, friends.stayer),
        (friends.doctors, friends.plo),
    ]


def receive_at_once(friends: Alliance, notice: Notice) -> list[Any]:
    """Each confirms that it had the notice today."""
    return all_at_once(
        [lambda a=actor, p=party: receive(a, notice, p) for actor, party in parties(friends)]
    )


def agree_at_once(friends: Alliance, notice: Notice) -> list[Any]:
    """Each agrees that it is taken back."""
    return all_at_once([lambda a=actor: agree(a, notice) for actor, _p in parties(friends)])


def state_of(friends: Alliance, notice: Notice) -> tuple[NoticeState, date | None]:
    with rowsecurity.scope(friends.admin):
        found = Notice.objects.get(pk=notice.pk)
    return NoticeState(found.state), found.last_day_on


def test_the_last_of_three_receipts_freezes_the_date_once_and_the_last_yes_undoes_it(friends):
    for _round in range(ROUNDS):
        notice = given(friends, NoticeKind.TERMINATE)

        answers = receive_at_once(friends, notice)
        assert Counter(answer.state for answer in answers) == {"given": 2, "received": 1}
        assert state_of(friends, notice) == (NoticeState.RECEIVED, date(2020, 9, 2))

        withdraw(friends.admin, notice)
        answers = agree_at_once(friends, notice)
        assert Counter(answer.state for answer in answers) == {"received": 2, "withdrawn": 1}
        assert state_of(friends, notice)[0] == NoticeState.WITHDRAWN


@contextmanager
def unlocked(module: ModuleType, name: str) -> Iterator[None]:
    """Without the lock, each looks for the others before any of them is committed."""
    together, look = threading.Barrier(3), getattr(module, name)

    def look_together(notice: Notice) -> bool:
        together.wait(timeout=10)
        found = look(notice)
        together.wait(timeout=10)
        return bool(found)

    with patch.object(module, name, look_together), patch.object(module, "lock", read):
        yield


def read(actor: Actor, uuid: UUID) -> Notice:
    return selectors.notice_for(actor, uuid)


def test_without_the_lock_three_receipts_freeze_nothing(own_database, friends):
    notice = given(friends, NoticeKind.TERMINATE)

    with unlocked(notices, "all_have"):
        receive_at_once(friends, notice)

    assert state_of(friends, notice) == (NoticeState.GIVEN, None)
    with pytest.raises(AssertionError, match=r"N1b +BROKEN"):
        databases.check_invariants(own_database.name)
    repair(own_database, "UPDATE notices_receipt SET received_on = NULL")


def test_without_the_lock_three_that_agree_leave_the_notice_standing(own_database, friends):
    notice = given(friends, NoticeKind.TERMINATE)
    receive_at_once(friends, notice)
    withdraw(friends.admin, notice)

    with unlocked(withdrawal, "all_agree"):
        agree_at_once(friends, notice)

    assert state_of(friends, notice)[0] == NoticeState.RECEIVED
    with pytest.raises(AssertionError, match=r"N10 +BROKEN"):
        databases.check_invariants(own_database.name)
    repair(own_database, "UPDATE notices_receipt SET withdrawal_agreed_on = NULL")


def repair(database: databases.Database, sql: str) -> None:
    """Undo by hand what the race did, so that the clone's invariants hold again."""
    with psycopg.connect(database.url("super"), autocommit=True) as connection:
        connection.execute(sql)
