"""Reminders through a real worker, beat and Redis: each is delivered, once, whatever dies."""

import itertools
from collections import Counter
from datetime import date, datetime, timedelta

import psycopg
import pytest

from acute import services as acute
from coordination.access import selectors as access
from coordination.agreements.models.agreement import usual_ladder
from coordination.base import clock, rowsecurity
from coordination.base.actor import Role
from coordination.base.periods import COPENHAGEN
from coordination.notices import services as notices
from coordination.reminders import services as reminders
from coordination.reminders.enums import Channel, DeliveryState, ReminderState
from coordination.reminders.models import Delivery, DemoMail, Reminder
from tests import make, processes
from tests.databases import Database
from tests.processes import Processes, wait_for

pytestmark = pytest.mark.slow

SWEEP = "coordination.reminders.tasks.send_due_reminders"
BUDGETS = "coordination.ledger.tasks.track_budgets"
MANY = 12


def remind(place: make.World, count: int) -> None:
    """Plan reminders that are due, for the region's administrators."""
    with rowsecurity.sweep():
        for number in range(count):
            reminders.schedule(
                key=f"test:{number}",
                group="test",
                organisation_id=place.region.pk,
                roles=(Role.REGION_ADMIN.value,),
                title=f"Husk {number}",
                path="/aftaler/",
                due_at=make.NOW,
            )


def found(**which: object) -> list[Reminder]:
    with rowsecurity.sweep():
        return list(Reminder.objects.filter(**which).order_by("due_at", "id"))


def delivered(**which: object) -> Counter[tuple[int, int, str]]:
    """How often each reminder has reached each person on each channel."""
    with rowsecurity.sweep():
        rows = Delivery.objects.filter(state=DeliveryState.DELIVERED, **which)
        return Counter(rows.values_list("reminder", "user", "channel"))


def mails() -> Counter[tuple[str, str]]:
    return Counter(DemoMail.objects.values_list("to", "subject"))


def expected(rows: list[Reminder], people: list[int]) -> Counter[tuple[int, int, str]]:
    """Each reminder once to each person in the app and by mail."""
    return Counter(itertools.product([row.pk for row in rows], people, Channel.values))


def wait_for_more_sweeps(running: Processes, task: str = SWEEP, count: int = 4) -> None:
    """Let the sweep run some more times, so that what is done twice would show."""
    enough = running.sweeps(task) + count
    wait_for(lambda: running.sweeps(task) >= enough, f"{count} more sweeps")


def assert_each_is_delivered_once(running: Processes, place: make.World) -> None:
    """All that `remind` planned reached the administrator once in the app and once by mail."""
    once = expected(found(group="test"), [place.admin.user_id or 0])
    wait_for(lambda: delivered().keys() >= once.keys(), "everything is delivered")
    wait_for_more_sweeps(running)
    assert delivered() == once
    assert set(mails().values()) == {1}
    assert len(mails()) == MANY


def wait_until_a_mail_is_held_up(database: Database) -> None:
    """Wait for a worker that is in the middle of a delivery, stopped by the lock on the mailbox."""
    query = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND wait_event_type = 'Lock'"
        " AND query LIKE 'INSERT INTO \"reminders_demomail\"%%'"
    )
    with psycopg.connect(database.url("super"), autocommit=True) as connection:
        wait_for(
            lambda: connection.execute(query, [database.name]).fetchone() != (0,),
            "a delivery is held up",
            pause=0.01,
        )


@pytest.fixture
def place(own_database) -> make.World:
    made = make.world()
    clock.jump(make.NOW)
    return made


def test_the_90_days_reminder_of_the_demo_comes_when_the_clock_is_moved(demo_database, tmp_path):
    with processes.on(demo_database, tmp_path) as running:
        running.worker()
        running.beat()
        key = {"key__contains": ":terminate:end:day_to_day:2020-12-31:90"}
        wait_for(lambda: found(**key), "the reminder is planned")
        (reminder,) = found(**key)
        before = delivered(reminder=reminder)

        clock.jump(datetime(2020, 7, 2, 7, 1, tzinfo=COPENHAGEN))

        with rowsecurity.sweep():
            rikke = access.holders(
                reminder.organisation_id, (Role.REGION_ADMIN.value,), today=date(2020, 7, 2)
            )
        once = expected([reminder], [person.pk for person in rikke])
        wait_for(lambda: delivered(reminder=reminder) == once, "the reminder is delivered")
        wait_for_more_sweeps(running)
        assert before == {}
        assert delivered(reminder=reminder) == once
        assert mails()["region@demo.invalid", reminder.title] == 1


