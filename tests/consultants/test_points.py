"""Improvement points: from snags to a point in one act, moves, silence, a measured end."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from consultants import selectors, services
from consultants.enums import OPEN_POINTS, POINT_MOVES, ActivityKind, PointState
from consultants.errors import (
    DueInThePast,
    MeasuredTooEarly,
    OwnerMissing,
    PatientInText,
    PointElsewhere,
    PointMoved,
)
from consultants.models import ImprovementPoint, PointStep
from consultants.selectors import Done
from coordination.base import rowsecurity
from coordination.base.actor import Role
from coordination.base.errors import NotAllowed, NotFound, ReasonMissing
from coordination.base.periods import local_date
from coordination.parties.enums import RelationKind
from coordination.parties.models import Organisation, Relation
from coordination.reminders.models import Reminder
from tests import make
from tests.consultants import improving, steps

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> improving.Cooperation:
    return improving.cooperation()


def moved(at, made, to, *, note="", actor=None, now=make.NOW):
    actor = actor or at.consultant
    with rowsecurity.scope(actor):
        return services.move_point(actor=actor, uuid=made.uuid, to=to, note=note, now=now)


def shown(actor, today=make.TODAY, **chosen):
    with rowsecurity.scope(actor):
        return selectors.chosen_points(actor, selectors.Chosen(**chosen), today=today)


def trail(at, made):
    with rowsecurity.scope(at.consultant):
        return [step.kind for step in selectors.steps_of(at.consultant, made)]


def test_a_point_has_an_owner_a_date_and_a_measure_from_the_start(at):
    made = improving.point(at)

    assert (made.state, made.owner, made.due_on) == (
        "open",
        "Ledende overlæge, Medicinsk",
        date(2020, 9, 1),
    )
    assert (made.place, made.host) == (at.department, at.hospital)
    assert (made.measure.before, made.measure.after, made.measure.effect) == (40, None, None)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ({"owner": " "}, OwnerMissing),
        ({"due_on": date(2020, 6, 1)}, DueInThePast),
        ({"aim": f"Se {make.citizens()[0]['cpr']}"}, PatientInText),
    ],
)
def test_a_point_without_owner_or_future_or_with_a_patient_is_refused(at, content, error):
    with pytest.raises(error):
        improving.point(at, **content)


@pytest.mark.parametrize("start", OPEN_POINTS)
@pytest.mark.parametrize("to", [state for state in PointState if state != PointState.CLOSED])
def test_a_point_moves_by_the_table_and_no_other_way(at, start, to):
    made = improving.point(at)
    if start != PointState.OPEN:
        moved(at, made, start)
    if to in POINT_MOVES[start]:
        assert moved(at, made, to, note="Fordi").state == to
    else:
        with pytest.raises(PointMoved):
            moved(at, made, to, note="Fordi")


def test_the_database_refuses_a_move_outside_the_table_and_a_change_of_the_trail(at):
    made = improving.closed(at, improving.point(at))
    with rowsecurity.scope(at.management):
        with pytest.raises(ProgrammingError), transaction.atomic():
            ImprovementPoint.objects.filter(pk=made.pk).update(state="active")
        with pytest.raises((IntegrityError, ProgrammingError)), transaction.atomic():
            PointStep.objects.filter(point=made).update(text="Noget andet")


def test_giving_up_needs_a_reason_and_tells_the_filers(at):
    made = improving.point(at)
    with pytest.raises(ReasonMissing):
        moved(at, made, PointState.DROPPED)

    moved(at, made, PointState.DROPPED, note="Ingen kapacitet i år.")
    with rowsecurity.sweep():
        titles = Reminder.objects.filter(group__startswith="snag:").values_list("title", flat=True)
        assert any("afsluttet uden ændring" in title for title in titles)


def test_the_management_closes_with_a_measure_and_each_filer_is_told_once(at):
    rows = [improving.snag(at, filer=at.filers[role]) for role in (Role.GP, Role.WARD)]
    made = improving.closed(at, improving.point(at, *rows))

    assert (made.state, made.closed_on) == ("closed", make.TODAY)
    with rowsecurity.scope(at.management):
        assert selectors.point_for(at.management, made.uuid).measure.effect == Decimal(28)
    with rowsecurity.sweep():
        told = Reminder.objects.filter(title__endswith="har ført til en forbedring")
        assert {row.organisation_id for row in told} == {at.world.practice.pk, at.ward.pk}
        assert told.count() == 2
    assert trail(at, made) == ["opened", "closed"]


@pytest.mark.parametrize("day", [date(2020, 4, 30), date(2020, 6, 3)])
def test_a_measure_afterwards_lies_between_the_first_one_and_today(at, day):
    made = improving.point(at)
    with rowsecurity.scope(at.management), pytest.raises(MeasuredTooEarly):
        services.close_point(
            actor=at.management,
            uuid=made.uuid,
            after=Decimal(1),
            measured_on=day,
            note="Færdig.",
            now=make.NOW,
        )


def test_a_consultant_never_closes_and_a_former_one_moves_nothing(at):
    made = improving.point(at)
    former = steps.consultant(
        steps.appointment(
            at.world, at.hospital, starts_on=date(2019, 6, 1), last_day_on=date(2019, 12, 31)
        )
    )
    closing = replace(at, management=at.consultant)
    with pytest.raises(NotAllowed):
        improving.closed(closing, made)
    with pytest.raises(NotAllowed):
        moved(at, made, PointState.ACTIVE, actor=former)


def test_another_hospital_sees_none_of_it_and_a_filer_only_the_outcome(at):
    made = improving.point(at)
    elsewhere = make.actor(Role.HOSPITAL_MANAGEMENT, make.organisation("Regionshospitalet Horsens"))
    with rowsecurity.scope(elsewhere):
        assert not ImprovementPoint.objects.exists()
        with pytest.raises(NotFound):
            selectors.point_for(elsewhere, made.uuid)
    doctor = at.filers[Role.GP]
    with rowsecurity.scope(doctor):
        assert ImprovementPoint.objects.filter(pk=made.pk).exists()
        assert not PointStep.objects.exists()
        with pytest.raises(NotAllowed):
            selectors.point_for(doctor, made.uuid)


def test_a_point_is_silent_after_thirty_days_without_movement_and_not_before(at):
    made = improving.point(at)
    day = make.TODAY + timedelta(days=selectors.SILENT_DAYS)

    assert shown(at.management, day - timedelta(1), silent=True) == []
    assert shown(at.management, day, silent=True) == [made]
    with rowsecurity.scope(at.consultant):
        services.note_point(
            actor=at.consultant,
            uuid=made.uuid,
            note="Drøftet med afdelingen.",
            now=make.NOW + timedelta(days=30),
        )
    assert shown(at.management, day, silent=True) == []


def test_board_and_list_show_each_hospital_by_itself_and_closed_points_on_demand(at):
    other = make.organisation("Regionshospitalet Horsens")
    steps.appointment(at.world, other, practitioner=at.appointment.practitioner)
    here = improving.closed(at, improving.point(at))
    there = improving.point(at, improving.snag(at, place=other))

    assert shown(at.consultant) == [there]
    assert shown(at.consultant, closed=True) == [here, there]
    assert shown(at.consultant, host=at.hospital.uuid, closed=True) == [here]
    assert shown(at.consultant, state=PointState.CLOSED) == [here]
    assert shown(at.world.admin, closed=True) == [here, there]


def test_six_points_cost_the_queries_of_one(at, django_assert_max_num_queries):
    improving.point(at)
    with rowsecurity.scope(at.consultant), django_assert_max_num_queries(20) as one:
        rows = selectors.chosen_points(at.consultant, selectors.Chosen(), today=make.TODAY)
        [row.measure.name + row.host.name + row.place.name for row in rows]
    for _number in range(5):
        improving.point(at)
    with rowsecurity.scope(at.consultant), django_assert_max_num_queries(len(one)):
        rows = selectors.chosen_points(at.consultant, selectors.Chosen(), today=make.TODAY)
        [row.measure.name + row.host.name + row.place.name for row in rows]


def test_a_region_that_continues_another_loses_no_point(at):
    made = improving.point(at)
    heir = Organisation.objects.create(kind="region", name="Ny Region", starts_on=make.SINCE)
    Relation.objects.create(
        subject=at.world.region,
        object=heir,
        kind=RelationKind.SUCCEEDED_BY,
        starts_on=date(2020, 6, 1),
    )
    successor = make.actor(Role.REGION_ADMIN, heir)

    assert shown(successor) == [made]


def worked(at, point, *, minutes=60, now=make.NOW, appointment=None):
    done = Done(ActivityKind.QUALITY, local_date(now), minutes, point=point.uuid)
    made = appointment or at.appointment
    actor = steps.consultant(made)
    with rowsecurity.scope(actor):
        return services.log(actor=actor, appointment=made.uuid, done=done, now=now)


def test_work_on_a_point_is_counted_and_ends_its_silence(at):
    made = improving.point(at)
    day = make.TODAY + timedelta(days=40)
    assert shown(at.consultant, day, silent=True) == [made]

    worked(at, made, minutes=95, now=make.NOW + timedelta(days=40))

    assert shown(at.consultant, day, silent=True) == []
    for actor in (at.consultant, at.management):
        with rowsecurity.scope(actor):
            assert selectors.minutes_on([made]) == {made.pk: 95}


def test_work_is_about_a_point_of_the_own_place_and_never_moves_one_that_is_closed(at):
    other = make.organisation("Regionshospitalet Horsens")
    there = steps.appointment(at.world, other)
    here = improving.point(at)
    with pytest.raises(PointElsewhere):
        worked(at, here, appointment=there)

    improving.closed(at, here)
    activity = worked(at, here, now=make.NOW + timedelta(days=1))

    with rowsecurity.scope(at.consultant):
        assert selectors.activity_for(at.consultant, activity.uuid).point == here
        assert selectors.point_for(at.consultant, here.uuid).moved_on == make.TODAY
