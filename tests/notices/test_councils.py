"""Each party whose approval a text still lacks is reminded of its own decision, and the region."""

from datetime import UTC, datetime

import pytest

from coordination.agreements import services as agreements
from coordination.agreements.enums import Decision
from coordination.base import rowsecurity
from coordination.notices import services as notices
from coordination.reminders import services as reminders
from coordination.reminders.enums import ReminderState
from coordination.reminders.models import Delivery, Reminder
from tests import make
from tests.agreements.negotiation import Negotiation

pytestmark = pytest.mark.django_db

LATE = datetime(2020, 8, 20, 6, tzinfo=UTC)
"""Less than a fortnight before the text should begin."""


def sweep(now: datetime = make.NOW) -> int:
    notices.refresh_deadlines(now=now)
    return notices.remind_councils(now=now)


def of_councils(**which: object) -> list[Reminder]:
    with rowsecurity.sweep():
        rows = Reminder.objects.filter(group__startswith="council:", **which)
        return list(rows.order_by("organisation", "due_at"))


@pytest.fixture
def talks() -> Negotiation:
    """A text that is to begin on 1 September, with the region and two municipalities."""
    made = Negotiation()
    made.send()
    return made


def test_each_municipality_is_reminded_of_its_own_decision_by_the_ladder(talks):
    sweep()

    rows = of_councils()

    assert {row.organisation_id for row in rows} == {row.pk for row in talks.municipalities}
    assert len(rows) == 2 * len(talks.agreement.ladder)
    assert all("31.8.2020" in row.title for row in rows)
    assert sweep() == 0


def test_whoever_has_approved_is_left_alone_and_the_others_are_not(talks):
    sweep()
    talks.decide(talks.admins[0], talks.councils[0])

    sweep()

    waiting = of_councils(state=ReminderState.WAITING)
    assert {row.organisation_id for row in waiting} == {talks.municipalities[1].pk}
    closed = of_councils(state=ReminderState.CLOSED)
    assert {row.closed_reason for row in closed} == {"Afgjort."}


def test_a_refused_text_reminds_nobody_any_more(talks):
    sweep()
    talks.decide(talks.admins[0], talks.councils[0], Decision.REJECTED)

    sweep()

    assert of_councils(state=ReminderState.WAITING) == []


def test_in_the_last_fortnight_somebody_has_to_take_it(talks):
    sweep(LATE)
    reminders.fire_due(now=LATE)

    (first, *_rest) = of_councils(state=ReminderState.SENT)
    with rowsecurity.sweep():
        people = set(Delivery.objects.filter(reminder=first).values_list("user", flat=True))

    assert first.is_critical
    assert people == {talks.admins[0].user_id}


def test_the_region_is_reminded_of_the_whole_and_its_finance_office_comes_next(talks):
    sweep(LATE)

    with rowsecurity.sweep():
        rows = list(Reminder.objects.filter(group__contains=":ratification:", is_critical=True))

    assert rows
    assert {row.organisation_id for row in rows} == {talks.region.pk}
    assert all(row.escalates_to == [["region_finance"]] for row in rows)


def test_a_text_that_came_into_force_reminds_nobody(talks):
    sweep()
    talks.all_approve()

    sweep()

    assert of_councils(state=ReminderState.WAITING) == []
    with rowsecurity.sweep():
        left = Reminder.objects.filter(group__contains=":ratification:", state="waiting")
        assert not left.exists()


def test_a_draft_is_reminded_of_to_nobody():
    made = Negotiation()

    sweep()

    assert of_councils() == []
    with rowsecurity.scope(made.writer):
        agreements.set_ladder(actor=made.writer, agreement=made.agreement, days=[3])
    assert sweep() == 0
