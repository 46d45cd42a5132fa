"""Meetings: an agenda of open points, decisions in their trail, tasks, days in a calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import ProgrammingError, transaction

from consultants import selectors, services
from consultants.errors import MeetingMoved, NotYourPlace, PatientInText, TaskIncomplete
from consultants.models import Meeting
from coordination.base import clock, rowsecurity
from coordination.base.actor import Role
from coordination.base.errors import NotAllowed, NotFound
from coordination.reminders import services as reminders
from coordination.reminders.models import Reminder
from tests import make
from tests.access.stage import browser
from tests.consultants import improving

pytestmark = pytest.mark.django_db
AT = datetime(2020, 6, 9, 12, tzinfo=UTC)


@pytest.fixture
def at() -> improving.Cooperation:
    return improving.cooperation()


def called(at, *, actor=None, extra=(), **changes):
    actor = actor or at.consultant
    wanted = {"title": "Møde med ledelsen", "held_at": AT, "host": at.hospital.uuid}
    with rowsecurity.scope(actor):
        return services.call_meeting(actor=actor, extra=extra, now=make.NOW, **(wanted | changes))


def agenda(at, meeting):
    with rowsecurity.scope(at.consultant):
        return selectors.agenda_of(meeting)


def held(at, meeting, *outcomes, minutes="Enige om retningen."):
    with rowsecurity.scope(at.management):
        return services.hold_meeting(
            actor=at.management, uuid=meeting.uuid, minutes=minutes, outcomes=outcomes, now=AT
        )


def test_the_agenda_is_the_open_points_the_nearest_date_first_and_then_the_rest(at):
    late = improving.point(at, title="Sent", due_on=date(2020, 12, 1))
    soon = improving.point(at, title="Snart", due_on=date(2020, 7, 1))
    improving.closed(at, improving.point(at, title="Lukket"))

    items = agenda(at, called(at, extra=["Nyt fra praksis", " "]))

    assert [(row.title, row.point) for row in items] == [
        ("Snart", soon),
        ("Sent", late),
        ("Nyt fra praksis", None),
    ]


def test_a_decision_joins_the_trail_and_a_task_waits_for_its_owner(at):
    made = improving.point(at)
    meeting = called(at)
    (item,) = agenda(at, meeting)

    held(
        at,
        meeting,
        services.Outcome(
            item.uuid,
            decision="Epikriser sendes ved udskrivelsen.",
            task="Ret skabelonen",
            task_owner="Sekretariatet",
            task_due_on=date(2020, 6, 30),
        ),
    )

    with rowsecurity.scope(at.consultant):
        last = selectors.steps_of(at.consultant, made)[-1]
        assert last.kind == "decided"
        assert last.text.startswith("Epikriser sendes ved udskrivelsen. Sekretariatet")
        assert selectors.point_for(at.consultant, made.uuid).moved_on == date(2020, 6, 9)
        (task,) = selectors.open_tasks(at.consultant)
        services.finish_task(actor=at.consultant, uuid=task.uuid, now=AT)
        assert not selectors.open_tasks(at.consultant).exists()


def test_a_task_has_a_text_an_owner_and_a_date_and_no_patient(at):
    meeting = called(at, extra=["Emne"])
    (item,) = agenda(at, meeting)
    cpr = make.citizens()[0]["cpr"]
    for outcome, error in (
        (services.Outcome(item.uuid, task="Ring"), TaskIncomplete),
        (services.Outcome(item.uuid, decision=f"Om {cpr}"), PatientInText),
    ):
        with pytest.raises(error):
            held(at, meeting, outcome)
    with pytest.raises(PatientInText):
        held(at, meeting, minutes=f"Om {cpr}")


def test_a_meeting_is_held_once_and_not_after_it_was_cancelled(at):
    meeting = held(at, called(at))
    with pytest.raises(MeetingMoved):
        held(at, meeting)
    cancelled = called(at)
    with rowsecurity.scope(at.consultant):
        services.cancel_meeting(actor=at.consultant, uuid=cancelled.uuid, now=AT)
    with pytest.raises(MeetingMoved):
        held(at, cancelled)
    with rowsecurity.scope(at.consultant), pytest.raises(ProgrammingError), transaction.atomic():
        Meeting.objects.filter(pk=cancelled.pk).update(state="planned")


def test_only_those_of_the_place_meet_there(at):
    elsewhere = make.actor(Role.HOSPITAL_MANAGEMENT, make.organisation("Regionshospitalet Horsens"))
    meeting = called(at)
    with pytest.raises(NotYourPlace):
        called(at, actor=elsewhere)
    with pytest.raises(NotAllowed):
        called(at, actor=at.filers[Role.GP])
    with rowsecurity.scope(elsewhere):
        assert not Meeting.objects.exists()
        with pytest.raises(NotFound):
            selectors.meeting_for(elsewhere, meeting.uuid)


def test_meetings_and_dates_stand_in_the_calendar_of_the_management_without_names(at, client):
    clock.jump(make.NOW)
    made = improving.point(at, title="Svar om fru Jensen")
    meeting = called(at)
    with rowsecurity.scope(at.management):
        _feed, token = reminders.create_feed(actor=at.management, now=make.NOW)

    text = client.get(f"/kalender/{token}.ics").content.decode().replace("\r\n ", "")

    assert f"meeting:{meeting.uuid}@samspil" in text
    assert "DTSTART;VALUE=DATE:20200609" in text
    assert f"Frist for {made.number}: {at.hospital.name}" in text
    assert "Jensen" not in text
    assert at.consultant.name not in text


def test_silence_is_told_of_once_and_again_after_the_next_silence(at):
    made = improving.point(at, due_on=date(2020, 12, 1))
    with rowsecurity.scope(at.consultant):
        services.note_point(actor=at.consultant, uuid=made.uuid, note="Drøftet.", now=make.NOW)
    services.remind_points(now=make.NOW)

    assert services.remind_points(now=make.NOW) == 0
    with rowsecurity.sweep():
        rows = Reminder.objects.filter(group=f"point:{made.uuid}", key__contains="silent")
        (told,) = rows
        assert told.due_at.date() >= make.TODAY + timedelta(days=selectors.SILENT_DAYS)
        assert told.roles == ["practice_consultant", "hospital_management"]
        assert made.title not in told.title
    with rowsecurity.scope(at.consultant):
        services.note_point(actor=at.consultant, uuid=made.uuid, note="Drøftet igen.", now=AT)
    services.remind_points(now=AT)
    with rowsecurity.sweep():
        assert rows.exclude(closed_reason="").count() == 1
        assert rows.filter(closed_reason="").count() == 1


def test_the_pages_call_a_meeting_and_take_its_minutes(at):
    clock.jump(make.NOW)
    improving.point(at)
    client = browser(at.management)
    form = {
        "host": str(at.hospital.uuid),
        "title": "Møde",
        "held_on": "9.6.2020",
        "begins": "14.00",
    }
    page = client.post("/konsulenter/moeder/nyt/", form, follow=True)
    assert "Epikriser inden to dage" in page.content.decode()
    with rowsecurity.scope(at.management):
        meeting = Meeting.objects.get()

    answers = {
        "decision-1": "Vi retter skabelonen.",
        "task-1": "Ret skabelonen",
        "task_owner-1": "Sekretariatet",
        "task_due_on-1": "30.6.2020",
        "minutes": "Kort møde.",
    }
    client.post(f"/konsulenter/moeder/{meeting.uuid}/referat/", answers)

    page = client.get("/konsulenter/moeder/").content.decode()
    assert "Sekretariatet" in page
    assert "30.6.2020" in page
