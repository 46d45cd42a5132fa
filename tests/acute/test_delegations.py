"""What a doctor lets nurses measure before they ask: signed, dated, and never changed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, transaction

from acute import selectors
from acute import services as acute
from acute.errors import DelegationHasEnded, EndsBeforeItStarts, NothingDelegated, UnknownKind
from acute.models import Delegation
from coordination.base.actor import Role
from coordination.base.errors import NotAllowed, NotFound
from coordination.base.rowsecurity import scope
from tests import make
from tests.access import stage

pytestmark = pytest.mark.django_db

TOMORROW = make.TODAY + timedelta(days=1)


def applying(place, *, on=make.TODAY, actor=None):
    actor = actor or place.nurse
    with scope(actor):
        return selectors.delegations_about(actor, place.patient, on=on)


def test_the_nurse_sees_what_the_citizens_doctor_has_delegated():
    place = make.world()
    signed = make.delegation(place, "NPU19748", patient_group="KOL")

    assert applying(place) == [signed]
    assert (signed.signed_by, signed.signed_by_key) == (place.doctor.name, place.doctor.key)


def test_it_holds_from_its_first_day_until_its_last():
    place = make.world()
    make.delegation(place, starts_on=TOMORROW, ends_before=TOMORROW + timedelta(days=2))

    found = [bool(applying(place, on=make.TODAY + timedelta(days=n))) for n in range(4)]

    assert found == [False, True, True, False]


def test_neither_another_practice_nor_another_municipality_is_bound():
    place, other = make.world(), make.world(municipality="Herning Kommune", citizen=0)
    make.delegation(place)

    assert applying(other) == []
    assert applying(other, actor=other.doctor) == []


def test_ending_lets_today_be_the_last_day():
    place = make.world()
    signed = make.delegation(place)

    with scope(place.doctor):
        acute.end_delegation(actor=place.doctor, uuid=signed.uuid, today=make.TODAY)

    assert applying(place, on=make.TODAY) == [signed]
    assert applying(place, on=TOMORROW) == []


def test_what_has_ended_does_not_end_again():
    place = make.world()
    signed = make.delegation(place)

    with scope(place.doctor):
        acute.end_delegation(actor=place.doctor, uuid=signed.uuid, today=make.TODAY)
        with pytest.raises(DelegationHasEnded):
            acute.end_delegation(actor=place.doctor, uuid=signed.uuid, today=make.TODAY)


def test_a_program_does_not_sign_for_a_doctor():
    place = make.world()
    program = replace(place.doctor, user_id=None, client_id="laegesystem")

    with scope(program), pytest.raises(NotAllowed):
        make.delegation(replace(place, doctor=program))


def test_staff_does_not_sign_and_another_practice_does_not_end():
    place, other = make.world(), make.world(municipality="Herning Kommune", citizen=0)
    staff = make.actor(Role.PRACTICE_STAFF, place.practice)
    signed = make.delegation(place)

    with pytest.raises(NotAllowed):
        make.delegation(replace(place, doctor=staff))
    with scope(other.doctor), pytest.raises(NotFound):
        acute.end_delegation(actor=other.doctor, uuid=signed.uuid, today=make.TODAY)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"codes": []}, NothingDelegated),
        ({"codes": ["NPU00000"]}, UnknownKind),
        ({"ends_before": make.TODAY}, EndsBeforeItStarts),
    ],
)
def test_a_delegation_that_says_nothing_is_refused(changes, refusal):
    place = make.world()
    wanted = {"codes": ["NPU19748"], "starts_on": make.TODAY, "ends_before": None} | changes

    with scope(place.doctor), pytest.raises(refusal):
        acute.sign_delegation(
            actor=place.doctor, municipality=place.municipality.uuid, now=make.NOW, **wanted
        )


def test_a_municipality_of_another_region_is_unknown():
    place = make.world()

    with scope(place.doctor), pytest.raises(NotFound):
        acute.sign_delegation(
            actor=place.doctor,
            municipality=make.organisation("Næstved Kommune").uuid,
            codes=["NPU19748"],
            starts_on=make.TODAY,
            ends_before=None,
            now=make.NOW,
        )


def test_the_database_lets_nobody_change_what_was_signed():
    place = make.world()
    signed = make.delegation(place)

    with scope(place.doctor), pytest.raises(ProgrammingError), transaction.atomic():
        Delegation.objects.filter(pk=signed.pk).update(codes=["NPU03230"])


def test_the_request_form_offers_what_is_delegated_and_says_by_whom():
    place = make.world()
    browser = stage.browser(place.nurse)
    address = f"/akut/ny/{place.patient.uuid}/"
    plain = browser.get(address).content.decode()

    make.delegation(place, "NPU01685", starts_on=date(2020, 1, 1), patient_group="AK-behandling")

    offered = browser.get(address).content.decode()
    assert "m_NPU01685" not in plain
    assert "m_NPU01685" in offered
    assert f"INR (AK-behandling). {place.doctor.name}" in offered
