"""The ladder: who is asked, who next, and at last whom to ring; no step is skipped or doubled."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from acute import selectors
from acute import services as acute
from acute.enums import Hours, RequestState, Rung, StepKind, Urgency
from acute.errors import NobodyToAsk
from acute.models import Request, Step
from acute.rules.ladder import USUAL, Times, rungs_after, rungs_from
from coordination.base.actor import system
from coordination.base.rowsecurity import scope
from coordination.reminders.models import Reminder
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


def test_the_order_is_own_doctor_rota_out_of_hours_and_at_last_to_ring():
    assert rungs_from(Rung.OWN_GP) == (
        Rung.OWN_GP,
        Rung.ROTA,
        Rung.OUT_OF_HOURS,
        Rung.INSTRUCTION,
    )


def test_a_hospital_unit_is_followed_by_the_call_alone():
    assert rungs_after(Rung.UNIT) == (Rung.INSTRUCTION,)
    assert rungs_after(Rung.INSTRUCTION) == (Rung.INSTRUCTION,)


def test_the_own_practice_is_asked_first_and_has_the_time_of_the_urgency():
    place = make.world()

    sent = make.request(place, now=TEN)

    assert (sent.rung, sent.practice, sent.due_at) == (Rung.OWN_GP, place.practice, TEN + OWN)
    assert sent.promised_at == sent.due_at
    assert kinds_of(place, sent) == [StepKind.SENT, StepKind.ASKED]


def test_whoever_is_asked_gets_a_message_without_a_word_about_the_patient():
    place = make.world()
    sent = make.request(place, now=TEN)

    with scope(system(place.practice.pk)):
        message = Reminder.objects.get(group=f"request:{sent.uuid}")

    assert (message.organisation, message.roles) == (place.practice, ["gp", "practice_staff"])
    assert message.due_at == TEN
    words = f"{message.title} {message.body}"
    assert not any(word in words for word in (*place.patient.name.split(), sent.question))


def test_when_nobody_makes_contact_in_time_the_rota_is_asked_and_then_the_nurse_is_told_to_ring():
    place = make.world()
    doctor = on_rota(place)
    sent = make.request(place, now=TEN)

    too_early = fire(TEN + OWN - MINUTE)
    first = fire(TEN + OWN)
    asked = now_of(place, sent)
    second = fire(TEN + OWN + ROTA)
    told = now_of(place, sent)

    assert (too_early, first, second) == (0, 1, 1)
    assert (asked.rung, asked.practice_id) == (Rung.ROTA, doctor.organisation_id)
    assert asked.due_at == TEN + OWN + ROTA
    assert (told.state, told.due_at) == (RequestState.INSTRUCTED, None)
    assert (told.call_name, told.call_phone) == (place.practice.name, place.practice.phone)
    assert kinds_of(place, sent) == [
        StepKind.SENT,
        StepKind.ASKED,
        StepKind.NO_CONTACT,
        StepKind.ASKED,
        StepKind.NO_CONTACT,
        StepKind.PASSED_OVER,  # it is day, so the out-of-hours service is not there
        StepKind.INSTRUCTED,
    ]


def test_nothing_happens_twice_however_often_the_sweep_looks():
    place = make.world()
    on_rota(place)
    sent = make.request(place, now=TEN)

    fired = [fire(TEN + OWN) for _look in range(4)]

    assert fired == [1, 0, 0, 0]
    assert kinds_of(place, sent).count(StepKind.ASKED) == 2


def test_a_late_sweep_gives_the_next_one_their_whole_time():
    place = make.world()
    on_rota(place)
    sent = make.request(place, now=TEN)
    late = TEN + OWN + timedelta(minutes=10)

    fire(late)

    assert now_of(place, sent).due_at == late + ROTA


def test_a_step_goes_to_whoever_is_on_when_it_is_taken():
    place = make.world()
    leaver = make.colleague(place)
    duty = make.accepted_duty(place, doctor=leaver, starts_at=TEN, ends_at=TEN + 8 * 60 * MINUTE)
    stayer = on_rota(place, starts_at=TEN + MINUTE)
    sent = make.request(place, now=TEN)

    with scope(leaver):
        acute.leave_duty(actor=leaver, uuid=duty.uuid, now=TEN + 5 * MINUTE)
    fire(TEN + OWN)

    assert now_of(place, sent).practice_id == stayer.organisation_id


def test_a_practice_that_is_not_there_is_passed_over_from_the_start():
    place = make.world()
    doctor = on_rota(place)
    with scope(place.doctor):
        acute.set_available(actor=place.doctor, is_available=False, now=TEN)

    sent = make.request(place, now=TEN)

    assert (sent.rung, sent.practice_id) == (Rung.ROTA, doctor.organisation_id)
    assert not sees(place.doctor, sent)


def test_a_practice_that_has_not_said_yes_is_never_asked():
    place = make.world()
    doctor = on_rota(place)
    with scope(place.doctor):
        acute.answer_for_practice(
            actor=place.doctor, yes=False, today=TEN.date() - timedelta(days=1)
        )

    sent = make.request(place, now=TEN)
    fire(TEN + ROTA)

    with scope(place.nurse):
        assert selectors.asked_before(sent) == {doctor.organisation_id}


def test_where_nobody_can_be_asked_nothing_is_sent_and_the_nurse_is_told_whom_to_ring():
    place = make.world()
    with scope(place.doctor):
        acute.set_available(actor=place.doctor, is_available=False, now=TEN)

    with pytest.raises(NobodyToAsk) as refusal, transaction.atomic():
        make.request(place, now=TEN)

    assert place.practice.phone in refusal.value.text
    with scope(place.nurse):
        assert not Request.objects.exists()


def test_a_citizen_without_a_practice_is_helped_by_the_rota():
    place = make.world()
    doctor = on_rota(place)
    citizen = make.patient(place.municipality, None, 0)

    sent = make.request(place, now=TEN, patient=citizen.uuid)

    assert sent.practice_id == doctor.organisation_id


def test_what_the_nurse_is_shown_is_what_happens():
    place = make.world()
    doctor = on_rota(place)
    service, _doctor = make.out_of_hours_service(place)
    with scope(place.nurse):
        case = selectors.Case(
            place.agreement.pk, place.municipality.pk, place.practice, Urgency.NOW
        )
        shown = selectors.foreseen(case, at=EVENING)
    sent = make.request(place, now=EVENING)
    for step in shown[1:]:
        fire(step.at)

    with scope(place.nurse):
        happened = [
            (row.at, row.practice_id)
            for row in selectors.steps_of(place.nurse, sent)
            if row.number is not None
        ]
    asked = [place.practice.pk, doctor.organisation_id, service.pk]
    assert [step.rung for step in shown] == list(rungs_from(Rung.OWN_GP))
    assert [at for at, _key in happened] == [step.at for step in shown]
    assert [key for _at, key in happened][:3] == asked


def test_an_agreement_has_its_own_times_from_a_day_on():
    place = make.world()
    quick = Times(5, 5, 5, 5, call=2, finish=30)
    with scope(place.admin):
        acute.set_ladder_times(
            actor=place.admin,
            agreement=place.agreement,
            times={Urgency.NOW: quick},
            starts_on=make.TODAY,
        )
        before = selectors.times_of(
            place.agreement.pk, Urgency.NOW, on=make.TODAY - timedelta(days=1)
        )
        other = selectors.times_of(place.agreement.pk, Urgency.TODAY, on=make.TODAY)

    sent = make.request(place, now=TEN)

    assert sent.due_at == TEN + 5 * MINUTE
    assert (before, other) == (USUAL[Urgency.NOW], USUAL[Urgency.TODAY])


def test_the_number_is_that_of_the_municipality_the_hours_and_the_day():
    place = make.world()
    wanted = {"actor": place.admin, "municipality": place.municipality, "name": "Lægevagten"}
    with scope(place.admin):
        for phone, day in (("70 00 00 01", date(2020, 1, 1)), ("70 00 00 02", date(2020, 6, 3))):
            acute.set_call_number(hours=Hours.OUT_OF_HOURS, phone=phone, starts_on=day, **wanted)
        case = selectors.Case(
            place.agreement.pk, place.municipality.pk, place.practice, Urgency.NOW
        )
        numbers = [
            selectors.number_to_call(case, at=at)[1]
            for at in (TEN, EVENING, EVENING + timedelta(days=1))
        ]

    assert numbers == [place.practice.phone, "70 00 00 01", "70 00 00 02"]


def test_the_database_keeps_no_waiting_request_without_a_next_moment():
    place = make.world()
    sent = make.request(place, now=TEN)

    with scope(place.nurse), pytest.raises(IntegrityError, match="promised_has_next"):
        Request.objects.filter(pk=sent.pk).update(due_at=None)


def test_the_database_keeps_each_step_of_the_ladder_once():
    place = make.world()
    sent = make.request(place, now=TEN)

    with scope(place.nurse), pytest.raises(IntegrityError, match="step_of_ladder_once"):
        Step.objects.create(
            request=sent,
            municipality=place.municipality,
            practice=place.practice,
            kind=StepKind.ASKED,
            number=1,
            at=TEN,
            actor_name="Samspil",
            role="system",
        )


def test_one_request_that_cannot_be_taken_on_does_not_hold_up_the_others(monkeypatch):
    place = make.world()
    other = make.patient(place.municipality, place.practice, 0)
    bad = make.request(place, now=TEN)
    good = make.request(place, now=TEN, patient=other.uuid)
    usual = selectors.asked_before

    def fails(request: Request) -> set[int]:
        if request.pk == bad.pk:
            raise RuntimeError
        return usual(request)

    monkeypatch.setattr(selectors, "asked_before", fails)

    assert fire(TEN + OWN) == 1
    assert now_of(place, good).state == RequestState.INSTRUCTED
    assert now_of(place, bad).state == RequestState.WAITING
