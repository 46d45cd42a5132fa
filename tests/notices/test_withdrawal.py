"""A notice that somebody has had is taken back only as everybody who has had it agrees."""

from datetime import UTC, date, datetime

import pytest

from coordination.base.actor import Actor, Role
from coordination.base.errors import NotAllowed, ReasonMissing
from coordination.base.rowsecurity import scope, sweep
from coordination.notices import services as notices
from coordination.notices.enums import NoticeKind, NoticeState
from coordination.notices.errors import (
    InEffect,
    NothingToAgree,
    WithdrawalAsked,
    WithdrawalNotAsked,
    WrongState,
)
from coordination.notices.models import Notice
from coordination.reminders.models import Reminder
from tests import make
from tests.notices.steps import agree, agreement_now, draft, given, receive, received, withdraw

pytestmark = pytest.mark.django_db
KINDS = [NoticeKind.TERMINATE, NoticeKind.SUSPEND]
AFTER = datetime(2020, 12, 1, 9, tzinfo=UTC)


@pytest.fixture
def place() -> make.World:
    return make.world()


@pytest.fixture
def clerk(place) -> Actor:
    return make.actor(Role.MUNICIPAL_ADMIN, place.municipality)


@pytest.fixture
def doctors(place) -> Actor:
    return make.actor(Role.GP_ORGANISATION, place.plo)


def told(notice: Notice, about: str) -> set[int]:
    """Which organisations got the messages about a step."""
    with sweep():
        rows = Reminder.objects.filter(key__startswith=f"notice:{notice.uuid}:{about}")
        return set(rows.values_list("organisation_id", flat=True))


def test_a_draft_is_taken_back_by_its_party_alone_and_nobody_is_told(place):
    gone = withdraw(place.admin, draft(place))

    assert gone.state == NoticeState.WITHDRAWN
    assert told(gone, "") == set()


def test_a_notice_that_nobody_has_had_is_taken_back_by_its_party_alone(place):
    gone = withdraw(place.admin, given(place))

    assert gone.state == NoticeState.WITHDRAWN
    assert told(gone, "withdrawn") == {place.region.pk, place.municipality.pk, place.plo.pk}


def test_whoever_has_had_it_is_asked_and_it_stands_meanwhile(place):
    notice = received(place, given(place), date(2020, 6, 10), place.municipality)

    asked = withdraw(place.admin, notice)

    assert (asked.state, asked.withdrawal_asked_on) == (NoticeState.GIVEN, make.TODAY)
    assert told(notice, "asked") == {place.municipality.pk}


@pytest.mark.parametrize("kind", KINDS)
def test_when_the_last_agrees_the_agreement_is_as_it_was(place, clerk, doctors, kind):
    fixed = withdraw(place.admin, received(place, given(place, kind), date(2020, 6, 10)))

    half = agree(clerk, fixed)
    assert half.state == NoticeState.RECEIVED
    whole = agree(doctors, fixed)

    assert (whole.state, whole.withdrawn_reason) == (NoticeState.WITHDRAWN, "Enighed")
    after = agreement_now(place)
    assert after.ends_before == date(2021, 1, 1)
    with scope(place.admin):
        assert not after.suspended_intervals.exists()


def test_a_party_that_gets_the_notice_after_the_question_must_agree_too(place, clerk, doctors):
    notice = received(place, given(place), date(2020, 6, 10), place.municipality)
    withdraw(place.admin, notice)

    fixed = receive(doctors, notice, place.plo, on=date(2020, 6, 12))
    assert fixed.state == NoticeState.RECEIVED
    assert agree(clerk, notice).state == NoticeState.RECEIVED

    assert agree(doctors, notice).state == NoticeState.WITHDRAWN


def test_a_party_that_has_not_had_it_is_not_waited_for(place, clerk, doctors):
    notice = received(place, given(place), date(2020, 6, 10), place.municipality)
    withdraw(place.admin, notice)

    with pytest.raises(NothingToAgree):
        agree(doctors, notice)

    assert agree(clerk, notice).state == NoticeState.WITHDRAWN


def test_a_party_agrees_once_and_only_where_it_is_asked(place, clerk):
    notice = received(place, given(place), date(2020, 6, 10))

    with pytest.raises(WithdrawalNotAsked):
        agree(clerk, notice)
    withdraw(place.admin, notice)
    agree(clerk, notice)
    with pytest.raises(NothingToAgree):
        agree(clerk, notice)
    with pytest.raises(WithdrawalAsked):
        withdraw(place.admin, notice)


def test_the_giver_agrees_for_nobody_not_even_as_the_region(place):
    notice = withdraw(place.admin, received(place, given(place), date(2020, 6, 10)))

    with pytest.raises(NotAllowed):
        agree(place.admin, notice)


def test_a_notice_in_effect_is_neither_taken_back_nor_agreed_about(place, clerk):
    notice = received(place, given(place), date(2020, 6, 10))

    with pytest.raises(InEffect):
        withdraw(place.admin, notice, AFTER)
    withdraw(place.admin, notice)
    with pytest.raises(InEffect):
        agree(clerk, notice, AFTER)
    notices.put_into_effect(today=AFTER.date())
    with pytest.raises(InEffect):
        agree(clerk, notice, AFTER)


def test_what_is_taken_back_stays_so(place, clerk):
    gone = withdraw(place.admin, given(place))

    with pytest.raises(WrongState):
        withdraw(place.admin, gone)
    with pytest.raises(WrongState):
        agree(clerk, gone)


def test_a_reason_is_wanted(place):
    notice = given(place)

    with scope(place.admin), pytest.raises(ReasonMissing):
        notices.withdraw(actor=place.admin, uuid=notice.uuid, reason=" ", now=make.NOW)


def test_after_a_notice_was_taken_back_another_can_be_given(place):
    withdraw(place.admin, given(place, NoticeKind.TERMINATE))

    assert given(place, NoticeKind.TERMINATE).state == NoticeState.GIVEN


def waiting_keys(place):
    """The days to act by of the termination reminders that still wait."""
    with sweep():
        rows = Reminder.objects.filter(group__contains=f"{place.agreement.uuid}:terminate")
        return set(rows.filter(state="waiting").values_list("key", "due_at"))


def test_a_termination_moves_the_reminders_and_taking_it_back_brings_them_back(
    place, clerk, doctors
):
    notices.refresh_deadlines(now=make.NOW)
    before = waiting_keys(place)
    fixed = received(place, given(place, NoticeKind.TERMINATE), date(2020, 6, 10))

    notices.refresh_deadlines(now=make.NOW)
    during = waiting_keys(place)
    withdraw(place.admin, fixed)
    for party in (clerk, doctors):
        agree(party, fixed)
    notices.refresh_deadlines(now=make.NOW)

    assert len(before) == 6 + 1  # the ladder, and the secretariat's own deadline
    assert not before & during
    assert waiting_keys(place) == before
