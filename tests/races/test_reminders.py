"""Sweeps beside each other, and people beside sweeps: nothing is lost, doubled or in vain."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from unittest.mock import patch

import pytest

from coordination.audit.models import Event
from coordination.base import rowsecurity
from coordination.base.actor import Actor, Role
from coordination.base.periods import COPENHAGEN
from coordination.reminders import services as reminders
from coordination.reminders.enums import Channel, ReminderState
from coordination.reminders.errors import AlreadyTaken
from coordination.reminders.models import Delivery, Reminder, ReminderQuerySet
from tests import make
from tests.races.test_services import all_at_once
from tests.reminders.steps import DAY, LINE, critical, message_to, plan, planned, run, told

pytestmark = pytest.mark.slow

ROUNDS = 8
SWEEPS = 3


def plan_by_many(rows: list[reminders.Planned], now: datetime = make.NOW) -> list[Any]:
    return all_at_once([lambda: plan(*rows, now=now)] * SWEEPS)


def test_planners_at_once_plan_each_key_once_and_move_it_once(own_database):
    place = make.world()
    keys = [f"test:{number}" for number in range(200)]

    plan_by_many([planned(place, key) for key in keys])
    later = make.NOW + 3 * DAY
    plan_by_many([planned(place, key, due_at=later) for key in reversed(keys[:150])])

    with rowsecurity.sweep():
        found = Counter(Reminder.objects.values_list("state", "due_at"))
    assert found == {
        (ReminderState.WAITING, later): 150,
        (ReminderState.CLOSED, make.NOW + DAY): 50,
    }


def take(actor: Actor) -> Callable[[], Reminder]:
    message = message_to(actor.user_id)

    def call() -> Reminder:
        with rowsecurity.scope(actor):
            return reminders.acknowledge(actor=actor, message=message.uuid, now=make.NOW + 2 * DAY)

    return call


def escalate() -> int:
    return reminders.escalate_untaken(now=make.NOW + 2 * DAY)


def sent_to(key: str) -> list[int]:
    with rowsecurity.sweep():
        rows = Delivery.objects.filter(reminder__key=key, channel=Channel.IN_APP)
        return sorted(rows.values_list("user", flat=True))


def test_taken_at_the_moment_it_goes_on_it_goes_on_once_or_not_at_all(own_database):
    place = make.world()
    finance = make.actor(Role.REGION_FINANCE, place.region)
    clerk = make.actor(Role.MUNICIPAL_ADMIN, place.region)

    for number in range(ROUNDS):
        plan(critical(place, f"test:{number}", group=f"test:{number}"))
        run(make.NOW)
        answers = all_at_once([take(place.admin), *[escalate] * SWEEPS])

        assert isinstance(answers[0], Reminder)
        went_on = sum(answers[1:])
        at_once = sent_to(f"test:{number}")
        run(make.NOW + 9 * DAY)
        assert at_once == [place.admin.user_id, *[finance.user_id] * went_on]
        assert sent_to(f"test:{number}") == at_once
        assert clerk.user_id not in at_once


def test_of_two_who_take_it_at_once_one_has_it(own_database):
    place = make.world()
    colleague = make.actor(Role.REGION_ADMIN, place.region)

    for number in range(ROUNDS):
        plan(critical(place, f"test:{number}", group=f"test:{number}"))
        run(make.NOW)
        answers = all_at_once([take(place.admin), take(colleague)])

        assert Counter(type(answer) for answer in answers) == {Reminder: 1, AlreadyTaken: 1}


@pytest.fixture
def no_reminder_lock() -> Iterator[None]:
    """Without the lock, each reads the reminder before any of them has written."""
    both = threading.Barrier(2)
    get = ReminderQuerySet.get

    def get_together(self: ReminderQuerySet, *args: Any, **wanted: Any) -> Reminder:
        found = get(self, *args, **wanted)
        both.wait(timeout=10)
        return found

    with (
        patch.object(ReminderQuerySet, "select_for_update", lambda self, **_options: self),
        patch.object(ReminderQuerySet, "get", get_together),
    ):
        yield


def test_without_the_lock_both_believe_that_they_have_it(own_database, no_reminder_lock):
    place = make.world()
    colleague = make.actor(Role.REGION_ADMIN, place.region)
    plan(critical(place))
    run(make.NOW)

    answers = all_at_once([take(place.admin), take(colleague)])

    assert Counter(type(answer) for answer in answers) == {Reminder: 2}
    with rowsecurity.scope(place.admin):
        assert Event.objects.filter(action="reminder.acknowledged").count() == 2


def test_sweeps_at_once_take_each_step_once(own_database):
    place = make.world()
    people = [
        make.actor(role, place.region) for role in (Role.REGION_FINANCE, Role.MUNICIPAL_ADMIN)
    ]
    keys = [f"test:{number}" for number in range(20)]
    plan(*[critical(place, key) for key in keys])

    for days in (0, 2, 4, 6):
        now = make.NOW + days * DAY
        all_at_once([lambda now=now: run(now)] * SWEEPS)

    everybody = [place.admin.user_id, *(person.user_id for person in people)]
    assert {key: sent_to(key) for key in keys} == dict.fromkeys(keys, sorted(everybody))


FIRST, LAST = date(2020, 10, 1), date(2020, 11, 20)
OUTAGE = {date(2020, 10, 20) + timedelta(days) for days in range(3)}
TARGET = date(2020, 11, 15)
LADDER = (30, 14, 7)


def morning(day: date) -> datetime:
    return datetime.combine(day, time(7), tzinfo=COPENHAGEN)


def forecast(place: make.World, day: date) -> list[reminders.Planned]:
    """The ladder before a date that is forecast anew each night, a day to and fro."""
    target = TARGET + timedelta(days=day.toordinal() % 3 - 1)
    return [
        planned(
            place,
            f"test:{lead}",
            title=f"Pengene er brugt {target:%d.%m.}",
            due_at=morning(target - timedelta(lead)),
            moot_at=morning(target),
            is_critical=lead == LADDER[-1],
            escalates_to=LINE[:1] if lead == LADDER[-1] else (),
        )
        for lead in LADDER
    ]


@pytest.mark.parametrize("sweeps", [1, SWEEPS])
def test_a_moving_date_reminds_once_per_step_through_an_outage_and_a_clock_change(
    own_database, sweeps
):
    place = make.world()
    finance = make.actor(Role.REGION_FINANCE, place.region)

    def tick(day: date) -> None:
        now = morning(day) + timedelta(minutes=1)
        plan(*forecast(place, day), now=now)
        run(now)

    day = FIRST
    while day <= LAST:
        if day not in OUTAGE:
            all_at_once([lambda day=day: tick(day)] * sweeps)
        day += timedelta(days=1)

    counts = Counter(user for user, _title in told())
    assert counts == {place.admin.user_id: len(LADDER), finance.user_id: 1}
    with rowsecurity.sweep():
        assert set(Reminder.objects.values_list("state", flat=True)) == {ReminderState.SENT}


def test_with_no_sweep_at_all_nothing_is_sent_and_the_first_one_catches_up(own_database):
    place = make.world()
    plan(*forecast(place, FIRST), now=morning(FIRST))

    before = told()
    run(morning(date(2020, 11, 4)))

    with rowsecurity.sweep():
        late = dict(Reminder.objects.filter(state="sent").values_list("key", "was_late"))
    assert before == []
    assert late == {"test:30": True, "test:14": True}
