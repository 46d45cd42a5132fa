"""A notice from draft to effect, with its dates frozen and its money barred."""

from datetime import date, timedelta

import pytest

from acute import services as acute
from coordination.agreements import services as agreements
from coordination.agreements.enums import Anchor, ClauseKind, Trigger
from coordination.agreements.errors import Suspended
from coordination.agreements.models import Agreement
from coordination.base.actor import Role
from coordination.base.errors import NotAllowed, NotFound
from coordination.base.rowsecurity import scope, sweep
from coordination.notices import selectors as notice_rows
from coordination.notices import services as notices
from coordination.notices.enums import NoticeKind, NoticeState
from coordination.notices.errors import (
    InEffect,
    MoneyNotUsed,
    NoticeOpen,
    ReceivedBeforeGiven,
    WrongState,
)
from coordination.reminders.models import Reminder
from tests import make

pytestmark = pytest.mark.django_db


def drafted(place, kind=NoticeKind.SUSPEND, actor=None, **changes):
    """A notice the region has written."""
    actor = actor or place.admin
    with scope(actor):
        return notices.draft(
            actor=actor,
            agreement=place.agreement,
            kind=kind,
            reason="Midlerne slipper op.",
            now=make.NOW,
            **({"before_money_used": True} | changes),
        )


def given(place, kind=NoticeKind.SUSPEND):
    """A notice the region has given today."""
    made = drafted(place, kind)
    with scope(place.admin):
        return notices.give(actor=place.admin, uuid=made.uuid, now=make.NOW)


def received(place, notice, day, *organisations):
    """The parties (all where none is named) have the notice on a day, the region records it."""
    who = [row.pk for row in organisations] or [place.municipality.pk, place.plo.pk]
    with scope(place.admin):
        return notices.receive(
            actor=place.admin, uuid=notice.uuid, organisations=who, received_on=day, today=day
        )


def agreement_now(place):
    """The agreement as its administrator sees it."""
    with scope(place.admin):
        return Agreement.objects.get(pk=place.agreement.pk)


def test_the_period_runs_from_the_day_the_last_party_had_it():
    place = make.world()
    notice = given(place)

    received(place, notice, date(2020, 9, 20), place.municipality)
    fixed = received(place, notice, date(2020, 9, 28), place.plo)

    assert fixed.state == NoticeState.RECEIVED
    assert fixed.last_day_on == date(2020, 10, 28)
    assert fixed.inputs["quote"]


def test_a_clause_that_is_read_anew_leaves_the_notice_that_was_given():
    place = make.world()
    notice = given(place, NoticeKind.TERMINATE)

    with scope(place.admin):
        agreements.settle_clause(
            actor=place.admin,
            agreement=place.agreement,
            kind=ClauseKind.TERMINATE,
            anchor=Anchor.END_OF_YEAR,
            trigger=Trigger.ANY_TIME,
            reason="Sådan var det ment.",
        )
    fixed = received(place, notice, date(2020, 6, 10))

    assert fixed.last_day_on == date(2020, 9, 10)
    assert fixed.inputs["confirmed_by"]


def test_a_suspension_bars_sessions_dated_inside_it_and_leaves_the_end():
    place = make.world()
    received(place, given(place), date(2020, 9, 28))
    later = make.NOW + timedelta(days=150)

    with scope(place.doctor), pytest.raises(Suspended):
        acute.log_session(
            actor=place.doctor,
            patient=place.patient.uuid,
            service_on=date(2020, 10, 29),
            minutes=15,
            now=later,
        )
    with scope(place.doctor):
        session = acute.log_session(
            actor=place.doctor,
            patient=place.patient.uuid,
            service_on=date(2020, 10, 28),
            minutes=15,
            now=later,
        )

    assert session.service_on == date(2020, 10, 28)
    assert agreement_now(place).ends_before == date(2021, 1, 1)


def test_a_termination_ends_the_agreement_after_its_last_day():
    place = make.world()

    received(place, given(place, NoticeKind.TERMINATE), date(2020, 6, 10))

    assert agreement_now(place).ends_before == date(2020, 9, 11)


def test_a_termination_that_would_end_later_than_the_agreement_moves_nothing():
    place = make.world()

    received(place, given(place, NoticeKind.TERMINATE), date(2020, 12, 10))

    assert agreement_now(place).ends_before == date(2021, 1, 1)


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_a_withdrawn_notice_leaves_the_agreement_as_it_was(kind):
    place = make.world()
    fixed = received(place, given(place, kind), date(2020, 6, 10))

    with scope(place.admin):
        notices.withdraw(
            actor=place.admin, uuid=fixed.uuid, reason="Enighed", today=date(2020, 6, 11)
        )

    after = agreement_now(place)
    assert after.ends_before == date(2021, 1, 1)
    with scope(place.admin):
        assert not after.suspended_intervals.exists()


