"""Under which readings of its clause a notice can be given, and what it costs to wait."""

from datetime import date
from decimal import Decimal

import pytest

from coordination.agreements.enums import Anchor, ClauseKind, Trigger
from coordination.agreements.errors import BodyGone, ReadingOpen
from coordination.base.actor import Role
from coordination.base.rowsecurity import scope
from coordination.ledger import services as ledger
from coordination.notices import selectors
from coordination.notices.enums import NoticeKind, NoticeState
from coordination.notices.errors import (
    ClauseNotConfirmed,
    MoneyLasts,
    MoneyNotUsed,
    MoneyUnknown,
    WrongBody,
)
from tests import make
from tests.ledger.steps import spend
from tests.notices.steps import (
    WHIT_SUNDAY,
    WHIT_SUNDAY_MORNING,
    draft,
    give,
    leave_open,
    settle,
    spent,
)

pytestmark = pytest.mark.django_db
SUSPEND = NoticeKind.SUSPEND
WANTED = date(2020, 10, 28)


@pytest.fixture
def place() -> make.World:
    """The 2019 agreement as it stood on Whit Sunday 2020."""
    made = make.world()
    spent(made)
    return made


def drafted(place: make.World):
    return draft(place, SUSPEND, now=WHIT_SUNDAY_MORNING)


def give_it(place: make.World):
    return give(place.admin, drafted(place), WHIT_SUNDAY_MORNING)


def test_a_notice_can_be_drafted_while_its_clause_is_read_in_several_ways_but_not_given(place):
    leave_open(place)
    notice = drafted(place)

    with pytest.raises(ReadingOpen):
        give(place.admin, notice, WHIT_SUNDAY_MORNING)


def test_a_reading_that_nobody_has_confirmed_gives_no_notice(place):
    settle(place, trigger=Trigger.ANY_TIME, confirm=False)

    with pytest.raises(ClauseNotConfirmed):
        give_it(place)


def test_a_right_at_any_time_waits_for_nothing(place):
    settle(place, trigger=Trigger.ANY_TIME)

    assert give_it(place).state == NoticeState.GIVEN


def test_a_right_that_comes_when_the_money_is_used_waits_for_the_last_krone(place):
    settle(place, trigger=Trigger.MONEY_USED)
    notice = drafted(place)

    with pytest.raises(MoneyNotUsed, match=r"1\.140\.000,00 kr\."):
        give(place.admin, notice, WHIT_SUNDAY_MORNING)
    spend(place, "a", Decimal("1139999.99"))
    with pytest.raises(MoneyNotUsed, match=r"0,01 kr\."):
        give(place.admin, notice, make.NOW)
    spend(place, "b", Decimal("0.01"))

    assert give(place.admin, notice).state == NoticeState.GIVEN


def test_a_right_that_comes_when_the_money_will_be_used_is_there_once_the_pace_says_so(place):
    settle(place, trigger=Trigger.MONEY_WILL_BE_USED)

    assert give_it(place).state == NoticeState.GIVEN


def test_that_right_is_not_there_while_the_money_lasts_and_the_refusal_names_the_pace(place):
    settle(place, trigger=Trigger.MONEY_WILL_BE_USED)
    with scope(place.system):
        ledger.contribute(
            actor=place.system,
            agreement=place.agreement,
            amounts=[(place.region, Decimal(1_000_000))],
            decision="Tillægsbevilling",
            decided_on=WHIT_SUNDAY,
            now=WHIT_SUNDAY_MORNING,
        )

    with pytest.raises(MoneyLasts, match=r"230\.000,00 kr\. om måneden"):
        give_it(place)


def test_that_right_is_not_there_without_enough_history_to_say():
    place = make.world()
    spend(place, "a", Decimal(2_900_000))
    settle(place, trigger=Trigger.MONEY_WILL_BE_USED)

    with pytest.raises(MoneyUnknown):
        give(place.admin, draft(place))


def test_that_right_is_there_when_the_money_is_used_whatever_the_history():
    place = make.world()
    spend(place, "a", Decimal(3_000_000))
    settle(place, trigger=Trigger.MONEY_WILL_BE_USED)

    assert give(place.admin, draft(place)).state == NoticeState.GIVEN


def plan(place: make.World, wanted: date | None = None, kind: NoticeKind = SUSPEND):
    with scope(place.admin):
        found = selectors.plan_of(
            place.admin, place.agreement, kind, today=WHIT_SUNDAY, wanted=wanted
        )
    assert found is not None
    return found


def test_the_plan_of_a_suspension_aims_at_the_day_the_money_is_used_under_each_reading(place):
    leave_open(place)

    found = plan(place)

    assert found.wanted_last_day_on == WANTED
    assert [
        (row.anchor, row.receive_by, row.decide_by, row.later_gives) for row in found.lines
    ] == [
        (Anchor.DAY_TO_DAY, date(2020, 9, 28), date(2020, 8, 14), date(2020, 10, 29)),
        (Anchor.END_OF_MONTH, date(2020, 8, 31), date(2020, 7, 17), date(2020, 10, 31)),
    ]
    assert found.lines[0].if_used_first == date(2020, 11, 28)
    assert found.lines[0].tail == Decimal("234250.51")


def test_the_plan_of_a_settled_clause_has_one_reading(place):
    settle(place, anchor=Anchor.END_OF_MONTH, confirm=False)

    assert [row.receive_by for row in plan(place).lines] == [date(2020, 8, 31)]


def test_the_plan_of_a_termination_aims_at_the_last_day(place):
    found = plan(place, kind=NoticeKind.TERMINATE)

    assert found.wanted_last_day_on == date(2020, 12, 31)
    assert found.lines[0].receive_by == date(2020, 9, 30)


def test_any_day_can_be_wanted(place):
    settle(place, confirm=False)

    assert plan(place, wanted=date(2020, 7, 31)).lines[0].receive_by == date(2020, 6, 30)


def test_there_is_no_plan_without_a_right(place):
    with scope(place.admin):
        assert (
            selectors.plan_of(place.admin, place.agreement, NoticeKind.LEAVE, today=WHIT_SUNDAY)
            is None
        )


def bodies(place: make.World):
    with scope(place.admin):
        return selectors.bodies_for(place.admin, place.agreement, today=WHIT_SUNDAY)


def test_the_body_that_recommended_the_text_is_proposed_first(place):
    kinds = [body.kind for body in bodies(place)]

    assert kinds[0] == "practice_plan_committee"
    assert "regional_council" in kinds


def test_a_body_of_another_party_decides_about_no_notice_of_the_region(place):
    clerk = make.actor(Role.MUNICIPAL_ADMIN, place.municipality)
    with scope(clerk):
        own = selectors.bodies_for(clerk, place.agreement, today=WHIT_SUNDAY)
    council = next(row for row in own if row.kind == "municipal_council")

    with pytest.raises(WrongBody):
        draft(place, body=council)


def test_a_body_that_is_gone_before_it_must_decide_gets_no_task(place):
    settle(place, ClauseKind.TERMINATE, confirm=False)
    committee = bodies(place)[0]

    with pytest.raises(BodyGone):
        draft(place, NoticeKind.TERMINATE, body=committee, wanted_last_day_on=date(2027, 12, 31))
