"""For half a minute what was logged can be undone, to the øre and with a trace."""

from datetime import timedelta
from decimal import Decimal

import pytest

from acute import selectors
from acute import services as acute
from acute.enums import Outcome, RequestState, SessionState
from acute.errors import AlreadyMoved, NotYours, TooLateToUndo
from acute.models import Session
from coordination.agreements.enums import MoneyUsed
from coordination.audit.models import Event
from coordination.base.actor import Role
from coordination.base.rowsecurity import scope
from coordination.ledger.enums import ClaimState
from coordination.ledger.models import Claim
from tests import make

pytestmark = pytest.mark.django_db

LAST, TOO_LATE = make.NOW + timedelta(seconds=30), make.NOW + timedelta(seconds=31)
FIVE, FIFTEEN = Decimal("78.46"), Decimal("235.37")


def take_back(place: make.World, uuid, *, actor=None, now=LAST):
    actor = actor or place.doctor
    with scope(actor):
        return acute.take_back(actor=actor, uuid=uuid, now=now)


def test_money_claim_and_request_are_as_before_the_answer():
    place = make.world()
    session = make.answered_request(place)

    request = take_back(place, session.request.uuid)

    with scope(place.doctor):
        kept = Session.objects.get(pk=session.pk)
        claim = Claim.objects.get(source=session.source)
        steps = [row.kind for row in selectors.steps_of(place.doctor, request)]
        (words,) = selectors.earlier_advice(request)
        recorded = set(Event.objects.values_list("action", flat=True))
    assert (request.state, request.taken_by_key) == (RequestState.TAKEN, place.doctor.key)
    assert (request.outcome, request.advice, request.answered_at) == ("", "", None)
    assert (kept.state, claim.state) == (SessionState.VOID, ClaimState.WITHDRAWN)
    assert (place.budget().spent, place.budget().reserved) == (Decimal(0), FIFTEEN)
    assert words.text == "Giv ilt, og mål igen om en time."
    assert "taken_back" in steps
    assert {"request.taken_back", "session.voided"} <= recorded


def test_the_doctor_answers_anew_and_is_paid_once():
    place = make.world()
    request = take_back(place, make.answered_request(place).request.uuid)

    with scope(place.doctor):
        again = acute.answer(
            actor=place.doctor,
            uuid=request.uuid,
            outcome=Outcome.VISIT,
            minutes=5,
            advice="Jeg kommer.",
            now=LAST,
        )

    assert again.ordinal == 1
    assert (place.budget().spent, place.budget().reserved) == (FIVE, Decimal(0))


def test_after_half_a_minute_the_answer_stands():
    place = make.world()
    session = make.answered_request(place)

    with pytest.raises(TooLateToUndo):
        take_back(place, session.request.uuid, now=TOO_LATE)

    assert place.budget().spent == FIFTEEN


def test_the_last_money_is_free_again_before_it_is_set_aside():
    place = make.world(amount="240.00", money_used=MoneyUsed.REFUSE)
    session = make.answered_request(place)

    take_back(place, session.request.uuid)

    assert (place.budget().spent, place.budget().reserved) == (Decimal(0), FIFTEEN)


def test_what_the_nurse_has_carried_out_stands():
    place = make.world()
    request = make.answered_request(place).request
    with scope(place.nurse):
        acute.close(actor=place.nurse, uuid=request.uuid, carried_out=True, note="", now=make.NOW)

    with pytest.raises(AlreadyMoved):
        take_back(place, request.uuid)


def test_a_colleague_undoes_nothing():
    place = make.world()
    request = make.answered_request(place).request

    with pytest.raises(NotYours):
        take_back(place, request.uuid, actor=make.actor(Role.GP, place.practice))


def test_an_answer_without_a_fee_can_be_undone_too():
    place = make.world()
    taken = make.taken_request(place)
    words = {"outcome": Outcome.AT_HOME, "advice": "Giv ilt.", "now": make.NOW}
    with scope(place.doctor):
        acute.answer_without_fee(actor=place.doctor, uuid=taken.uuid, **words)

    assert take_back(place, taken.uuid).state == RequestState.TAKEN


def log(place: make.World, minutes: int = 5) -> Session:
    with scope(place.doctor):
        return acute.log_session(
            actor=place.doctor,
            patient=place.patient.uuid,
            service_on=make.TODAY,
            minutes=minutes,
            now=make.NOW,
        )


def undo(place: make.World, session: Session, *, now=LAST) -> Session:
    with scope(place.doctor):
        return acute.undo_session(actor=place.doctor, uuid=session.uuid, now=now)


def test_a_call_is_undone():
    place = make.world()

    undone = undo(place, log(place))

    assert undone.state == SessionState.VOID
    assert place.budget().spent == Decimal(0)


def test_an_episode_that_was_added_to_is_what_it_was():
    place = make.world()
    first = log(place, 15)
    with scope(place.doctor):
        whole = acute.extend_session(actor=place.doctor, uuid=first.uuid, minutes=5, now=make.NOW)

    before = undo(place, whole)

    assert (before.minutes, before.amount) == (15, FIFTEEN)
    assert place.budget().spent == FIFTEEN


def test_a_call_is_not_undone_later():
    place = make.world()
    session = log(place)

    with pytest.raises(TooLateToUndo):
        undo(place, session, now=TOO_LATE)


def test_only_the_own_answer_of_the_last_half_minute_is_offered():
    place = make.world()
    make.answered_request(place)
    colleague = make.actor(Role.GP, place.practice)

    offered = []
    for actor, now in ((place.doctor, LAST), (place.doctor, TOO_LATE), (colleague, LAST)):
        with scope(actor):
            offered.append(selectors.answer_to_undo(actor, now=now) is not None)

    assert offered == [True, False, False]
