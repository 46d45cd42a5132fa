"""What a body has to decide about a draft, until it has, or until there is nothing to decide."""

from datetime import date, datetime

import pytest

from coordination.base.actor import Role
from coordination.base.errors import NotAllowed, NotFound
from coordination.base.periods import local_date
from coordination.base.rowsecurity import scope, sweep
from coordination.notices import selectors
from coordination.notices import services as notices
from coordination.notices.enums import NoticeKind
from coordination.notices.errors import DecidedInTheFuture, NoBody, WrongState
from coordination.notices.models import Notice
from coordination.reminders import services as reminders
from coordination.reminders.models import Reminder
from tests import make
from tests.notices.steps import draft, give, settle, withdraw

pytestmark = pytest.mark.django_db
WANTED = date(2020, 10, 28)


@pytest.fixture
def place() -> make.World:
    made = make.world()
    settle(made)
    return made


def asked(place: make.World, **changes: object) -> Notice:
    """A suspension that waits for the practice plan committee."""
    with scope(place.admin):
        committee = selectors.bodies_for(place.admin, place.agreement, today=make.TODAY)[0]
    return draft(place, **({"body": committee, "wanted_last_day_on": WANTED} | changes))


def tasks(actor) -> list[tuple[str, date | None]]:
    with scope(actor):
        found = selectors.body_tasks(actor, today=make.TODAY)
        return [(task.notice.body.name, task.due_on) for task in found]


def decide(actor, notice: Notice, on: date = make.TODAY) -> Notice:
    with scope(actor):
        return notices.record_body(
            actor=actor, uuid=notice.uuid, decided_on=on, note=" Punkt 4 ", today=make.TODAY
        )


def test_a_draft_gives_its_body_a_task_with_the_day_it_must_have_decided(place):
    asked(place)

    assert tasks(place.admin) == [("Praksisplanudvalget i Region Midtjylland", date(2020, 8, 14))]


def test_the_task_follows_the_reading_of_the_clause(place):
    asked(place)

    settle(place, anchor="end_of_month")

    assert tasks(place.admin)[0][1] == date(2020, 7, 17)


def test_a_draft_without_a_body_or_a_day_gives_no_task_or_one_without_a_day(place):
    draft(place, NoticeKind.TERMINATE)
    asked(place, wanted_last_day_on=None)

    assert [due_on for _name, due_on in tasks(place.admin)] == [None]


def test_a_task_is_the_partys_own_affair(place):
    notice = asked(place)
    clerk = make.actor(Role.MUNICIPAL_ADMIN, place.municipality)

    assert tasks(clerk) == []
    with pytest.raises(NotFound):
        decide(clerk, notice)


def test_a_recorded_decision_closes_the_task(place):
    done = decide(place.admin, asked(place), date(2020, 6, 1))

    assert (done.decided_on, done.decided_note) == (date(2020, 6, 1), "Punkt 4")
    assert done.decision_recorded_by == place.admin.name
    assert tasks(place.admin) == []


def test_a_decision_is_recorded_once_and_not_ahead(place):
    notice = asked(place)

    with pytest.raises(DecidedInTheFuture):
        decide(place.admin, notice, date(2020, 6, 3))
    decide(place.admin, notice)
    with pytest.raises(NoBody):
        decide(place.admin, notice)


def test_only_the_giver_records_what_its_body_decided(place):
    notice = give(place.admin, asked(place))
    clerk = make.actor(Role.MUNICIPAL_ADMIN, place.municipality)

    with pytest.raises(NotAllowed):
        decide(clerk, notice)


def test_taking_the_draft_back_closes_the_task(place):
    notice = withdraw(place.admin, asked(place))

    assert tasks(place.admin) == []
    with pytest.raises(WrongState):
        decide(place.admin, notice)


def test_giving_the_notice_closes_the_task_and_the_decision_can_still_be_recorded(place):
    notice = give(place.admin, asked(place))

    assert tasks(place.admin) == []
    assert decide(place.admin, notice).decided_on == make.TODAY


def reminders_of(notice: Notice) -> dict[date, str]:
    """The days on which somebody is reminded, and the state of each reminder."""
    with sweep():
        rows = Reminder.objects.filter(group=f"body:{notice.uuid}").order_by("due_at")
        return {local_date(row.due_at): row.state for row in rows}


def remind(now: datetime = make.NOW) -> int:
    return notices.remind_bodies(now=now)


def test_the_party_is_reminded_on_working_days_before_the_day_by_the_agreements_ladder(place):
    notice = asked(place)

    assert (remind(), remind()) == (6, 0)

    assert list(reminders_of(notice)) == [
        date(2020, 5, 15),  # a Saturday's, and past: the nearest of those is sent at once
        date(2020, 6, 15),
        date(2020, 7, 15),
        date(2020, 7, 31),
        date(2020, 8, 7),
        date(2020, 8, 13),
    ]
    assert set(reminders_of(notice).values()) == {"waiting"}


def test_the_reminders_follow_the_reading_of_the_clause(place):
    notice = asked(place)
    remind()

    settle(place, anchor="end_of_month")
    remind()

    assert max(reminders_of(notice)) == date(2020, 7, 16)


@pytest.mark.parametrize("end", [decide, withdraw, give])
def test_nobody_is_reminded_of_what_is_decided_taken_back_or_given(place, end):
    notice = asked(place)
    remind()

    end(place.admin, notice)
    remind()

    assert set(reminders_of(notice).values()) == {"closed"}


def test_a_day_that_has_passed_is_said_at_once_and_once(place):
    notice = asked(place, wanted_last_day_on=date(2020, 7, 2))

    assert remind() == 1
    assert list(reminders_of(notice).values()) == ["waiting"]
    reminders.fire_due(now=make.NOW)

    assert remind() == 0
    assert list(reminders_of(notice).values()) == ["sent"]
