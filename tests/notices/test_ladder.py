"""Four hundred days of reminders, against a plain calculation of what should go out when."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from coordination.agreements import services as agreements
from coordination.base import rowsecurity
from coordination.base.periods import working_day_before
from coordination.notices import services as notices
from coordination.reminders import services as reminders
from coordination.reminders.models import Delivery, Reminder
from tests import make
from tests.races.test_services import all_at_once

pytestmark = pytest.mark.slow

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
DAY = timedelta(days=1)
FIRST = date(2027, 8, 2)
DAYS = 400
"""Until 4 September 2028: both clock changes and a 29 February lie between."""

LAST_DAY = date(2028, 8, 31)
TERMINATE_BY = date(2028, 5, 31)
OUTAGES = (date(2027, 10, 30), date(2028, 2, 28), date(2028, 5, 16), date(2028, 5, 30))
"""First days of three days without any beat: over the clock change, the leap day, and deadlines."""

LADDER = (90, 60, 30, 14, 7, 1)


@dataclass(frozen=True)
class Sent:
    """One reminder that went out."""

    about: str
    step: int
    on: date
    late: bool


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=COPENHAGEN)


def is_down(day: date) -> bool:
    return any(first <= day < first + 3 * DAY for first in OUTAGES)


def ticks() -> list[datetime]:
    """Half past seven on every day with a beat."""
    days = [FIRST + number * DAY for number in range(DAYS)]
    return [at(day, 7, 30) for day in days if not is_down(day)]


def expected() -> set[Sent]:
    """Worked out by hand: each step on its working day, at the first tick that is not too late."""
    deadlines = {
        "terminate": (TERMINATE_BY, LADDER),
        "expiry": (LAST_DAY, LADDER),
        "tariff 2027-10-01": (date(2027, 9, 30), LADDER[2:]),
        "tariff 2028-04-01": (date(2028, 3, 31), LADDER[2:]),
    }
    found = set()
    for about, (act_by, steps) in deadlines.items():
        for step in steps:
            due = at(working_day_before(act_by - step * DAY), 7)
            tick = next((tick for tick in ticks() if tick >= due), None)
            if tick is not None and tick < at(act_by + DAY, 0):
                found.add(Sent(about, step, tick.date(), tick - due > DAY))
    return found


def agreement(**changes: object) -> make.World:
    return make.world(starts_on=date(2027, 1, 1), ends_before=LAST_DAY + DAY, **changes)


def beat(now: datetime) -> None:
    notices.refresh_deadlines(now=now)
    reminders.fire_due(now=now)
    reminders.deliver_waiting(now=now)


def sent(place: make.World) -> list[Sent]:
    """What went out about an agreement's own ladder."""
    with rowsecurity.sweep():
        rows = Reminder.objects.filter(
            group__contains=str(place.agreement.uuid), sent_at__isnull=False
        )
        return [
            Sent(_about(row.key), int(row.key.rsplit(":", 1)[1]), _day(row), row.was_late)
            for row in rows.exclude(key__endswith=":body")
        ]


def _about(key: str) -> str:
    _deadline, _uuid, kind, _target, _anchor, target_on, _step = key.split(":")
    return f"{kind} {target_on}" if kind == "tariff" else kind


def _day(row: Reminder) -> date:
    assert row.sent_at is not None
    return row.sent_at.astimezone(COPENHAGEN).date()


def once_each() -> None:
    with rowsecurity.sweep():
        rows = list(Delivery.objects.values_list("reminder", "user", "channel"))
    assert set(Counter(rows).values()) == {1}


@pytest.mark.parametrize("beats", [1, 3])
def test_each_reminder_of_four_hundred_days_goes_out_exactly_once(own_database, beats):
    place, ended = agreement(), agreement(municipality="Herning Kommune", citizen=3)

    for now in ticks():
        if now.date() == date(2027, 10, 15):
            with rowsecurity.scope(ended.admin):
                agreements.terminate(
                    actor=ended.admin, agreement=ended.agreement, ends_before=date(2027, 12, 1)
                )
        if beats == 1:
            beat(now)
        else:
            all_at_once([lambda now=now: beat(now)] * beats)
        agreements.end_passed(today=now.date())

    found = sent(place)
    assert set(found) == expected()
    assert len(found) == len(expected())
    assert any(row.late for row in found)
    assert max(row.on for row in sent(ended)) < date(2027, 12, 1)
    once_each()


def test_without_any_beat_nothing_is_sent_and_the_first_one_catches_up(own_database):
    place = agreement()
    notices.refresh_deadlines(now=at(FIRST, 7, 30))
    assert sent(place) == []

    beat(at(date(2028, 5, 20), 9))

    found = {(row.about, row.step): row.late for row in sent(place)}
    assert found == {
        ("terminate", 90): True,
        ("terminate", 60): True,
        ("terminate", 30): True,
        ("terminate", 14): True,
    }
    once_each()
