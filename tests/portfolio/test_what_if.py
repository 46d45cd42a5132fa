"""What another pace or reading would mean for the 2019 agreement, on Whit Sunday 2020."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from coordination.agreements.enums import Anchor, ClauseKind, Trigger
from coordination.agreements.models import Clause
from coordination.base import clock
from coordination.base.actor import Role
from coordination.base.errors import NotAllowed, NotFound
from coordination.base.rowsecurity import scope
from coordination.portfolio.selectors.whatif import Question, WhatIf, advice, whatif_of
from tests import make
from tests.access import stage
from tests.notices.steps import WHIT_SUNDAY, WHIT_SUNDAY_MORNING, leave_open, settle, spent

pytestmark = pytest.mark.django_db
USED_FIRST = Question(trigger=Trigger.MONEY_USED)


@pytest.fixture
def place() -> make.World:
    made = make.world()
    spent(made)
    leave_open(made)
    clock.jump(WHIT_SUNDAY_MORNING)
    return made


def tried(place: make.World, asked: Question | None = None, **options: object) -> WhatIf:
    with scope(place.admin):
        return whatif_of(
            place.admin, place.agreement, asked or Question(**options), today=WHIT_SUNDAY
        )


def figures(case) -> dict[str, Decimal | date | None]:
    return {row.key: row.value for row in case.figures()}


def test_as_it_stands_the_money_is_used_on_28_october_and_notice_is_due_a_month_before(place):
    found = figures(tried(place).present)

    assert found == {
        "pace": Decimal("230000.00"),
        "used_on": date(2020, 10, 28),
        "break_even": Decimal("162143.69"),
        "needed": Decimal("477084.19"),
        "receive_by_day_to_day": date(2020, 9, 28),
        "receive_by_end_of_month": date(2020, 8, 31),
        "decide_by": date(2020, 8, 14),
        "last_day": date(2020, 10, 28),
        "tail": Decimal("0.00"),
    }


def test_at_160000_a_month_no_suspension_is_needed(place):
    found = tried(place, pace=Decimal(160_000))

    assert figures(found.tried)["used_on"] == date(2021, 1, 2)
    assert "Ingen suspension nødvendig" in advice(found.tried, today=WHIT_SUNDAY)
    after = {key: figures(found.tried)[key] for key in ("decide_by", "last_day", "tail")}
    assert set(after.values()) == {None}


def test_an_even_spend_would_still_run_dry_and_the_break_even_lasts(place):
    paces = [amount for _label, amount in tried(place).paces]
    assert paces == [Decimal("162143.69"), Decimal("187500.00")]

    just, even = (tried(place, pace=pace).tried for pace in paces)

    assert just.outlook.used_on == date(2020, 12, 31)
    assert "rækker lige til udløbet 31.12.2020" in advice(just, today=WHIT_SUNDAY)
    assert even.outlook.used_on == date(2020, 12, 2)


def test_notice_only_when_the_money_is_used_costs_the_month_that_follows(place):
    case = tried(place, USED_FIRST).tried

    assert (case.last_day, case.tail) == (date(2020, 11, 28), Decimal("234250.51"))
    assert "234.250,51 kr. mere" in advice(case, today=WHIT_SUNDAY)


def test_counted_to_the_end_of_a_month_that_costs_more(place):
    case = tried(place, trigger=Trigger.MONEY_USED, anchor=Anchor.END_OF_MONTH).tried

    assert case.last_day == date(2020, 11, 30)
    assert case.tail == Decimal("249363.45")


def test_what_is_paid_after_the_money_is_used_never_reaches_past_the_end(place):
    case = tried(place, trigger=Trigger.MONEY_USED, months=6).tried

    assert case.last_day == date(2020, 12, 31)


def test_a_top_up_of_what_is_needed_lasts_to_the_end(place):
    needed = tried(place).present.outlook.needed

    case = tried(place, top_up=needed).tried

    assert case.outlook.used_on == date(2020, 12, 31)
    assert case.outlook.needed == 0
    assert figures(tried(place, top_up=Decimal(-140_000)).tried)["used_on"] == date(2020, 10, 10)


def test_other_prices_change_the_pace_and_not_the_use(place):
    case = tried(place, price_percent=Decimal(10)).tried

    assert case.outlook.per_month == Decimal("253000.00")
    assert case.outlook.used_on == date(2020, 10, 15)
    assert "10 %" in next(row for row in case.figures() if row.key == "pace").formula


def test_prices_and_a_pace_that_is_tried_add_up(place):
    case = tried(place, pace=Decimal(160_000), price_percent=Decimal("-50")).tried

    assert case.outlook.per_month == Decimal("80000.00")


def test_notice_today_says_when_it_stops_and_what_is_left_then(place):
    found = figures(tried(place, notice_today=True).tried)

    assert found["stops_on"] == date(2020, 6, 30)
    assert found["left_then"] == Decimal("913305.96")
    assert "sidste dag 30.6.2020, og da er der 913.305,96 kr. tilbage" in advice(
        tried(place, notice_today=True).tried, today=WHIT_SUNDAY
    )


def test_notice_today_can_come_too_late(place):
    case = tried(place, notice_today=True, months=3, pace=Decimal(500_000)).tried

    assert case.outlook.left_on(case.stops_on) < 0
    assert "mangler" in advice(case, today=WHIT_SUNDAY)


def test_notice_today_never_reaches_past_the_end(place):
    assert tried(place, notice_today=True, months=12).tried.stops_on == date(2020, 12, 31)


def test_another_length_of_notice_moves_the_latest_receipt(place):
    found = figures(tried(place, months=3, anchor=Anchor.TO_THE_FIRST).tried)

    assert found["receive_by_to_the_first"] == date(2020, 7, 1)
    assert found["receive_by_day_to_day"] == date(2020, 7, 28)


def test_a_day_that_cannot_be_reached_is_said(place):
    case = tried(place, pace=Decimal(2_000_000)).tried

    assert "kan ikke længere nå det" in advice(case, today=WHIT_SUNDAY)


def test_every_number_has_its_formula(place):
    for case in (tried(place).present, tried(place, USED_FIRST).tried):
        assert all(row.label and row.formula for row in case.figures())


def test_what_a_clause_says_is_where_the_trial_begins(place):
    settle(place, anchor=Anchor.END_OF_MONTH, trigger=Trigger.MONEY_USED)

    case = tried(place).present

    assert (case.rule.anchor, case.trigger) == (Anchor.END_OF_MONTH, Trigger.MONEY_USED)


def test_whoever_sees_no_money_tries_nothing(place):
    with scope(place.nurse), pytest.raises(NotAllowed):
        whatif_of(place.nurse, place.agreement, None, today=WHIT_SUNDAY)
    stranger = make.actor(Role.REGION_ADMIN, make.organisation("Region Sjælland"))
    with scope(stranger), pytest.raises(NotFound):
        whatif_of(stranger, place.agreement, None, today=WHIT_SUNDAY)


def page(actor, place: make.World, **asked: str) -> str:
    answer = stage.browser(actor).get(reverse("what-if", args=[place.agreement.slug]), asked)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_page_reads_a_pace_as_people_type_it_and_shows_it_beside_the_present(place):
    text = page(place.admin, place, pace="160.000")

    assert "Midlerne rækker til 2.1.2021" in text
    assert "230.000,00 kr." in text
    assert "160.000,00 kr." in text


def test_the_page_reads_a_top_up_a_price_and_a_notice_and_leads_to_where_it_is_saved(place):
    text = page(place.admin, place, top_up="477.084,18", price_percent="-2,5", notice_today="on")

    assert "477.084,18" in text
    assert "-2,5 %" in text
    assert "30.6.2020" in text
    address = reverse("appropriation", args=[place.agreement.slug])
    assert f'href="{address}?total=477.084%2C18"' in text
    assert place.budget().appropriated == Decimal("3000000.00")


def test_nothing_is_saved_by_looking(place):
    page(place.admin, place, pace="160.000", trigger="money_used", anchor="end_of_month")

    with scope(place.admin):
        clause = Clause.objects.get(agreement=place.agreement, kind=ClauseKind.SUSPEND)
    assert (clause.anchor, clause.trigger) == ("", "")


def test_the_reading_that_is_tried_can_be_saved_with_a_reason(place):
    text = page(place.admin, place, trigger="money_used", anchor="end_of_month")
    sent = dict(re.findall(r'<input type="hidden" name="(anchor|trigger)" value="([^"]*)"', text))

    stage.browser(place.admin).post(
        reverse("clause-settle", args=[place.agreement.slug, "suspend"]),
        {**sent, "reason": "Mødet 29. maj"},
    )

    with scope(place.admin):
        clause = Clause.objects.get(agreement=place.agreement, kind=ClauseKind.SUSPEND)
    assert (clause.anchor, clause.trigger) == ("end_of_month", "money_used")
    assert (clause.settled_reason, clause.confirmed_by) == ("Mødet 29. maj", "")


def test_only_who_may_decide_is_offered_to_save_and_only_what_was_tried(place):
    finance = make.actor(Role.REGION_FINANCE, place.region)

    assert "Gem denne læsning" not in page(place.admin, place)
    assert "Gem denne læsning" not in page(finance, place, trigger="money_used")


def test_a_pace_that_is_no_amount_is_told_and_the_present_stays(place):
    text = page(place.admin, place, pace="mange")

    assert "Skriv beløbet i kroner" in text
    assert "28.10.2020" in text


def asked_by_program(place: make.World, **asked: str):
    program = stage.program(Role.REGION_FINANCE, place.region, "agreements:read")
    return program.get(reverse("api-what-if", args=[place.agreement.uuid]), asked)


def test_a_program_gets_the_same_numbers_with_their_formulas(place):
    body = asked_by_program(place, pace="160000.00", trigger="money_used").json()

    values = {row["key"]: row["value"] for row in body["tried"]["figures"]}
    assert values["used_on"] == "2021-01-02"
    assert body["tried"]["trigger"] == "money_used"
    assert not body["tried"]["runs_out"]
    assert body["present"]["runs_out"]
    assert "Ingen suspension nødvendig" in body["advice"]
    assert asked_by_program(place).json()["tried"] is None


@pytest.mark.parametrize("wrong", [{"pace": "-1"}, {"anchor": "sometime"}, {"speed": "1"}])
def test_a_program_is_told_which_parameter_is_wrong(place, wrong):
    answer = asked_by_program(place, **wrong)

    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
    assert next(iter(wrong)) in answer.json()["detail"]
