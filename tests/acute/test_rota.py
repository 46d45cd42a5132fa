"""Who can be asked: said by the practice, by the rota, and by nobody else."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from acute import selectors
from acute import services as acute
from acute.enums import DutyState, Hours
from acute.errors import (
    AlreadyPlanned,
    DutyMoved,
    ImpossibleHours,
    NotADoctorThere,
    PracticeTakesNoPart,
)
from acute.rules.hours import hours_at, next_midnight
from coordination.access import selectors as people
from coordination.access import services as access
from coordination.access.errors import AnotherPerson, HasNoEnd, PeriodTooLong
from coordination.access.models import Membership, User
from coordination.base.actor import Actor, Role
from coordination.base.errors import NotAllowed, NotFound
from coordination.base.periods import COPENHAGEN
from coordination.base.rowsecurity import scope
from coordination.parties.models import Affiliation, Practitioner
from coordination.reminders.models import Reminder
from tests import make

pytestmark = pytest.mark.django_db

EIGHT = datetime(2020, 6, 3, 8, tzinfo=COPENHAGEN)


def colleague_of(place: make.World, *, takes_part: bool = True) -> Actor:
    """A doctor of another practice in the same municipality."""
    practice = make.practice(place.municipality, place.region, place.plo)
    doctor = make.actor(Role.GP, practice)
    if takes_part:
        with scope(doctor):
            acute.take_part(
                actor=doctor,
                agreement=place.agreement,
                practice_id=practice.pk,
                starts_on=make.TODAY,
            )
    return doctor


@pytest.mark.parametrize(
    ("moment", "hours"),
    [
        ("2020-06-03T08:00", Hours.DAY),
        ("2020-06-03T07:59", Hours.OUT_OF_HOURS),
        ("2020-06-03T15:59", Hours.DAY),
        ("2020-06-03T16:00", Hours.OUT_OF_HOURS),
        ("2020-06-06T12:00", Hours.OUT_OF_HOURS),
        ("2020-06-01T12:00", Hours.OUT_OF_HOURS),  # Whit Monday
        ("2020-06-05T12:00", Hours.DAY),  # no public holiday
        ("2023-05-05T12:00", Hours.OUT_OF_HOURS),  # the last Store bededag
        ("2024-04-26T12:00", Hours.DAY),
    ],
)
def test_it_is_day_on_weekdays_from_8_to_16_except_public_holidays(moment, hours):
    assert hours_at(datetime.fromisoformat(moment).replace(tzinfo=COPENHAGEN)) == hours


def test_the_hours_are_danish_whatever_zone_the_moment_is_told_in():
    assert hours_at(datetime(2020, 6, 3, 6, tzinfo=UTC)) == Hours.DAY
    assert next_midnight(datetime(2020, 6, 2, 22, 30, tzinfo=UTC)).date() == date(2020, 6, 4)


def test_a_practice_that_has_not_said_can_be_asked_in_the_day_only():
    place = make.world()
    other = colleague_of(place)
    key = other.organisation_id

    with scope(other):
        day = selectors.available([key], at=EIGHT)[key]
        night = selectors.available([key], at=EIGHT - timedelta(minutes=1))[key]

    assert (day, night) == (True, False)


def test_the_switch_holds_until_the_day_ends_and_then_the_hours_decide_again():
    place = make.world()
    other = colleague_of(place)
    key = other.organisation_id

    with scope(other):
        acute.set_available(actor=other, is_available=False, now=EIGHT)
        today = selectors.available([key], at=EIGHT + timedelta(hours=2))[key]
        tomorrow = selectors.available([key], at=EIGHT + timedelta(days=1))[key]

    assert (today, tomorrow) == (False, True)


def test_a_practice_on_holiday_is_away_until_it_is_back():
    place = make.world()
    other = colleague_of(place)
    key, back = other.organisation_id, EIGHT + timedelta(days=7)

    with scope(other):
        acute.set_available(actor=other, is_available=False, now=EIGHT, until_at=back)
        away = selectors.available([key], at=back - timedelta(minutes=1))[key]
        there = selectors.available([key], at=back)[key]

    assert (away, there) == (False, True)


def test_the_nurse_sees_who_can_be_asked_and_who_has_the_duty():
    place = make.world()
    other = colleague_of(place)
    make.accepted_duty(place, doctor=other)

    with scope(place.nurse):
        before = selectors.doctors_in(place.nurse, at=EIGHT + timedelta(hours=1))
    with scope(place.doctor):
        acute.set_available(actor=place.doctor, is_available=False, now=EIGHT)
    with scope(place.nurse):
        after = selectors.doctors_in(place.nurse, at=EIGHT + timedelta(hours=1))

    def shown(rows):
        return {row.practice.pk: (row.is_available, row.duty is not None) for row in rows}

    assert shown(before) == {
        place.practice.pk: (True, False),
        other.organisation_id: (True, True),
    }
    assert shown(after)[place.practice.pk] == (False, False)


def test_a_proposed_duty_is_nobodys_until_the_doctor_says_yes():
    place = make.world()
    planned = make.duty(place)

    with scope(place.doctor):
        before = selectors.on_duty(place.agreement.pk, place.municipality.pk, at=EIGHT)
        acute.answer_duty(actor=place.doctor, uuid=planned.uuid, accepted=True, now=make.NOW)
        after = selectors.on_duty(place.agreement.pk, place.municipality.pk, at=EIGHT)
        ended = selectors.on_duty(
            place.agreement.pk, place.municipality.pk, at=EIGHT + timedelta(hours=8)
        )

    assert (before, after, ended) == (None, planned, None)


def test_a_declined_duty_stays_declined():
    place = make.world()
    planned = make.duty(place)

    with scope(place.doctor):
        acute.answer_duty(actor=place.doctor, uuid=planned.uuid, accepted=False, now=make.NOW)
        with pytest.raises(DutyMoved):
            acute.answer_duty(actor=place.doctor, uuid=planned.uuid, accepted=True, now=make.NOW)


def test_nobody_accepts_for_a_colleague():
    place = make.world()
    planned = make.duty(place)
    colleague = make.actor(Role.GP, place.practice)

    with scope(colleague), pytest.raises(NotAllowed):
        acute.answer_duty(actor=colleague, uuid=planned.uuid, accepted=True, now=make.NOW)


def test_a_doctor_who_goes_off_duty_is_not_on_it():
    place = make.world()
    made = make.accepted_duty(place)
    ten = EIGHT + timedelta(hours=2)

    with scope(place.doctor):
        acute.leave_duty(actor=place.doctor, uuid=made.uuid, now=ten)
        gone = selectors.on_duty(place.agreement.pk, place.municipality.pk, at=ten)

    assert gone is None
    with scope(place.admin):
        assert Reminder.objects.get(key=f"duty:{made.uuid}:left").organisation == place.region


def test_a_duty_of_a_practice_whose_switch_is_off_is_passed_over():
    place = make.world()
    make.accepted_duty(place)

    with scope(place.doctor):
        acute.set_available(actor=place.doctor, is_available=False, now=EIGHT)
        found = selectors.on_duty(place.agreement.pk, place.municipality.pk, at=EIGHT)

    assert found is None


def test_the_rota_of_the_municipality_comes_before_that_of_the_agreement():
    place = make.world()
    other = colleague_of(place)
    make.accepted_duty(place, starts_at=EIGHT - timedelta(hours=1))
    own = make.accepted_duty(place, doctor=other, municipality=place.municipality.uuid)

    with scope(place.nurse):
        first = selectors.on_duty(place.agreement.pk, place.municipality.pk, at=EIGHT)
        passed = [other.organisation_id]
        second = selectors.on_duty(
            place.agreement.pk, place.municipality.pk, at=EIGHT, passing_over=passed
        )

    assert first == own
    assert second is not None
    assert second.practice == place.practice


def test_a_practice_that_takes_no_part_gets_no_duty():
    place = make.world()
    stranger = colleague_of(place, takes_part=False)

    with pytest.raises(PracticeTakesNoPart):
        make.duty(place, doctor=stranger)


def test_a_practice_that_stops_is_asked_no_more_from_the_next_day():
    place = make.world()
    make.accepted_duty(place)

    with scope(place.doctor):
        acute.answer_for_practice(actor=place.doctor, yes=False, today=make.TODAY)
        today = selectors.taking_part(place.agreement.pk, on=make.TODAY)
        found = selectors.on_duty(place.agreement.pk, place.municipality.pk, at=EIGHT)

    assert place.practice.pk in today
    assert found is None


def test_a_duty_is_given_to_a_doctor_who_works_there():
    place = make.world()
    nurse = replace(place.nurse, organisation_id=place.practice.pk)

    with pytest.raises(NotADoctorThere):
        make.duty(place, doctor=nurse)


def test_a_doctor_has_one_duty_at_a_time():
    place = make.world()
    make.accepted_duty(place)

    with pytest.raises(AlreadyPlanned):
        make.duty(place, starts_at=EIGHT + timedelta(hours=7))


@pytest.mark.parametrize("hours", [0, -1, 25])
def test_impossible_hours_are_refused(hours):
    place = make.world()

    with pytest.raises(ImpossibleHours):
        make.duty(place, ends_at=EIGHT + timedelta(hours=hours))


def test_a_region_plans_no_duty_under_the_agreement_of_another():
    place = make.world()
    other = make.world(region="Region Sjælland", municipality="Næstved Kommune", citizen=5)

    with pytest.raises(PracticeTakesNoPart):
        make.duty(replace(place, admin=other.admin))


def test_a_foreign_duty_does_not_exist():
    place = make.world()
    other = make.world(region="Region Sjælland", municipality="Næstved Kommune", citizen=5)
    planned = make.duty(place)

    with scope(other.doctor), pytest.raises(NotFound):
        acute.answer_duty(actor=other.doctor, uuid=planned.uuid, accepted=True, now=make.NOW)


def test_whoever_plans_takes_a_duty_back_before_it_begins():
    place = make.world()
    made = make.accepted_duty(place)

    with scope(place.admin):
        acute.cancel_duty(actor=place.admin, uuid=made.uuid, reason="Fejl", now=make.NOW)

    with scope(place.doctor):
        assert selectors.duty_for(place.doctor, made.uuid).state == DutyState.CANCELLED
        assert selectors.on_duty(place.agreement.pk, place.municipality.pk, at=EIGHT) is None


def add(place: make.World, **changes: object) -> access.LetIn:
    """A temp of the practice for a month, let in by its superuser."""
    wanted = {
        "role": Role.GP,
        "given_names": "Tina",
        "family_name": "Tilfældig",
        "authorisation_id": "00VK1",
        "email": "",
        "starts_on": make.TODAY,
        "ends_before": date(2020, 7, 1),
    }
    with scope(place.doctor):
        return access.add_staff(actor=place.doctor, **(wanted | changes))


def test_a_temp_has_access_until_it_ends_by_itself():
    place = make.world()
    let_in = add(place)
    user = User.objects.get(username=let_in.username)

    last = people.actor_of(user, today=date(2020, 6, 30))

    assert user.check_password(let_in.password)
    assert last is not None
    assert (last.role, last.organisation_id) == (Role.GP, place.practice.pk)
    assert people.actor_of(user, today=date(2020, 7, 1)) is None


def test_a_known_person_gets_one_more_affiliation_and_keeps_the_log_in():
    place, other = make.world(), make.world(municipality="Herning Kommune", citizen=0)
    first, second = add(place), add(other)
    person = Practitioner.objects.get(authorisation_id="00VK1")

    assert second.username == first.username
    assert not second.password
    assert Affiliation.objects.filter(practitioner=person).count() == 2
    assert User.objects.filter(practitioner=person).count() == 1


def test_an_authorisation_id_of_another_person_lets_nobody_in():
    place = make.world()
    add(place)

    with pytest.raises(AnotherPerson):
        add(place, given_names="Thomas")


def test_a_stay_without_end_is_no_temporary_one():
    place = make.world()
    let_in = add(place)
    Membership.objects.filter(pk=let_in.membership.pk).update(ends_before=None)

    with pytest.raises(PeriodTooLong):
        add(place, ends_before=date(2021, 7, 1))
    with pytest.raises(HasNoEnd):
        add(place)


def test_a_superuser_lets_in_none_but_those_who_treat_there():
    place = make.world()

    with pytest.raises(NotAllowed):
        add(place, role=Role.REGION_ADMIN)
    with pytest.raises(NotAllowed):
        add(place, role=Role.ACUTE_NURSE)


def test_a_doctor_who_is_no_superuser_lets_nobody_in():
    place = make.world()
    ordinary = make.actor(Role.GP, place.practice, is_superuser=False)

    with pytest.raises(NotAllowed):
        add(replace(place, doctor=ordinary))
