"""Deadlines become reminders, reminders become deliveries: sweeps with the clock passed in."""

from datetime import UTC, date, datetime, time, timedelta
from unittest.mock import patch

import pytest
from django.core.mail import EmailMessage

from coordination.access.models import Membership
from coordination.base import rowsecurity
from coordination.base.actor import Role
from coordination.base.periods import COPENHAGEN, working_day_before
from coordination.notices import services as notices
from coordination.reminders import services as reminders
from coordination.reminders.enums import Channel, DeliveryState, ReminderState
from coordination.reminders.models import Delivery, DemoMail, Reminder
from tests import make

pytestmark = pytest.mark.django_db

ACT_BY = date(2020, 9, 30)
FIRST_REMINDER = datetime(2020, 7, 2, 7, 0, tzinfo=COPENHAGEN)


@pytest.fixture(autouse=True)
def mailbox(settings) -> None:
    """Mails are kept as in the demo; Django's test runner would put them elsewhere."""
    settings.EMAIL_BACKEND = "coordination.reminders.mailbox.MailboxBackend"


def planned(kind: str = "terminate") -> list[Reminder]:
    """The ladder before a kind of deadline, the earliest step first."""
    with rowsecurity.sweep():
        rows = Reminder.objects.filter(key__contains=f":{kind}:").exclude(key__endswith=":body")
        return list(rows.order_by("due_at", "id"))


def deliveries() -> list[Delivery]:
    with rowsecurity.sweep():
        return list(Delivery.objects.order_by("id"))


def remind(place: make.World, due_at: datetime = make.NOW, **changes: object) -> None:
    """Plan one reminder for the region's administrators."""
    wanted = {
        "key": "test:1",
        "group": "test",
        "organisation_id": place.region.pk,
        "roles": (Role.REGION_ADMIN.value,),
        "title": "Husk",
        "path": "/aftaler/",
        "due_at": due_at,
    }
    with rowsecurity.sweep():
        reminders.schedule(**(wanted | changes))


def run(now: datetime) -> None:
    """Both sweeps, as a tick does."""
    reminders.fire_due(now=now)
    reminders.deliver_waiting(now=now)


def test_notice_for_fixture_m_must_be_received_by_the_30th_of_september():
    make.world()

    notices.refresh_deadlines(now=make.NOW)

    first = planned()[0]
    assert first.key.endswith(":terminate:end:day_to_day:2020-12-31:90")
    assert first.due_at == FIRST_REMINDER
    assert "30.9.2020" in first.title


def test_a_ladder_of_six_reminders_falls_on_working_days_at_seven_in_the_morning():
    make.world()

    notices.refresh_deadlines(now=make.NOW)

    leads = (90, 60, 30, 14, 7, 1)
    assert [row.due_at.astimezone(COPENHAGEN) for row in planned()] == [
        datetime.combine(working_day_before(ACT_BY - timedelta(days)), time(7), tzinfo=COPENHAGEN)
        for days in leads
    ]
    assert [row.is_critical for row in planned()] == [False, False, False, True, True, True]
    assert all(row.due_at.astimezone(COPENHAGEN).weekday() < 5 for row in planned("expiry"))


def test_refreshing_deadlines_twice_plans_nothing_more():
    make.world()

    first = notices.refresh_deadlines(now=make.NOW)
    before = [row.pk for row in planned()]
    second = notices.refresh_deadlines(now=make.NOW)

    assert (first, second) == (6 + 6 + 4 + 1, 0)  # terminate, expiry, prices, and the secretariat
    assert [row.pk for row in planned()] == before


def test_nothing_is_sent_before_its_moment():
    make.world()
    notices.refresh_deadlines(now=make.NOW)

    run(FIRST_REMINDER - timedelta(seconds=1))

    assert deliveries() == []


def test_firing_twice_delivers_once_in_the_app_and_by_mail():
    place = make.world()
    notices.refresh_deadlines(now=make.NOW)

    run(FIRST_REMINDER)
    run(FIRST_REMINDER)

    found = [(row.user_id, row.channel, row.state) for row in deliveries()]
    assert found == [
        (place.admin.user_id, Channel.IN_APP, DeliveryState.DELIVERED),
        (place.admin.user_id, Channel.MAIL, DeliveryState.DELIVERED),
    ]
    assert DemoMail.objects.count() == 1
    assert not planned()[0].was_late


def test_the_same_key_is_planned_once():
    place = make.world()

    remind(place)
    remind(place, title="Igen")
    run(make.NOW)

    assert [row.title for row in deliveries()] == ["Husk", "Husk"]


def test_a_missed_reminder_is_sent_once_and_marked_late():
    place = make.world()
    remind(place, make.NOW - timedelta(days=3))

    run(make.NOW)

    with rowsecurity.sweep():
        sent = Reminder.objects.get()
    assert (sent.state, sent.was_late) == (ReminderState.SENT, True)
    assert len(deliveries()) == 2


