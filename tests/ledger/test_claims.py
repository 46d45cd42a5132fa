"""A claim is decided by two people, neither of them its own, and says what became of it."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import Error, IntegrityError, connection, transaction

from acute import services as acute
from acute.errors import AlreadyVoid
from acute.services.sessions import EarlierSession
from coordination.agreements.enums import MoneyUsed
from coordination.base.actor import Role
from coordination.base.errors import NotAllowed, NotFound, ReasonMissing
from coordination.base.rowsecurity import scope
from coordination.ledger import services as ledger
from coordination.ledger.enums import ClaimState
from coordination.ledger.errors import (
    AnswerMissing,
    ApprovedByYou,
    ClaimChanged,
    ClaimMoved,
    ClaimSettled,
    NoClaims,
    OwnClaim,
)
from coordination.ledger.models import Claim, Entry
from tests import make
from tests.ledger import steps

pytestmark = pytest.mark.django_db

ELSEWHERE = {"region": "Region Sjælland", "municipality": "Næstved Kommune", "citizen": 3}


def claimed(place: make.World, **changes):
    """A session of today by the world's doctor, and its claim as the practice sees it."""
    session = steps.session(place, **changes)
    return session, steps.claim_of(place, session)


def finance(place: make.World):
    return make.actor(Role.REGION_FINANCE, place.region)


def test_a_session_makes_a_claim_of_its_amount_in_the_same_step():
    place = make.world()

    session, claim = claimed(place, minutes=15)

    assert (claim.state, claim.amount) == (ClaimState.SUBMITTED, Decimal("235.37"))
    assert (claim.quantity, claim.price) == ("15 min.", session.price)
    assert (claim.practice, claim.municipality) == (place.practice, place.municipality)
    assert claim.submitted_by_key == place.doctor.key
    assert session.claim_state == ClaimState.SUBMITTED


def test_a_session_that_cannot_be_claimed_leaves_nothing(monkeypatch):
    place = make.world()
    monkeypatch.setattr(ledger, "submit", _refuses)

    with pytest.raises(NotFound):
        steps.session(place)

    assert place.budget().spent == 0


def _refuses(**_given):
    raise NotFound


def test_a_session_without_money_is_claimed_and_waits():
    place = make.world(amount="100.00", money_used=MoneyUsed.HOLD)

    session, claim = claimed(place)

    assert claim.state == session.claim_state == ClaimState.UNFUNDED
    assert place.budget().spent == 0


def test_the_region_approves_and_finance_clears():
    place = make.world()
    _session, claim = claimed(place)
    ole = finance(place)

    approved = steps.approve(place.admin, claim).only()
    cleared = steps.clear(ole, claim).only()

    assert approved.approved_by_key == place.admin.key
    assert (cleared.state, cleared.cleared_by_key) == (ClaimState.CLEARED, ole.key)


def test_nobody_approves_a_claim_of_the_own_in_another_role():
    place = make.world()
    _session, claim = claimed(place)
    both = replace(place.admin, user_id=place.doctor.user_id)

    outcome = steps.approve(both, claim)

    assert not outcome.done
    with pytest.raises(OwnClaim):
        outcome.only()


def test_nobody_approves_what_the_person_answered_for():
    place = make.world()
    _session, claim = claimed(place)
    steps.reject(place.admin, claim)
    colleague = make.actor(Role.GP, place.practice)
    with scope(colleague):
        ledger.resubmit(actor=colleague, claim=claim.uuid, answer="Rigtigt", now=make.NOW)

    with pytest.raises(OwnClaim):
        steps.approve(replace(place.admin, user_id=colleague.user_id), claim).only()


def test_nobody_clears_what_the_person_approved_in_another_role():
    place = make.world()
    _session, claim = claimed(place)
    steps.approve(place.admin, claim)

    with pytest.raises(ApprovedByYou):
        steps.clear(replace(finance(place), user_id=place.admin.user_id), claim).only()


def test_nothing_is_cleared_before_it_is_approved():
    place = make.world()
    _session, claim = claimed(place)

    with pytest.raises(ClaimMoved):
        steps.clear(finance(place), claim).only()


