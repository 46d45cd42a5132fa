"""Snags: filed by many, without patients; answered or taken up, and the filers hear of it."""

from datetime import date

import pytest

from consultants import selectors, services
from consultants.enums import SnagState
from consultants.errors import OtherHost, PatientInText, SnagMoved, UnknownPlace, WhatMissing
from consultants.models import Snag
from coordination.base import rowsecurity
from coordination.base.actor import Role
from coordination.base.errors import NotAllowed, NotFound
from coordination.reminders.models import Reminder
from tests import make
from tests.consultants import improving, steps

pytestmark = pytest.mark.django_db

CPR = make.citizens()[0]["cpr"].replace("-", "")


@pytest.fixture
def at() -> improving.Cooperation:
    return improving.cooperation()


def reminders(prefix: str) -> list[Reminder]:
    with rowsecurity.sweep():
        return list(Reminder.objects.filter(group__startswith=prefix).order_by("id"))


def see(actor, uuid):
    with rowsecurity.scope(actor):
        return selectors.snag_for(actor, uuid)


@pytest.mark.parametrize(
    "role", [Role.GP, Role.PRACTICE_STAFF, Role.WARD, Role.MUNICIPAL_ADMIN, Role.ACUTE_NURSE]
)
def test_practices_wards_and_municipalities_file_what_they_meet(at, role):
    filed = improving.snag(at, filer=at.filers[role])

    assert (filed.host, filed.place, filed.state) == (at.hospital, at.department, "waiting")
    assert see(at.filers[role], filed.uuid) == filed
    assert see(at.consultant, filed.uuid) == filed
    assert see(at.management, filed.uuid) == filed


@pytest.mark.parametrize(
    "number",
    [CPR, f"{CPR[:6]}-{CPR[6:]}", f"{CPR[:6]} {CPR[6:]}", f"{CPR[:6]} - {CPR[6:]}"],
)
def test_a_civil_registration_number_is_refused_however_it_is_written(at, number):
    with pytest.raises(PatientInText) as refused:
        improving.snag(at, what=f"Borgeren {number} blev sendt hjem uden medicin.")

    assert refused.value.field == "what"
    assert CPR[6:] not in refused.value.text
    with rowsecurity.scope(at.consultant):
        assert not Snag.objects.exists()


def test_a_snag_says_what_and_where(at):
    with pytest.raises(WhatMissing):
        improving.snag(at, what="  ")
    with pytest.raises(UnknownPlace):
        improving.snag(at, place=make.organisation("Slagelse Sygehus"))


def test_whoever_has_no_part_in_it_neither_files_nor_sees(at):
    filed = improving.snag(at)
    stranger = make.actor(
        Role.GP, make.practice(at.world.municipality, at.world.region, at.world.plo)
    )
    elsewhere = make.actor(Role.HOSPITAL_MANAGEMENT, make.organisation("Slagelse Sygehus"))

    for actor in (stranger, elsewhere, at.filers[Role.WARD]):
        with pytest.raises(NotFound):
            see(actor, filed.uuid)
        with rowsecurity.scope(actor):
            assert not Snag.objects.exists()
    with pytest.raises(NotAllowed):
        improving.snag(at, filer=at.management)


def test_the_consultant_hears_once_a_day_that_snags_wait(at):
    improving.snag(at)
    improving.snag(at, filer=at.filers[Role.WARD])

    (told,) = reminders("snags:")
    assert (told.roles, told.organisation_id) == (["practice_consultant"], at.hospital.pk)


def test_an_answer_reaches_the_filers_without_the_text(at):
    filed = improving.snag(at, filer=at.filers[Role.WARD])
    with rowsecurity.scope(at.consultant):
        services.answer_snag(
            actor=at.consultant, uuid=filed.uuid, answer="Det er rettet i IT.", now=make.NOW
        )

    assert see(at.filers[Role.WARD], filed.uuid).answer == "Det er rettet i IT."
    (told,) = reminders("snag:")
    assert (told.roles, told.organisation_id) == (["ward"], at.ward.pk)
    assert "rettet" not in told.title + told.body
    assert told.path == f"/konsulenter/knaster/{filed.uuid}/"


def test_only_a_consultant_appointed_there_today_answers(at):
    filed = improving.snag(at)
    former = steps.consultant(
        steps.appointment(
            at.world, at.hospital, starts_on=date(2019, 6, 1), last_day_on=date(2019, 12, 31)
        )
    )
    for actor in (former, at.management, at.filers[Role.GP]):
        with rowsecurity.scope(actor), pytest.raises(NotAllowed):
            services.answer_snag(actor=actor, uuid=filed.uuid, answer="Nej.", now=make.NOW)


def test_three_snags_become_one_point_in_one_act_and_each_filer_is_told(at):
    rows = [
        improving.snag(at, filer=at.filers[role]) for role in (Role.GP, Role.WARD, Role.ACUTE_NURSE)
    ]

    made = improving.point(at, *rows)

    with rowsecurity.scope(at.consultant):
        assert {row.state for row in Snag.objects.filter(point=made)} == {SnagState.IN_POINT}
        assert Snag.objects.filter(point=made).count() == 3
    assert [row.organisation_id for row in reminders("snag:")] == [
        at.world.practice.pk,
        at.ward.pk,
        at.world.municipality.pk,
    ]
    assert see(at.filers[Role.WARD], rows[1].uuid).point.title == made.title


def test_a_snag_is_part_of_one_point_only(at):
    filed = improving.snag(at)
    improving.point(at, filed)

    with pytest.raises(NotFound):
        improving.point(at, filed)
    with rowsecurity.scope(at.consultant), pytest.raises(SnagMoved):
        services.answer_snag(actor=at.consultant, uuid=filed.uuid, answer="Nej.", now=make.NOW)


def test_snags_about_two_places_do_not_make_one_point(at):
    other = make.organisation("Regionshospitalet Horsens")
    steps.appointment(at.world, other, practitioner=at.appointment.practitioner)
    rows = [improving.snag(at), improving.snag(at, place=other)]

    with pytest.raises(OtherHost):
        improving.point(at, *rows)
