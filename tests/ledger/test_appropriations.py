"""Top-ups and reductions: a decision, a day, and who pays how much; never below what is used."""

import contextlib
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coordination.agreements.enums import MoneyUsed
from coordination.base import clock
from coordination.base.actor import Role
from coordination.base.errors import NotAllowed
from coordination.base.rowsecurity import scope
from coordination.ledger import selectors
from coordination.ledger import services as ledger
from coordination.ledger.errors import (
    BelowUsed,
    DecisionAhead,
    NoAmounts,
    NotPayerNow,
    TakesTooMuch,
)
from tests import make
from tests.access import stage
from tests.notices.steps import WHIT_SUNDAY, WHIT_SUNDAY_MORNING, spent

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> make.World:
    """1,140,000 kroner left of 3,000,000, half from either payer, and a clause that refuses."""
    made = make.world(money_used=MoneyUsed.REFUSE)
    spent(made)
    clock.jump(WHIT_SUNDAY_MORNING)
    return made


def decide(place: make.World, *amounts: tuple[object, str], actor=None, **changes: object):
    actor = actor or place.admin
    with scope(actor):
        return ledger.top_up(
            actor=actor,
            agreement=place.agreement,
            amounts=[(payer, Decimal(amount)) for payer, amount in amounts],
            **(
                {
                    "decision": "Regionsrådet, pkt. 7",
                    "decided_on": WHIT_SUNDAY,
                    "now": WHIT_SUNDAY_MORNING,
                }
                | changes
            ),
        )


def decisions(place: make.World):
    with scope(place.admin):
        return selectors.appropriations_of(place.budget())


def test_a_top_up_is_there_at_once_with_the_decision_behind_it(place):
    budget = decide(place, (place.region, "300000"), (place.municipality, "100000.50"))

    assert budget.appropriated == Decimal("3400000.50")
    newest, first = decisions(place)
    assert (newest.decision, newest.decided_on) == ("Regionsrådet, pkt. 7", WHIT_SUNDAY)
    assert newest.total == Decimal("400000.50")
    assert first.total == Decimal("3000000.00")


def test_a_reduction_stops_at_what_is_spent_and_reserved(place):
    with pytest.raises(BelowUsed):
        decide(place, (place.region, "-570000"), (place.municipality, "-570000.01"))

    budget = decide(place, (place.region, "-570000"), (place.municipality, "-570000"))

    assert budget.appropriated == budget.spent + budget.reserved == Decimal("1860000.00")


def test_one_payer_may_take_over_from_another(place):
    budget = decide(place, (place.region, "500000"), (place.municipality, "-500000"))

    assert budget.appropriated == Decimal("3000000.00")


def test_nobody_takes_out_more_than_it_has_put_in(place):
    with pytest.raises(TakesTooMuch):
        decide(place, (place.region, "2000000"), (place.municipality, "-1500000.01"))


@pytest.mark.parametrize("amounts", [[], ["0"], ["1", "2"]])
def test_an_amount_for_each_payer_once(place, amounts):
    with pytest.raises(NoAmounts):
        decide(place, *[(place.region, amount) for amount in amounts])


def test_only_parties_pay(place):
    with pytest.raises(NotPayerNow):
        decide(place, (make.organisation("Region Sjælland"), "1000"))


def test_no_decision_is_registered_before_it_is_taken(place):
    with pytest.raises(DecisionAhead):
        decide(place, (place.region, "1"), decided_on=date(2020, 6, 1))


def test_only_the_region_that_looks_after_it_changes_the_money(place):
    for role, where in (
        (Role.MUNICIPAL_ADMIN, place.municipality),
        (Role.REGION_FINANCE, place.region),
    ):
        with pytest.raises(NotAllowed):
            decide(place, (place.region, "1"), actor=make.actor(role, where))


def test_an_amount_follows_the_key_to_the_ore(place):
    with scope(place.admin):
        divided = selectors.by_key(place.agreement, Decimal("-100000.01"), on=WHIT_SUNDAY)

    assert sorted(amount for _payer, amount in divided) == [
        Decimal("-50000.01"),
        Decimal("-50000.00"),
    ]


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # each example is rolled back
)
@given(
    steps=st.lists(
        st.tuples(
            st.decimals(min_value=-900_000, max_value=900_000, places=2),
            st.decimals(min_value=-900_000, max_value=900_000, places=2),
        ),
        max_size=8,
    )
)
def test_whatever_is_decided_the_money_never_goes_below_what_is_used(place, steps):
    with transaction.atomic():
        total = Decimal("3000000.00")
        for amounts in steps:
            payers = zip((place.region, place.municipality), map(str, amounts), strict=True)
            with contextlib.suppress(BelowUsed, TakesTooMuch, NoAmounts):
                budget = decide(place, *payers)
                total += sum(amounts)
                assert budget.appropriated == total >= budget.spent + budget.reserved
        assert sum(row.total for row in decisions(place)) == total
        transaction.set_rollback(True)


def page(place: make.World, **asked: str):
    return stage.browser(place.admin).get(
        reverse("appropriation", args=[place.agreement.slug]), asked
    )


def test_the_page_divides_a_total_by_the_key_and_saves_nothing(place):
    text = page(place, total="400.000").content.decode()

    assert text.count('value="200.000,00"') == 2
    assert "Kan nedsættes til" in text
    assert place.budget().appropriated == Decimal("3000000.00")


def test_the_page_registers_the_decision(place):
    address = reverse("appropriation", args=[place.agreement.slug])
    answer = stage.browser(place.admin).post(
        address,
        {
            "decision": "Regionsrådet, pkt. 7",
            "decided_on": "29.5.2020",
            f"amount_{place.region.uuid}": "300.000",
            f"amount_{place.municipality.uuid}": "",
        },
        follow=True,
    )

    assert "Bevillingen er nu 3.300.000,00 kr." in answer.content.decode()
    assert decisions(place)[0].total == Decimal("300000.00")


def test_what_is_refused_is_said_in_the_form_and_kept(place):
    answer = stage.browser(place.admin).post(
        reverse("appropriation", args=[place.agreement.slug]),
        {
            "decision": "Nedsættelse",
            "decided_on": "29.5.2020",
            f"amount_{place.region.uuid}": "-1.400.000",
        },
    )

    text = answer.content.decode()
    assert "lavere end det, der er brugt og reserveret" in text
    assert 'value="-1.400.000"' in text


def test_a_program_registers_and_reads_the_decisions(place):
    program = stage.program(Role.REGION_ADMIN, place.region, "agreements:read agreements:write")
    address = reverse("api-appropriations", args=[place.agreement.uuid])
    body = {
        "decision": "Regionsrådet, pkt. 7",
        "decided_on": "2020-05-29",
        "amounts": [{"payer": str(place.region.uuid), "amount": "300000.00"}],
    }
    answer = program.post(
        address,
        body,
        content_type="application/json",
        headers={"Idempotency-Key": "a-key-of-sixteen-signs"},
    )

    assert answer.status_code == 201
    assert answer.json()["appropriated"] == "3300000.00"
    assert program.get(address).json()["decisions"][0]["total"] == "300000.00"
