"""What is critical is taken by somebody, or goes on to the next in line, each once."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from coordination.access.models import Membership
from coordination.audit.models import Event
from coordination.base import clock, rowsecurity
from coordination.base.actor import Actor, Role
from coordination.base.errors import NotFound
from coordination.reminders import selectors
from coordination.reminders import services as reminders
from coordination.reminders.enums import ReminderState
from coordination.reminders.errors import AlreadyTaken, NothingToTake
from coordination.reminders.models import Reminder
from tests import make
from tests.access import stage
from tests.reminders.steps import DAY, LINE, critical, message_to, only, plan, planned, run, told

pytestmark = pytest.mark.django_db


def take(actor: Actor, now=make.NOW) -> Reminder:
    """The actor takes what the newest message is about."""
    message = message_to(actor.user_id)
    with rowsecurity.scope(actor):
        return reminders.acknowledge(actor=actor, message=message.uuid, now=now)


def test_untaken_it_goes_on_step_by_step_to_each_person_once():
    place = make.world()
    finance = make.actor(Role.REGION_FINANCE, place.region)
    clerk = make.actor(Role.MUNICIPAL_ADMIN, place.region)
    plan(critical(place))

    for days in range(12):
        run(make.NOW + days * DAY)
        run(make.NOW + days * DAY)

    assert told() == [
        (place.admin.user_id, "Husk"),
        (finance.user_id, "Ingen har taget den: Husk"),
        (clerk.user_id, "Ingen har taget den: Husk"),
    ]


def test_the_first_step_comes_after_two_days_and_not_before():
    place = make.world()
    make.actor(Role.REGION_FINANCE, place.region)
    plan(critical(place))
    run(make.NOW)

    run(make.NOW + 2 * DAY - timedelta(seconds=1))
    before = len(told())
    run(make.NOW + 2 * DAY)

    assert (before, len(told())) == (1, 2)


def test_a_near_matter_is_shared_out_so_that_all_in_line_get_it_before_it():
    place = make.world()
    make.actor(Role.REGION_FINANCE, place.region)
    make.actor(Role.MUNICIPAL_ADMIN, place.region)
    plan(critical(place, moot_at=make.NOW + timedelta(hours=6)))

    run(make.NOW)
    first = only().escalate_at
    for hours in range(6):
        run(make.NOW + timedelta(hours=hours))

    assert first == make.NOW + timedelta(hours=2)
    assert len(told()) == 3


def test_after_the_matter_itself_nobody_more_is_told():
    place = make.world()
    make.actor(Role.REGION_FINANCE, place.region)
    plan(critical(place, moot_at=make.NOW + DAY))
    run(make.NOW)

    run(make.NOW + DAY)

    assert len(told()) == 1
    assert only().escalate_at is None


def test_after_a_long_outage_each_step_comes_once_and_says_that_it_is_late():
    place = make.world()
    finance = make.actor(Role.REGION_FINANCE, place.region)
    make.actor(Role.MUNICIPAL_ADMIN, place.region)
    plan(critical(place, moot_at=make.NOW + 60 * DAY))
    run(make.NOW)

    run(make.NOW + 9 * DAY)
    run(make.NOW + 9 * DAY)
    soon = len(told())
    run(make.NOW + 11 * DAY)

    assert (soon, len(told())) == (2, 3)
    assert message_to(finance.user_id).body == "Forsinket: skulle være kommet 4.6.2020."


def test_who_takes_it_stops_it_and_is_named_in_the_log():
    place = make.world()
    make.actor(Role.REGION_FINANCE, place.region)
    plan(critical(place))
    run(make.NOW)

    take(place.admin)
    run(make.NOW + 9 * DAY)

    assert len(told()) == 1
    assert (only().acknowledged_by_id, only().acknowledged_at) == (place.admin.user_id, make.NOW)
    assert message_to(place.admin.user_id).read_at == make.NOW
    with rowsecurity.scope(place.admin):
        event = Event.objects.get(action="reminder.acknowledged")
    assert (event.subject, event.changes) == (only().uuid, {"key": "test:1"})


def test_the_next_in_line_can_take_it_too():
    place = make.world()
    finance = make.actor(Role.REGION_FINANCE, place.region)
    make.actor(Role.MUNICIPAL_ADMIN, place.region)
    plan(critical(place))
    run(make.NOW)
    run(make.NOW + 2 * DAY)

    take(finance)
    run(make.NOW + 5 * DAY)

    assert len(told()) == 2


def test_taking_it_again_changes_nothing_and_a_colleague_is_told_who_has_it():
    place = make.world()
    colleague = make.actor(Role.REGION_ADMIN, place.region)
    plan(critical(place))
    run(make.NOW)
    take(place.admin)

    again = take(place.admin, make.NOW + DAY)

    assert again.acknowledged_at == make.NOW
    with pytest.raises(AlreadyTaken, match=place.admin.name):
        take(colleague)
    with rowsecurity.scope(place.admin):
        assert Event.objects.filter(action="reminder.acknowledged").count() == 1


def test_what_is_not_critical_is_taken_by_nobody_and_goes_nowhere():
    place = make.world()
    make.actor(Role.REGION_FINANCE, place.region)
    plan(planned(place, due_at=make.NOW))
    run(make.NOW)

    with pytest.raises(NothingToTake):
        take(place.admin)
    run(make.NOW + 9 * DAY)

    assert len(told()) == 1


def test_nobody_takes_what_another_received():
    place = make.world()
    colleague = make.actor(Role.REGION_FINANCE, place.region)
    plan(critical(place))
    run(make.NOW)

    with rowsecurity.scope(colleague), pytest.raises(NotFound):
        reminders.acknowledge(
            actor=colleague, message=message_to(place.admin.user_id).uuid, now=make.NOW
        )


def test_where_nobody_holds_the_role_the_next_in_line_gets_it_at_once():
    place = make.world()
    finance = make.actor(Role.REGION_FINANCE, place.region)
    Membership.objects.filter(user=place.admin.user_id).update(ends_before=make.TODAY)
    plan(critical(place))

    run(make.NOW)

    assert told() == [(finance.user_id, "Ingen har taget den: Husk")]
    assert only().state == ReminderState.SENT


def test_an_empty_step_is_passed_over():
    place = make.world()
    clerk = make.actor(Role.MUNICIPAL_ADMIN, place.region)
    plan(critical(place))
    run(make.NOW)

    run(make.NOW + 2 * DAY)

    assert told()[1:] == [(clerk.user_id, "Ingen har taget den: Husk")]
    assert only().escalate_at is None


def test_who_holds_two_roles_in_the_line_is_told_once():
    place = make.world()
    own = (Role.REGION_ADMIN.value,)
    finance = make.actor(Role.REGION_FINANCE, place.region)
    plan(critical(place, escalates_to=(own, (*own, *LINE[0]))))
    run(make.NOW)

    run(make.NOW + 2 * DAY)
    run(make.NOW + 9 * DAY)

    assert told() == [
        (place.admin.user_id, "Husk"),
        (finance.user_id, "Ingen har taget den: Husk"),
    ]


def test_the_page_offers_to_take_what_is_critical_and_then_says_who_has_it():
    clock.jump(make.NOW)
    place = make.world()
    colleague = make.actor(Role.REGION_ADMIN, place.region)
    plan(critical(place), planned(place, "test:2", title="Til orientering", due_at=make.NOW))
    run(make.NOW)
    browser, address = stage.browser(place.admin), reverse("messages")

    before = browser.get(address).content.decode()
    message = message_about("Husk", place.admin)
    after = browser.post(reverse("message-acknowledge", args=[message]), follow=True)
    seen = stage.browser(colleague).get(address).content.decode()
    late = stage.browser(colleague).post(
        reverse("message-acknowledge", args=[message_about("Husk", colleague)]), follow=True
    )

    assert before.count("Jeg tager den") == 1
    assert "Du har taget den." in after.content.decode()
    assert f"Taget af {place.admin.name} 2.6.2020" in seen
    assert "Jeg tager den" not in seen
    assert f"{place.admin.name} har allerede taget den." in late.content.decode()


def message_about(title: str, actor: Actor) -> UUID:
    with rowsecurity.scope(actor):
        return selectors.messages_for(actor).get(title=title).uuid


def test_the_page_says_that_a_matter_is_gone_and_asks_nobody_to_take_it():
    clock.jump(make.NOW)
    place = make.world()
    plan(critical(place))
    run(make.NOW)
    plan(groups=["test"], reason="Aftalen er ophørt.")

    page = stage.browser(place.admin).get(reverse("messages")).content.decode()

    assert "Aftalen er ophørt." in page
    assert "Jeg tager den" not in page


def test_only_what_is_critical_may_have_a_line():
    place = make.world()

    with pytest.raises(IntegrityError, match="reminder_only_critical"), transaction.atomic():
        plan(critical(place, is_critical=False))


def test_a_nurse_takes_what_she_received_although_she_sees_no_reminders():
    place = make.world()
    plan(critical(place, organisation_id=place.municipality.pk, roles=(Role.ACUTE_NURSE.value,)))
    run(make.NOW)

    take(place.nurse)

    assert only().acknowledged_by_id == place.nurse.user_id
