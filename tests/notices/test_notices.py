"""A notice from draft to effect, with its dates frozen and its money barred."""

from datetime import UTC, date, datetime, timedelta

import pytest

from acute import services as acute
from coordination.agreements import services as agreements
from coordination.agreements.enums import Anchor, ClauseKind, State, Trigger
from coordination.agreements.errors import Suspended
from coordination.base.actor import Role
from coordination.base.errors import NotAllowed, NotFound
from coordination.base.rowsecurity import scope, sweep
from coordination.notices import selectors as notice_rows
from coordination.notices import services as notices
from coordination.notices.enums import NoticeKind, NoticeState
from coordination.notices.errors import (
    NoticeOpen,
    NotInForce,
    PostedAfter,
    ReceivedBeforeGiven,
    WrongState,
)
from coordination.notices.models import Notice
from coordination.reminders.models import Reminder
from tests import make
from tests.notices.steps import (
    agreement_now,
    draft,
    give,
    given,
    receive,
    received,
    settle,
    withdraw,
)

pytestmark = pytest.mark.django_db
AUGUST = datetime(2020, 8, 3, 8, tzinfo=UTC)


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

    settle(place, ClauseKind.TERMINATE, Anchor.END_OF_YEAR, confirm=False)
    fixed = received(place, notice, date(2020, 6, 10))

    assert fixed.last_day_on == date(2020, 9, 10)
    assert fixed.inputs["confirmed_by"]


def test_a_suspension_bars_sessions_dated_inside_it_and_leaves_the_end():
    place = make.world()
    received(place, given(place), date(2020, 9, 28))
    later = make.NOW + timedelta(days=150)

    with scope(place.doctor), pytest.raises(Suspended):
        log(place, date(2020, 10, 29), later)
    with scope(place.doctor):
        session = log(place, date(2020, 10, 28), later)

    assert session.service_on == date(2020, 10, 28)
    assert agreement_now(place).ends_before == date(2021, 1, 1)


def log(place: make.World, day: date, now: datetime):
    return acute.log_session(
        actor=place.doctor, patient=place.patient.uuid, service_on=day, minutes=15, now=now
    )


def test_a_termination_ends_the_agreement_after_its_last_day():
    place = make.world()

    received(place, given(place, NoticeKind.TERMINATE), date(2020, 6, 10))

    assert agreement_now(place).ends_before == date(2020, 9, 11)


def test_a_termination_that_would_end_later_than_the_agreement_moves_nothing():
    place = make.world()

    received(place, given(place, NoticeKind.TERMINATE), date(2020, 12, 10))

    assert agreement_now(place).ends_before == date(2021, 1, 1)


def test_a_suspension_and_a_termination_do_not_move_each_other():
    place = make.world()
    received(place, given(place, NoticeKind.TERMINATE), date(2020, 6, 10))
    suspension = received(place, given(place), date(2020, 6, 20))

    assert agreement_now(place).ends_before == date(2020, 9, 11)
    with scope(place.admin):
        barred = place.agreement.suspended_intervals.get()
    assert barred.starts_on == suspension.last_day_on + timedelta(days=1) == date(2020, 7, 21)


def test_a_draft_has_no_effect():
    place = make.world()

    draft(place, NoticeKind.TERMINATE, wanted_last_day_on=date(2020, 6, 3))
    draft(place, NoticeKind.SUSPEND, wanted_last_day_on=date(2020, 6, 1))

    assert agreement_now(place).ends_before == date(2021, 1, 1)
    assert make.answered_request(place).service_on == make.TODAY


def test_a_second_open_notice_of_a_kind_is_refused():
    place = make.world()
    draft(place)

    with pytest.raises(NoticeOpen):
        draft(place)


def test_a_receipt_before_the_notice_was_given_is_refused():
    place = make.world()
    notice = given(place)

    with pytest.raises(ReceivedBeforeGiven):
        received(place, notice, date(2020, 6, 1))


def test_a_draft_cannot_be_received():
    place = make.world()

    with pytest.raises(WrongState):
        received(place, draft(place), date(2020, 6, 10))


def test_a_receipt_that_would_bar_what_is_paid_waits_for_that_to_be_voided():
    place = make.world()
    notice = given(place)
    with scope(place.doctor):
        session = log(place, date(2020, 7, 20), AUGUST)

    with pytest.raises(PostedAfter, match=r"10\.7\.2020"):
        received_later(place, notice)
    with scope(place.doctor):
        acute.void_session(actor=place.doctor, uuid=session.uuid, reason="Suspenderet", now=AUGUST)

    assert received_later(place, notice).last_day_on == date(2020, 7, 10)