def test_many_are_approved_as_far_as_they_can_be_and_the_rest_says_why():
    place = make.world()
    rows = [claimed(place, ordinal=number)[1] for number in (1, 2, 3)]
    strange = claimed(make.world(**ELSEWHERE))[1]
    steps.reject(place.admin, rows[1])

    outcome = steps.approve(place.admin, *rows, strange)

    assert {claim.uuid for claim in outcome.done} == {rows[0].uuid, rows[2].uuid}
    assert outcome.total == rows[0].amount + rows[2].amount
    assert [(uuid, type(error)) for uuid, error in outcome.refused] == [
        (rows[1].uuid, ClaimMoved),
        (strange.uuid, NotFound),
    ]


def test_nothing_chosen_is_said():
    place = make.world()

    with pytest.raises(NoClaims):
        steps.approve(place.admin)


def test_a_rejection_needs_a_reason_and_reaches_the_practice():
    place = make.world()
    _session, claim = claimed(place)
    with pytest.raises(ReasonMissing):
        steps.reject(place.admin, claim, reason=" ")

    steps.reject(place.admin, claim, reason="Samme forløb som kl. 9")

    with scope(place.doctor):
        seen = Claim.objects.get(uuid=claim.uuid)
    assert (seen.state, seen.reject_reason) == (ClaimState.REJECTED, "Samme forløb som kl. 9")
    assert seen.rejected_by == place.admin.name


def test_a_rejected_claim_is_sent_in_again_with_an_answer_and_is_young_again():
    place = make.world()
    _session, claim = claimed(place)
    steps.reject(place.admin, claim)
    later = make.NOW + timedelta(days=2)
    with scope(place.doctor):
        with pytest.raises(AnswerMissing):
            ledger.resubmit(actor=place.doctor, claim=claim.uuid, answer="", now=later)
        again = ledger.resubmit(actor=place.doctor, claim=claim.uuid, answer="To opkald", now=later)

    assert (again.state, again.submitted_at) == (ClaimState.SUBMITTED, later)
    assert again.answer == "To opkald"


def test_only_a_rejected_claim_is_sent_in_again():
    place = make.world(amount="100.00", money_used=MoneyUsed.HOLD)
    _session, claim = claimed(place)

    with scope(place.doctor), pytest.raises(ClaimMoved):
        ledger.resubmit(actor=place.doctor, claim=claim.uuid, answer="Nu", now=make.NOW)


def test_a_rejection_in_the_second_step_asks_for_both_steps_again():
    place = make.world()
    _session, claim = claimed(place)
    steps.approve(place.admin, claim)
    steps.reject(finance(place), claim)
    with scope(place.doctor):
        ledger.resubmit(actor=place.doctor, claim=claim.uuid, answer="Rigtigt", now=make.NOW)

    with pytest.raises(ClaimMoved):
        steps.clear(finance(place), claim).only()


def test_a_decision_on_what_has_changed_since_is_refused():
    place = make.world()
    _session, claim = claimed(place)
    steps.reject(place.admin, claim)

    with scope(place.doctor), pytest.raises(ClaimChanged):
        ledger.resubmit(
            actor=place.doctor,
            claim=claim.uuid,
            answer="Rigtigt",
            now=make.NOW,
            version=claim.version,
        )


@pytest.mark.parametrize("decided", ["submitted", "approved", "rejected"])
def test_voiding_a_session_withdraws_its_claim_and_reverses_its_money(decided):
    place = make.world()
    session, claim = claimed(place)
    if decided == "approved":
        steps.approve(place.admin, claim)
    if decided == "rejected":
        steps.reject(place.admin, claim)

    steps.void(place, session)

    assert steps.claim_of(place, session).state == ClaimState.WITHDRAWN
    assert place.budget().spent == 0


def test_voiding_a_session_without_money_posts_nothing():
    place = make.world(amount="100.00", money_used=MoneyUsed.HOLD)
    session, _claim = claimed(place)

    steps.void(place, session)

    with scope(place.admin):
        assert not Entry.objects.filter(agreement=place.agreement, kind="spend").exists()
    with pytest.raises(AlreadyVoid):
        steps.void(place, session)


