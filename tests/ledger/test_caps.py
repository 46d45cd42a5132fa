"""No practice, municipality or agreement uses more than a cap allows, in whatever order."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import Error, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coordination.agreements.enums import MoneyUsed
from coordination.base import clock
from coordination.base.actor import Role
from coordination.base.errors import DomainError, NotAllowed, ReasonMissing
from coordination.base.rowsecurity import scope
from coordination.ledger import services as ledger
from coordination.ledger.enums import CapParty, CapWindow, ClaimState, Posting
from coordination.ledger.errors import CapReached, NoCap
from coordination.ledger.models import Cap
from coordination.ledger.selectors import most_used, opened
from tests import make
from tests.access import stage
from tests.ledger import steps
from tests.ledger.steps import release, reserve, reverse, spend

pytestmark = pytest.mark.django_db

HUNDRED, SIXTY = Decimal("100.00"), Decimal("60.00")
MAY, JUNE, JULY = date(2020, 5, 1), date(2020, 6, 1), date(2020, 7, 1)


def cap(
    place: make.World,
    amount: Decimal = HUNDRED,
    party: CapParty = CapParty.PRACTICE,
    window: CapWindow = CapWindow.MONTH,
    starts_on: date = MAY,
) -> ledger.SetCap:
    with scope(place.admin):
        return ledger.set_cap(
            actor=place.admin,
            agreement=place.agreement,
            party=party,
            window=window,
            amount=amount,
            starts_on=starts_on,
            decision="Besluttet af udvalget",
        )


def lift(place: make.World, ends_before: date) -> None:
    with scope(place.admin):
        ledger.lift_cap(
            actor=place.admin,
            agreement=place.agreement,
            party=CapParty.PRACTICE,
            window=CapWindow.MONTH,
            ends_before=ends_before,
        )


def elsewhere(place: make.World) -> make.World:
    """The same agreement and municipality as another practice meets it."""
    other = make.practice(place.municipality, place.region, place.plo)
    return replace(place, practice=other, doctor=make.actor(Role.GP, other))


@pytest.mark.parametrize("party", CapParty)
def test_a_reached_cap_refuses_aloud_where_the_clause_refuses(party):
    place = make.world(money_used=MoneyUsed.REFUSE)
    cap(place, party=party)
    spend(place, "a:1", SIXTY)

    with pytest.raises(CapReached, match=r"100,00 kr\."):
        spend(place, "a:2", SIXTY)

    assert place.budget().spent == SIXTY


@pytest.mark.parametrize("clause", [MoneyUsed.HOLD, MoneyUsed.OVERRUN])
def test_a_reached_cap_holds_the_claim_for_the_region_elsewhere(clause):
    place = make.world(money_used=clause)
    cap(place, amount=Decimal("300.00"))

    first, second = (steps.claim_of(place, steps.session(place, ordinal=n)) for n in (1, 2))

    assert (first.state, second.state) == (ClaimState.SUBMITTED, ClaimState.UNFUNDED)
    assert place.budget().spent == first.amount


def test_what_is_reserved_counts_and_what_is_given_back_does_not():
    place = make.world(money_used=MoneyUsed.REFUSE)
    cap(place)
    reserve(place, "a:1", SIXTY)
    with pytest.raises(CapReached):
        reserve(place, "a:2", SIXTY)

    release(place, "a:1")

    assert reserve(place, "a:2", SIXTY) == Posting.POSTED
    assert spend(place, "a:3", HUNDRED, reservation="a:2") == Posting.POSTED


def test_a_voided_session_makes_room_again():
    place = make.world(money_used=MoneyUsed.REFUSE)
    cap(place)
    spend(place, "a:1", SIXTY)
    reverse(place, "a:1")

    assert spend(place, "a:2", HUNDRED) == Posting.POSTED


def test_a_cap_of_each_practice_leaves_the_others_room_and_one_of_all_does_not():
    place = make.world(money_used=MoneyUsed.REFUSE)
    other = elsewhere(place)
    cap(place)
    spend(place, "a:1", HUNDRED)

    assert spend(other, "a:2", HUNDRED) == Posting.POSTED

    cap(place, amount=Decimal("250.00"), party=CapParty.ALL)
    with pytest.raises(CapReached):
        spend(other, "a:3", SIXTY, on=date(2020, 6, 1))


def test_the_next_month_has_a_cap_of_its_own_and_the_period_has_one():
    place = make.world(money_used=MoneyUsed.REFUSE)
    cap(place)
    spend(place, "a:1", HUNDRED, on=date(2020, 5, 31))
    spend(place, "a:2", HUNDRED, on=date(2020, 6, 1))

    cap(place, amount=Decimal("220.00"), window=CapWindow.PERIOD)

    with pytest.raises(CapReached):
        spend(place, "a:3", SIXTY, on=date(2020, 4, 30) + timedelta(40))
    assert spend(place, "a:4", SIXTY, on=date(2020, 4, 30)) == Posting.POSTED


def test_a_cap_is_never_set_below_what_is_delivered_and_reserved_and_says_so():
    place = make.world()
    spend(place, "a:1", SIXTY)
    reserve(place, "a:2", SIXTY)

    made = cap(place, amount=HUNDRED)

    assert made.was_raised
    assert made.cap.amount == Decimal("120.00")
    assert not cap(place, amount=Decimal("120.00")).was_raised


def test_a_new_cap_ends_the_one_before_and_leaves_its_days_alone():
    place = make.world(money_used=MoneyUsed.REFUSE)
    cap(place)
    cap(place, amount=SIXTY, starts_on=JUNE)

    with scope(place.admin):
        rows = Cap.objects.order_by("starts_on").values_list("starts_on", "ends_before", "amount")
        assert list(rows) == [(MAY, JUNE, HUNDRED), (JUNE, None, SIXTY)]
    assert spend(place, "a:1", HUNDRED, on=date(2020, 5, 31)) == Posting.POSTED
    with pytest.raises(CapReached):
        spend(place, "a:2", HUNDRED, on=date(2020, 6, 1))


def test_a_lifted_cap_binds_no_later_day():
    place = make.world(money_used=MoneyUsed.REFUSE)
    cap(place)
    lift(place, date(2020, 6, 2))

    assert spend(place, "a:1", Decimal("500.00"), on=date(2020, 6, 2)) == Posting.POSTED
    with pytest.raises(CapReached):
        spend(place, "a:2", Decimal("500.00"), on=date(2020, 6, 1))
    with pytest.raises(NoCap):
        lift(place, JULY)


def test_what_a_cap_held_is_posted_when_the_cap_is_raised():
    place = make.world(money_used=MoneyUsed.HOLD)
    cap(place)
    claim = steps.claim_of(place, steps.session(place))
    with scope(place.admin):
        first = ledger.post_waiting(actor=place.admin, agreement=place.agreement, now=make.NOW)
    cap(place, amount=Decimal("400.00"))
    with scope(place.admin):
        second = ledger.post_waiting(actor=place.admin, agreement=place.agreement, now=make.NOW)

    assert [type(error) for _uuid, error in first.refused] == [CapReached]
    assert [row.uuid for row in second.done] == [claim.uuid]


def test_a_cap_needs_a_decision_and_is_the_regions_to_set():
    place = make.world()
    office = make.actor(Role.MUNICIPAL_ADMIN, place.municipality)
    wanted = {
        "agreement": place.agreement,
        "party": CapParty.ALL,
        "window": CapWindow.MONTH,
        "amount": HUNDRED,
        "starts_on": MAY,
    }

    with scope(place.admin), pytest.raises(ReasonMissing):
        ledger.set_cap(actor=place.admin, decision=" ", **wanted)
    with scope(office), pytest.raises(NotAllowed):
        ledger.set_cap(actor=office, decision="Besluttet", **wanted)


def test_the_database_lets_nobody_change_the_amount_of_a_cap():
    place = make.world()
    cap(place)

    with scope(place.admin), pytest.raises(Error, match="permission denied"), transaction.atomic():
        Cap.objects.update(amount=1)


moves = st.one_of(
    st.tuples(
        st.just("cap"),
        st.sampled_from(CapParty),
        st.sampled_from(CapWindow),
        st.integers(1, 30_000),
        st.sampled_from([MAY, JUNE, date(2020, 5, 20)]),
    ),
    st.tuples(
        st.sampled_from(["spend", "reserve"]),
        st.integers(0, 1),
        st.integers(1, 15_000),
        st.integers(0, 60),
    ),
    st.tuples(st.sampled_from(["release", "reverse", "true amount"]), st.integers(0, 9)),
    st.tuples(st.just("post waiting")),
)


def take(places: tuple[make.World, make.World], step: tuple, number: int) -> None:
    place, (name, *rest) = places[0], step
    match name:
        case "cap":
            party, window, ore, starts_on = rest
            cap(place, Decimal(ore) / 100, party, window, starts_on)
        case "spend" | "reserve":
            who, ore, back = rest
            amount, on = Decimal(ore) / 100, make.TODAY - timedelta(back)
            call = spend if name == "spend" else reserve
            call(places[who], f"{name}:{number}", amount, on=on)
        case "release":
            release(place, f"reserve:{rest[0]}")
        case "reverse":
            reverse(place, f"spend:{rest[0]}")
        case "true amount":
            spend(place, f"spend:{number}", SIXTY, reservation=f"reserve:{rest[0]}")
        case "post waiting":
            with scope(place.admin):
                ledger.post_waiting(actor=place.admin, agreement=place.agreement, now=make.NOW)


def exceeded(place: make.World) -> list[Cap]:
    """The caps that somebody has used more than."""
    with scope(place.admin), opened(place.agreement):
        return [
            row
            for row in Cap.objects.order_by("pk")
            if row.amount
            < most_used(
                place.agreement,
                CapParty(row.party),
                CapWindow(row.window),
                starts_on=row.starts_on,
                ends_before=row.ends_before,
            )
        ]


@pytest.fixture
def stages(db) -> dict[MoneyUsed, tuple[make.World, make.World]]:
    """Two practices under an agreement with each clause."""
    worlds = {
        clause: make.world(money_used=clause, amount="600.00", citizen=number)
        for number, clause in enumerate(MoneyUsed)
    }
    return {clause: (place, elsewhere(place)) for clause, place in worlds.items()}


@pytest.mark.slow
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(clause=st.sampled_from(MoneyUsed), walk=st.lists(moves, min_size=3, max_size=12))
def test_no_sequence_of_steps_exceeds_a_cap(stages, clause, walk):
    with transaction.atomic():
        places = place, _other = stages[clause]
        for number, step in enumerate(walk):
            try:
                with transaction.atomic():
                    take(places, step, number)
            except DomainError:
                pass
            assert exceeded(place) == []
        transaction.set_rollback(True)


def test_the_region_sets_a_cap_on_the_page_and_is_told_that_it_was_clamped():
    place = make.world()
    clock.jump(make.NOW)
    spend(place, "a:1", SIXTY)
    browser = stage.browser(place.admin)
    address = f"/oekonomi/lofter/{place.agreement.slug}/"
    typed = {
        "party": "practice",
        "window": "month",
        "amount": "50,00",
        "starts_on": "1.6.2020",
        "decision": "Praksisplanudvalget 27.5.2020",
    }

    page = browser.post(address, typed, follow=True).content.decode()
    lifted = browser.post(
        f"{address}ophaev/", {**typed, "ends_before": "2020-06-02"}, follow=True
    ).content.decode()

    assert "Loftet er sat til 60,00 kr., fordi så meget allerede er leveret" in page
    assert "Hver praksis pr. måned" in page
    assert "Aftalen har ingen lofter." in lifted


def test_a_municipality_sees_the_caps_and_sets_none():
    place = make.world()
    clock.jump(make.NOW)
    cap(place)
    browser = stage.browser(make.actor(Role.MUNICIPAL_ADMIN, place.municipality))
    address = f"/oekonomi/lofter/{place.agreement.slug}/"

    page = browser.get(address).content.decode()

    assert "Besluttet af udvalget" in page
    assert "Sæt et loft" not in page
    assert browser.post(address).status_code == 403


def test_a_cap_is_set_over_rest_and_says_that_it_was_clamped():
    place = make.world()
    clock.jump(make.NOW)
    spend(place, "a:1", SIXTY)

    answer = stage.browser(place.admin).post(
        f"/api/v1/agreements/{place.agreement.uuid}/caps",
        data={
            "party": "all",
            "window": "period",
            "amount": "50.00",
            "starts_on": "2020-06-01",
            "decision": "Besluttet",
        },
        content_type="application/json",
        headers={"idempotency-key": "a-key-for-one-call-only"},
    )

    assert answer.status_code == 201
    assert (answer.json()["amount"], answer.json()["was_raised"]) == ("60.00", True)
