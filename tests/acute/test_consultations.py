"""A paramedic, called to a citizen, asks a hospital unit; both see the citizen while it lasts."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import ProgrammingError, transaction

from acute import selectors
from acute import services as acute
from acute.enums import Outcome, RequestState
from acute.errors import NoFeeHere, NotCoveredUnit, OpenRequestExists, UnknownCitizen
from acute.models import Attachment, Measurement, Request, Score, Step
from coordination.agreements import services as agreements
from coordination.agreements.models import Agreement
from coordination.audit.models import PatientAccess
from coordination.base import rowsecurity
from coordination.base.actor import Role
from coordination.base.errors import NotAllowed, NotFound
from coordination.base.identifiers import parse_cpr
from coordination.base.rowsecurity import scope
from coordination.ledger.models import Entry
from coordination.parties.models import Patient
from coordination.parties.models.patient import cpr_indexes
from tests import make

pytestmark = pytest.mark.django_db

FAR = 20
"""A citizen of another region."""


@pytest.fixture
def place():
    """A world with an agreement on specialist advice, and a citizen who lives elsewhere."""
    made = make.world()
    make.specialist_agreement(made)
    other = make.organisation("Næstved Kommune")
    make.patient(other, None, FAR)
    return made


def people(place):
    return make.actor(Role.PARAMEDIC, place.ambulance), make.actor(
        Role.HOSPITAL_SPECIALIST, place.unit
    )


def asked(place, paramedic, **changes):
    return make.consultation(place, citizen=FAR, asker=paramedic, **changes)


def answered(adviser, request):
    with scope(adviser):
        acute.take(actor=adviser, uuid=request.uuid, now=make.NOW)
        return acute.answer_without_fee(
            actor=adviser,
            uuid=request.uuid,
            outcome=Outcome.AT_HOME,
            advice="Bliv hjemme, giv ilt.",
            now=make.NOW,
        )


def closed(paramedic, request):
    with scope(paramedic):
        return acute.close(
            actor=paramedic, uuid=request.uuid, carried_out=True, note="", now=make.NOW
        )


def test_what_a_paramedic_asks_is_answered_and_carried_out_without_a_fee(place):
    paramedic, adviser = people(place)
    request = asked(place, paramedic)

    answered(adviser, request)

    assert closed(paramedic, request).state == RequestState.CARRIED_OUT
    with scope(place.admin):
        assert not Entry.objects.filter(source__startswith="request").exists()


def test_both_units_see_citizen_and_measurements_while_it_lasts_and_nothing_after(place):
    paramedic, adviser = people(place)
    request = asked(place, paramedic)
    answered(adviser, request)

    def seen(actor):
        models = (Request, Measurement, Step, Patient)
        with scope(actor):
            return [model._base_manager.count() for model in models]

    during = [seen(actor) for actor in (paramedic, adviser)]
    closed(paramedic, request)

    assert during == [[1, 1, 4, 1]] * 2
    assert [seen(actor) for actor in (paramedic, adviser)] == [[0] * 4] * 2
    with scope(adviser), pytest.raises(NotFound):
        acute.open_request(actor=adviser, uuid=request.uuid)


def test_neither_another_unit_nor_the_citizens_own_municipality_sees_it(place):
    paramedic, _adviser = people(place)
    request = asked(place, paramedic)
    other = make.world(region="Region Sjælland", municipality="Næstved Kommune", citizen=5)
    strangers = [*people(other), other.nurse, other.doctor, place.nurse, place.doctor, place.admin]

    for stranger in strangers:
        with scope(stranger):
            assert not Request._base_manager.filter(pk=request.pk).exists()
            assert not Measurement._base_manager.filter(request_id=request.pk).exists()


def test_a_picture_is_seen_by_both_units_only(place):
    paramedic, adviser = people(place)
    request = asked(place, paramedic)
    kept = make.attachment(replace(place, nurse=paramedic), request)

    with scope(adviser):
        assert acute.open_attachment(actor=adviser, uuid=kept.uuid)[1]
    with scope(place.doctor), pytest.raises(NotFound):
        acute.open_attachment(actor=place.doctor, uuid=kept.uuid)
    closed_after_answer = answered(adviser, request)
    closed(paramedic, closed_after_answer)
    with scope(adviser):
        assert not Attachment._base_manager.exists()


def test_measurements_that_are_added_reach_the_specialist_with_a_score(place):
    paramedic, adviser = people(place)
    make.score_choice(place)
    request = asked(place, paramedic)

    with scope(paramedic):
        acute.measure(
            actor=paramedic,
            uuid=request.uuid,
            measurements=[("NPU21692", Decimal(120))],
            now=make.NOW + timedelta(minutes=1),
        )

    with scope(adviser):
        assert len(selectors.measurements_of(adviser, request)) == 2
        assert Score.objects.visible_to(adviser).get().missing


def test_a_citizen_is_shown_to_whoever_knows_the_whole_number_in_that_transaction_only(place):
    paramedic, _adviser = people(place)
    number = parse_cpr(make.citizens()[FAR]["cpr"])

    with scope(paramedic):
        before = Patient._base_manager.count()
        rowsecurity.know_numbers(cpr_indexes(number))
        during = Patient._base_manager.count()
    with scope(paramedic):
        after = Patient._base_manager.count()
    with scope(place.nurse):
        rowsecurity.know_numbers(cpr_indexes(number))
        nurse = Patient._base_manager.filter(cpr_index__in=cpr_indexes(number)).count()

    assert (before, during, after, nurse) == (0, 1, 0, 0)


def test_each_search_leaves_a_row_and_an_unknown_number_says_so(place):
    paramedic, _adviser = people(place)

    with pytest.raises(UnknownCitizen), transaction.atomic():
        make.consultation(place, citizen=30, asker=paramedic)
    asked(place, paramedic)

    with scope(paramedic):
        assert PatientAccess.objects.filter(actor=paramedic.key, purpose="search").count() == 1


def test_a_unit_that_no_agreement_covers_cannot_be_asked(place):
    paramedic, _adviser = people(place)
    other = make.world(municipality="Herning Kommune", citizen=0)

    with pytest.raises(NotCoveredUnit):
        asked(place, paramedic, unit=other.unit.uuid)


def test_an_agreement_that_rests_covers_nobody(place):
    paramedic, _adviser = people(place)
    agreement = make.specialist_agreement(make.world(municipality="Herning Kommune", citizen=0))
    with scope(place.admin):
        first = Agreement.objects.filter(kind="specialist_advice").exclude(pk=agreement.pk).get()
    with scope(place.system):
        agreements.add_suspended_interval(
            actor=place.system,
            agreement=first,
            starts_on=make.TODAY,
            ends_before=None,
            reason="Sommerferie",
        )

    with pytest.raises(NotCoveredUnit):
        asked(place, paramedic)


def test_a_nurse_asks_the_unit_about_her_own_citizen_beside_the_practice(place):
    _paramedic, adviser = people(place)
    make.request(place)

    request = make.consultation(place, citizen=14, asker=place.nurse)

    answered(adviser, request)
    with scope(place.nurse):
        assert {row.is_paid for row in selectors.open_requests_for(place.nurse)} == {True, False}


def test_the_same_citizen_is_asked_about_once_at_a_time(place):
    paramedic, _adviser = people(place)
    asked(place, paramedic)

    with pytest.raises(OpenRequestExists):
        asked(place, paramedic)


def test_an_answer_with_minutes_is_refused_where_nothing_is_paid(place):
    paramedic, adviser = people(place)
    request = asked(place, paramedic)

    with scope(adviser):
        acute.take(actor=adviser, uuid=request.uuid, now=make.NOW)
    with scope(adviser), pytest.raises(NoFeeHere):
        acute.answer(
            actor=adviser,
            uuid=request.uuid,
            outcome=Outcome.AT_HOME,
            minutes=10,
            advice="",
            now=make.NOW,
        )


def test_a_doctor_does_not_ask_and_a_paramedic_does_not_answer(place):
    paramedic, adviser = people(place)
    with pytest.raises(NotAllowed):
        make.consultation(place, citizen=FAR, asker=adviser)
    request = asked(place, paramedic)

    with scope(paramedic), pytest.raises(NotAllowed):
        acute.take(actor=paramedic, uuid=request.uuid, now=make.NOW)


def test_the_database_lets_no_unit_write_for_another(place):
    paramedic, _adviser = people(place)
    request = asked(place, paramedic)
    other = make.world(municipality="Herning Kommune", citizen=0)
    stranger, _specialist = people(other)
    request.pk, request.uuid = None, uuid4()
    request.state = RequestState.CANCELLED

    with scope(stranger), pytest.raises(ProgrammingError), transaction.atomic():
        request.save(force_insert=True)
