"""The ladder through real workers and beats: no step is lost or doubled, whatever dies."""

from datetime import timedelta

import psycopg
import pytest

from acute.enums import RequestState, Rung, StepKind
from coordination.base import clock
from tests import make, processes
from tests.acute.watching import OWN, ROTA, TEN, kinds_of, now_of, on_rota
from tests.databases import Database
from tests.processes import wait_for

pytestmark = pytest.mark.slow

WHOLE = [
    StepKind.SENT,
    StepKind.ASKED,
    StepKind.NO_CONTACT,
    StepKind.ASKED,
    StepKind.NO_CONTACT,
    StepKind.PASSED_OVER,
    StepKind.INSTRUCTED,
]


def wait_until_a_step_is_held_up(database: Database) -> None:
    """Wait for a worker in the middle of a step, stopped by the lock on the timeline."""
    query = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND wait_event_type = 'Lock'"
        " AND query LIKE 'INSERT INTO \"acute_step\"%%'"
    )
    with psycopg.connect(database.url("super"), autocommit=True) as connection:
        wait_for(
            lambda: connection.execute(query, [database.name]).fetchone() != (0,),
            "a step is held up",
            pause=0.01,
        )


def test_workers_killed_in_every_step_and_three_beats_lose_and_double_nothing(
    own_database, tmp_path
):
    place = make.world()
    on_rota(place)
    clock.jump(TEN)
    sent = make.request(place, now=TEN)
    moments = [TEN + OWN, TEN + OWN + ROTA + timedelta(minutes=10)]  # and ten minutes of silence
    reached = [
        lambda: now_of(place, sent).rung == Rung.ROTA,
        lambda: now_of(place, sent).state == RequestState.INSTRUCTED,
    ]

    with processes.on(own_database, tmp_path) as running:
        for _number in range(3):
            running.beat()
        for moment, is_there in zip(moments, reached, strict=True):
            worker = running.worker()
            with psycopg.connect(own_database.url("super")) as connection:
                connection.execute("LOCK TABLE acute_step IN EXCLUSIVE MODE")
                clock.jump(moment)
                wait_until_a_step_is_held_up(own_database)
                worker.kill()
                connection.rollback()
            assert not is_there()
            survivor = running.worker()
            wait_for(is_there, "the step that was killed is taken")
            survivor.kill()

    assert kinds_of(place, sent) == WHOLE
    assert now_of(place, sent).call_phone == place.practice.phone
