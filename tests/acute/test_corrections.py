"""What is put right: the doctor's words are kept as they were, and the wrong citizen is let go."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import Error, connection, transaction

from acute import selectors
from acute import services as acute
from acute.enums import Outcome, RequestState
from acute.errors import AlreadyMoved, NothingChanged, NotYours, SameCitizen
from acute.models import EarlierAdvice
from coordination.base.actor import Role
from coordination.base.errors import ReasonMissing
from coordination.base.rowsecurity import scope
from tests import make

pytestmark = pytest.mark.django_db

LATER = make.NOW + timedelta(minutes=5)


def edit(place: make.World, uuid, *, actor=None, advice: str = "Giv 2 liter ilt."):
    actor = actor or place.doctor
    with scope(actor):
        return acute.edit_advice(
            actor=actor, uuid=uuid, outcome=Outcome.VISIT, advice=advice, now=LATER
        )


def test_the_nurse_reads_the_new_words_and_finds_the_old_ones():
    place = make.world()
    answered = make.answered_request(place).request

    edit(place, answered.uuid)

    with scope(place.nurse):
        seen = selectors.request_for(place.nurse, answered.uuid)
        (old,) = selectors.earlier_advice(seen)
        last = selectors.steps_of(place.nurse, seen)[-1]
    assert (seen.outcome, seen.advice) == (Outcome.VISIT, "Giv 2 liter ilt.")
    assert (old.outcome, old.text) == (Outcome.AT_HOME, "Giv ilt, og mål igen om en time.")
    assert (old.given_at, old.replaced_at) == (make.NOW, LATER)
    assert (last.kind, last.actor_name) == ("edited", place.doctor.name)


def test_editing_moves_no_money():
    place = make.world()
    answered = make.answered_request(place).request

    edit(place, answered.uuid)

    assert place.budget().spent == Decimal("235.37")


def test_old_words_are_never_changed_or_seen_by_a_stranger():
    place, other = make.world(), make.world(municipality="Herning Kommune", citizen=0)
    edit(place, make.answered_request(place).request.uuid)

    with scope(place.doctor), pytest.raises(Error), transaction.atomic():
        EarlierAdvice.objects.update(text="Noget andet")
    with scope(other.doctor), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM acute_earlieradvice")
        assert cursor.fetchone() == (0,)


def test_the_same_words_are_no_edit():
    place = make.world()
    answered = make.answered_request(place).request
    edit(place, answered.uuid)

    with pytest.raises(NothingChanged):
        edit(place, answered.uuid)


def test_a_colleague_does_not_edit_what_another_has_said():
    place = make.world()
    answered = make.answered_request(place).request

    with pytest.raises(NotYours):
        edit(place, answered.uuid, actor=make.actor(Role.GP, place.practice))


def test_what_is_carried_out_is_edited_no_more():
    place = make.world()
    answered = make.answered_request(place).request
    with scope(place.nurse):
        acute.close(actor=place.nurse, uuid=answered.uuid, carried_out=True, note="", now=make.NOW)

    with pytest.raises(AlreadyMoved):
        edit(place, answered.uuid)


def resend(place: make.World, sent, right, reason: str = "Tastede et forkert nummer"):
    with scope(place.nurse):
        return acute.resend(
            actor=place.nurse, uuid=sent.uuid, patient=right.uuid, reason=reason, now=LATER
        )


def test_a_request_about_the_wrong_citizen_is_cancelled_and_sent_about_the_right_one():
    place = make.world()
    wrong = make.taken_request(place)
    right = make.patient(place.municipality, place.practice, 3)

    sent = resend(place, wrong, right)

    with scope(place.nurse):
        old = selectors.request_for(place.nurse, wrong.uuid)
        values = selectors.newest_readings(sent)
        steps = [(row.kind, row.text) for row in selectors.steps_of(place.nurse, sent)]
    assert (old.state, sent.state) == (RequestState.CANCELLED, RequestState.WAITING)
    assert old.closing_note == "Forkert borger: Tastede et forkert nummer"
    assert (sent.patient, sent.question, sent.sent_at) == (right, wrong.question, LATER)
    assert values == {"NPU10197": Decimal(91)}
    assert ("replaces", wrong.number) in steps
    assert place.budget().reserved == Decimal(0)


def test_it_is_not_sent_again_about_the_same_citizen():
    place = make.world()

    with pytest.raises(SameCitizen):
        resend(place, make.request(place), place.patient)


def test_sending_again_needs_a_reason():
    place = make.world()
    right = make.patient(place.municipality, place.practice, 3)

    with pytest.raises(ReasonMissing):
        resend(place, make.request(place), right, reason=" ")
