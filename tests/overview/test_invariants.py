"""A broken invariant is found: what the checker would report, shown to it in a small world."""

from datetime import date, timedelta

import pytest

from consultants.models import Appointment
from coordination.agreements.models import SuspendedInterval
from coordination.base.rowsecurity import scope, sweep
from coordination.notices import services as notices
from coordination.notices.models import Deadline
from coordination.overview.invariants import CHECKS, offenders
from coordination.parties.enums import RelationKind
from coordination.parties.models import Organisation, Relation
from discharges.models import Discharge
from tests import make
from tests.consultants import steps as consultants
from tests.ledger.steps import reverse, spend

pytestmark = pytest.mark.django_db
CHECK = {check.code: check for check in CHECKS}


@pytest.mark.parametrize("party", ["region", "municipality", "practice"])
def test_q7_finds_an_entry_of_a_day_its_party_did_not_exist(party):
    place = make.world()
    spend(place, "a")
    with scope(place.system):
        before = offenders(CHECK["Q7"])

        Organisation.objects.filter(pk=getattr(place, party).pk).update(ends_before=make.TODAY)

        assert before == []
        assert make.TODAY in {row[1] for row in offenders(CHECK["Q7"])}


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_before": None},
        {"ends_before": date(2026, 12, 31)},
        {"ends_before": date(2027, 1, 2)},
    ],
)
def test_q6b_finds_an_organisation_that_ends_on_another_day_than_it_is_continued(wrong):
    assert offenders(CHECK["Q6b"]) == []

    Organisation.objects.filter(name="Region Sjælland").update(**wrong)

    assert [row[0] for row in offenders(CHECK["Q6b"])] == ["Region Sjælland"]


def test_q6b_finds_a_successor_that_does_not_exist_on_the_day():
    Relation.objects.filter(kind=RelationKind.SUCCEEDED_BY).update(starts_on=date(2026, 7, 1))
    Organisation.objects.filter(ends_before=date(2027, 1, 1)).update(ends_before=date(2026, 7, 1))

    assert len(offenders(CHECK["Q6b"])) == 2


def test_n8b_finds_a_use_that_stands_inside_a_suspension_and_not_one_that_was_reversed():
    place = make.world()
    spend(place, "a")
    spend(place, "b")
    reverse(place, "b")
    with scope(place.system):
        before = offenders(CHECK["N8b"])

        SuspendedInterval.objects.create(
            agreement=place.agreement, starts_on=make.TODAY, reason="Test"
        )

        assert before == []
        assert [row[1] for row in offenders(CHECK["N8b"])] == ["a"]


def test_n12_finds_a_kept_deadline_that_no_reading_gives():
    place = make.world()
    notices.refresh_deadlines(now=make.NOW)
    with sweep():
        rows = Deadline.objects.filter(kind="terminate", target="end")
        before = list(rows.values_list("agreement", flat=True))
        rows.update(act_by=make.TODAY)

    with scope(place.system):
        found = offenders(CHECK["N12"])

    assert before == [place.agreement.pk]
    assert [row[1] for row in found] == ["terminate"]


def test_c1_finds_a_consultant_under_an_agreement_on_something_else():
    place = make.world()
    made = consultants.appointment(place, make.organisation("Regionshospitalet Gødstrup"))
    with scope(place.system):
        before = offenders(CHECK["C1"])
        Appointment.objects.filter(pk=made.pk).update(agreement=place.agreement)

        assert before == []
        assert [row[0] for row in offenders(CHECK["C1"])] == [made.uuid]


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("D1", {"needs": "Noget andet"}),
        ("D1", {"expected_on": date(2020, 6, 9)}),
        ("D1", {"edition": 2}),
        ("D2", {"nurse_ready_at": make.NOW - timedelta(minutes=1)}),
    ],
)
def test_a_discharge_that_says_another_thing_than_its_history_is_found(code, wrong):
    place = make.world()
    made = make.discharge(ward=place.region, citizen=14)
    with scope(place.system):
        before = offenders(CHECK[code])
        Discharge.objects.filter(pk=made.pk).update(**wrong)

        assert before == []
        assert [row[0] for row in offenders(CHECK[code])] == [made.uuid]
