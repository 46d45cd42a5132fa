"""A program that looks after agreements walks the same steps as a person."""

from datetime import UTC, date, datetime

import pytest

from coordination.base import clock
from coordination.base.actor import Role
from tests import make
from tests.access import stage
from tests.notices.steps import Alliance, alliance, given, received, settle

pytestmark = pytest.mark.django_db


class Api:
    """A program of one organisation; every write has a key of its own."""

    def __init__(self, role: Role, place: object) -> None:
        self.client, self.writes = stage.program(role, place), 0

    def get(self, path: str):
        return self.client.get(f"/api/v1/{path}")

    def post(self, path: str, **body: object):
        self.writes += 1
        return self.client.post(
            f"/api/v1/{path}",
            body,
            content_type="application/json",
            headers={"idempotency-key": f"{id(self)}-write-{self.writes:04}"},
        )


@pytest.fixture
def place() -> make.World:
    made = make.world()
    settle(made)
    clock.jump(make.NOW)
    return made


@pytest.fixture
def region(place) -> Api:
    return Api(Role.REGION_ADMIN, place.region)


@pytest.fixture
def municipality(place) -> Api:
    return Api(Role.MUNICIPAL_ADMIN, place.municipality)


def suspension(place: make.World, region: Api) -> str:
    """A suspension that waits for the practice plan committee, by its id."""
    wanted = f"bodies?kind=practice_plan_committee&organisation={place.region.uuid}"
    (committee,) = region.get(wanted).json()["results"]
    made = region.post(
        f"agreements/{place.agreement.uuid}/notices",
        kind="suspend",
        reason="Midlerne slipper op",
        wanted_last_day_on="2020-10-28",
        body=committee["id"],
    )
    assert made.status_code == 201
    return str(made.json()["id"])


def test_a_draft_holds_the_day_it_aims_at_and_the_task_of_its_body(place, region, municipality):
    notice = suspension(place, region)

    body = region.get(f"notices/{notice}").json()

    assert (body["state"], body["wanted_last_day_on"]) == ("draft", "2020-10-28")
    task = body["body_task"]
    assert task["body"]["kind"] == "practice_plan_committee"
    assert (task["due_on"], task["decided_on"]) == ("2020-08-14", None)
    assert municipality.get(f"notices/{notice}").status_code == 404


def test_what_the_body_decided_is_recorded_once(place, region):
    notice = suspension(place, region)

    done = region.post(f"notices/{notice}/body", decided_on="2020-06-01", note="Punkt 4")
    again = region.post(f"notices/{notice}/body", decided_on="2020-06-01")

    assert done.json()["body_task"]["note"] == "Punkt 4"
    assert (again.status_code, again.json()["code"]) == (409, "no_body")


def test_what_a_party_aimed_at_and_whom_it_asked_is_seen_by_its_party_alone(
    place, region, municipality
):
    notice = suspension(place, region)
    region.post(f"notices/{notice}/give")

    own = region.get(f"notices/{notice}").json()
    assert own["body_task"] is not None
    assert own["wanted_last_day_on"] == "2020-10-28"
    seen = municipality.get(f"notices/{notice}").json()
    assert (seen["body_task"], seen["wanted_last_day_on"]) == (None, None)


@pytest.mark.parametrize(
    ("anchor", "trigger", "code"),
    [
        ("day_to_day", "money_used", "money_not_used"),
        ("day_to_day", "money_will", "money_unknown"),
    ],
)
def test_a_trigger_that_is_not_met_is_refused_by_its_name(place, region, anchor, trigger, code):
    settle(place, anchor=anchor, trigger=trigger)

    answer = region.post(f"notices/{suspension(place, region)}/give")

    assert (answer.status_code, answer.json()["code"]) == (409, code)


def test_others_agree_before_a_notice_that_they_had_is_taken_back(place, region, municipality):
    notice = suspension(place, region)
    region.post(f"notices/{notice}/give")
    doctors = Api(Role.GP_ORGANISATION, place.plo)
    for party, api in ((place.municipality, municipality), (place.plo, doctors)):
        api.post(f"notices/{notice}/receive", organisations=[party.uuid], received_on="2020-06-02")

    early = municipality.post(f"notices/{notice}/agree")
    asked = region.post(f"notices/{notice}/withdraw", reason="Tillægsbevilling")
    first = municipality.post(f"notices/{notice}/agree")
    last = doctors.post(f"notices/{notice}/agree")

    assert early.json()["code"] == "withdrawal_not_asked"
    assert asked.json()["withdrawal_asked_on"] == "2020-06-02"
    states = [answer.json()["state"] for answer in (asked, first, last)]
    assert states == ["received", "received", "withdrawn"]
    agreed = {row["withdrawal_agreed_on"] for row in last.json()["receipts"]}
    assert agreed == {"2020-06-02"}


def test_a_suspension_in_effect_by_its_dates_is_resumed(place, region):
    notice = received(place, given(place), date(2020, 6, 10))
    early = region.post(f"notices/{notice.uuid}/resume", resumes_on="2020-09-01", reason="Enige")
    clock.jump(datetime(2020, 8, 10, 9, tzinfo=UTC))
    listed = region.get(f"agreements/{place.agreement.uuid}/notices").json()["results"]

    past = region.post(f"notices/{notice.uuid}/resume", resumes_on="2020-08-09", reason="Enige")
    done = region.post(f"notices/{notice.uuid}/resume", resumes_on="2020-09-01", reason="Enige")

    assert (early.status_code, early.json()["code"]) == (409, "notice_not_in_effect")
    assert [row["state"] for row in listed] == ["in_effect"]
    assert (past.status_code, past.json()["code"]) == (422, "resumes_too_early")
    assert (done.json()["state"], done.json()["resumes_on"]) == ("in_effect", "2020-09-01")


@pytest.fixture
def friends() -> Alliance:
    clock.jump(make.NOW)
    return alliance()


def test_one_party_leaves_and_the_region_is_told_to_terminate(friends):
    leaver, region = (
        Api(Role.MUNICIPAL_ADMIN, friends.leaver),
        Api(Role.REGION_ADMIN, friends.region),
    )
    address = f"agreements/{friends.agreement.uuid}/notices"

    refused = region.post(address, kind="leave", reason="Nej")
    made = leaver.post(address, kind="leave", reason="Egen ordning")
    leaver.post(f"notices/{made.json()['id']}/give")
    others = [str(row.uuid) for row in (friends.region, friends.stayer, friends.plo)]
    fixed = region.post(
        f"notices/{made.json()['id']}/receive", organisations=others, received_on="2020-06-02"
    )

    assert (refused.status_code, refused.json()["code"]) == (409, "region_cannot_leave")
    assert (fixed.json()["state"], fixed.json()["last_day_on"]) == ("received", "2020-08-31")


def test_the_choice_how_the_money_is_read_is_no_longer_the_notices(place, region):
    answer = region.post(
        f"agreements/{place.agreement.uuid}/notices",
        kind="suspend",
        reason="Nej",
        before_money_used=True,
    )

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/before_money_used"
