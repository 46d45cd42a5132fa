"""Appointments: what they may say, and who sees them."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from consultants import selectors
from consultants.enums import ConsultantKind
from consultants.errors import (
    AppointedTwice,
    PlaceNotInAgreement,
    TermTooLong,
    WrongAgreement,
    WrongPlace,
)
from consultants.models import Appointment
from coordination.base import rowsecurity
from coordination.base.actor import Role
from coordination.base.errors import NotAllowed
from tests import make
from tests.consultants import steps

pytestmark = pytest.mark.django_db
HOSPITAL, OTHER = "Regionshospitalet Gødstrup", "Regionshospitalet Horsens"


def seen_by(actor) -> set[int]:
    with rowsecurity.scope(actor):
        return set(selectors.appointments_for(actor).values_list("pk", flat=True))


def test_a_term_lasts_at_most_three_years():
    place, host = make.world(), make.organisation(HOSPITAL)

    made = steps.appointment(place, host, last_day_on=date(2022, 12, 31))
    with pytest.raises(TermTooLong):
        steps.appointment(place, host, last_day_on=date(2023, 1, 1))

    assert made.last_day_on == date(2022, 12, 31)


def test_the_database_refuses_a_longer_term_too():
    place, host = make.world(), make.organisation(HOSPITAL)
    made = steps.appointment(place, host)

    with (
        rowsecurity.scope(steps.office(Role.REGION_ADMIN, place.region)),
        pytest.raises(IntegrityError, match="appointment_term_of_three_years"),
        transaction.atomic(),
    ):
        Appointment.objects.filter(pk=made.pk).update(ends_before=date(2023, 1, 2))


def test_only_an_agreement_on_consultants_gives_an_appointment():
    place, host = make.world(), make.organisation(HOSPITAL)

    with pytest.raises(WrongAgreement):
        steps.appointment(place, host, agreement=place.agreement)
    with pytest.raises(WrongAgreement):
        steps.appointment(place, host, starts_on=date(2019, 5, 14), last_day_on=date(2020, 5, 14))


def test_a_hospital_outside_the_agreement_has_no_consultant_under_it():
    place, host = make.world(), make.organisation(HOSPITAL)
    agreement = steps.scheme(place, host)

    with pytest.raises(PlaceNotInAgreement):
        steps.appointment(place, make.organisation(OTHER), agreement=agreement)


def test_a_municipal_consultant_belongs_to_a_municipality():
    place, host = make.world(), make.organisation(HOSPITAL)
    agreement = steps.scheme(place, host, place.municipality, payer=place.municipality)

    with pytest.raises(WrongPlace):
        steps.appointment(place, host, agreement=agreement, kind=ConsultantKind.MUNICIPAL)


def test_a_doctor_is_appointed_to_a_place_once_at_a_time():
    place, host = make.world(), make.organisation(HOSPITAL)
    first = steps.appointment(place, host)

    with pytest.raises(AppointedTwice):
        steps.appointment(place, host, agreement=first.agreement, practitioner=first.practitioner)


def test_each_sees_the_appointments_that_are_theirs():
    place, host, other = make.world(), make.organisation(HOSPITAL), make.organisation(OTHER)
    here, there = steps.appointment(place, host), steps.appointment(place, other)
    municipal = steps.appointment(place, place.municipality, kind=ConsultantKind.MUNICIPAL)

    region = steps.office(Role.REGION_ADMIN, place.region)
    assert seen_by(region) == {here.pk, there.pk}
    assert seen_by(steps.consultant(here)) == {here.pk}
    assert seen_by(steps.consultant(municipal)) == {municipal.pk}
    assert seen_by(make.actor(Role.HOSPITAL_MANAGEMENT, other)) == {there.pk}
    assert seen_by(make.actor(Role.MUNICIPAL_ADMIN, place.municipality)) == {municipal.pk}
    assert seen_by(steps.office(Role.REGION_ADMIN, make.organisation("Region Sjælland"))) == set()
    for role in (Role.GP, Role.WARD, Role.ACUTE_NURSE, Role.GP_ORGANISATION):
        with pytest.raises(NotAllowed):
            seen_by(make.actor(role, host))


def test_the_database_shows_a_colleague_at_the_hospital_nothing():
    place, host = make.world(), make.organisation(HOSPITAL)
    here = steps.appointment(place, host)
    colleague = replace(steps.consultant(here), practitioner_id=steps.doctor(place.practice).pk)

    for actor in (colleague, make.actor(Role.WARD, host), place.doctor, place.nurse):
        with rowsecurity.scope(actor):
            assert not Appointment.objects.filter(pk=here.pk).exists()