def received_later(place: make.World, notice: Notice) -> Notice:
    """In August it is recorded that all had the notice on 10 June."""
    with scope(place.admin):
        return notices.receive(
            actor=place.admin,
            uuid=notice.uuid,
            organisations=[place.municipality.pk, place.plo.pk],
            received_on=date(2020, 6, 10),
            today=date(2020, 8, 3),
        )


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

    with pytest.raises(NotAllowed):
        receive(clerk, notice, place.plo)
    half = receive(clerk, notice, place.municipality)

    assert half.state == NoticeState.GIVEN


def test_only_the_giver_takes_a_notice_back():
    place = make.world()
    clerk = make.actor(Role.MUNICIPAL_ADMIN, place.municipality)
    notice = given(place)

    with pytest.raises(NotAllowed):
        withdraw(clerk, notice)


def test_a_foreign_administrator_does_not_find_the_notice():
    place = make.world()
    other = make.world(region="Region Sjælland", municipality="Næstved Kommune", citizen=5)
    notice = given(place)

    with pytest.raises(NotFound):
        give(other.admin, notice)


def test_another_partys_draft_is_neither_seen_nor_in_the_way():
    place = make.world()
    clerk = make.actor(Role.MUNICIPAL_ADMIN, place.municipality)
    theirs = draft(place, NoticeKind.TERMINATE, actor=clerk)

    with scope(place.admin), pytest.raises(NotFound):
        notice_rows.notice_for(place.admin, theirs.uuid)
    standing = given(place, NoticeKind.TERMINATE)
    with pytest.raises(NoticeOpen):
        give(clerk, theirs)

    assert standing.state == NoticeState.GIVEN


def put_into_effect(day: date) -> int:
    return notices.put_into_effect(today=day)


def state_of(place: make.World, notice: Notice) -> NoticeState:
    with scope(place.admin):
        return NoticeState(Notice.objects.get(pk=notice.pk).state)


def test_the_day_after_its_last_day_a_notice_is_in_effect_and_the_sweep_is_idempotent():
    place = make.world()
    fixed = received(place, given(place), date(2020, 6, 10))

    put_into_effect(date(2020, 7, 10))
    before = state_of(place, fixed)
    moved = [put_into_effect(date(2020, 7, 11)) for _ in range(2)]

    assert before == NoticeState.RECEIVED
    assert moved == [1, 0]
    assert state_of(place, fixed) == NoticeState.IN_EFFECT


def test_the_dates_tell_that_a_notice_is_in_effect_where_no_sweep_has_been():
    place = make.world()
    fixed = received(place, given(place), date(2020, 6, 10))

    assert fixed.state_on(date(2020, 7, 10)) == NoticeState.RECEIVED
    assert fixed.state_on(date(2020, 7, 11)) == NoticeState.IN_EFFECT


def test_the_sweep_ends_an_agreement_after_its_last_day_and_late_sessions_of_it_still_count():
    place = make.world()
    received(place, given(place, NoticeKind.TERMINATE), date(2020, 6, 10))

    put_into_effect(date(2020, 9, 10))
    assert agreement_now(place).state == State.IN_FORCE
    put_into_effect(date(2020, 9, 11))

    assert agreement_now(place).state == State.ENDED
    with scope(place.doctor):
        session = log(place, date(2020, 9, 10), datetime(2020, 9, 11, 9, tzinfo=UTC))
    assert session.service_on == date(2020, 9, 10)


def test_nothing_is_given_under_an_agreement_that_has_ended():
    place = make.world()
    notice = draft(place, NoticeKind.TERMINATE)
    after = datetime(2021, 1, 1, 9, tzinfo=UTC)

    with pytest.raises(NotInForce):
        give(place.admin, notice, after)
    with pytest.raises(NotInForce):
        draft(place, NoticeKind.SUSPEND, now=after)


def test_a_notice_may_be_read_as_settled_and_confirmed_at_the_moment_it_is_given():
    place = make.world()
    settle(place, trigger=Trigger.MONEY_WILL_BE_USED, anchor=Anchor.END_OF_MONTH)
    with scope(place.admin):
        agreements.settle_clause(
            actor=place.admin,
            agreement=place.agreement,
            kind=ClauseKind.SUSPEND,
            anchor=Anchor.END_OF_MONTH,
            trigger=Trigger.ANY_TIME,
            reason="Mødet 2. juni",
        )
    colleague = make.actor(Role.REGION_FINANCE, place.region)
    with scope(colleague):
        agreements.confirm_clause(
            actor=colleague, agreement=place.agreement, kind=ClauseKind.SUSPEND, now=make.NOW
        )

    notice = give(place.admin, draft(place))

    assert notice.inputs["anchor"] == Anchor.END_OF_MONTH
    assert notice.inputs["trigger"] == Trigger.ANY_TIME
    assert notice.inputs["confirmed_by"] == colleague.name
