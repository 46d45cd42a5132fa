"""Every hospital and psychiatry of Region Sjælland has a consultant with hours in the demo."""

from collections import Counter
from datetime import date

import pytest

from consultants import selectors
from consultants.enums import SheetState
from coordination.access import selectors as access
from coordination.access.models import User
from coordination.agreements import selectors as agreements
from coordination.base.actor import Role, system
from coordination.base.reference import rows
from coordination.base.rowsecurity import scope
from coordination.parties import selectors as parties

pytestmark = pytest.mark.slow
START, EVE, DAY = date(2020, 6, 2), date(2026, 12, 31), date(2027, 1, 1)


def acting(username: str, today: date):
    return access.actor_of(User.objects.get(username=username), today=today)


def minutes_of(actor, year: int) -> int:
    with scope(actor):
        found = selectors.appointments_for(actor)
        return sum(selectors.account_of(actor, row, year=year).used for row in found)


@pytest.mark.parametrize("day", [START, EVE, DAY])
def test_every_hospital_of_the_region_has_its_consultant(demo_database, day):
    named = {r["name"] for r in rows("hospitals.csv") if r["region_name"] == "Region Sjælland"}
    with scope(system(*(row.pk for row in parties.register_of()))):
        entries = selectors.directory(on=day)

    assert named <= {row.host for row in entries if not row.is_line}
    assert sum(row.is_line for row in entries) == 3


def test_months_stand_in_each_state(demo_database):
    region = acting("region3", START)
    with scope(region):
        states = Counter(row.state for row in selectors.sheets_for(region))

    assert set(states) == {state.value for state in SheetState}


def test_region_oestdanmark_continues_without_losing_an_hour(demo_database):
    before, after = acting("region3", EVE), acting("region3", DAY)
    taking_over = acting("region4", DAY)

    assert after.organisation_name == "Region Østdanmark"
    for year in (2020, 2026):
        assert minutes_of(before, year) > 0
        assert minutes_of(before, year) == minutes_of(after, year) == minutes_of(taking_over, year)


def test_region_oestdanmark_continues_every_point_snag_and_meeting(demo_database):
    found = []
    for actor in (acting("region3", EVE), acting("region3", DAY), acting("region4", DAY)):
        with scope(actor):
            points = set(selectors.points_for(actor).values_list("pk", flat=True))
            meetings = set(selectors.meetings_for(actor).values_list("pk", flat=True))
            host = selectors.report_host(actor, own_region(actor))
            report = selectors.report_of(actor, host, year=2020)
            found.append((points, meetings, report.snags, report.opened, report.closed))

    assert found[0] == found[1] == found[2]
    assert all(found[0])


def own_region(actor):
    return parties.organisation(actor.organisation_id).uuid


def test_each_hospital_has_a_point_that_helped_and_one_that_fell_silent(demo_database):
    region = acting("region3", START)
    with scope(region):
        points = list(selectors.points_for(region).filter(opened_on__year=2020))
        silent = list(selectors.points_for(region).still(since=selectors.silent_since(START)))

    hosts = {row.host_id for row in points}
    assert {row.host_id for row in points if row.state == "closed"} == hosts
    assert {row.host_id for row in silent} == hosts


@pytest.mark.parametrize("day", [START, EVE, DAY])
def test_the_consultant_and_the_management_keep_their_rights(demo_database, day):
    consultant, hospital = acting("konsulent3", day), acting("hospital3", day)

    assert (consultant.role, hospital.role) == (
        Role.PRACTICE_CONSULTANT,
        Role.HOSPITAL_MANAGEMENT,
    )
    assert minutes_of(consultant, 2026) == minutes_of(hospital, 2026) > 0


def test_the_schemes_have_addresses(demo_database):
    with scope(acting("region3", START)):
        found = agreements.agreements_for(acting("region3", START))
        slugs = set(found.values_list("slug", flat=True))

    assert {"praksiskonsulenter-sjaelland", "praksiskonsulenter-naestved"} <= slugs
    assert all(slug.isascii() for slug in slugs)
