"""Which rights give a deadline, and which days: the golden ones of the 2019 agreement first."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from coordination.agreements import services as agreements
from coordination.agreements.enums import ClauseKind, Trigger
from coordination.base import clock, rowsecurity
from coordination.base.actor import Role
from coordination.ledger.rules import Outlook
from coordination.notices import selectors
from coordination.notices.enums import DeadlineKind, NoticeKind
from coordination.notices.models import Deadline
from coordination.reminders import services as reminders
from tests import make
from tests.access import stage
from tests.notices import steps
from tests.notices.steps import WHIT_SUNDAY
from tests.notices.test_deadlines import found

pytestmark = pytest.mark.django_db

MONEY_DAY = date(2020, 10, 28)


def rights(place: make.World, kind: str, today: date = make.TODAY) -> set[str]:
    """The targets of a right."""
    return {target for what, target, _anchor in found(place, today=today) if what == kind}


@pytest.fixture
def fixture_m() -> make.World:
    """As on Whit Sunday 2020: 1,860,000 kroner are used, and the words name no anchor."""
    place = make.world()
    steps.spent(place)
    steps.leave_open(place)
    return place


def test_the_2019_agreement_is_suspended_in_time_by_either_reading(fixture_m):
    rows = found(fixture_m, today=WHIT_SUNDAY)

    by_day, by_month = (rows["suspend", "money", row] for row in ("day_to_day", "end_of_month"))
    assert by_day.target_on == by_month.target_on == MONEY_DAY
    assert (by_day.act_by, by_month.act_by) == (date(2020, 9, 28), date(2020, 8, 31))
    assert by_day.body_by == date(2020, 8, 14)
    assert by_day.is_one_reading_of_several


def test_a_municipality_that_sees_its_own_entries_only_is_told_the_same_day(fixture_m):
    clerk = make.actor(Role.MUNICIPAL_ADMIN, make.organisation("Herning Kommune"))
    own = make.actor(Role.MUNICIPAL_ADMIN, fixture_m.municipality)
    with rowsecurity.scope(own):
        seen = selectors.deadlines_of(own, fixture_m.agreement, today=WHIT_SUNDAY)
    with rowsecurity.scope(clerk):
        foreign = selectors.calendar_of(
            clerk, selectors.Wanted(after=WHIT_SUNDAY), today=WHIT_SUNDAY
        )

    assert {row.target_on for row in seen if row.target == "money"} == {MONEY_DAY}
    assert foreign == []


def test_a_right_that_must_wait_for_the_money_can_first_be_used_that_day(fixture_m):
    steps.settle(fixture_m, trigger=Trigger.MONEY_USED)

    deadline = found(fixture_m, today=WHIT_SUNDAY)["suspend", "money", "day_to_day"]

    assert deadline.act_by == deadline.target_on == MONEY_DAY
    assert deadline.last_day_on == date(2020, 11, 28)
    assert "kan først varsles, når midlerne er brugt" in deadline.explanation


def test_a_suspension_at_any_time_has_the_year_as_a_target_and_never_the_last_day():
    place = make.world(ends_before=date(2022, 1, 1))
    before = rights(place, "suspend")

    steps.settle(place, trigger=Trigger.ANY_TIME)

    assert before == set()
    assert rights(place, "suspend") == {"year"}


def test_a_year_that_ends_before_the_agreement_begins_is_no_target():
    place = make.world(starts_on=date(2026, 1, 1), ends_before=date(2028, 1, 1))

    assert rights(place, "terminate") == {"end"}
    assert rights(place, "terminate", date(2026, 6, 1)) == {"end", "year"}


def test_a_right_that_was_used_gives_no_deadline_until_the_notice_is_withdrawn():
    place = make.world()
    notice = steps.given(place, NoticeKind.TERMINATE)
    while_given = rights(place, "terminate")

    steps.withdraw(place.admin, notice)

    assert while_given == set()
    assert rights(place, "terminate") == {"end"}


def test_a_suspended_agreement_is_not_reminded_of_suspending(fixture_m):
    with rowsecurity.scope(fixture_m.admin):
        agreements.add_suspended_interval(
            actor=fixture_m.admin,
            agreement=fixture_m.agreement,
            starts_on=date(2020, 9, 1),
            ends_before=None,
            reason="Midlerne slipper op",
        )

    assert rights(fixture_m, "suspend", WHIT_SUNDAY) == set()


def test_an_unconfirmed_reading_is_grey_and_says_so(client):
    place = make.world()
    clock.jump(make.NOW)
    steps.settle(place, ClauseKind.TERMINATE, confirm=False)
    admin = stage.browser(place.admin)

    page = admin.get(reverse("agreement-detail", args=[place.agreement.slug])).content.decode()
    calendar = admin.get(reverse("deadline-calendar")).content.decode()

    for text in (page, calendar):
        assert "deadline--unconfirmed" in text
        assert "ikke bekræftet" in text


def test_the_day_the_money_is_used_loses_no_day_to_rounding():
    outlook = Outlook(
        as_of=make.TODAY,
        last_day=date(2021, 12, 31),
        appropriated=Decimal("0.05"),
        spent=Decimal(0),
        posted=Decimal("0.01"),
        history_days=60,
    )

    assert outlook.used_on == make.TODAY + timedelta(days=300)


def test_the_calendar_needs_no_sweep_and_shows_the_days_of_bodies(fixture_m):
    clock.jump(steps.WHIT_SUNDAY_MORNING)

    page = stage.browser(fixture_m.admin).get(reverse("deadline-calendar")).content.decode()

    for day in ("28.9.2020", "31.8.2020", "14.8.2020"):
        assert day in page
    assert not Deadline.objects.exists()


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("kind=expiry", {DeadlineKind.EXPIRY}),
        ("act_by_before=2020-10-31&kind=terminate", {DeadlineKind.TERMINATE}),
        ("q=findes+ikke", set()),
    ],
)
def test_the_calendar_is_filtered_in_the_address(asked, shown):
    place = make.world()
    clock.jump(make.NOW)
    labels = {DeadlineKind.EXPIRY: "Aftalen udløber", DeadlineKind.TERMINATE: "opsigelse kan mod"}

    page = stage.browser(place.admin).get(f"{reverse('deadline-calendar')}?{asked}")

    text = page.content.decode()
    assert {kind for kind, label in labels.items() if label in text} == shown


def test_the_feed_repeats_the_calendar_and_names_nobody(client, fixture_m):
    clock.jump(steps.WHIT_SUNDAY_MORNING)
    with rowsecurity.scope(fixture_m.admin):
        feed, token = reminders.create_feed(actor=fixture_m.admin, now=make.NOW)
    address = f"/kalender/{token}.ics"

    text = client.get(address).content.decode().replace("\r\n ", "")
    with rowsecurity.scope(fixture_m.admin):
        reminders.revoke_feed(actor=fixture_m.admin, uuid=feed.uuid, now=make.NOW)

    assert "DTSTART;VALUE=DATE:20200928" in text
    assert "DTSTART;VALUE=DATE:20200814" in text
    assert fixture_m.admin.name not in text
    assert client.get(address).status_code == 404


def test_readings_that_give_the_same_day_are_one_line():
    place = make.world()
    clock.jump(make.NOW)
    steps.leave_open(place, ClauseKind.TERMINATE)

    page = stage.browser(place.admin).get(reverse("deadline-calendar")).content.decode()

    assert page.count(">Sidste dag, en opsigelse kan modtages") == 1
    assert "efter begge læsninger" in page


def test_prices_are_regulated_once_the_agreement_has_begun():
    place = make.world(starts_on=date(2021, 2, 1), ends_before=date(2022, 1, 1))

    before = found(place)
    begun = found(place, today=date(2021, 2, 1))

    assert ("tariff", "regulation", "") not in before
    assert begun["tariff", "regulation", ""].target_on == date(2021, 4, 1)