def test_a_settled_claim_is_neither_voided_nor_decided():
    place = make.world()
    session, claim = claimed(place)
    steps.approve(place.admin, claim)
    steps.clear(finance(place), claim)
    steps.settle(place, claim)

    with pytest.raises(ClaimSettled):
        steps.void(place, session)
    with pytest.raises(ClaimSettled):
        steps.reject(place.admin, claim)

    assert place.budget().spent == claim.amount


def test_sessions_of_an_earlier_system_are_claims_that_may_be_paid():
    place = make.world()
    row = EarlierSession(make.TODAY, place.municipality, place.practice, 15, make.NOW)
    waiting = replace(row, claim=ClaimState.SUBMITTED)
    with scope(place.system):
        acute.carry_over_sessions(
            actor=place.system, agreement=place.agreement, rows=[row, waiting, row]
        )

    with scope(place.admin):
        states = Claim.objects.filter(agreement=place.agreement).order_by("id")
        found = sorted(states.values_list("state", flat=True))
    assert found == ["cleared", "cleared", "submitted"]


def test_the_same_citizen_on_the_same_day_has_one_mark_also_across_practices():
    place = make.world()
    _first, one = claimed(place)
    _second, two = claimed(place, ordinal=2)
    other = make.patient(place.municipality, place.practice, 3)
    _third, three = claimed(place, patient=other)
    _fourth, four = claimed(place, on=make.TODAY - timedelta(days=1))

    assert one.case_mark == two.case_mark
    assert len({one.case_mark, three.case_mark, four.case_mark}) == 3
    assert str(place.patient.uuid) not in one.case_mark


@pytest.mark.parametrize("role", [Role.GP, Role.PRACTICE_STAFF, Role.MUNICIPAL_ADMIN])
def test_those_who_are_paid_or_only_share_the_cost_decide_nothing(role):
    place = make.world()
    _session, claim = claimed(place)
    home = place.municipality if role == Role.MUNICIPAL_ADMIN else place.practice
    stranger = make.actor(role, home)

    for decide in (steps.approve, steps.clear, steps.reject):
        with pytest.raises(NotAllowed):
            decide(stranger, claim)


def test_each_side_sees_its_own_claims_in_the_database_itself():
    place = make.world()
    neighbour = make.world(**ELSEWHERE)
    _session, claim = claimed(place)
    claimed(neighbour)
    office = make.actor(Role.MUNICIPAL_ADMIN, place.municipality)

    for viewer in (place.admin, place.doctor, office, finance(place)):
        with scope(viewer):
            assert [row.uuid for row in Claim.objects.all()] == [claim.uuid]
    with scope(place.nurse):
        assert not Claim.objects.exists()


def test_the_database_lets_a_practice_decide_nothing_about_its_claim():
    place = make.world()
    _session, claim = claimed(place)

    with scope(place.doctor), pytest.raises(Error), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(state="approved", approved_at=make.NOW)


@pytest.mark.parametrize("column", ["amount", "source", "practice_id", "case_mark"])
def test_the_database_lets_nobody_change_what_is_claimed(column):
    place = make.world()
    _session, claim = claimed(place)

    with scope(place.admin), pytest.raises(Error, match="permission denied"), transaction.atomic():
        steps.execute(f"UPDATE ledger_claim SET {column} = {column} WHERE id = {claim.pk}")


def test_the_database_refuses_every_other_move_and_a_second_claim_of_a_source():
    place = make.world()
    session, claim = claimed(place)

    with scope(place.admin), pytest.raises(Error), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(state="settled")
    with scope(place.doctor), pytest.raises(IntegrityError), transaction.atomic():
        ledger.submit(
            actor=place.doctor,
            agreement=place.agreement,
            purchase=steps.purchase(place, session.source),
            bill=ledger.Bill("0124", "15 min.", Decimal(1), ""),
            funded=True,
            now=make.NOW,
        )


def test_without_a_scope_there_are_no_claims():
    place = make.world()
    claimed(place)

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_claim")
        assert cursor.fetchone() == (0,)
