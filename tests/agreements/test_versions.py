"""A text, its versions, and whose approvals count for which of them."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError

from coordination.agreements import selectors
from coordination.agreements import services as agreements
from coordination.agreements.enums import (
    AgreementKind,
    Anchor,
    ClauseKind,
    Decision,
    State,
    Trigger,
)
from coordination.agreements.errors import (
    AlreadyDecided,
    ApprovesForAnother,
    AuthorAlone,
    BodyGone,
    MeetingInTheFuture,
    NoApproval,
    NotAnApprover,
    NothingChanged,
    OwnReading,
    RecommendationMissing,
    ReferenceMissing,
    TextChanged,
)
from coordination.agreements.models import Party
from coordination.agreements.services import Reference
from coordination.base import rowsecurity
from coordination.base.errors import ReasonMissing
from tests import make
from tests.agreements.negotiation import MET, Negotiation

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk() -> Negotiation:
    return Negotiation()


def test_an_unsent_text_is_changed_in_place_and_a_sent_one_becomes_a_new_version(talk):
    first = talk.revise(title="Bedre titel")
    talk.send()

    second = talk.revise(title="Endnu bedre")

    assert (first.number, second.number) == (1, 2)
    assert first.content_hash != second.content_hash
    assert talk.now().state == State.DRAFT
    assert talk.now().title == "Endnu bedre"


def test_an_approval_does_not_carry_over_to_a_changed_text(talk):
    talk.send()
    talk.decide(talk.colleague, talk.council)
    talk.decide(talk.admins[0], talk.councils[0])
    talk.revise(ends_before=date(2022, 1, 1))
    talk.send()

    state = talk.decide(talk.admins[1], talk.councils[1])

    assert state == State.APPROVAL
    with rowsecurity.scope(talk.writer):
        assert talk.now().version.approvals.standing().count() == 1


def test_the_text_somebody_saw_earlier_is_not_approved(talk):
    talk.send()
    with rowsecurity.scope(talk.writer):
        seen = selectors.newest_version(talk.agreement).content_hash
    talk.revise(title="Ændret")
    talk.send()

    with pytest.raises(TextChanged):
        talk.decide(talk.admins[0], talk.councils[0], content_hash=seen)


def test_saving_the_same_words_makes_no_version(talk):
    with pytest.raises(NothingChanged):
        talk.revise()


def test_the_database_changes_no_text_that_was_sent(talk):
    talk.send()

    with (
        rowsecurity.scope(talk.writer),
        pytest.raises(IntegrityError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE agreements_version SET content_hash = 'x'")


def test_the_database_rewrites_no_words_of_a_clause(talk):
    with (
        rowsecurity.scope(talk.writer),
        pytest.raises(ProgrammingError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE agreements_clause SET quote = 'andet'")


def test_the_last_approval_puts_the_text_into_force_and_everybody_joins_on_the_first_day(talk):
    talk.send()

    assert talk.all_approve() == State.IN_FORCE

    with rowsecurity.scope(talk.writer):
        joined = set(Party.objects.values_list("joins_on", flat=True))
    assert joined == {date(2020, 9, 1)}


def test_a_new_text_applies_only_when_all_have_approved_it(talk):
    talk.send()
    talk.all_approve()
    talk.revise(ends_before=date(2022, 1, 1))
    talk.send()
    talk.decide(talk.colleague, talk.council)
    before = talk.now()
    talk.decide(talk.admins[0], talk.councils[0])

    state = talk.decide(talk.admins[1], talk.councils[1])

    assert before.ends_before == date(2021, 9, 1)
    assert (state, talk.now().ends_before) == (State.IN_FORCE, date(2022, 1, 1))
    assert talk.now().version.number == 2


def test_nobody_decides_before_the_committee_has_recommended():
    talk = Negotiation(recommended=True)
    talk.send()
    with pytest.raises(RecommendationMissing):
        talk.decide(talk.admins[0], talk.councils[0])

    talk.decide(talk.colleague, talk.committee, is_recommendation=True)

    assert talk.decide(talk.admins[0], talk.councils[0]) == State.APPROVAL


def test_a_body_that_has_ceased_decides_nothing():
    talk = Negotiation(recommended=True)
    talk.send()
    later = make.NOW.replace(year=2027)

    with pytest.raises(BodyGone):
        talk.decide(
            talk.writer,
            talk.committee,
            is_recommendation=True,
            now=later,
            reference=Reference(meeting_on=date(2027, 1, 4), agenda_number="1"),
        )


def test_a_meeting_that_is_still_to_come_has_decided_nothing(talk):
    talk.send()

    with pytest.raises(MeetingInTheFuture):
        talk.decide(
            talk.admins[0], talk.councils[0], reference=Reference(meeting_on=date(2020, 6, 30))
        )


def test_what_a_region_records_for_another_party_can_be_found(talk):
    talk.send()

    with pytest.raises(ReferenceMissing):
        talk.decide(
            talk.writer, talk.councils[0], reference=Reference(meeting_on=date(2020, 5, 27))
        )


def test_nobody_approves_for_two_parties(talk):
    both = replace(talk.admins[0], office_orgs=tuple(row.pk for row in talk.municipalities))
    talk.send()
    talk.decide(both, talk.councils[0])

    with pytest.raises(ApprovesForAnother):
        talk.decide(both, talk.councils[1])


def test_the_author_cannot_be_the_only_one_who_records_approvals(talk):
    talk.send()
    for body in talk.councils:
        talk.decide(talk.writer, body)

    with pytest.raises(AuthorAlone):
        talk.decide(talk.writer, talk.council)

    assert talk.decide(talk.colleague, talk.council) == State.IN_FORCE


def test_who_need_not_approve_cannot(talk):
    talk.send()

    with pytest.raises(NotAnApprover):
        talk.decide(talk.writer, talk.committee)


def test_a_decision_moves_as_the_table_says(talk):
    talk.send()
    body = talk.councils[0]
    coming = Reference(meeting_on=date(2020, 6, 30))
    talk.decide(talk.admins[0], body, Decision.ON_AGENDA, reference=coming)
    noted = replace(MET, note="Kun i dagtimerne")
    talk.decide(talk.admins[0], body, Decision.APPROVED_WITH_RESERVATION, reference=noted)

    with pytest.raises(AlreadyDecided):
        talk.decide(talk.admins[0], body, Decision.POSTPONED)


def test_a_rejected_text_can_be_rewritten(talk):
    talk.send()
    assert talk.decide(talk.admins[0], talk.councils[0], Decision.REJECTED) == State.REJECTED

    talk.revise(title="Nyt forsøg")

    assert talk.now().state == State.DRAFT


def test_a_start_without_all_lets_in_those_who_approved_and_the_others_when_they_do(talk):
    talk.send()
    talk.decide(talk.colleague, talk.council)
    talk.decide(talk.admins[0], talk.councils[0])
    with rowsecurity.scope(talk.writer):
        agreements.start_with_approvers(
            actor=talk.writer, agreement=talk.agreement, reason="Haster", now=make.NOW
        )
    shown, on = talk.now(), date(2020, 10, 1)
    early, late = (row.pk for row in talk.municipalities)
    with rowsecurity.scope(talk.writer):
        assert selectors.takes_part(shown, early, on=on)
        assert not selectors.takes_part(shown, late, on=on)

    talk.decide(talk.admins[1], talk.councils[1], now=make.NOW.replace(month=9, day=15))

    with rowsecurity.scope(talk.writer):
        assert not selectors.takes_part(shown, late, on=date(2020, 9, 14))
        assert selectors.takes_part(shown, late, on=on)


def test_a_start_without_all_wants_a_reason_and_an_approval(talk):
    talk.send()
    with rowsecurity.scope(talk.writer):
        start = {"actor": talk.writer, "agreement": talk.agreement, "now": make.NOW}
        with pytest.raises(ReasonMissing):
            agreements.start_with_approvers(reason=" ", **start)
        with pytest.raises(NoApproval):
            agreements.start_with_approvers(reason="Haster", **start)


def test_a_reading_is_confirmed_by_another_and_falls_when_it_is_settled_anew(talk):
    clause = {"agreement": talk.agreement, "kind": ClauseKind.TERMINATE}
    with rowsecurity.scope(talk.writer), pytest.raises(OwnReading):
        agreements.confirm_clause(actor=talk.writer, now=make.NOW, **clause)

    with rowsecurity.scope(talk.colleague):
        confirmed = agreements.confirm_clause(actor=talk.colleague, now=make.NOW, **clause)
        settled = agreements.settle_clause(
            actor=talk.colleague,
            anchor=Anchor.END_OF_MONTH,
            trigger=Trigger.ANY_TIME,
            reason="Sådan er den altid blevet læst",
            **clause,
        )

        assert (confirmed.confirmed_by, confirmed.is_settled) == (talk.colleague.name, False)
        assert (settled.confirmed_by, settled.is_settled) == ("", True)
        with pytest.raises(OwnReading):
            agreements.confirm_clause(actor=talk.colleague, now=make.NOW, **clause)


def test_an_agreement_that_falls_with_another_ends_with_it_and_comes_back(talk):
    supplement = replace(
        talk.text,
        kind=AgreementKind.LOCAL_SUPPLEMENT,
        title="Tillæg",
        parent=talk.agreement,
        falls_with_parent=True,
        ends_before=None,
    )
    with rowsecurity.scope(talk.writer):
        child = agreements.draft(
            actor=talk.writer, slug="tillaeg", region=talk.region, text=supplement, now=make.NOW
        )
        terms = {"actor": talk.writer, "agreement": talk.agreement}
        assert child.ends_before == date(2021, 9, 1)

        agreements.terminate(ends_before=date(2021, 1, 1), **terms)
        child.refresh_from_db()
        ended = child.ends_before
        agreements.terminate(ends_before=None, **terms)
        child.refresh_from_db()

    assert (ended, child.ends_before) == (date(2021, 1, 1), date(2021, 9, 1))


def test_an_agreement_ends_by_the_sweep_on_the_day_after_its_last(talk):
    talk.send()
    talk.all_approve()

    assert agreements.end_passed(today=date(2021, 8, 31)) == 0
    assert agreements.end_passed(today=date(2021, 9, 1)) == 1

    assert talk.now().state == State.ENDED
