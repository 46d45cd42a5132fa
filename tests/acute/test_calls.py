"""A call without a request: seen before it is saved, and one unit for one episode."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from acute import selectors
from acute import services as acute
from acute.enums import SessionState
from acute.errors import AlreadyVoid, DatedInTheFuture
from acute.models import Session
from coordination.base import clock
from coordination.base.rowsecurity import scope
from coordination.ledger.enums import ClaimState
from coordination.ledger.models import Claim
from tests import make
from tests.access import stage

pytestmark = pytest.mark.django_db

FIVE, FIFTEEN, TWENTY = Decimal("78.46"), Decimal("235.37"), Decimal("313.82")


def call(place: make.World, minutes: int = 5, **changes):
    wanted = {"on": make.TODAY, "minutes": minutes, "now": make.NOW} | changes
    with scope(place.doctor):
        return selectors.call_about(place.doctor, place.patient, **wanted)


def log(place: make.World, minutes: int = 5) -> Session:
    with scope(place.doctor):
        return acute.log_session(
            actor=place.doctor,
            patient=place.patient.uuid,
            service_on=make.TODAY,
            minutes=minutes,
            now=make.NOW,
        )


def extend(place: make.World, session: Session, minutes: int) -> Session:
    with scope(place.doctor):
        return acute.extend_session(
            actor=place.doctor, uuid=session.uuid, minutes=minutes, now=make.NOW
        )


def test_the_first_call_of_a_day_is_a_unit_of_its_own():
    seen = call(make.world())

    assert (seen.fee.amount, seen.episode, seen.ordinal) == (FIVE, None, 1)


def test_a_call_on_the_day_of_an_answer_may_be_the_same_episode():
    place = make.world()
    answered = make.answered_request(place, minutes=15)

    seen = call(place)

    assert seen.episode == answered
    assert (seen.fee.amount, seen.together.amount, seen.ordinal) == (FIVE, TWENTY, 2)


def test_the_day_before_is_another_episode():
    place = make.world()
    make.answered_request(place, now=make.NOW - timedelta(days=1))

    assert call(place).episode is None


def test_a_voided_session_is_no_episode():
    place = make.world()
    session = log(place)
    with scope(place.doctor):
        acute.void_session(actor=place.doctor, uuid=session.uuid, reason="Fejl", now=make.NOW)

    assert (call(place).episode, call(place).ordinal) == (None, 1)


def test_an_open_request_is_pointed_at():
    place = make.world()
    sent = make.request(place)

    assert call(place).request == sent


def test_tomorrows_call_is_refused_before_it_is_saved():
    with pytest.raises(DatedInTheFuture):
        call(make.world(), on=make.TODAY + timedelta(days=1))


def test_the_same_episode_is_one_unit_that_is_paid_for_its_whole_time():
    place = make.world()
    first = make.answered_request(place, minutes=15)

    whole = extend(place, first, 5)

    with scope(place.doctor):
        kept = Session.objects.get(pk=first.pk)
        states = {row.source: row.state for row in Claim.objects.all()}
    assert (whole.minutes, whole.amount, whole.ordinal) == (20, TWENTY, 1)
    assert (kept.state, whole.request) == (SessionState.VOID, first.request)
    assert states[first.source] == ClaimState.WITHDRAWN
    assert place.budget().spent == TWENTY


def test_an_episode_that_was_extended_meanwhile_is_not_paid_twice():
    place = make.world()
    first = log(place, 15)
    extend(place, first, 5)

    with pytest.raises(AlreadyVoid):
        extend(place, first, 5)

    assert place.budget().spent == TWENTY


def post(place: make.World, **typed):
    clock.jump(make.NOW)
    data = {"cpr": make.citizens()[14]["cpr"], "service_on": "2.6.2020", "minutes": "5"} | typed
    return stage.browser(place.doctor).post(reverse("acute-session-new"), data)


def test_the_page_saves_nothing_before_name_and_amount_were_shown():
    place = make.world()

    shown = post(place)

    assert place.patient.name in shown.content.decode()
    assert "78,46" in shown.content.decode()
    assert place.budget().spent == Decimal(0)
    assert post(place, shown=shown.context["shown"]).status_code == 302
    assert place.budget().spent == FIVE


def test_the_page_asks_whether_the_episode_is_the_same():
    place = make.world()
    log(place, 15)
    shown = post(place).context["shown"]

    asked = post(place, shown=shown)

    assert "Vælg, om det er samme forløb." in asked.content.decode()
    assert place.budget().spent == FIFTEEN
    assert post(place, shown=shown, episode="same").status_code == 302
    assert place.budget().spent == TWENTY


def test_another_episode_needs_a_reason():
    place = make.world()
    log(place, 15)
    shown = post(place).context["shown"]

    refused = post(place, shown=shown, episode="new")

    assert refused.status_code == 200
    assert place.budget().spent == FIFTEEN
    done = post(place, shown=shown, episode="new", ordinal_reason="Fald om aftenen")
    assert done.status_code == 302
    assert place.budget().spent == FIFTEEN + FIVE


def test_amounts_that_were_shown_for_other_minutes_are_shown_again():
    place = make.world()
    shown = post(place).context["shown"]

    answer = post(place, shown=shown, minutes="15")

    assert answer.status_code == 200
    assert place.budget().spent == Decimal(0)
