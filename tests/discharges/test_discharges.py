"""A ward announces that a citizen comes home; nurse and doctor each say that they are ready."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from coordination.audit.models import PatientAccess
from coordination.base.actor import Role
from coordination.base.errors import NotAllowed, NotFound, ReasonMissing
from coordination.base.rowsecurity import scope, sweep
from coordination.parties.enums import OrganisationKind
from coordination.parties.models import Patient
from coordination.reminders import services as reminders
from coordination.reminders.models import Delivery, Reminder
from discharges import selectors, services
from discharges.enums import DischargeState, StepKind
from discharges.errors import (
    AlreadyAnnounced,
    DayHasPassed,
    NeedsMissing,
    NoLongerAnnounced,
    NothingChanged,
    UnknownCitizen,
)
from discharges.models import Discharge, DischargeStep
from tests import make

pytestmark = pytest.mark.django_db

CITIZEN = 14
"""The one of `make.world()`."""
THURSDAY, FRIDAY = date(2020, 6, 4), date(2020, 6, 5)
LATER = make.NOW + timedelta(hours=1)


@pytest.fixture
def place():
    return make.world()


@pytest.fixture
def ward(place):
    made = make.part_of(place.region, OrganisationKind.WARD, "Medicinsk afsnit")
    return make.actor(Role.WARD, made)


def announced(ward, **changes):
    wanted = {
        "cpr": make.citizens()[CITIZEN]["cpr"],
        "expected_on": THURSDAY,
        "needs": "Medicin doseret, sårskift",
        "now": make.NOW,
    }
    with scope(ward):
        return services.announce(actor=ward, **(wanted | changes))


def ready(actor, discharge, now=LATER):
    with scope(actor):
        return services.get_ready(actor=actor, uuid=discharge.uuid, now=now)


def changed(ward, discharge, expected_on=FRIDAY, needs="Medicin doseret, sårskift"):
    with scope(ward):
        return services.change(
            actor=ward, uuid=discharge.uuid, expected_on=expected_on, needs=needs, now=LATER
        )


def test_nurse_and_doctor_say_for_themselves_that_they_are_ready(place, ward):
    discharge = announced(ward)

    by_nurse = ready(place.nurse, discharge)
    assert (by_nurse.nurse_ready_at, by_nurse.gp_ready_at) == (LATER, None)
    by_doctor = ready(place.doctor, discharge)

    assert (by_doctor.nurse_ready_at, by_doctor.gp_ready_at) == (LATER, LATER)


def test_saying_it_again_changes_nothing(place, ward):
    discharge = announced(ward)
    ready(place.nurse, discharge)

    again = ready(place.nurse, discharge, now=LATER + timedelta(hours=1))

    assert again.nurse_ready_at == LATER
    with scope(place.nurse):
        assert len(selectors.steps_of(place.nurse, discharge)) == 2


def test_a_change_keeps_the_old_text_and_asks_both_anew(place, ward):
    discharge = announced(ward)
    ready(place.nurse, discharge)
    ready(place.doctor, discharge)

    after = changed(ward, discharge, needs="Ilt i hjemmet")

    assert (after.nurse_ready_at, after.gp_ready_at) == (None, None)
    with scope(place.doctor):
        steps = selectors.steps_of(place.doctor, discharge)
    said = [(row.expected_on, row.needs) for row in steps if row.kind in ("announced", "changed")]
    assert said == [(THURSDAY, "Medicin doseret, sårskift"), (FRIDAY, "Ilt i hjemmet")]


def test_what_was_said_can_be_changed_by_nobody(place, ward):
    announced(ward)

    with scope(ward), pytest.raises((IntegrityError, ProgrammingError)), transaction.atomic():
        DischargeStep.objects.update(needs="Intet")


def test_a_change_that_changes_nothing_is_refused(ward):
    discharge = announced(ward)

    with pytest.raises(NothingChanged):
        changed(ward, discharge, expected_on=THURSDAY)


def test_cancelling_needs_a_reason_and_tells_both(place, ward):
    discharge = announced(ward)
    with scope(ward), pytest.raises(ReasonMissing):
        services.cancel(actor=ward, uuid=discharge.uuid, reason=" ", now=LATER)

    with scope(ward):
        services.cancel(actor=ward, uuid=discharge.uuid, reason="Feber", now=LATER)

    with sweep():
        told = Reminder.objects.filter(group__startswith="cancelled-discharge:")
        places = set(told.values_list("organisation", flat=True))
    assert places == {place.municipality.pk, place.practice.pk}
    with scope(place.nurse):
        (row,) = selectors.lately_for(place.nurse, now=LATER)
        assert selectors.steps_of(place.nurse, row)[-1].reason == "Feber"


@pytest.mark.parametrize("end", ["cancel", "come_home"])
def test_the_ward_sees_the_citizen_while_it_is_announced_and_no_longer(place, ward, end):
    def seen(actor):
        with scope(actor):
            return [model._base_manager.count() for model in (Discharge, DischargeStep, Patient)]

    before = seen(ward)
    discharge = announced(ward)
    during = seen(ward)
    with scope(ward):
        extra = {"reason": "Feber"} if end == "cancel" else {}
        getattr(services, end)(actor=ward, uuid=discharge.uuid, now=LATER, **extra)

    assert (before, during, seen(ward)) == ([0, 0, 0], [1, 1, 1], [0, 0, 0])
    assert seen(place.nurse) == [1, 2, 1]
    with scope(ward), pytest.raises(NotFound):
        services.open_discharge(actor=ward, uuid=discharge.uuid)


def test_nobody_else_sees_it(place, ward):
    announced(ward)
    other = make.world(municipality="Herning Kommune", citizen=5)
    neighbour = make.part_of(place.region, OrganisationKind.WARD, "Kirurgisk afsnit")
    strangers = [
        *(make.actor(Role.WARD, neighbour), other.nurse, other.doctor, place.admin),
        make.actor(Role.HOSPITAL_MANAGEMENT, neighbour),
        make.actor(Role.HOSPITAL_SPECIALIST, neighbour),
        make.actor(Role.PARAMEDIC, place.ambulance),
        make.actor(Role.CARE_HOME, place.municipality),
        make.actor(Role.MUNICIPAL_ADMIN, place.municipality),
    ]

    for stranger in strangers:
        with scope(stranger):
            assert not Discharge._base_manager.exists(), stranger.role
            assert not DischargeStep._base_manager.exists(), stranger.role


def test_management_at_the_wards_own_place_sees_nothing(place, ward):
    announced(ward)
    boss = make.actor(Role.HOSPITAL_MANAGEMENT, place.region)
    boss = replace(boss, own_orgs=ward.ward_orgs)

    with scope(boss):
        assert not Discharge._base_manager.exists()
        assert not Patient._base_manager.exists()


def test_a_ward_writes_for_no_other_ward(place, ward):
    discharge = announced(ward)
    neighbour = make.actor(
        Role.WARD, make.part_of(place.region, OrganisationKind.WARD, "Kirurgisk afsnit")
    )

    with scope(neighbour), pytest.raises(NotFound):
        services.cancel(actor=neighbour, uuid=discharge.uuid, reason="Feber", now=LATER)
    with scope(neighbour):
        assert Discharge._base_manager.filter(pk=discharge.pk).update(needs="Intet") == 0


def test_each_look_and_each_search_leaves_a_row(place, ward):
    discharge = announced(ward)
    with scope(place.doctor):
        services.open_list(actor=place.doctor, now=make.NOW)
        services.open_discharge(actor=place.doctor, uuid=discharge.uuid)
        seen = PatientAccess.objects.filter(actor=place.doctor.key)
        purposes = sorted(seen.values_list("purpose", flat=True))
    with scope(ward):
        searched = PatientAccess.objects.filter(actor=ward.key, purpose="search").count()

    assert purposes == ["discharge", "work_list"]
    assert searched == 1


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"expected_on": make.TODAY - timedelta(days=1)}, DayHasPassed),
        ({"needs": "  "}, NeedsMissing),
        ({"cpr": make.citizens()[30]["cpr"]}, UnknownCitizen),
    ],
)
def test_what_cannot_be_true_is_refused(ward, wrong, error):
    with pytest.raises(error):
        announced(ward, **wrong)


def test_a_ward_announces_a_citizen_once_at_a_time(place, ward):
    discharge = announced(ward)
    with pytest.raises(AlreadyAnnounced):
        announced(ward)

    with scope(ward):
        services.come_home(actor=ward, uuid=discharge.uuid, now=LATER)

    assert announced(ward).state == DischargeState.ANNOUNCED


def test_what_is_over_is_over(place, ward):
    discharge = announced(ward)
    with scope(place.nurse):
        services.come_home(actor=place.nurse, uuid=discharge.uuid, now=LATER)

    with pytest.raises(NoLongerAnnounced):
        ready(place.doctor, discharge)


def test_practice_staff_read_and_a_nurse_announces_nothing(place, ward):
    discharge = announced(ward)
    staff = make.actor(Role.PRACTICE_STAFF, place.practice)

    with scope(staff):
        assert services.open_discharge(actor=staff, uuid=discharge.uuid) == discharge
    with pytest.raises(NotAllowed):
        ready(staff, discharge)
    with pytest.raises(NotAllowed):
        announced(place.nurse)


def test_a_citizen_without_a_practice_concerns_the_municipality_alone(place, ward):
    make.patient(place.municipality, None, 20)

    discharge = announced(ward, cpr=make.citizens()[20]["cpr"])

    assert discharge.practice_id is None
    assert ready(place.nurse, discharge).nurse_ready_at == LATER
    assert services.remind_to_get_ready(now=LATER) == 0


def waiting():
    with sweep():
        rows = Reminder.objects.filter(group__startswith="discharge:", closed_reason="")
        return sorted(rows.filter(state="waiting").values_list("organisation", "title"))


def test_both_are_told_at_once_and_the_morning_before_until_they_are_ready(place, ward):
    discharge = announced(ward)
    here = (place.municipality.pk, place.practice.pk)
    news, eve = "En udskrivning er meldt", "En udskrivning venter på, at I er klar"

    assert services.remind_to_get_ready(now=make.NOW) == 4
    assert services.remind_to_get_ready(now=make.NOW) == 0
    assert waiting() == sorted((key, title) for key in here for title in (news, eve))
    reminders.fire_due(now=make.NOW)
    ready(place.nurse, discharge)
    services.remind_to_get_ready(now=LATER)

    assert waiting() == [(place.practice.pk, eve)]


def test_a_change_is_news(place, ward):
    discharge = announced(ward)
    services.remind_to_get_ready(now=make.NOW)
    reminders.fire_due(now=make.NOW)
    changed(ward, discharge)

    services.remind_to_get_ready(now=LATER)

    assert [title for _key, title in waiting()].count("En udskrivning er ændret") == 2


def test_no_mail_says_who_or_what(place, ward, mailoutbox):
    announced(ward)
    services.remind_to_get_ready(now=make.NOW)
    reminders.fire_due(now=make.NOW)
    reminders.deliver_waiting(now=make.NOW)

    with sweep():
        sent = list(Delivery.objects.filter(channel="mail").values_list("state", flat=True))
    text = " ".join(f"{mail.subject} {mail.body}" for mail in mailoutbox)
    assert sent == ["delivered", "delivered"]
    assert "En udskrivning er meldt" in text
    for secret in ("Medicin", place.patient.family_name, place.patient.initials, "4.6.2020"):
        assert secret not in text


def test_every_step_is_in_the_history(place, ward):
    discharge = announced(ward)
    ready(place.nurse, discharge)
    ready(place.doctor, discharge)
    with scope(ward):
        services.come_home(actor=ward, uuid=discharge.uuid, now=LATER)

    with scope(place.nurse):
        steps = selectors.steps_of(place.nurse, discharge)
    assert [row.kind for row in steps] == [
        *(StepKind.ANNOUNCED, StepKind.NURSE_READY, StepKind.GP_READY, StepKind.AT_HOME),
    ]
    assert steps[0].organisation_name == "Medicinsk afsnit"
