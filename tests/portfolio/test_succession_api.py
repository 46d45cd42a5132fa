"""Another system reads what a succession touches, tries choices, and carries them out."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.http import HttpResponse

from coordination.agreements.models import SuccessionChoice
from coordination.base import clock
from coordination.base.rowsecurity import scope
from coordination.parties.enums import Function
from coordination.parties.selectors import function_of
from tests import make
from tests.portfolio.test_drafting_api import Caller

pytestmark = pytest.mark.django_db
NOW, AFTER = datetime(2026, 11, 21, 9, tzinfo=UTC), datetime(2027, 1, 2, 9, tzinfo=UTC)
NEW = "Region Østdanmark"


@pytest.fixture
def place() -> make.World:
    made = make.world(
        region="Region Sjælland",
        municipality="Næstved Kommune",
        starts_on=date(2025, 1, 1),
        ends_before=date(2029, 1, 1),
        citizen=5,
    )
    clock.jump(NOW)
    return made


@pytest.fixture
def esdh(place) -> Caller:
    return Caller(make.organisation(NEW))


def address(esdh: Caller, what: str) -> str:
    """The address of a part of the one succession."""
    (found,) = esdh.send("GET", "successions").json()["results"]
    return f"successions/{found['id']}/{what}"


def choices(place: make.World, *, dry_run: bool, **changes: Any) -> dict[str, Any]:
    share = {"funder": str(make.organisation(NEW).uuid), "weight": "1"}
    wanted = {
        "agreement": str(place.agreement.uuid),
        "choice": "new_key",
        "reason": "Regionen betaler",
        "shares": [share],
    }
    return {"dry_run": dry_run, "choices": [wanted | changes]}


def refused(answer: HttpResponse) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_it_is_told_who_continues_whom_and_how_many_days_are_left(esdh):
    (found,) = esdh.send("GET", "successions").json()["results"]

    assert (found["on"], found["days_left"]) == ("2027-01-01", 41)
    assert found["successor"]["name"] == NEW
    assert [row["name"] for row in found["old"]] == ["Region Hovedstaden", "Region Sjælland"]


def test_it_reads_the_agreements_with_their_rights_and_what_can_be_chosen(esdh, place):
    (found,) = esdh.send("GET", address(esdh, "agreements")).json()["results"]

    assert found["agreement"] == str(place.agreement.uuid)
    assert {(row["kind"], row["latest"]) for row in found["rights"]} == {
        ("terminate", "2026-09-30"),
        ("suspend", "2026-11-30"),
    }
    assert found["offered"] == ["continues", "new_key", "ends", "new_decision"]
    assert (found["choice"], found["pending_decisions"], found["notices"]) == (None, 0, [])


def test_a_dry_run_answers_what_the_same_call_then_does(esdh, place):
    path = address(esdh, "choices")

    tried = esdh.send("POST", path, choices(place, dry_run=True)).json()
    with scope(place.admin):
        assert not SuccessionChoice.objects.exists()
    done = esdh.send("POST", path, choices(place, dry_run=False)).json()

    assert tried["changes"] == done["changes"]
    assert [row["what"] for row in done["changes"]] == ["key", "choice"]
    assert {row["from_on"] for row in done["changes"]} == {"2027-01-01"}
    again = esdh.send("POST", path, choices(place, dry_run=False)).json()
    assert again["changes"] == []


def test_who_runs_acute_nursing_is_put_and_taken_back(esdh, place):
    path, town = address(esdh, "functions"), place.municipality

    def put(holder: str | None) -> dict[str, Any]:
        wanted = {"municipality": str(town.uuid), "holder": holder}
        rows = esdh.send("PUT", path, {"operators": [wanted]}).json()["results"]
        return next(row for row in rows if row["municipality"]["id"] == str(town.uuid))

    first = esdh.send("GET", path).json()["results"]
    assert len(first) > 40
    assert {row["after"]["operator"] for row in first} == {None}
    assert {row["after"]["payer"]["name"] for row in first} == {NEW}

    said = put(str(town.uuid))
    assert (said["before"]["operator"]["name"], said["after"]["operator"]["name"]) == (
        town.name,
        town.name,
    )
    assert put(None)["after"]["operator"] is None
    held = function_of([town.pk], Function.ACUTE_NURSING, on=date(2026, 12, 31))[town.pk]
    assert held.operator == town


def test_from_the_day_on_it_reads_and_chooses_nothing(esdh, place):
    path, functions = address(esdh, "choices"), address(esdh, "functions")
    clock.jump(AFTER)

    assert refused(esdh.send("POST", path, choices(place, dry_run=False))) == (
        409,
        "succession_passed",
    )
    wanted = {"municipality": str(place.municipality.uuid), "holder": None}
    assert refused(esdh.send("PUT", functions, {"operators": [wanted]})) == (
        409,
        "succession_passed",
    )
    assert esdh.send("GET", functions).status_code == 200


def test_a_key_for_a_stranger_and_a_choice_without_a_reason_are_refused(esdh, place):
    path = address(esdh, "choices")
    stranger = {"funder": str(make.organisation("Herning Kommune").uuid), "weight": "1"}

    other = esdh.send("POST", path, choices(place, dry_run=True, shares=[stranger]))
    silent = esdh.send("POST", path, choices(place, dry_run=True, reason=""))

    assert refused(other) == (422, "not_a_payer")
    assert silent.status_code == 422


def test_another_region_is_shown_no_succession_and_finds_none(esdh, place):
    path = address(esdh, "agreements")
    midt = Caller(make.organisation("Region Midtjylland"))

    assert midt.send("GET", "successions").json()["results"] == []
    assert midt.send("GET", path).status_code == 404
