"""Moved dates: what is still to come follows the plan, what was sent stays sent."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.base import rowsecurity
from coordination.base.actor import Role
from coordination.reminders import selectors
from coordination.reminders import services as reminders
from coordination.reminders.enums import MOVED, PASSED, ReminderState
from coordination.reminders.models import Delivery, Reminder
from tests import make
from tests.reminders.steps import DAY, critical, message_to, only, plan, planned, run, told

pytestmark = pytest.mark.django_db


def test_a_moved_date_moves_the_reminder_that_still_waits():
    place = make.world()
    plan(planned(place))

    moved = plan(planned(place, due_at=make.NOW + 3 * DAY, title="Husk snart"))
    run(make.NOW + 2 * DAY)
    too_early = told()
    run(make.NOW + 3 * DAY)

    assert moved == 1
    assert too_early == []
    assert told() == [(place.admin.user_id, "Husk snart")]
    assert not only().was_late


def test_the_same_plan_again_changes_nothing_and_costs_one_query():
    place = make.world()
    rows = [planned(place, f"test:{number}", group=f"test:{number % 7}") for number in range(60)]
    first = plan(*rows)

    with CaptureQueriesContext(connection) as asked:
        second = plan(*rows)

    reads = [query for query in asked if "FROM" in query["sql"]]
    assert (first, second, len(reads)) == (60, 0, 1)


def queries_of(*rows) -> int:
    with CaptureQueriesContext(connection) as asked:
        plan(*rows)
    return len(asked)


def test_sixty_moves_cost_the_statements_of_six():
    place = make.world()
    later = make.NOW + 2 * DAY

    def rows(kind: str, count: int, **changes: object) -> list:
        return [planned(place, f"{kind}:{n}", group=kind, **changes) for n in range(count)]

    plan(*rows("few", 6), *rows("many", 60))
    few = queries_of(*rows("few", 5, due_at=later), *rows("new", 1))
    many = queries_of(*rows("many", 50, due_at=later), *rows("newer", 10))

    assert few == many


def test_a_key_that_was_sent_stays_sent():
    place = make.world()
    plan(planned(place, due_at=make.NOW))
    run(make.NOW)

    moved = plan(planned(place, due_at=make.NOW + DAY, title="Igen"), now=make.NOW)
    run(make.NOW + DAY)

    assert moved == 0
    assert told() == [(place.admin.user_id, "Husk")]
    assert only().due_at == make.NOW


def test_a_key_that_is_no_longer_planned_is_closed_with_the_reason_and_waits_again():
    place = make.world()
    plan(planned(place), planned(place, "test:2"))

    plan(planned(place, "test:2"))
    with rowsecurity.sweep():
        closed = Reminder.objects.get(key="test:1")
    plan(planned(place), planned(place, "test:2"))

    assert (closed.state, closed.closed_reason) == (ReminderState.CLOSED, MOVED)
    with rowsecurity.sweep():
        states = set(Reminder.objects.values_list("state", "closed_reason"))
    assert states == {(ReminderState.WAITING, "")}


def test_a_group_that_plans_nothing_any_more_is_closed_where_it_is_named():
    place = make.world()
    plan(planned(place))

    other = plan(planned(place, "other", group="other"))
    untouched = only_state("test:1")
    named = plan(groups=["test"], reason="Aftalen er ophørt.")

    assert (other, untouched, named) == (1, ReminderState.WAITING, 1)
    assert only_state("test:1") == ReminderState.CLOSED


def only_state(key: str) -> str:
    with rowsecurity.sweep():
        return Reminder.objects.get(key=key).state


def test_the_group_of_an_ended_agreement_says_nothing_more():
    place = make.world()
    plan(planned(place), critical(place, "test:2"))
    run(make.NOW)

    with rowsecurity.sweep():
        before = selectors.open_groups("te")
        closed = reminders.close_group(group="test", reason="Aftalen er ophørt.")
        after = selectors.open_groups("te")
    make.actor(Role.REGION_FINANCE, place.region)
    run(make.NOW + 5 * DAY)

    assert (closed, before, after) == (2, {"test"}, set())
    assert told() == [(place.admin.user_id, "Husk")]
    assert only_state("test:2") == ReminderState.SENT


def test_what_had_passed_waits_again_only_for_a_later_matter():
    place = make.world()
    row = planned(place, moot_at=make.NOW + 2 * DAY)
    plan(row)
    later = make.NOW + 3 * DAY
    run(later)
    passed = only().closed_reason

    same = plan(row, now=later)
    moved = plan(planned(place, due_at=later, moot_at=make.NOW + 9 * DAY), now=later)

    assert (passed, same, moved) == (PASSED, 0, 1)
    assert only().state == ReminderState.WAITING


def test_a_date_that_moves_so_near_that_the_moment_is_past_is_not_called_late():
    place = make.world()
    plan(planned(place))
    now = make.NOW + timedelta(hours=1)

    plan(planned(place, due_at=make.NOW - 5 * DAY), now=now)
    run(now)

    assert not only().was_late
    assert message_to(place.admin.user_id).body == ""


def test_a_late_one_says_so_in_the_message():
    place = make.world()
    plan(planned(place, body="Kontrakten udløber."))

    run(make.NOW + 5 * DAY)

    assert only().was_late
    assert (
        message_to(place.admin.user_id).body
        == "Forsinket: skulle være kommet 3.6.2020.\n\nKontrakten udløber."
    )


def test_a_passed_step_is_not_planned_anew_but_kept_where_it_waits():
    place = make.world()
    plan(planned(place))

    with rowsecurity.sweep():
        count = reminders.plan(
            [
                planned(place, only_known=True),
                planned(place, "test:2", only_known=True),
                planned(place, "test:3"),
            ],
            now=make.NOW,
        )
        keys = set(Reminder.objects.filter(state="waiting").values_list("key", flat=True))

    assert count == 1
    assert keys == {"test:1", "test:3"}


def test_the_next_in_line_gets_the_words_of_the_moved_date():
    place = make.world()
    finance = make.actor(Role.REGION_FINANCE, place.region)
    plan(critical(place, title="Senest 30.9."))
    run(make.NOW)

    plan(critical(place, title="Senest 15.10."))
    run(make.NOW + 2 * DAY)

    assert told() == [
        (place.admin.user_id, "Senest 30.9."),
        (finance.user_id, "Ingen har taget den: Senest 15.10."),
    ]


def test_a_matter_that_moves_nearer_than_the_next_step_hurries_it():
    place = make.world()
    finance = make.actor(Role.REGION_FINANCE, place.region)
    plan(critical(place))
    run(make.NOW)
    near = make.NOW + timedelta(hours=6)

    plan(critical(place, moot_at=make.NOW + DAY), now=near)
    run(near)

    assert told()[1:] == [(finance.user_id, "Ingen har taget den: Husk")]


def test_a_critical_matter_that_is_gone_goes_on_to_nobody_until_it_comes_back():
    place = make.world()
    make.actor(Role.REGION_FINANCE, place.region)
    plan(critical(place))
    run(make.NOW)

    plan(groups=["test"])
    run(make.NOW + 3 * DAY)
    gone = len(told())
    plan(critical(place), now=make.NOW + 3 * DAY)
    run(make.NOW + 3 * DAY)

    assert (gone, len(told())) == (1, 2)


def test_every_delivery_names_the_organisation_of_its_reminder():
    place = make.world()
    plan(planned(place, due_at=make.NOW))
    run(make.NOW)

    with rowsecurity.sweep():
        assert set(Delivery.objects.values_list("organisation", flat=True)) == {place.region.pk}