def test_what_has_become_moot_is_closed_with_a_reason_and_not_sent():
    place = make.world()
    remind(place, make.NOW - timedelta(days=3), moot_at=make.NOW)

    run(make.NOW)

    with rowsecurity.sweep():
        closed = Reminder.objects.get()
    assert (closed.state, closed.closed_reason) == (ReminderState.CLOSED, "Fristen var passeret.")
    assert deliveries() == []


def test_a_clock_that_jumps_past_the_deadline_sends_nothing_about_it():
    make.world()
    notices.refresh_deadlines(now=make.NOW)

    run(datetime(2020, 10, 1, 5, 0, tzinfo=UTC))

    assert {row.state for row in planned()} == {ReminderState.CLOSED}
    assert {row.state for row in planned("expiry")} == {ReminderState.WAITING}


def test_a_clock_that_jumps_into_the_ladder_sends_what_was_missed_as_late():
    make.world()
    notices.refresh_deadlines(now=make.NOW)

    run(datetime(2020, 9, 16, 6, 0, tzinfo=UTC))

    sent = [row for row in planned() if row.state == ReminderState.SENT]
    assert [row.was_late for row in sent] == [True, True, True, False]
    assert DemoMail.objects.filter(subject__contains="Opsigelse senest").count() == 4


def test_the_secretariat_is_given_its_own_day_a_fortnight_before():
    make.world()

    notices.refresh_deadlines(now=make.NOW)

    with rowsecurity.sweep():
        body = Reminder.objects.get(key__endswith=":body")
    assert body.title.startswith("Sagen skal være hos organet 16.8.2020")
    assert body.due_at.astimezone(COPENHAGEN).date() == working_day_before(date(2020, 8, 2))


def test_an_agreement_found_inside_its_ladder_gets_only_the_nearest_step_at_once():
    make.world()
    late = datetime(2020, 9, 5, 6, 0, tzinfo=UTC)

    notices.refresh_deadlines(now=late)
    run(late)

    assert [row.state for row in planned()] == [ReminderState.SENT] + [ReminderState.WAITING] * 3


def test_a_reminder_waits_for_somebody_to_hold_the_role():
    place = make.world()
    remind(place, roles=(Role.REGION_FINANCE.value,))

    run(make.NOW)
    waiting = deliveries()
    make.actor(Role.REGION_FINANCE, place.region)
    run(make.NOW + timedelta(days=2))

    with rowsecurity.sweep():
        sent = Reminder.objects.get()
    assert waiting == []
    assert (sent.state, sent.was_late) == (ReminderState.SENT, True)
    assert len(deliveries()) == 2


def test_reminders_that_nobody_can_receive_do_not_delay_the_others():
    place = make.world()
    for number in range(reminders.BATCH + 1):
        early = make.NOW - timedelta(days=1)
        remind(place, early, key=f"nobody:{number}", roles=(Role.REGION_FINANCE.value,))
    remind(place)

    run(make.NOW)

    assert len(deliveries()) == 2


def test_a_reminder_goes_to_those_who_hold_the_role_when_it_fires():
    place = make.world()
    remind(place)
    successor = make.actor(Role.REGION_ADMIN, place.region)
    Membership.objects.filter(user=place.admin.user_id).update(ends_before=make.TODAY)

    run(make.NOW)

    assert {row.user_id for row in deliveries()} == {successor.user_id}


def test_a_mail_that_fails_is_tried_again_and_at_last_given_up():
    place = make.world()
    remind(place)
    waits = []
    now = make.NOW

    with patch.object(EmailMessage, "send", side_effect=OSError("no route")):
        reminders.fire_due(now=now)
        for _attempt in range(reminders.MAX_ATTEMPTS):
            reminders.deliver_waiting(now=now)
            mail = next(row for row in deliveries() if row.channel == Channel.MAIL)
            waits.append(mail.next_try_at - now)
            now = mail.next_try_at
    reminders.deliver_waiting(now=now)

    mail = next(row for row in deliveries() if row.channel == Channel.MAIL)
    assert waits == [reminders.FIRST_BACKOFF * 2**n for n in range(reminders.MAX_ATTEMPTS)]
    assert (mail.state, mail.attempts) == (DeliveryState.DEAD, reminders.MAX_ATTEMPTS)
    assert not DemoMail.objects.exists()


def test_a_mail_that_fails_once_is_delivered_at_the_next_attempt():
    place = make.world()
    remind(place)

    with patch.object(EmailMessage, "send", side_effect=OSError("no route")):
        run(make.NOW)
    run(make.NOW)
    too_early = DemoMail.objects.count()
    run(make.NOW + reminders.FIRST_BACKOFF)

    assert (too_early, DemoMail.objects.count()) == (0, 1)
    assert {row.state for row in deliveries()} == {DeliveryState.DELIVERED}
