"""Plans and yearly reports write themselves, hide small numbers, and stay as they were issued."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultants import letters, selectors, services
from consultants.enums import ActivityKind
from consultants.errors import AlreadyAdopted, AlreadyIssued, PatientInText, YearNotBegun
from consultants.rules.small import LEAST, protected
from consultants.selectors import Done
from coordination.base import clock, rowsecurity
from coordination.base.actor import Role
from coordination.base.errors import NotAllowed, NotFound
from tests import make
from tests.access.stage import browser
from tests.consultants import improving, steps

YEAR = 2020


@pytest.fixture
def at(db) -> improving.Cooperation:
    return improving.cooperation()


def logged(at, *, minutes=60, km="42", kind=ActivityKind.MANAGEMENT_MEETING, **more):
    with rowsecurity.scope(at.consultant):
        return services.log(
            actor=at.consultant,
            appointment=at.appointment.uuid,
            done=Done(kind, date(2020, 6, 1), minutes, km=Decimal(km), **more),
            now=make.NOW,
        )


def report(at, actor=None, host=None):
    actor = actor or at.management
    with rowsecurity.scope(actor):
        return selectors.report_of(actor, host or at.hospital, year=YEAR)


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 30), max_size=6))
def test_no_small_number_is_shown_and_none_can_be_computed_from_the_sum(counts):
    shown = protected(counts)
    hidden = [name for name, count in shown.items() if count is None]

    assert set(shown) == set(counts)
    assert not any(count is not None and 0 < count < LEAST for count in shown.values())
    assert len(hidden) != 1 or len(counts) == 1
    assert all(shown[name] in (None, counts[name]) for name in counts)


def test_the_report_of_a_year_is_what_was_done_filed_opened_and_closed(at):
    rows = [improving.snag(at, filer=at.filers[role]) for role in (Role.GP, Role.WARD)]
    point = improving.point(at, *rows)
    logged(at, product_title="Ny visitationsretningslinje", point=point.uuid)
    improving.closed(at, point)
    improving.point(at, title="Genhenvisninger", due_on=date(2020, 11, 1))
    logged(at, minutes=95, km="0", kind=ActivityKind.REFERRAL_AUDIT)

    found = report(at)

    assert (found.minutes, found.km, found.planned_minutes) == (155, "42.0", 720 * 12)
    assert found.activities == [
        ["Møde med ledelsen", 1, 60],
        ["Gennemgang af henvisninger", 1, 95],
    ]
    assert found.products == [["Ny visitationsretningslinje", 1]]
    assert (found.snags, found.answered) == (3, 3)
    assert (found.opened, found.closed, found.dropped, found.still_open) == (2, 1, 0, 1)
    assert found.effects == [
        [
            "Epikriser inden to dage",
            "Epikriser efter to dage: 40 % → 12 %",
            "Epikriser sendes nu ved udskrivelsen.",
            60,
        ]
    ]
    assert found.open_points == [["Genhenvisninger", "Ledende overlæge, Medicinsk", "1.11.2020"]]


def test_who_filed_is_hidden_where_few_did(at):
    for _number in range(LEAST):
        improving.snag(at)
    improving.snag(at, filer=at.filers[Role.WARD])

    found = report(at)

    assert found.by_filer == {
        "Almen praksis": 5,
        "Kommuner": None,
        "Hospitaler og afsnit": None,
    }
    assert found.by_frequency["Hver uge"] == 6


def test_each_hospital_has_its_own_report_and_the_region_one_of_all(at):
    other = make.organisation("Regionshospitalet Horsens")
    there = steps.appointment(at.world, other)
    improving.closed(at, improving.point(at))
    logged(at)
    with rowsecurity.scope(steps.consultant(there)):
        services.log(
            actor=steps.consultant(there),
            appointment=there.uuid,
            done=Done(ActivityKind.TEACHING, date(2020, 6, 1), 30),
            now=make.NOW,
        )
    admin = at.world.admin

    assert report(at).minutes == 60
    assert report(at, admin, at.world.region).hosts == [
        [at.hospital.name, 60, 1, 1, 1],
        [other.name, 30, 0, 0, 0],
    ]
    assert report(at, admin, at.world.region).minutes == 90
    stranger = make.actor(Role.HOSPITAL_MANAGEMENT, other)
    with rowsecurity.scope(stranger), pytest.raises(NotFound):
        selectors.report_host(stranger, at.hospital.uuid)


def test_an_issued_report_stays_as_it_was_and_is_issued_once(at):
    logged(at)
    with rowsecurity.scope(at.management):
        services.issue_report(actor=at.management, host=at.hospital.uuid, year=YEAR, now=make.NOW)
        with pytest.raises(AlreadyIssued):
            services.issue_report(
                actor=at.management, host=at.hospital.uuid, year=YEAR, now=make.NOW
            )
        with pytest.raises(AlreadyIssued):
            services.write_remarks(
                actor=at.management,
                host=at.hospital.uuid,
                year=YEAR,
                remarks="Mere",
                now=make.NOW,
            )
    logged(at, minutes=30, km="0")

    assert report(at).minutes == 60
    with rowsecurity.scope(at.consultant):
        assert selectors.live_report(at.consultant, at.hospital, year=YEAR).minutes == 90


def test_a_consultant_writes_and_only_the_management_adopts_and_issues(at):
    wanted = {"host": at.hospital.uuid, "year": YEAR, "now": make.NOW}
    with rowsecurity.scope(at.consultant):
        services.write_plan(actor=at.consultant, aims="Epikriser i tide.", **wanted)
        services.write_remarks(actor=at.consultant, remarks="Et godt år.", **wanted)
        for act in (services.adopt_plan, services.issue_report):
            with pytest.raises(NotAllowed):
                act(actor=at.consultant, **wanted)
        with pytest.raises(PatientInText):
            services.write_plan(actor=at.consultant, aims=make.citizens()[0]["cpr"], **wanted)
    with rowsecurity.scope(at.management):
        assert services.adopt_plan(actor=at.management, **wanted).aims == "Epikriser i tide."
        with pytest.raises(AlreadyAdopted):
            services.write_plan(actor=at.management, aims="Andet", **wanted)
        with pytest.raises(YearNotBegun):
            services.issue_report(actor=at.management, **(wanted | {"year": YEAR + 1}))


def test_the_plan_of_a_year_is_its_hours_points_and_meetings(at):
    improving.point(at)
    with rowsecurity.scope(at.consultant):
        services.call_meeting(
            actor=at.consultant,
            host=at.hospital.uuid,
            title="Møde med ledelsen",
            held_at=datetime(2020, 9, 1, 12, tzinfo=UTC),
            now=make.NOW,
        )
        found = selectors.year_plan(at.consultant, at.hospital, year=YEAR)

    assert found.planned_minutes == 720 * 12
    assert found.points == [["Epikriser inden to dage", "Ledende overlæge, Medicinsk", "1.9.2020"]]
    assert found.meetings == [["Møde med ledelsen", at.hospital.name, "1.9.2020"]]


def test_page_pdf_and_workbook_say_the_same(at):
    clock.jump(make.NOW)
    improving.closed(at, improving.point(at))
    logged(at)
    client = browser(at.management)
    address = f"/konsulenter/aar/{at.hospital.uuid}/{YEAR}/"

    page = client.get(f"{address}beretning/").content.decode()
    pdf = client.get(f"{address}beretning.pdf")
    book = client.get(f"{address}beretning.xlsx")

    assert "Epikriser efter to dage: 40 % → 12 %" in page
    assert pdf.content.startswith(b"%PDF")
    rows = list(openpyxl.load_workbook(io.BytesIO(book.content))["2020"].values)
    assert ("Brugte minutter", 60) in rows
    assert ("Kilometer", 42) in rows
    assert client.get(f"{address}handleplan/").status_code == 200
    assert client.get("/konsulenter/aar/").status_code == 200
    assert client.get(f"/konsulenter/aar/{at.hospital.uuid}/1900/beretning/").status_code == 404


def test_a_report_that_is_not_issued_says_so(at):
    with rowsecurity.scope(at.management):
        content = letters.report_pdf(at.management, at.hospital.uuid, year=YEAR, today=make.TODAY)

    assert content.startswith(b"%PDF")
    assert b"pdfuaid" in content
