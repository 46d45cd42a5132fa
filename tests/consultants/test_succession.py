"""Region Sjælland's consultants go on with Region Østdanmark: no hour and no right is lost."""

from datetime import UTC, date, datetime

import pytest

from consultants import selectors, services
from consultants.enums import ActivityKind, SheetState
from consultants.models import Appointment
from consultants.selectors import Done
from coordination.access import selectors as access
from coordination.base import rowsecurity
from coordination.base.actor import Actor, Role, system
from coordination.reminders.models import Reminder
from tests import make
from tests.consultants import steps

pytestmark = pytest.mark.django_db
EVE, DAY = date(2026, 12, 31), date(2027, 1, 1)
HOLBAEK, KOEGE = "Holbæk Sygehus", "Sjællands Universitetshospital, Køge"


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@pytest.fixture
def made() -> list[Appointment]:
    """Two consultants of Region Sjælland from 2026 to 2028."""
    place = make.world(region="Region Sjælland", municipality="Næstved Kommune", citizen=5)
    hosts = [make.organisation(name) for name in (HOLBAEK, KOEGE)]
    agreement = steps.scheme(place, *hosts)
    return [
        steps.appointment(
            place,
            host,
            agreement=agreement,
            starts_on=date(2026, 1, 1),
            last_day_on=date(2028, 12, 31),
        )
        for host in hosts
    ]


def log(appointment: Appointment, day: date, minutes: int = 60) -> object:
    actor = steps.consultant(appointment)
    done = Done(ActivityKind.QUALITY, day, minutes)
    with rowsecurity.scope(actor):
        return services.log(actor=actor, appointment=appointment.uuid, done=done, now=at(day))


def acting(role: Role, place: str, today: date) -> Actor:
    with rowsecurity.scope(system()):
        person = make.user(role, make.organisation(place))
        actor = access.actor_of(person, today=today)
        assert actor is not None
        return actor


def hours(actor: Actor, year: int) -> dict[int, int]:
    with rowsecurity.scope(actor):
        rows = selectors.appointments_for(actor)
        return {row.pk: selectors.account_of(actor, row, year=year).used for row in rows}


def test_the_hours_of_2026_are_the_same_for_whoever_continues_the_region(made):
    for appointment, minutes in zip(made, (60, 90), strict=True):
        log(appointment, EVE, minutes)
    wanted = {made[0].pk: 60, made[1].pk: 90}

    assert hours(acting(Role.REGION_ADMIN, "Region Sjælland", EVE), 2026) == wanted
    assert hours(acting(Role.REGION_ADMIN, "Region Sjælland", DAY), 2026) == wanted
    assert hours(acting(Role.REGION_FINANCE, "Region Østdanmark", DAY), 2026) == wanted
    assert hours(acting(Role.HOSPITAL_MANAGEMENT, HOLBAEK, DAY), 2026) == {made[0].pk: 60}
    assert hours(acting(Role.REGION_ADMIN, "Region Midtjylland", DAY), 2026) == {}


def test_work_goes_on_across_the_day_and_is_approved_on_the_other_side(made):
    first = log(made[0], EVE)
    second = log(made[0], date(2027, 1, 4), 95)
    actor, hospital = steps.consultant(made[0]), acting(Role.HOSPITAL_MANAGEMENT, HOLBAEK, DAY)

    for activity in (first, second):
        with rowsecurity.scope(actor):
            services.sign(actor=actor, uuid=activity.sheet.uuid, now=at(date(2027, 1, 8)))
        with rowsecurity.scope(hospital):
            services.approve(actor=hospital, uuid=activity.sheet.uuid, now=at(date(2027, 1, 9)))

    with rowsecurity.scope(actor):
        sheets = list(selectors.sheets_for(actor))
    assert {row.state for row in sheets} == {SheetState.APPROVED}
    assert (hours(actor, 2026), hours(actor, 2027)) == ({made[0].pk: 60}, {made[0].pk: 95})


def test_the_region_that_continues_appoints_again_and_ends(made):
    clerk = acting(Role.REGION_ADMIN, "Region Østdanmark", DAY)

    with rowsecurity.scope(clerk):
        extended = services.extend(
            actor=clerk, uuid=made[0].uuid, last_day_on=date(2031, 12, 31), today=DAY
        )

    assert extended.employer.name == "Region Sjælland"
    assert extended.last_day_on == date(2031, 12, 31)


def test_the_region_that_continues_is_reminded_of_the_terms(made):
    services.remind_terms(now=at(date(2028, 8, 1)))

    with rowsecurity.sweep():
        places = set(Reminder.objects.values_list("organisation__name", flat=True))
    person = acting(Role.REGION_ADMIN, "Region Østdanmark", DAY)

    assert places == {"Region Sjælland"}
    found = access.holders(made[0].employer_id, ("region_admin",), today=DAY)
    assert person.user_id in {user.pk for user in found}
