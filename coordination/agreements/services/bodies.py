from collections.abc import Sequence
from datetime import date

from django.db import transaction

from coordination.agreements import policies
from coordination.agreements.enums import BodyKind
from coordination.agreements.errors import NoMeetings, PapersAfterMeeting
from coordination.agreements.models import Body, Meeting
from coordination.audit import services as audit
from coordination.base.actor import Actor
from coordination.base.danish import day_text
from coordination.parties import selectors as parties
from coordination.parties.models import Organisation


@transaction.atomic
def register_body(
    *,
    organisation: Organisation,
    kind: BodyKind,
    name: str,
    starts_on: date,
    ends_before: date | None = None,
) -> Body:
    """Enter a deciding body in the dated table of bodies; the same body is entered once."""
    body, _created = Body.objects.get_or_create(
        organisation=organisation,
        kind=kind,
        starts_on=starts_on,
        defaults={"name": name, "ends_before": ends_before},
    )
    return body


@transaction.atomic
def add_meetings(*, actor: Actor, body: Body, days: Sequence[tuple[date, date]]) -> int:
    """Enter the days a body meets, each with the last day for papers; returns how many were new.

    A day that is there already stays as it is.
    """
    if not days:
        raise NoMeetings
    _check(actor, body, on=min(held_on for held_on, _papers_by in days))
    for held_on, papers_by in days:
        if papers_by > held_on:
            raise PapersAfterMeeting(day=day_text(held_on))
    rows = [Meeting(body=body, held_on=held_on, papers_by=papers_by) for held_on, papers_by in days]
    before = body.meetings.count()
    Meeting.objects.bulk_create(rows, ignore_conflicts=True)
    made = body.meetings.count() - before
    audit.record(
        actor=actor, action="body.meetings_added", subject_type="body", subject=body.uuid, new=made
    )
    return made


@transaction.atomic
def remove_meeting(*, actor: Actor, meeting: Meeting) -> None:
    """Take a meeting out of the calendar: it was moved, cancelled or entered wrongly."""
    _check(actor, meeting.body, on=meeting.held_on)
    meeting.delete()
    audit.record(
        actor=actor,
        action="body.meeting_removed",
        subject_type="body",
        subject=meeting.body.uuid,
        held_on=meeting.held_on,
        papers_by=meeting.papers_by,
    )


def _check(actor: Actor, body: Body, *, on: date) -> None:
    region = parties.region_of(body.organisation_id, on=on)
    policies.check_add_meetings(actor, body.organisation_id, region)
