"""Deadlines: one source in the database, for the page of an agreement and for the nightly table."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from coordination.agreements import services as agreements
from coordination.agreements.enums import AgreementKind, Anchor, ClauseKind, PartyRole, Trigger
from coordination.agreements.models import Agreement
from coordination.agreements.rules import NoticeRule, latest_receipt
from coordination.agreements.services import ClauseText, Text
from coordination.base import rowsecurity
from coordination.ledger import selectors as ledger
from coordination.ledger import services as postings
from coordination.notices import selectors
from coordination.notices import services as notices
from coordination.notices.models import Deadline
from coordination.notices.services import ladder
from tests import make

pytestmark = pytest.mark.django_db
WHIT_SUNDAY = date(2020, 5, 31)


def found(place: make.World, *, today: date = make.TODAY) -> dict[tuple[str, str, str], Deadline]:
    with rowsecurity.scope(place.admin):
        agreement = Agreement.objects.select_related("region").get(pk=place.agreement.pk)
        rows = selectors.deadlines_of(place.admin, agreement, today=today)
    return {(row.kind, row.target, row.anchor): row for row in rows}


def open_reading(place: make.World, kind: str) -> None:
    """Let the words of a clause name no anchor."""
    with rowsecurity.scope(place.admin), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE agreements_clause SET anchor = '' WHERE agreement_id = %s AND kind = %s",
            [place.agreement.pk, kind],
        )


def test_an_agreement_with_an_end_has_its_expiry_and_the_last_day_to_terminate():
    place = make.world()

    rows = found(place)

    expiry = rows["expiry", "end", ""]
    terminate = rows["terminate", "end", "day_to_day"]
    assert (expiry.act_by, expiry.target_on) == (date(2020, 12, 31), date(2020, 12, 31))
    assert (terminate.act_by, terminate.last_day_on) == (date(2020, 9, 30), date(2020, 12, 30))
    assert terminate.body_by == date(2020, 8, 16)


def test_an_open_anchor_gives_a_deadline_for_each_reading():
    place = make.world(ends_before=date(2020, 10, 29))
    open_reading(place, "terminate")

    rows = found(place)

    assert rows["terminate", "end", "day_to_day"].act_by == date(2020, 7, 28)
    assert rows["terminate", "end", "end_of_month"].act_by == date(2020, 6, 30)
    assert rows["terminate", "end", "day_to_day"].is_one_reading_of_several


@pytest.mark.parametrize("anchor", Anchor)
def test_the_database_and_the_rules_find_the_same_day(anchor):
    place = make.world(anchor=anchor, ends_before=date(2021, 3, 1))

    deadline = found(place)["terminate", "end", anchor.value]

    assert deadline.act_by == latest_receipt(NoticeRule(3, anchor), date(2021, 2, 28))


def test_an_explanation_names_formula_inputs_and_words():
    text = found(make.world())["terminate", "end", "day_to_day"].explanation

    for word in ("30.9.2020", "3 måneder", "fra dag til dag", "30.12.2020", "»Aftalen kan opsiges"):
        assert word in text


def test_prices_are_regulated_in_april_and_october():
    place = make.world()

    assert found(place)["tariff", "regulation", ""].target_on == date(2020, 10, 1)
    later = found(place, today=date(2020, 10, 1))
    assert ("tariff", "regulation", "") not in later  # the next is after the agreement's end


def test_a_party_that_is_continued_by_another_gives_a_deadline_before_that_day():
    place = make.world(
        region="Region Sjælland",
        municipality="Næstved Kommune",
        starts_on=date(2026, 1, 1),
        ends_before=date(2028, 1, 1),
    )

    deadline = found(place, today=date(2026, 6, 1))["terminate", "merger", "day_to_day"]

    assert (deadline.target_on, deadline.act_by) == (date(2026, 12, 31), date(2026, 9, 30))


def test_a_text_that_waits_for_approval_has_its_last_day_before_the_start():
    place = make.world()
    text = Text(
        title="Venter",
        kind=AgreementKind.ACUTE_ADVICE,
        legal_basis="Lov",
        starts_on=date(2020, 9, 1),
        ends_before=None,
        parties=[(place.region, PartyRole.APPROVER)],
        clauses=[ClauseText(ClauseKind.TERMINATE, "1 måned.", months=1, body_lead_days=30)],
    )
    with rowsecurity.scope(place.admin):
        made = agreements.draft(
            actor=place.admin, slug="venter", region=place.region, text=text, now=make.NOW
        )
        agreements.send_for_approval(actor=place.admin, agreement=made, now=make.NOW)

    waiting = found(replace(place, agreement=made))["ratification", "start", ""]

    assert (waiting.act_by, waiting.body_by) == (date(2020, 8, 31), date(2020, 8, 1))


def spent_evenly(place: make.World, total: str) -> None:
    """Money posted in one go 60 days before Whit Sunday, so that there is a pace."""
    day = WHIT_SUNDAY - timedelta(days=90)
    purchase = postings.Purchase(
        source=f"earlier:{place.agreement.pk}",
        amount=Decimal(total),
        service_on=day,
        municipality_id=place.municipality.pk,
        practice_id=place.practice.pk,
        carried_over=True,
    )
    moment = make.NOW - timedelta(days=92)
    with rowsecurity.scope(place.system):
        postings.carry_over(
            actor=place.system, agreement=place.agreement, purchases=[(purchase, moment)]
        )


def test_the_day_the_money_runs_out_is_the_outlooks_own_and_moves_the_suspension():
    place = make.world(amount="1000000.00")
    spent_evenly(place, "400000.00")
    with rowsecurity.scope(place.admin):
        budget = ledger.budget_of(place.admin, place.agreement)
        outlook = ledger.outlook_of(budget, place.agreement, as_of=WHIT_SUNDAY)

    live = found(place, today=WHIT_SUNDAY)["suspend", "money", "day_to_day"]
    with rowsecurity.sweep():
        ladder.refresh_table(today=WHIT_SUNDAY)
    with rowsecurity.scope(place.admin):
        nightly = Deadline.objects.get(agreement=place.agreement, target="money")

    assert outlook is not None
    assert live.target_on == nightly.target_on == outlook.used_on
    assert live.act_by == nightly.act_by
    assert live.act_by == live.target_on  # the clause lets nobody give notice before


def test_money_that_is_just_enough_gives_no_day_to_suspend():
    place = make.world(amount="1000000.00")
    spent_evenly(place, "400000.00")
    missing = now_missing(place)

    less = contributed(place, missing - Decimal("0.01"))
    enough = contributed(place, Decimal("0.01"))

    assert ("suspend", "money", "day_to_day") in less
    assert ("suspend", "money", "day_to_day") not in enough


def now_missing(place: make.World) -> Decimal:
    with rowsecurity.scope(place.admin):
        budget = ledger.budget_of(place.admin, place.agreement)
        outlook = ledger.outlook_of(budget, place.agreement, as_of=WHIT_SUNDAY)
    assert outlook is not None
    assert outlook.needed
    return outlook.needed


def contributed(place: make.World, amount: Decimal) -> dict[tuple[str, str, str], Deadline]:
    """The deadlines after the region has put in an amount."""
    with rowsecurity.scope(place.admin):
        postings.contribute(
            actor=place.admin,
            agreement=place.agreement,
            amounts=[(place.region, amount)],
            decision="Tillægsbevilling",
            decided_on=WHIT_SUNDAY,
            now=make.NOW,
        )
    return found(place, today=WHIT_SUNDAY)


def test_the_table_is_what_the_page_computes():
    place = make.world()
    notices.refresh_deadlines(now=make.NOW)

    with rowsecurity.scope(place.admin):
        rows = Deadline.objects.filter(agreement=place.agreement)
        kept = {(row.kind, row.target, row.anchor, row.act_by) for row in rows}

    assert kept == {(*key, row.act_by) for key, row in found(place).items()}
    assert notices.refresh_deadlines(now=make.NOW) == 0


def test_a_settled_reading_leaves_one_deadline_and_an_ended_agreement_none():
    place = make.world()
    open_reading(place, "terminate")
    notices.refresh_deadlines(now=make.NOW)
    with rowsecurity.scope(place.admin):
        agreements.settle_clause(
            actor=place.admin,
            agreement=place.agreement,
            kind=ClauseKind.TERMINATE,
            anchor=Anchor.END_OF_MONTH,
            trigger=Trigger.ANY_TIME,
            reason="Aftalt",
        )

    notices.refresh_deadlines(now=make.NOW)

    with rowsecurity.scope(place.admin):
        rows = Deadline.objects.filter(agreement=place.agreement, kind="terminate", target="end")
        assert [row.anchor for row in rows] == ["end_of_month"]
        assert not rows.get().is_confirmed
    agreements.end_passed(today=date(2021, 1, 1))
    notices.refresh_deadlines(now=make.NOW.replace(year=2021, month=1, day=1))
    with rowsecurity.scope(place.admin):
        assert not Deadline.objects.filter(agreement=place.agreement).exists()
