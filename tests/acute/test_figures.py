"""Figures come from the log alone, and no count under five can be read out of them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from acute import selectors
from acute import services as acute
from acute.enums import Outcome
from acute.errors import NotAnsweredYet
from acute.models import Request, Step
from coordination.base import clock
from coordination.base.actor import Role
from coordination.base.errors import NotAllowed
from coordination.base.rowsecurity import scope
from tests import make
from tests.access import stage
from tests.acute.shared import JANUARY, MAY, SPRING, TOWNS, Shared

pytestmark = pytest.mark.django_db


class Logged(Shared):
    """Requests with the steps that the log keeps of them."""

    def log(self, town: int, waits, *, on=JANUARY, hour: int = 9, outcome: str = "at_home") -> None:
        """Requests that the doctor rang about after so many minutes; None where nobody did."""
        sent = datetime(on.year, on.month, on.day, hour - 1, tzinfo=UTC)
        for wait in waits:
            row = self._request(town, sent, "carried_out", wait or 0)
            if wait is None:
                row.state, row.taken_at, row.answered_at, row.outcome = "waiting", None, None, ""
                row.due_at = row.promised_at
                row.patient = make.patient(self.towns[town], None, next(self._citizens))
            else:
                row.outcome = outcome
            with scope(self.worker):
                Request.objects.bulk_create([row])
                if wait is not None:
                    self._step(row, sent + timedelta(minutes=wait))

    def _step(self, row: Request, at: datetime) -> None:
        Step.objects.create(
            request=row,
            municipality_id=row.municipality_id,
            practice_id=row.practice_id,
            kind="answered",
            at=at,
            actor_name="Test",
            role="gp",
            organisation_name="Test",
        )

    def figures(self, *, actor=None, today=make.TODAY, **period) -> selectors.Figures:
        actor = actor or self.admin
        with scope(actor):
            return selectors.figures_by_slug(actor, self.agreement.slug, today=today, **period)


@pytest.fixture
def logged() -> Logged:
    return Logged()


def counts(rows) -> dict[str, int | None]:
    return {row.label: row.requests for row in rows}


def test_time_to_contact_is_told_by_hour_and_municipality(logged):
    logged.log(0, [4, 5, 6, 7, 8], hour=9)
    logged.log(1, [20, 21, 22, 23, 24], hour=14)

    found = logged.figures()

    assert [(row.label, row.requests, row.wait) for row in found.hours] == [
        ("09", 5, 6),
        ("14", 5, 22),
    ]
    assert {row.label: row.wait for row in found.places} == {TOWNS[0]: 6, TOWNS[1]: 22}


def test_the_hour_is_the_local_one_in_summer_too(logged):
    logged.log(0, [5] * 5, on=MAY, hour=9)

    assert counts(logged.figures().hours) == {"10": 5}


def test_outcomes_and_those_without_contact_are_counted(logged):
    logged.log(0, [5] * 6)
    logged.log(0, [5] * 8, outcome="admitted")
    logged.log(0, [None] * 5)

    found = logged.figures()

    assert counts(found.outcomes) == {"admitted": 8, "at_home": 6, "none": 5}
    assert counts(found.contact) == {"no": 5, "yes": 14}


def test_a_small_count_is_hidden_with_the_next_smallest_in_every_table(logged):
    logged.log(0, [5] * 20, hour=9)
    logged.log(1, [5] * 9, hour=10, outcome="visit")
    logged.log(2, [5] * 3, hour=11, outcome="admitted")

    found = logged.figures()

    assert counts(found.hours) == {"09": 20, "10": None, "11": None}
    assert counts(found.outcomes) == {"at_home": 20, "visit": None, "admitted": None}
    assert counts(found.places) == {TOWNS[0]: 20, TOWNS[1]: None, TOWNS[2]: None}
    assert all(row.wait is None for row in found.hours if row.requests is None)


def test_a_longer_period_does_not_tell_what_a_quarter_hides(logged):
    logged.log(0, [5] * 20, hour=9)
    logged.log(0, [5] * 9, hour=10)
    logged.log(0, [5] * 3, hour=11)
    logged.log(0, [5] * 10, on=MAY, hour=10)

    assert counts(logged.figures(first=SPRING, last=SPRING).hours) == {"11": 10}
    assert counts(logged.figures().hours) == {"09": 20, "10": None, "11": None}


def test_a_municipality_sees_its_own_citizens_only(logged):
    logged.log(0, [5] * 6)
    logged.log(1, [5] * 7)
    administrator = make.actor(Role.MUNICIPAL_ADMIN, logged.towns[0])

    found = logged.figures(actor=administrator)

    assert counts(found.places) == {TOWNS[0]: 6}
    assert counts(found.contact) == {"yes": 6}


def test_a_doctor_sees_no_figures(logged):
    doctor = make.actor(Role.GP, logged.practices[0])

    with pytest.raises(NotAllowed):
        logged.figures(actor=doctor)


def test_the_nurse_reports_a_spared_admission_and_may_change_it():
    place = make.world()
    request = make.answered_request(place).request
    with scope(place.nurse):
        for avoided in (True, False):
            told = acute.report_admission(
                actor=place.nurse, uuid=request.uuid, avoided=avoided, now=make.NOW
            )
            assert told.avoided_admission is avoided


def test_nothing_is_reported_before_there_is_advice():
    place = make.world()
    request = make.taken_request(place)

    with scope(place.nurse), pytest.raises(NotAnsweredYet):
        acute.report_admission(actor=place.nurse, uuid=request.uuid, avoided=True, now=make.NOW)


def test_reported_admissions_are_counted(logged):
    logged.log(0, [5] * 6)
    with scope(logged.worker):
        Request.objects.update(avoided_admission=True)
    logged.log(0, [5] * 7)

    assert counts(logged.figures().avoided) == {"none": 7, "yes": 6}


def test_page_spreadsheet_and_interface_say_the_same(logged):
    logged.log(0, [5] * 6)
    clock.jump(make.NOW)
    slug, browser = logged.agreement.slug, stage.browser(logged.admin)
    program = stage.program(Role.REGION_FINANCE, logged.region)

    page = browser.get(reverse("acute-figures", args=[slug])).content.decode()
    text = browser.get(reverse("acute-figures-csv", args=[slug])).content.decode("utf-8-sig")
    book = browser.get(reverse("acute-figures-xlsx", args=[slug]))
    body = program.get(reverse("api-figures", args=[logged.agreement.uuid])).json()

    assert "kl. 9-10" in page
    assert "Efter klokkeslæt;kl. 9-10;6;5" in text
    assert book.status_code == 200
    assert body["hours"] == [{"group": "09", "requests": 6, "median_wait_minutes": 5}]
    assert body["outcomes"][0]["group"] == Outcome.AT_HOME
