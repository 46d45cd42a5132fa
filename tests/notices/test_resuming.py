"""A suspension that has taken effect is lifted from a day on, and never backwards."""

from datetime import UTC, date, datetime

import pytest

from acute import services as acute
from coordination.agreements.errors import NotSuspended, ResumesTooEarly, Suspended
from coordination.base.actor import Role
from coordination.base.errors import NotAllowed, ReasonMissing
from coordination.base.rowsecurity import scope, sweep
from coordination.notices import selectors
from coordination.notices import services as notices
from coordination.notices.enums import NoticeKind, NoticeState
from coordination.notices.errors import AlreadySuspended, NotInEffect, WrongState
from coordination.notices.models import Notice
from coordination.reminders.models import Reminder
from tests import make
from tests.notices.steps import agreement_now, draft, give, given, received, settle

pytestmark = pytest.mark.django_db
AUGUST = datetime(2020, 8, 10, 9, tzinfo=UTC)
SEPTEMBER = datetime(2020, 9, 20, 9, tzinfo=UTC)
FIRST = date(2020, 9, 1)


@pytest.fixture
def place() -> make.World:
    return make.world()


@pytest.fixture
def notice(place) -> Notice:
    """A suspension from 11 July 2020."""
    return received(place, given(place), date(2020, 6, 10))


def resume(actor, notice, on: date = FIRST, now: datetime = AUGUST, reason: str = "Tillæg"):
    with scope(actor):
        return notices.resume(actor=actor, uuid=notice.uuid, resumes_on=on, reason=reason, now=now)


def log(place, day: date):
    with scope(place.doctor):
        return acute.log_session(
            actor=place.doctor,
            patient=place.patient.uuid,
            service_on=day,
            minutes=15,
            now=SEPTEMBER,
        )


def test_services_count_again_from_the_day_and_those_before_it_never(place, notice):
    resume(place.admin, notice)

    assert log(place, FIRST).service_on == FIRST
    with pytest.raises(Suspended):
        log(place, date(2020, 8, 31))
    assert agreement_now(place).ends_before == date(2021, 1, 1)


def test_a_day_that_has_passed_stays_suspended(place, notice):
    with pytest.raises(ResumesTooEarly, match=r"10\.8\.2020"):
        resume(place.admin, notice, date(2020, 8, 9))

    resume(place.admin, notice, date(2020, 8, 10))
    with scope(place.admin):
        assert place.agreement.suspended_intervals.get().ends_before == date(2020, 8, 10)


def test_a_suspension_of_today_lasts_at_least_today(place, notice):
    first_day = datetime(2020, 7, 11, 9, tzinfo=UTC)

    with pytest.raises(ResumesTooEarly, match=r"12\.7\.2020"):
        resume(place.admin, notice, date(2020, 7, 11), first_day)


def test_the_day_can_be_moved_until_it_has_come(place, notice):
    resume(place.admin, notice)
    resume(place.admin, notice, date(2020, 10, 1))

    with scope(place.admin):
        assert selectors.resumptions([notice]) == {notice.pk: date(2020, 10, 1)}
    with pytest.raises(NotSuspended):
        resume(place.admin, notice, date(2020, 12, 1), datetime(2020, 10, 1, 9, tzinfo=UTC))


def test_a_suspension_that_has_not_begun_is_withdrawn_instead(place, notice):
    with pytest.raises(NotInEffect):
        resume(place.admin, notice, now=datetime(2020, 7, 10, 9, tzinfo=UTC))


def test_only_a_suspension_is_lifted(place):
    with pytest.raises(WrongState):
        resume(place.admin, received(place, given(place, NoticeKind.TERMINATE), make.TODAY))


def test_only_its_giver_lifts_it_and_says_what_was_agreed(place, notice):
    with pytest.raises(NotAllowed):
        resume(make.actor(Role.MUNICIPAL_ADMIN, place.municipality), notice)
    with pytest.raises(ReasonMissing):
        resume(place.admin, notice, reason=" ")


def test_the_other_parties_are_told(place, notice):
    resume(place.admin, notice)

    with sweep():
        rows = Reminder.objects.filter(key__startswith=f"notice:{notice.uuid}:resumed")
        told = dict(rows.values_list("organisation_id", "body"))
    assert set(told) == {place.municipality.pk, place.plo.pk}
    assert all("fra 1.9.2020: Tillæg" in body for body in told.values())


def test_a_suspended_agreement_is_not_suspended_again_and_a_resumed_one_can_be(place, notice):
    with pytest.raises(AlreadySuspended, match=r"11\.7\.2020"):
        draft(place, now=AUGUST)
    resume(place.admin, notice)

    settle(place)
    again = give(place.admin, draft(place, now=SEPTEMBER), SEPTEMBER)
    fixed = received(place, again, SEPTEMBER.date())

    with scope(place.admin):
        first = Notice.objects.get(pk=notice.pk)
        barred = list(place.agreement.suspended_intervals.order_by("starts_on"))
    assert first.state == NoticeState.IN_EFFECT  # though no sweep has been there
    assert fixed.last_day_on == date(2020, 10, 20)
    assert [row.ends_before for row in barred] == [FIRST, None]
