"""Taking, ringing and sending on: who sees it meanwhile, who is responsible, who is paid."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from acute import selectors
from acute import services as acute
from acute.enums import Outcome, RequestState, Responsible, Rung, StepKind
from acute.errors import AlreadyMoved, NoFeeHere, NotYours
from coordination.audit.models import PatientAccess
from coordination.base.actor import Role
from coordination.base.errors import NotAllowed, NotFound, ReasonMissing
from coordination.base.rowsecurity import scope
from tests import make
from tests.acute.watching import (
    EVENING,
    MINUTE,
    OWN,
    ROTA,
    TEN,
    fire,
    kinds_of,
    now_of,
    on_rota,
    sees,
)

pytestmark = pytest.mark.django_db

ANSWER = {"outcome": Outcome.AT_HOME, "advice": "Giv ilt."}


def test_out_of_hours_the_service_is_asked_and_sees_the_patient_only_while_it_is():
    place = make.world()
    service, doctor = make.out_of_hours_service(place)
    sent = make.request(place, now=EVENING)

    before = sees(doctor, sent)
    fire(EVENING + OWN)
    asked, while_asked = now_of(place, sent), sees(doctor, sent)
    fire(EVENING + 2 * OWN)
    told = now_of(place, sent)
    with scope(place.nurse):
        acute.log_called(actor=place.nurse, uuid=sent.uuid, note="112", now=EVENING + 3 * OWN)

    assert (asked.rung, asked.practice) == (Rung.OUT_OF_HOURS, service)
    assert (before, while_asked) == (False, True)
    assert (told.state, told.call_phone) == (RequestState.INSTRUCTED, "112")
    assert not sees(doctor, sent)
    assert now_of(place, sent).state == RequestState.CALLED


def test_the_rota_doctor_sees_the_request_while_asked_and_no_longer():
    place = make.world()
    doctor = on_rota(place, starts_at=EVENING)
    make.out_of_hours_service(place)
    sent = make.request(place, now=EVENING)

    before = sees(doctor, sent)
    fire(EVENING + OWN)
    while_asked = sees(doctor, sent)
    fire(EVENING + OWN + ROTA)

    assert (before, while_asked, sees(doctor, sent)) == (False, True, False)
    assert sees(place.doctor, sent)  # the own practice took part, and goes on seeing it
    with scope(doctor), pytest.raises(NotFound):
        acute.take(actor=doctor, uuid=sent.uuid, now=EVENING + OWN + ROTA)


def test_whoever_answered_goes_on_seeing_it_and_has_left_a_trace_of_each_look():
    place = make.world()
    doctor = on_rota(place)
    sent = make.request(place, now=TEN)
    fire(TEN + OWN)

    with scope(doctor):
        acute.take(actor=doctor, uuid=sent.uuid, now=TEN + OWN)
        session = acute.answer(
            actor=doctor, uuid=sent.uuid, minutes=15, now=TEN + 2 * OWN, **ANSWER
        )
        looks = PatientAccess.objects.filter(patient=place.patient.uuid).count()

    assert sees(doctor, sent)
    assert session.practice_id == doctor.organisation_id
    assert looks == 2
    assert place.budget().spent == Decimal("235.37")


def test_the_out_of_hours_doctor_advises_without_a_fee_and_meets_no_agreement():
    place = make.world()
    _service, doctor = make.out_of_hours_service(place)
    sent = make.request(place, now=EVENING)
    fire(EVENING + OWN)

    with scope(doctor):
        acute.ring(actor=doctor, uuid=sent.uuid, now=EVENING + OWN)
        with pytest.raises(NoFeeHere), transaction.atomic():
            acute.answer(actor=doctor, uuid=sent.uuid, minutes=15, now=EVENING + OWN, **ANSWER)
        answered = acute.answer_without_fee(
            actor=doctor, uuid=sent.uuid, now=EVENING + 2 * OWN, **ANSWER
        )

    assert answered.state == RequestState.ANSWERED
    assert (place.budget().spent, place.budget().reserved) == (Decimal(0), Decimal(0))


def test_the_clock_stops_at_contact_and_not_at_reading_or_taking():
    place = make.world()
    on_rota(place)
    sent = make.request(place, now=TEN)

    with scope(place.doctor):
        acute.open_request(actor=place.doctor, uuid=sent.uuid)
        read = selectors.request_for(place.doctor, sent.uuid).due_at
        taken = acute.take(actor=place.doctor, uuid=sent.uuid, now=TEN + MINUTE).due_at
        in_contact = acute.make_contact(actor=place.doctor, uuid=sent.uuid, now=TEN + 2 * MINUTE)

    assert read == taken == TEN + OWN
    assert in_contact.due_at == TEN + 62 * MINUTE
    assert fire(TEN + OWN) == 0
    assert kinds_of(place, sent)[-1] == StepKind.CONTACT


def test_a_doctor_who_takes_it_at_the_last_moment_has_time_to_call():
    place = make.world()
    sent = make.request(place, now=TEN)
    late = TEN + OWN - MINUTE

    with scope(place.doctor):
        taken = acute.take(actor=place.doctor, uuid=sent.uuid, now=late)

    assert taken.due_at == late + 5 * MINUTE


def test_what_was_taken_and_never_called_about_goes_on_and_the_money_is_given_back():
    place = make.world()
    doctor = on_rota(place)
    taken = make.taken_request(place, now=TEN)
    reserved = place.budget().reserved

    fire(TEN + OWN)

    after = now_of(place, taken)
    assert reserved == Decimal("235.37")
    assert (after.state, after.practice_id) == (RequestState.WAITING, doctor.organisation_id)
    assert place.budget().reserved == Decimal(0)
    with scope(place.doctor), pytest.raises(NotAllowed):
        acute.answer(actor=place.doctor, uuid=taken.uuid, minutes=5, now=TEN + OWN, **ANSWER)


def test_contact_that_ends_in_no_advice_ends_in_the_instruction_to_ring():
    place = make.world()
    sent = make.request(place, now=TEN)
    with scope(place.doctor):
        acute.ring(actor=place.doctor, uuid=sent.uuid, now=TEN)

    fire(TEN + timedelta(hours=1))

    told = now_of(place, sent)
    assert told.state == RequestState.INSTRUCTED
    assert StepKind.NO_ADVICE in kinds_of(place, sent)
    assert place.budget().reserved == Decimal(0)


def test_a_doctor_can_still_answer_after_the_ladder_has_ended():
    place = make.world()
    sent = make.request(place, now=TEN)
    fire(TEN + OWN)
    late = TEN + 2 * OWN

    with scope(place.doctor):
        acute.ring(actor=place.doctor, uuid=sent.uuid, now=late)
        acute.answer(actor=place.doctor, uuid=sent.uuid, minutes=15, now=late, **ANSWER)

    assert now_of(place, sent).state == RequestState.ANSWERED


def test_a_late_taker_who_does_not_call_lets_the_nurse_be_told_again():
    place = make.world()
    sent = make.request(place, now=TEN)
    fire(TEN + OWN)
    with scope(place.doctor):
        acute.take(actor=place.doctor, uuid=sent.uuid, now=TEN + 2 * OWN)

    fire(TEN + 2 * OWN + 5 * MINUTE)

    assert now_of(place, sent).state == RequestState.INSTRUCTED


def test_sent_on_it_goes_to_the_next_at_once_and_nothing_is_cancelled():
    place = make.world()
    doctor = on_rota(place)
    sent = make.taken_request(place, now=TEN)

    with scope(place.doctor):
        acute.redirect(actor=place.doctor, uuid=sent.uuid, reason="Ikke mit", now=TEN + MINUTE)

    after = now_of(place, sent)
    assert (after.state, after.practice_id) == (RequestState.WAITING, doctor.organisation_id)
    assert after.due_at == TEN + MINUTE + ROTA
    assert place.budget().reserved == Decimal(0)
    with scope(place.nurse):
        said = selectors.steps_of(place.nurse, sent)[-2]
    assert (said.kind, said.text) == (StepKind.REDIRECTED, "Ikke mit")
    assert said.actor_name == place.doctor.name


def test_within_the_rota_it_is_sent_on_to_another_who_is_on_and_never_to_the_same_again():
    place = make.world()
    first, second = on_rota(place), on_rota(place, starts_at=TEN + MINUTE)
    sent = make.request(place, now=TEN)
    fire(TEN + OWN)

    for doctor in (first, second):
        with scope(doctor):
            acute.redirect(actor=doctor, uuid=sent.uuid, reason="Optaget", now=TEN + OWN)

    with scope(place.nurse):
        asked = selectors.asked_before(sent)
    assert asked == {
        place.practice.pk,
        first.organisation_id,
        second.organisation_id,
    }
    assert now_of(place, sent).state == RequestState.INSTRUCTED


def test_sending_on_needs_a_reason_and_the_doctor_who_has_it():
    place = make.world()
    colleague = make.actor(Role.GP, place.practice)
    taken = make.taken_request(place, now=TEN)

    with scope(place.doctor), pytest.raises(ReasonMissing):
        acute.redirect(actor=place.doctor, uuid=taken.uuid, reason=" ", now=TEN)
    with scope(colleague), pytest.raises(NotYours):
        acute.redirect(actor=colleague, uuid=taken.uuid, reason="Nej", now=TEN)


def test_an_unanswered_call_is_in_the_timeline_and_lets_the_time_run_again():
    place = make.world()
    sent = make.request(place, now=TEN)
    with scope(place.doctor):
        acute.ring(actor=place.doctor, uuid=sent.uuid, now=TEN)
        again = acute.log_unanswered(actor=place.doctor, uuid=sent.uuid, now=TEN + MINUTE)
    with scope(place.nurse):
        acute.log_unanswered(actor=place.nurse, uuid=sent.uuid, now=TEN + 2 * MINUTE)

    assert (again.contact_at, again.due_at) == (None, TEN + 6 * MINUTE)
    assert kinds_of(place, sent).count(StepKind.UNANSWERED) == 2
    assert now_of(place, sent).due_at == TEN + 6 * MINUTE


def test_contact_is_made_by_whoever_has_taken_the_request():
    place = make.world()
    sent = make.request(place, now=TEN)
    colleague = make.actor(Role.GP, place.practice)

    with scope(place.doctor):
        with pytest.raises(AlreadyMoved):
            acute.make_contact(actor=place.doctor, uuid=sent.uuid, now=TEN)
        acute.take(actor=place.doctor, uuid=sent.uuid, now=TEN)
    with scope(colleague), pytest.raises(NotYours):
        acute.make_contact(actor=colleague, uuid=sent.uuid, now=TEN)


def test_who_is_responsible_is_told_at_every_moment():
    place = make.world()
    service, doctor = make.out_of_hours_service(place)
    sent = make.request(place, now=EVENING - 61 * MINUTE)
    told = []

    def tell(at: datetime) -> None:
        told.append(selectors.responsible(now_of(place, sent), at=at))

    tell(EVENING - 61 * MINUTE)
    tell(EVENING - 60 * MINUTE)
    fire(EVENING)
    tell(EVENING)
    with scope(doctor):
        acute.ring(actor=doctor, uuid=sent.uuid, now=EVENING)
    tell(EVENING)

    assert [(row.kind, row.organisation, row.name) for row in told] == [
        (Responsible.OWN_GP, place.practice.name, ""),
        (Responsible.OUT_OF_HOURS, "", ""),
        (Responsible.OUT_OF_HOURS, service.name, ""),
        (Responsible.DOCTOR, service.name, doctor.name),
    ]
