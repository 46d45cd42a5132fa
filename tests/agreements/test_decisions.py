"""What is told when a decision is recorded, who may record it, and when bodies meet."""

from dataclasses import replace
from datetime import date

import pytest

from coordination.agreements import services as agreements
from coordination.agreements.enums import BodyKind, Decision
from coordination.agreements.errors import (
    NoMeetings,
    NotAnApprover,
    PapersAfterMeeting,
    ReservationMissing,
)
from coordination.agreements.selectors import approvals
from coordination.audit import selectors as audit
from coordination.base import rowsecurity
from coordination.base.actor import Role
from coordination.base.errors import NotAllowed, NotFound
from coordination.reminders.models import Reminder
from tests import make
from tests.agreements.negotiation import MET, Negotiation

pytestmark = pytest.mark.django_db
JUNE, AUGUST = (date(2020, 6, 30), date(2020, 6, 5)), (date(2020, 8, 25), date(2020, 7, 31))


@pytest.fixture
def talk() -> Negotiation:
    return Negotiation()


def told(kind: str) -> dict[int, Reminder]:
    """The messages of a kind, by the organisation they are for."""
    with rowsecurity.sweep():
        rows = Reminder.objects.filter(key__startswith=f"{kind}:")
        return {row.organisation_id: row for row in rows}


def test_a_reservation_is_recorded_with_its_text(talk):
    talk.send()
    body = talk.councils[0]

    with pytest.raises(ReservationMissing):
        talk.decide(talk.admins[0], body, Decision.APPROVED_WITH_RESERVATION)

    noted = replace(MET, note="Kun i dagtimerne")
    talk.decide(talk.admins[0], body, Decision.APPROVED_WITH_RESERVATION, reference=noted)


def test_each_party_is_told_once_that_a_text_waits_for_it(talk):
    talk.send()

    assert set(told("text-sent")) == {row.pk for row in (talk.region, *talk.municipalities)}


def test_a_party_is_told_what_another_recorded_for_it_and_nothing_of_the_note(talk):
    talk.send()
    noted = replace(MET, note="Hemmeligt forbehold")
    talk.decide(talk.writer, talk.councils[0], Decision.APPROVED_WITH_RESERVATION, reference=noted)

    (message,) = told("decision").values()

    assert message.organisation_id == talk.municipalities[0].pk
    assert "Region Midtjylland har registreret »godkendt med forbehold«" in message.body
    assert "Hemmeligt" not in message.title + message.body
    assert message.path == f"/aftaler/under-forhandling/godkendelser/{talk.councils[0].uuid}/"


def test_a_party_that_records_its_own_decision_is_not_told_of_it(talk):
    talk.send()
    talk.decide(talk.admins[0], talk.councils[0])

    assert told("decision") == {}


def test_every_party_reads_what_was_decided_before_and_after_and_a_stranger_does_not(talk):
    talk.send()
    coming = replace(MET, meeting_on=date(2020, 6, 30))
    talk.decide(talk.admins[0], talk.councils[0], Decision.ON_AGENDA, reference=coming)
    talk.decide(talk.admins[0], talk.councils[0])

    stranger = make.actor(Role.MUNICIPAL_ADMIN, make.organisation("Struer Kommune"))
    for reader, seen in [*((row, 2) for row in (talk.writer, *talk.admins)), (stranger, 0)]:
        with rowsecurity.scope(reader):
            rows = audit.history_of(reader, talk.agreement.uuid)
            moves = [
                (row.changes["before"], row.changes["decision"])
                for row in rows.filter(action="agreement.decision_recorded")
            ]
        assert moves == [("on_agenda", "approved"), ("not_sent", "on_agenda")][:seen]


def test_only_the_body_the_text_names_recommends_it():
    talk = Negotiation(recommended=True)
    talk.send()
    other = talk.body(make.organisation("Region Sjælland"), BodyKind.PRACTICE_PLAN_COMMITTEE)

    with pytest.raises(NotAnApprover):
        talk.decide(talk.writer, other, is_recommendation=True)


def test_meetings_are_entered_once_each_and_can_be_taken_out_again(talk):
    clerk, council = talk.admins[0], talk.councils[0]
    with rowsecurity.scope(clerk):
        first = agreements.add_meetings(actor=clerk, body=council, days=[JUNE])
        second = agreements.add_meetings(actor=clerk, body=council, days=[JUNE, AUGUST])
        agreements.remove_meeting(actor=clerk, meeting=approvals.meetings_of(council)[0])

        assert (first, second) == (1, 1)
        assert [row.held_on for row in approvals.meetings_of(council)] == [JUNE[0]]


def test_a_region_enters_the_meetings_of_its_own_municipalities_only(talk):
    outside = talk.body(make.organisation("Næstved Kommune"), BodyKind.MUNICIPAL_COUNCIL)
    with rowsecurity.scope(talk.writer):
        assert agreements.add_meetings(actor=talk.writer, body=talk.councils[0], days=[JUNE]) == 1
        with pytest.raises(NotAllowed):
            agreements.add_meetings(actor=talk.writer, body=outside, days=[JUNE])


def test_papers_cannot_be_due_after_the_meeting(talk):
    with rowsecurity.scope(talk.writer):
        wrong = {"actor": talk.writer, "body": talk.council}
        with pytest.raises(PapersAfterMeeting):
            agreements.add_meetings(days=[(date(2020, 6, 1), date(2020, 6, 2))], **wrong)
        with pytest.raises(NoMeetings):
            agreements.add_meetings(days=[], **wrong)


def test_who_is_missing_and_what_the_bodies_have_decided_is_counted_over_all_texts(talk):
    talk.send()
    talk.decide(talk.admins[0], talk.councils[0])
    with rowsecurity.scope(talk.writer):
        (version,) = approvals.texts_under_approval(talk.writer)
        rows = approvals.deciding_about([version], on=make.TODAY)[version.pk]
        counts = approvals.decision_counts(talk.writer)

    assert [(row.organisation.name, row.has_approved) for row in rows] == [
        ("Herning Kommune", True),
        ("Ikast-Brande Kommune", False),
        ("Region Midtjylland", False),
    ]
    assert (counts[Decision.APPROVED], counts[Decision.NOT_SENT]) == (1, 2)


def test_a_text_is_under_approval_from_it_is_sent_until_it_is_in_force(talk):
    def waiting() -> int:
        with rowsecurity.scope(talk.writer):
            return approvals.texts_under_approval(talk.writer).count()

    before = waiting()
    talk.send()
    sent = waiting()
    talk.all_approve()

    assert (before, sent, waiting()) == (0, 1, 0)


def test_a_body_is_shown_what_changed_since_the_text_it_last_decided_about(talk):
    talk.send()
    talk.decide(talk.admins[0], talk.councils[0])
    talk.revise(title="Ny titel")
    talk.send()
    with rowsecurity.scope(talk.writer):
        newest = approvals.versions_of(talk.agreement)[0]
        known, unknown = (
            approvals.last_decided(newest, body, on=make.TODAY) for body in talk.councils
        )

    assert known is not None
    assert (known.number, unknown) == (1, None)


def test_a_text_of_strangers_does_not_exist(talk):
    stranger = make.actor(Role.MUNICIPAL_ADMIN, make.organisation("Struer Kommune"))
    with rowsecurity.scope(talk.writer):
        version = approvals.versions_of(talk.agreement)[0]

    with rowsecurity.scope(stranger):
        with pytest.raises(NotFound):
            approvals.version_for(stranger, version.uuid)
        with pytest.raises(NotFound):
            approvals.managed_agreement(stranger, talk.agreement.slug)
