"""Activities, the hours account, and the month that is signed and approved."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from consultants import selectors, services
from consultants.enums import ActivityKind, PayForm, SheetState
from consultants.errors import (
    DoneInTheFuture,
    MileageTooLate,
    MonthLocked,
    MonthMoved,
    NothingToSign,
    OutsideAppointment,
    PatientInText,
)
from consultants.models import Activity, Appointment, MonthSheet
from consultants.selectors import Done
from coordination.base import rowsecurity
from coordination.base.actor import Actor, Role
from coordination.base.errors import NotAllowed, NotFound, ReasonMissing
from coordination.reminders.models import Reminder
from tests import make
from tests.consultants import steps

pytestmark = pytest.mark.django_db
HOSPITAL = "Regionshospitalet Gødstrup"
MAY = date(2020, 5, 26)


@pytest.fixture
def made() -> Appointment:
    return steps.appointment(make.world(), make.organisation(HOSPITAL))


def meeting(day: date = MAY, minutes: int = 60, km: str = "42", **said) -> Done:
    return Done(ActivityKind.MANAGEMENT_MEETING, day, minutes, km=Decimal(km), **said)


def log(made: Appointment, done: Done | None = None, *, now=make.NOW) -> Activity:
    actor = steps.consultant(made)
    with rowsecurity.scope(actor):
        return services.log(actor=actor, appointment=made.uuid, done=done or meeting(), now=now)


def sign(sheet: MonthSheet, made: Appointment, *, now=make.NOW) -> MonthSheet:
    actor = steps.consultant(made)
    with rowsecurity.scope(actor):
        return services.sign(actor=actor, uuid=sheet.uuid, now=now)


def management(made: Appointment) -> Actor:
    return make.actor(Role.HOSPITAL_MANAGEMENT, made.host)


def decide(made: Appointment, sheet: MonthSheet, reason: str = "") -> MonthSheet:
    actor = management(made)
    with rowsecurity.scope(actor):
        if reason:
            return services.send_back(actor=actor, uuid=sheet.uuid, reason=reason, now=make.NOW)
        return services.approve(actor=actor, uuid=sheet.uuid, now=make.NOW)


def account(made: Appointment, actor: Actor | None = None, year: int = 2020) -> selectors.Account:
    actor = actor or steps.consultant(made)
    with rowsecurity.scope(actor):
        return selectors.account_of(actor, made, year=year)


def test_the_account_is_filled_by_what_was_logged(made):
    log(made)
    log(made, meeting(date(2020, 5, 28), 95, "0"))
    log(made, meeting(date(2020, 6, 1), 30, "0"))

    found = account(made)

    by_month = {row.month.month: (row.planned, row.used, row.left) for row in found.months}
    assert by_month[4] == (720, 0, 4 * 720)
    assert by_month[5] == (720, 155, 5 * 720 - 155)
    assert by_month[6] == (720, 30, 6 * 720 - 185)
    assert (found.planned, found.used, found.left) == (12 * 720, 185, 12 * 720 - 185)
    assert found.months[4].amount == Decimal("941.47") + Decimal("147.84") + Decimal("1490.66")


def test_a_month_that_is_part_of_the_term_has_part_of_the_hours():
    made = steps.appointment(make.world(), make.organisation(HOSPITAL), starts_on=date(2020, 4, 16))

    found = account(made)

    assert [row.planned for row in found.months[:2]] == [360, 720]
    assert account(made, year=2019).months == []


def test_hours_belong_to_days_of_the_appointment_that_have_come(made):
    with pytest.raises(OutsideAppointment):
        log(made, meeting(date(2019, 12, 31), km="0"))
    with pytest.raises(DoneInTheFuture):
        log(made, meeting(date(2020, 6, 3)))


@pytest.mark.parametrize("field", ["note", "department", "product_title"])
def test_no_patient_stands_in_an_activity(made, field):
    cpr = make.citizens()[0]["cpr"]

    with pytest.raises(PatientInText) as refusal:
        log(made, meeting(**{field: f"om {cpr}"}))

    assert refusal.value.field == field
    assert cpr not in refusal.value.text


def test_mileage_is_logged_within_three_months_or_left_out(made):
    log(made, meeting(date(2020, 3, 2)))
    with pytest.raises(MileageTooLate, match=r"1\.6\.2020"):
        log(made, meeting(date(2020, 3, 1)))

    assert log(made, meeting(date(2020, 3, 1), km="0")).km_amount == 0


def test_mileage_lapses_when_nobody_signs_in_time_and_says_so(made):
    activity = log(made)
    late = datetime(2020, 8, 27, 8, tzinfo=UTC)

    sign(activity.sheet, made, now=late)
    with rowsecurity.scope(steps.consultant(made)):
        activity.refresh_from_db()

    assert (activity.km_amount, activity.km) == (Decimal(0), Decimal(42))
    assert activity.km_reason == "Bortfaldet 26.8.2020: tre måneder"
    assert activity.work_amount == Decimal("941.47")


def test_mileage_is_paid_when_it_is_signed_on_the_last_day(made):
    activity = log(made)

    sign(activity.sheet, made, now=datetime(2020, 8, 26, 20, tzinfo=UTC))
    with rowsecurity.scope(steps.consultant(made)):
        activity.refresh_from_db()

    assert activity.km_amount == Decimal("147.84")


def test_the_consultant_is_warned_before_mileage_lapses(made):
    activity = log(made)

    services.remind_mileage(now=make.NOW)
    again = services.remind_mileage(now=make.NOW)
    with rowsecurity.sweep():
        rows = list(Reminder.objects.filter(group=f"mileage:{activity.sheet.uuid}"))
    sign(activity.sheet, made)
    services.remind_mileage(now=make.NOW)
    with rowsecurity.sweep():
        states = set(Reminder.objects.filter(key__startswith="mileage:").values_list("state"))

    assert again == 0
    assert sorted(str(row.due_at.date()) for row in rows) == [
        "2020-07-27",
        "2020-08-12",
        "2020-08-21",
    ]
    assert {tuple(row.roles) for row in rows} == {("practice_consultant",)}
    assert states == {("closed",)}


def test_a_month_is_signed_by_the_consultant_and_approved_by_the_management(made):
    activity = log(made)

    signed = sign(activity.sheet, made)
    approved = decide(made, signed)

    assert (signed.state, approved.state) == (SheetState.SIGNED, SheetState.APPROVED)
    assert account(made).months[4].state == SheetState.APPROVED


def test_nobody_but_the_own_management_approves(made):
    sheet = sign(log(made).sheet, made)
    other = make.actor(Role.HOSPITAL_MANAGEMENT, make.organisation("Regionshospitalet Horsens"))

    for actor, refusal in (
        (steps.consultant(made), NotAllowed),
        (make.actor(Role.REGION_FINANCE, made.employer), NotAllowed),
        (make.actor(Role.WARD, made.host), NotAllowed),
        (make.actor(Role.REGION_ADMIN, made.employer), NotAllowed),
        (other, NotFound),
        (replace(management(made), practitioner_id=made.practitioner_id), NotAllowed),
    ):
        with rowsecurity.scope(actor), pytest.raises(refusal):
            services.approve(actor=actor, uuid=sheet.uuid, now=make.NOW)


def test_nobody_logs_or_signs_for_another(made):
    activity = log(made)
    colleague = replace(steps.consultant(made), practitioner_id=steps.doctor(made.clinic).pk)

    for actor, refusal in ((colleague, NotFound), (management(made), NotAllowed)):
        with rowsecurity.scope(actor):
            with pytest.raises(refusal):
                services.log(actor=actor, appointment=made.uuid, done=meeting(), now=make.NOW)
            with pytest.raises(refusal):
                services.sign(actor=actor, uuid=activity.sheet.uuid, now=make.NOW)


def test_a_signed_month_is_locked_for_the_service_and_in_the_database(made):
    activity = log(made)
    sign(activity.sheet, made)
    actor = steps.consultant(made)

    with pytest.raises(MonthLocked):
        log(made)
    with rowsecurity.scope(actor):
        with pytest.raises(MonthLocked):
            services.take_back(actor=actor, uuid=activity.uuid)
        with pytest.raises(MonthLocked):
            services.correct(actor=actor, uuid=activity.uuid, done=meeting(), now=make.NOW)
        rows = Activity.objects.filter(pk=activity.pk)
        with pytest.raises(IntegrityError, match="the month is signed"), transaction.atomic():
            rows.update(minutes=90)
        with pytest.raises(IntegrityError, match="the month is signed"), transaction.atomic():
            rows.delete()
        assert rows.update(note="Et link") == 1, "what is no hours may still be written"


def test_an_approved_month_is_reopened_with_a_reason_that_is_kept(made):
    activity = log(made)
    approved = decide(made, sign(activity.sheet, made))

    actor = management(made)
    with rowsecurity.scope(actor), pytest.raises(ReasonMissing):
        services.send_back(actor=actor, uuid=approved.uuid, reason=" ", now=make.NOW)
    reopened = decide(made, approved, "Mødet var på to timer")
    own = steps.consultant(made)
    with rowsecurity.scope(own):
        services.correct(actor=own, uuid=activity.uuid, done=meeting(minutes=120), now=make.NOW)
    again = decide(made, sign(reopened, made))

    assert (reopened.state, again.state) == (SheetState.RETURNED, SheetState.APPROVED)
    assert account(made).used == 120
    assert again.returned_reason == "Mødet var på to timer"


def test_a_month_moves_only_as_the_table_says(made):
    sheet = log(made).sheet

    with pytest.raises(MonthMoved):
        decide(made, sheet)
    sign(sheet, made)
    with pytest.raises(MonthMoved):
        sign(sheet, made)


def test_an_empty_month_is_not_signed_unless_a_fixed_fee_is_due():
    place, host = make.world(), make.organisation(HOSPITAL)
    hourly = steps.appointment(place, host)
    fixed = steps.appointment(place, host, pay_form=PayForm.MONTHLY)

    def begin(made: Appointment) -> MonthSheet:
        actor = steps.consultant(made)
        with rowsecurity.scope(actor):
            return services.begin(actor=actor, appointment=made.uuid, day=MAY)

    with pytest.raises(NothingToSign):
        sign(begin(hourly), hourly)
    signed = sign(begin(fixed), fixed)

    assert signed.fixed_amount == Decimal("9000.00")
    assert "31.5.2020" in signed.fixed_reason
    assert account(fixed).months[4].amount == Decimal("9000.00")


def test_the_price_is_that_of_the_day_and_stays(made):
    activity = log(made)

    assert (activity.work_amount, activity.work_reason) == (
        Decimal("941.47"),
        "60 min. à 941,47 kr. i timen",
    )