def test_the_75_percent_alert_comes_once_when_sessions_pass_it(own_database, tmp_path):
    place = make.world(amount="1000.00")
    clock.jump(make.NOW)

    def log(minutes: int, days_ago: int) -> None:
        with rowsecurity.scope(place.doctor):
            acute.log_session(
                actor=place.doctor,
                patient=place.patient.uuid,
                service_on=make.TODAY - timedelta(days_ago),
                minutes=minutes,
                now=make.NOW,
            )

    with processes.on(own_database, tmp_path) as running:
        running.worker()
        running.beat()
        log(47, 1)  # 73.7 %
        wait_for_more_sweeps(running, BUDGETS)
        before = found(group__startswith="budget:")
        log(1, 2)  # 75.3 %
        log(1, 3)

        wait_for(lambda: delivered(reminder__group__startswith="budget:"), "the alert is delivered")
        wait_for_more_sweeps(running, BUDGETS)
        wait_for_more_sweeps(running)
        (alert,) = found(group__startswith="budget:")
        assert before == []
        assert alert.title.startswith("75 %")
        assert delivered(reminder=alert) == expected([alert], [place.admin.user_id or 0])
        assert list(mails().values()) == [1]


@pytest.mark.parametrize("redis_too", [False, True], ids=["worker", "worker-and-redis"])
def test_what_a_killed_worker_was_delivering_is_delivered_once(
    own_database, tmp_path, place, redis_too
):
    with processes.on(own_database, tmp_path) as running:
        worker = running.worker()
        running.beat()
        with psycopg.connect(own_database.url("super")) as connection:
            connection.execute("LOCK TABLE reminders_demomail IN EXCLUSIVE MODE")
            remind(place, MANY)
            wait_until_a_mail_is_held_up(own_database)
            worker.kill()
            if redis_too:
                running.flush_redis()
        running.worker()

        assert_each_is_delivered_once(running, place)


def test_a_redis_that_is_emptied_again_and_again_loses_nothing(own_database, tmp_path, place):
    with processes.on(own_database, tmp_path) as running:
        running.worker()
        running.beat()
        remind(place, MANY)

        def all_delivered() -> bool:
            running.flush_redis()
            return len(delivered()) == 2 * MANY

        wait_for(all_delivered, "everything is delivered", pause=0.3)
        assert_each_is_delivered_once(running, place)


def test_three_beats_and_two_workers_deliver_nothing_twice(own_database, tmp_path, place):
    with processes.on(own_database, tmp_path) as running:
        for _number in range(2):
            running.worker(tick=0.5)
        for _number in range(3):
            running.beat(tick=0.5)
        remind(place, MANY)

        assert_each_is_delivered_once(running, place)
        wait_for_more_sweeps(running, count=10)
        assert set(delivered().values()) == {1}
        steps = len(usual_ladder()) + 1  # and the secretariat's own deadline
        assert len(found(key__contains=":terminate:")) == steps


def test_after_a_long_silence_what_was_missed_comes_late_and_what_is_past_is_closed(
    own_database, tmp_path, place
):
    notices.refresh_deadlines(now=make.NOW)
    clock.jump(datetime(2020, 9, 16, 8, 0, tzinfo=COPENHAGEN))

    with processes.on(own_database, tmp_path) as running:
        running.worker()
        running.beat()
        missed = 4 + 2  # of the termination, and of the prices
        wait_for(lambda: mails().total() == missed, "the missed reminders are delivered")
        terminate = {"key__contains": ":terminate:"}
        sent = [row.was_late for row in found(**terminate, state=ReminderState.SENT)]
        clock.jump(datetime(2020, 10, 1, 8, 0, tzinfo=COPENHAGEN))
        wait_for(lambda: not found(**terminate, state=ReminderState.WAITING), "the rest is closed")

        closed = [row.closed_reason for row in found(**terminate, state=ReminderState.CLOSED)]
        assert sent == [True, True, True, False]
        assert closed == ["Fristen var passeret."] * 3  # two steps, and the secretariat's
        assert set(delivered().values()) == {1}
        assert mails().total() == missed
