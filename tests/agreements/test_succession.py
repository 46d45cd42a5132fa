"""From the day a body of the successor decides for the party that it continues."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from coordination.agreements import selectors
from coordination.agreements import services as agreements
from coordination.agreements.enums import BodyKind, Decision
from coordination.agreements.errors import BodyGone, NotAnApprover
from coordination.agreements.selectors import approvals
from coordination.agreements.services import Reference
from coordination.base.actor import Role
from coordination.base.rowsecurity import scope
from coordination.overview import invariants
from tests import make

pytestmark = pytest.mark.django_db
BEFORE, DAY = date(2026, 12, 31), date(2027, 1, 1)
NOW = datetime(2027, 2, 1, 9, tzinfo=UTC)


@pytest.fixture
def rosa():
    return make.actor(Role.REGION_ADMIN, make.organisation("Region Østdanmark"), today=DAY)


@pytest.fixture
def waiting(rosa):
    """An agreement of Region Sjælland whose next text was sent before the day."""
    place = make.world(
        region="Region Sjælland",
        municipality="Næstved Kommune",
        starts_on=date(2025, 1, 1),
        ends_before=date(2029, 1, 1),
        citizen=5,
    )
    with scope(place.system):
        text = agreements.succeeded_text(place.agreement, on=BEFORE)
        text = replace(text, title="Ny tekst")
        agreements.revise(
            actor=place.system,
            agreement=place.agreement,
            text=text,
            now=datetime(2026, 12, 1, tzinfo=UTC),
        )
        agreements.send_for_approval(
            actor=place.system,
            agreement=place.agreement,
            now=datetime(2026, 12, 1, tzinfo=UTC),
        )
    return place


def council(name, kind=BodyKind.REGIONAL_COUNCIL, on=DAY):
    return selectors.body_of(make.organisation(name), kind, on=on)


def approve(actor, place, body, on, *, recommends=False):
    with scope(actor):
        version = selectors.version_under_approval(place.agreement)
        return agreements.record_decision(
            actor=actor,
            agreement=place.agreement,
            body=body,
            decision=Decision.APPROVED,
            content_hash=version.content_hash,
            reference=Reference(meeting_on=on, case_number="27/1"),
            now=NOW,
            is_recommendation=recommends,
        )


def recommended(place):
    with scope(place.system):
        first = selectors.version_under_approval(place.agreement).recommending_body
    if first is not None:
        approve(place.system, place, first, date(2026, 12, 2), recommends=True)


def test_the_successors_council_approves_for_the_region_it_continues(waiting, rosa):
    recommended(waiting)
    approve(rosa, waiting, council("Region Østdanmark"), date(2027, 1, 20))
    with scope(rosa):
        row = next(
            row
            for row in approvals.deciding_about(
                [selectors.version_under_approval(waiting.agreement)], on=date(2027, 2, 1)
            )[selectors.version_under_approval(waiting.agreement).pk]
            if row.organisation.name == "Region Sjælland"
        )
    assert row.has_approved
    approve(
        waiting.system,
        waiting,
        council("Næstved Kommune", BodyKind.MUNICIPAL_COUNCIL),
        date(2027, 1, 21),
    )

    with scope(rosa):
        now = approvals.managed_agreement(rosa, waiting.agreement.slug)
        assert now.version.number == 2
    checks = [row for row in invariants.CHECKS if row.code in ("Q1", "Q2")]
    assert [invariants.offenders(row) for row in checks] == [[], []]


def test_the_day_before_the_successors_council_has_no_say(waiting, rosa):
    recommended(waiting)
    with pytest.raises((NotAnApprover, BodyGone)):
        approve(rosa, waiting, council("Region Østdanmark"), BEFORE)


def test_another_regions_council_has_no_say_on_the_day_either(waiting, rosa):
    recommended(waiting)
    with pytest.raises(NotAnApprover):
        approve(rosa, waiting, council("Region Midtjylland"), date(2027, 1, 20))
