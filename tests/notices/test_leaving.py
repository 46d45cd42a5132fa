"""One party leaves, and the agreement goes on between the others."""

from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from django.db.utils import IntegrityError

from coordination.agreements import selectors as agreements
from coordination.agreements.enums import State
from coordination.agreements.errors import NotTakingPart
from coordination.agreements.models import Party
from coordination.base.rowsecurity import scope
from coordination.notices import services as notices
from coordination.notices.enums import NoticeKind, NoticeState
from coordination.notices.errors import (
    NoSuchRight,
    NotAParty,
    NoticeOpen,
    RegionCannotLeave,
)
from coordination.notices.models import Notice
from coordination.overview.invariants import CHECKS, offenders
from tests import make
from tests.notices.steps import (
    CLAUSES,
    Alliance,
    agree,
    agreement_now,
    alliance,
    draft,
    give,
    given,
    receive,
    withdraw,
)

pytestmark = pytest.mark.django_db
LEAVE = NoticeKind.LEAVE
LAST_DAY = date(2020, 8, 31)
AUTUMN = datetime(2020, 9, 15, 9, tzinfo=UTC)


@pytest.fixture
def friends() -> Alliance:
    return alliance()


def left(friends: Alliance) -> Notice:
    """The first municipality leaves: all had its notice on 10 June, two months to a month's end."""
    notice = given(friends, LEAVE, friends.clerk)
    others = (friends.region, friends.stayer, friends.plo)
    return receive(friends.admin, notice, *others, on=date(2020, 6, 10))


def leaves(friends: Alliance, party: object) -> set[date | None]:
    with scope(friends.admin):
        rows = Party.objects.filter(
            version=agreement_now(friends).version_id, organisation=party.pk
        )
        return set(rows.values_list("leaves_before", flat=True))


def test_the_leaver_goes_after_its_last_day_and_the_others_stay(friends):
    notice = left(friends)

    assert notice.last_day_on == LAST_DAY
    assert leaves(friends, friends.leaver) == {date(2020, 9, 1)}
    for other in (friends.region, friends.stayer, friends.plo):
        assert leaves(friends, other) <= {None}
    after = agreement_now(friends)
    assert (after.state, after.ends_before) == (State.IN_FORCE, date(2021, 9, 1))


def test_what_the_leaver_needs_is_paid_up_to_its_last_day_and_the_others_go_on(friends):
    left(friends)

    with scope(friends.admin):
        after = agreement_now(friends)

        def check(party, day):
            agreements.check_day_can_be_posted(after, on=day, organisation_id=party.pk)

        check(friends.leaver, LAST_DAY)
        check(friends.stayer, date(2020, 9, 1))
        with pytest.raises(NotTakingPart):
            check(friends.leaver, date(2020, 9, 1))


def test_the_region_is_told_to_terminate_instead(friends):
    with pytest.raises(RegionCannotLeave, match="Varsl opsigelse i stedet"):
        draft(friends, LEAVE)


def test_nobody_leaves_where_the_agreement_does_not_say_how():
    friends = alliance([row for row in CLAUSES if row.kind != "leave"])

    with pytest.raises(NoSuchRight):
        draft(friends, LEAVE, friends.clerk)


def test_several_parties_may_leave_each_by_a_notice_of_its_own(friends):
    left(friends)

    second = given(friends, LEAVE, friends.neighbour)
    others = (friends.region, friends.leaver, friends.plo)
    receive(friends.admin, second, *others, on=date(2020, 7, 1))

    assert leaves(friends, friends.stayer) == {date(2020, 10, 1)}
    assert leaves(friends, friends.leaver) == {date(2020, 9, 1)}


def test_a_party_leaves_once(friends):
    left(friends)

    with pytest.raises(NoticeOpen):
        draft(friends, LEAVE, friends.clerk)


def test_the_database_holds_one_standing_notice_for_each_leaver(friends):
    notice = left(friends)

    with scope(friends.clerk), pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(
            agreement=friends.agreement,
            kind=LEAVE,
            given_by=notice.given_by,
            reason="Igen",
            drafted_by="",
            drafted_at=make.NOW,
            state=NoticeState.GIVEN,
        )


def test_leaving_and_terminating_do_not_move_each_other(friends):
    left(friends)
    termination = given(friends, NoticeKind.TERMINATE)
    others = (friends.leaver, friends.stayer, friends.plo)
    receive(friends.admin, termination, *others, on=date(2020, 6, 12))

    assert leaves(friends, friends.leaver) == {date(2020, 9, 1)}
    assert agreement_now(friends).ends_before == date(2020, 9, 13)


def test_the_leaver_stays_when_all_who_had_its_notice_agree(friends):
    notice = withdraw(friends.clerk, left(friends))

    for party in (friends.admin, friends.neighbour, friends.doctors):
        assert leaves(friends, friends.leaver) == {date(2020, 9, 1)}
        agree(party, notice)

    assert leaves(friends, friends.leaver) == {None}


def test_whoever_has_left_gives_no_notice_and_gets_none(friends):
    left(friends)
    notices.put_into_effect(today=AUTUMN.date())

    with pytest.raises(NotAParty):
        draft(friends, NoticeKind.TERMINATE, friends.clerk, AUTUMN)
    termination = given(friends, NoticeKind.TERMINATE, now=AUTUMN)

    with scope(friends.admin):
        receivers = set(termination.receipts.values_list("organisation", flat=True))
    assert receivers == {friends.stayer.pk, friends.plo.pk}


def test_whoever_leaves_after_writing_a_draft_cannot_give_it(friends):
    termination = draft(friends, NoticeKind.TERMINATE, friends.clerk)
    left(friends)

    with pytest.raises(NotAParty):
        give(friends.clerk, termination, AUTUMN)


def broken(friends: Alliance) -> list[object]:
    (check,) = (row for row in CHECKS if row.code == "N11")
    with scope(friends.system):
        return offenders(check)


def test_n11_finds_a_leaver_whose_place_does_not_follow_its_notice(friends):
    left(friends)
    before = broken(friends)

    with scope(friends.system):
        Party.objects.filter(
            version=friends.agreement.version_id, organisation=friends.leaver
        ).update(leaves_before=date(2020, 10, 1))

    assert before == []
    assert len(broken(friends)) == 1
