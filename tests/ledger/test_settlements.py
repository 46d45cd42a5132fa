"""Months are closed once, in order; nothing is paid twice, and nothing falls between two."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from acute import services as acute
from coordination.base.actor import Role
from coordination.base.errors import NotAllowed, ReasonMissing
from coordination.base.rowsecurity import scope
from coordination.ledger import selectors
from coordination.ledger import services as ledger
from coordination.ledger.enums import ClaimState
from coordination.ledger.errors import (
    ClaimSettled,
    MonthNotOver,
    NothingClosed,
    NotTheLatest,
    NotTheNextMonth,
    PeriodClosed,
    TooMuchGrace,
)
from coordination.ledger.models import Settlement, SettlementLine, SettlementShare
from coordination.overview.invariants import offenders
from coordination.overview.invariants.settlements import SETTLEMENTS
from tests import make
from tests.ledger import steps
from tests.ledger.months import (
    APRIL,
    CLOSING,
    IN_TIME,
    LATE,
    MAY,
    claim,
    close,
    finance,
    left_over,
    owed,
    paid,
    reopen,
    state_of,
)

pytestmark = pytest.mark.django_db
JUNE = datetime(2020, 6, 5, 8, tzinfo=UTC)


@pytest.fixture
def place() -> make.World:
    return make.world(starts_on=APRIL)


def test_what_is_cleared_is_paid_and_the_rest_is_listed_with_its_reason(place):
    claim(place, "cleared")
    claim(place, "late", at=LATE)
    claim(place, "may", on=MAY)
    for state in (
        ClaimState.SUBMITTED,
        ClaimState.APPROVED,
        ClaimState.REJECTED,
        ClaimState.UNFUNDED,
    ):
        claim(place, state.value, state=state)

    april = close(place)

    assert paid(place, april) == ["cleared"]
    assert left_over(place, april) == {
        "approved": "finance",
        "late": "late",
        "rejected": "rejected",
        "submitted": "approval",
        "unfunded": "unfunded",
    }
    assert (april.amount, april.claim_count) == (100, 1)
    assert state_of(place, "cleared") == ClaimState.SETTLED


def test_the_second_before_the_days_of_grace_are_over_is_in_time(place):
    claim(place, "in time", at=IN_TIME)
    claim(place, "late", at=LATE)

    april, may = close(place), close(place, MAY, now=JUNE)

    assert paid(place, april) == ["in time"]
    assert paid(place, may) == ["late"]


def test_what_is_cleared_later_is_paid_with_a_later_month(place):
    waiting = claim(place, "waiting", state=ClaimState.SUBMITTED)
    april = close(place)
    steps.approve(place.admin, waiting)
    steps.clear(finance(place), waiting)

    may = close(place, MAY, now=JUNE)

    assert paid(place, april) == []
    assert paid(place, may) == ["waiting"]


def test_the_funders_shares_add_up_over_months_and_drift_nowhere(place):
    claim(place, "a", "0.01")
    april = close(place)
    claim(place, "b", "0.01", on=MAY, at=CLOSING)

    may = close(place, MAY, now=JUNE)

    assert sum(owed(place, april).values()) == sum(owed(place, may).values()) == Decimal("0.01")
    assert set(owed(place, april, may).values()) == {Decimal("0.01")}


def test_a_month_that_is_closed_again_answers_as_it_was_closed(place):
    claim(place, "a")
    first = close(place)
    claim(place, "b")

    assert close(place, grace=0).pk == first.pk
    assert paid(place, first) == ["a"]


def test_a_month_that_is_reopened_and_closed_again_is_the_same(place):
    claim(place, "a")
    first = close(place)
    reopen(place)
    assert state_of(place, "a") == ClaimState.CLEARED

    second = close(place)

    assert (second.number, second.content_hash) == (2, first.content_hash)
    assert owed(place, second) == owed(place, first)
    with scope(place.admin):
        assert Settlement.objects.standing().get().pk == second.pk


def test_months_are_closed_in_order_from_the_first(place):
    with pytest.raises(NotTheNextMonth, match="april 2020"):
        close(place, MAY, now=JUNE)
    close(place)
    with scope(place.admin):
        assert selectors.next_month(place.agreement) == MAY


def test_a_month_is_closed_when_its_days_of_grace_are_over(place):
    with pytest.raises(MonthNotOver, match=r"3\.5\.2020"):
        close(place, now=IN_TIME)

    assert close(place, now=LATE).grace_days == 2


@pytest.mark.parametrize("days", [-1, 61])
def test_the_days_of_grace_are_few(place, days):
    with pytest.raises(TooMuchGrace):
        close(place, grace=days)


def test_only_the_latest_month_is_reopened_and_with_a_reason(place):
    with pytest.raises(NothingClosed):
        reopen(place)
    close(place)
    close(place, MAY, now=JUNE)

    with pytest.raises(NotTheLatest, match="maj 2020"):
        reopen(place)
    with pytest.raises(ReasonMissing):
        reopen(place, MAY, " ")
    reopen(place, MAY)
    reopen(place)


@pytest.mark.parametrize("role", [Role.MUNICIPAL_ADMIN, Role.GP, Role.REGION_ADMIN])
def test_only_the_agreements_region_closes_and_reopens(place, role):
    places = {
        Role.MUNICIPAL_ADMIN: place.municipality,
        Role.GP: place.practice,
        Role.REGION_ADMIN: make.organisation("Region Sjælland"),
    }
    actor = make.actor(role, places[role])

    with pytest.raises(NotAllowed):
        close(place, actor=actor)


def april_session(place: make.World):
    """A session of April that was logged in April."""
    at = datetime(2020, 4, 20, 10, tzinfo=UTC)
    with scope(place.doctor):
        return acute.log_session(
            actor=place.doctor,
            patient=place.patient.uuid,
            service_on=date(2020, 4, 20),
            minutes=15,
            now=at,
        )


def void(place: make.World, session) -> None:
    with scope(place.doctor):
        acute.void_session(actor=place.doctor, uuid=session.uuid, reason="Fejl", now=CLOSING)


def test_a_session_of_a_closed_month_stands_and_the_doctor_is_told_whom_to_ask(place):
    waiting = april_session(place)
    close(place)

    with pytest.raises(PeriodClosed, match=r"april 2020 er afregnet.*genåbne"):
        void(place, waiting)

    assert state_of(place, waiting.source) == ClaimState.SUBMITTED
    reopen(place)
    void(place, waiting)


def test_a_session_that_is_paid_stands(place):
    session = april_session(place)
    found = steps.claim_of(place, session)
    steps.approve(place.admin, found)
    steps.clear(finance(place), found)
    close(place)

    with pytest.raises(ClaimSettled):
        void(place, session)


def test_a_rejected_session_of_a_closed_month_can_still_be_redone(place):
    session = april_session(place)
    steps.reject(place.admin, steps.claim_of(place, session))
    close(place)

    void(place, session)

    assert state_of(place, session.source) == ClaimState.WITHDRAWN


def test_a_session_that_comes_after_the_closing_is_taken_and_is_late(place):
    april = close(place)
    with scope(place.doctor):
        session = acute.log_session(
            actor=place.doctor,
            patient=place.patient.uuid,
            service_on=date(2020, 4, 20),
            minutes=15,
            now=CLOSING,
        )
    assert state_of(place, session.source) == ClaimState.SUBMITTED
    assert session.source not in {*paid(place, april), *left_over(place, april)}

    void(place, session)
    assert state_of(place, session.source) == ClaimState.WITHDRAWN


def test_the_database_pays_no_claim_twice_and_changes_no_closed_month(place):
    claim(place, "a")
    april = close(place)
    with scope(place.admin):
        line = SettlementLine.objects.get(settlement=april)
        with pytest.raises(IntegrityError, match="settlement_line_once"), transaction.atomic():
            SettlementLine.objects.create(
                settlement=april,
                claim=line.claim,
                entry=line.entry,
                region=line.region,
                municipality=line.municipality,
                practice=line.practice,
                service_on=line.service_on,
                amount=line.amount,
            )
        for rows, change in (
            (Settlement.objects.all(), {"amount": 1}),
            (SettlementLine.objects.all(), {"amount": 1}),
            (SettlementShare.objects.all(), {"amount": 1}),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                rows.update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            Settlement.objects.all().delete()


def test_the_database_adds_nothing_to_a_closed_month(place):
    claim(place, "a")
    waiting = claim(place, "b", state=ClaimState.SUBMITTED)
    april = close(place)
    with scope(place.admin):
        line = SettlementLine.objects.get(settlement=april)
        line.pk, line.claim = None, waiting
        with pytest.raises(DatabaseError, match="being closed"):
            line.save(force_insert=True)


def test_what_was_reopened_stays_reopened(place):
    close(place)
    reopen(place)
    with scope(place.admin), pytest.raises(DatabaseError, match="is settled"):
        Settlement.objects.update(cancelled_at=None, cancel_reason="")


def test_a_practice_sees_its_own_month_and_a_municipality_its_share(place):
    claim(place, "a")
    april = close(place)
    clerk = make.actor(Role.MUNICIPAL_ADMIN, place.municipality)
    stranger = make.actor(Role.GP, make.world(citizen=2).practice)

    with scope(place.doctor):
        assert len(selectors.own_month(place.doctor, april.uuid)[1]) == 1
        assert not SettlementShare.objects.exists()
    with scope(clerk):
        page = selectors.settlement_page(clerk, april.uuid)
        assert [row.funder_id for row in page.shares] == [place.municipality.pk]
        assert (page.practices, page.settlement.amount) == ([], 100)
    with scope(stranger):
        assert not Settlement.objects.exists()


def test_the_preview_says_what_closing_then_does(place):
    claim(place, "a")
    claim(place, "b", state=ClaimState.APPROVED)
    cutoff = ledger.cutoff_of(MAY, 2)
    with scope(place.admin):
        said = selectors.preview_of(
            place.admin, place.agreement, month=APRIL, ends_before=MAY, cutoff=cutoff
        )

    april = close(place)

    assert (said.count, said.amount) == (april.claim_count, april.amount)
    assert [row.count for row in said.left_over] == [len(left_over(place, april))] == [1]


def test_the_invariants_hold_over_closed_and_reopened_months(place):
    claim(place, "a", "10.01")
    close(place)
    reopen(place)
    close(place)
    claim(place, "b", "0.02", at=LATE)
    close(place, MAY, now=JUNE)

    with scope(place.system):
        assert [check.code for check in SETTLEMENTS if offenders(check)] == []
