"""The main thread through the services: ask, take, answer, carry out."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from acute import services as acute
from acute.enums import Outcome, RequestState
from acute.errors import (
    AlreadyMoved,
    FeeNotCovered,
    ImpossibleMeasurement,
    NotCovered,
    OpenRequestExists,
)
from coordination.agreements.enums import MoneyUsed
from coordination.base import crypto
from coordination.base.actor import Role
from coordination.base.errors import NotFound
from coordination.base.rowsecurity import scope
from coordination.parties import services as parties
from tests import make

pytestmark = pytest.mark.django_db


def test_fifteen_minutes_post_the_pro_rata_fee_and_release_the_reservation():
    place = make.world()

    taken = make.taken_request(place)
    reserved = place.budget()
    with scope(place.doctor):
        session = acute.answer(
            actor=place.doctor,
            uuid=taken.uuid,
            outcome=Outcome.AT_HOME,
            minutes=15,
            advice="Giv ilt.",
            now=make.NOW,
        )

    after = place.budget()
    assert reserved.reserved == Decimal("235.37")
    assert session.amount == Decimal("235.37")
    assert (after.spent, after.reserved) == (Decimal("235.37"), Decimal("0.00"))
    assert after.left == Decimal("2999764.63")


def test_the_nurse_marks_the_advice_carried_out():
    place = make.world()
    session = make.answered_request(place)

    with scope(place.nurse):
        closed = acute.close(
            actor=place.nurse,
            uuid=session.request.uuid,
            carried_out=True,
            note="",
            now=make.NOW,
        )

    assert closed.state == RequestState.CARRIED_OUT


def test_a_second_doctor_cannot_take_what_is_taken():
    place = make.world()
    taken = make.taken_request(place)
    colleague = make.actor(Role.GP, place.practice)

    with scope(colleague), pytest.raises(AlreadyMoved):
        acute.take(actor=colleague, uuid=taken.uuid, now=make.NOW)


def test_a_second_request_for_the_same_citizen_is_refused():
    place = make.world()
    make.request(place)

    with pytest.raises(OpenRequestExists):
        make.request(place)


def test_an_impossible_saturation_is_refused():
    place = make.world()

    with pytest.raises(ImpossibleMeasurement) as refusal:
        make.request(place, measurements=[("NPU10197", Decimal(191))])

    assert "191" not in refusal.value.text


def test_a_foreign_doctor_does_not_find_the_request():
    place = make.world()
    other = make.world(municipality="Herning Kommune", citizen=0)
    sent = make.request(place)

    with scope(other.doctor), pytest.raises(NotFound):
        acute.take(actor=other.doctor, uuid=sent.uuid, now=make.NOW)


def test_cancelling_a_taken_request_gives_the_money_back():
    place = make.world()
    taken = make.taken_request(place)

    with scope(place.nurse):
        acute.cancel(actor=place.nurse, uuid=taken.uuid, reason="Borgeren er indlagt", now=make.NOW)

    assert place.budget().reserved == Decimal("0.00")


def test_all_figures_hold_for_another_agreement():
    place = make.world(
        region="Region Sjælland",
        municipality="Næstved Kommune",
        amount="40000.00",
        hourly="1104.00",
        starts_on=date(2020, 1, 1),
        ends_before=date(2020, 9, 1),
        money_used=MoneyUsed.REFUSE,
        citizen=5,
    )

    session = make.answered_request(place, minutes=20)

    assert session.amount == Decimal("368.00")
    assert place.budget().left == Decimal("39632.00")


def test_a_second_request_about_the_same_citizen_is_answered_and_paid_the_same_day():
    place = make.world()
    first = make.answered_request(place)

    second = make.answered_request(place, minutes=10)

    assert (first.ordinal, second.ordinal) == (1, 2)
    assert second.ordinal_reason
    assert place.budget().spent == Decimal("392.28")


def test_a_rotated_index_key_hides_no_citizen(monkeypatch):
    place = make.world()
    ring = crypto.keys()
    rotated = replace(ring, index=(b"n" * 32, *ring.index))
    monkeypatch.setattr(crypto, "keys", lambda: rotated)

    with scope(place.nurse):
        found = parties.find_patient(actor=place.nurse, cpr=make.citizens()[14]["cpr"])

    assert found == place.patient


def test_a_request_the_money_no_longer_covers_is_refused_before_it_waits_in_silence():
    place = make.world(amount="200.00", money_used=MoneyUsed.REFUSE)

    with pytest.raises(NotCovered) as refusal:
        make.request(place)

    assert "kr." not in refusal.value.text


def test_advice_reaches_the_nurse_although_the_money_does_not_cover_the_fee():
    place = make.world(amount="240.00", money_used=MoneyUsed.REFUSE)
    taken = make.taken_request(place)
    words = {"actor": place.doctor, "uuid": taken.uuid, "outcome": Outcome.AT_HOME}
    words |= {"advice": "Giv ilt.", "now": make.NOW}

    with scope(place.doctor), pytest.raises(FeeNotCovered), transaction.atomic():
        acute.answer(minutes=30, **words)
    with scope(place.doctor):
        answered = acute.answer_without_fee(**words)

    assert answered.state == RequestState.ANSWERED
    assert (place.budget().reserved, place.budget().spent) == (Decimal(0), Decimal(0))