def test_a_notice_in_effect_cannot_be_withdrawn():
    place = make.world()
    fixed = received(place, given(place), date(2020, 6, 10))

    with scope(place.admin), pytest.raises(InEffect):
        notices.withdraw(
            actor=place.admin, uuid=fixed.uuid, reason="Enighed", today=date(2020, 7, 11)
        )


def test_a_draft_has_no_effect():
    place = make.world()

    drafted(place, NoticeKind.TERMINATE)

    assert agreement_now(place).ends_before == date(2021, 1, 1)


def test_a_right_that_waits_for_the_money_asks_how_the_clause_is_read():
    place = make.world()

    with pytest.raises(MoneyNotUsed):
        drafted(place, before_money_used=False)


def test_a_second_open_notice_of_a_kind_is_refused():
    place = make.world()
    drafted(place)

    with pytest.raises(NoticeOpen):
        drafted(place)


def test_a_receipt_before_the_notice_was_given_is_refused():
    place = make.world()
    notice = given(place)

    with pytest.raises(ReceivedBeforeGiven):
        received(place, notice, date(2020, 6, 1))


def test_a_draft_cannot_be_received():
    place = make.world()

    with pytest.raises(WrongState):
        received(place, drafted(place), date(2020, 6, 10))


def test_each_other_party_is_told_once():
    place = make.world()

    given(place)

    with sweep():
        told = Reminder.objects.filter(group__startswith="notice:")
        assert set(told.values_list("organisation_id", flat=True)) == {
            place.municipality.pk,
            place.plo.pk,
        }


def test_a_municipality_confirms_for_itself_and_for_nobody_else():
    place = make.world()
    clerk = make.actor(Role.MUNICIPAL_ADMIN, place.municipality)
    notice = given(place)

    with scope(clerk), pytest.raises(NotAllowed):
        notices.receive(
            actor=clerk,
            uuid=notice.uuid,
            organisations=[place.plo.pk],
            received_on=make.TODAY,
            today=make.TODAY,
        )
    with scope(clerk):
        half = notices.receive(
            actor=clerk,
            uuid=notice.uuid,
            organisations=[place.municipality.pk],
            received_on=make.TODAY,
            today=make.TODAY,
        )

    assert half.state == NoticeState.GIVEN


def test_only_the_giver_takes_a_notice_back():
    place = make.world()
    clerk = make.actor(Role.MUNICIPAL_ADMIN, place.municipality)
    notice = given(place)

    with scope(clerk), pytest.raises(NotAllowed):
        notices.withdraw(actor=clerk, uuid=notice.uuid, reason="Nej", today=make.TODAY)


def test_a_foreign_administrator_does_not_find_the_notice():
    place = make.world()
    other = make.world(region="Region Sjælland", municipality="Næstved Kommune", citizen=5)
    notice = given(place)

    with scope(other.admin), pytest.raises(NotFound):
        notices.give(actor=other.admin, uuid=notice.uuid, now=make.NOW)


def waiting_keys(place):
    """The days to act by of the termination reminders that still wait."""
    with sweep():
        rows = Reminder.objects.filter(group__contains=f"{place.agreement.uuid}:terminate")
        return set(rows.filter(state="waiting").values_list("key", flat=True))


def test_a_termination_closes_the_reminders_of_the_old_end_and_withdrawing_brings_them_back():
    place = make.world()
    notices.refresh_deadlines(now=make.NOW)
    before = waiting_keys(place)
    fixed = received(place, given(place, NoticeKind.TERMINATE), date(2020, 6, 10))

    notices.refresh_deadlines(now=make.NOW)
    during = waiting_keys(place)
    with scope(place.admin):
        notices.withdraw(
            actor=place.admin, uuid=fixed.uuid, reason="Enighed", today=date(2020, 6, 11)
        )
    notices.refresh_deadlines(now=make.NOW)

    assert len(before) == 6 + 1  # the ladder, and the secretariat's own deadline
    assert not before & during
    assert waiting_keys(place) == before


def test_another_partys_draft_is_neither_seen_nor_in_the_way():
    place = make.world()
    clerk = make.actor(Role.MUNICIPAL_ADMIN, place.municipality)
    theirs = drafted(place, NoticeKind.TERMINATE, actor=clerk)

    with scope(place.admin), pytest.raises(NotFound):
        notice_rows.notice_for(place.admin, theirs.uuid)
    standing = given(place, NoticeKind.TERMINATE)
    with scope(clerk), pytest.raises(NoticeOpen):
        notices.give(actor=clerk, uuid=theirs.uuid, now=make.NOW)

    assert standing.state == NoticeState.GIVEN
