"""An agreement drafted, changed and read by another system."""

import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, resolve
from oauth2_provider.models import get_access_token_model

from coordination.access import services as people
from coordination.base import clock, rowsecurity
from coordination.base.actor import Role, system
from coordination.ledger.models import Budget
from coordination.portfolio.services.making import PAGES
from tests import make
from tests.access.stage import LATER

pytestmark = pytest.mark.django_db


class Caller:
    """A system of a region that may read and write agreements."""

    def __init__(self, place: Any, role: Role = Role.REGION_ADMIN) -> None:
        self.place = place
        with rowsecurity.scope(system()):
            client, _secret = people.register_client(
                actor=system(), name="ESDH", organisation=place, role=role
            )
        token = get_access_token_model().objects.create(
            token=f"token-{client.pk}",
            application=client.application,
            expires=LATER,
            scope="agreements:read agreements:write",
        )
        self.client = Client(headers={"authorization": f"Bearer {token.token}"})
        self.count = 0

    def send(self, method: str, path: str, body: Any = None) -> HttpResponse:
        self.count += 1
        return self.client.generic(
            method,
            f"/api/v1/{path}",
            json.dumps(body or {}),
            content_type="application/json",
            headers={"idempotency-key": f"a-key-of-this-very-test-{self.count}"},
        )


@pytest.fixture
def esdh() -> Caller:
    clock.jump(make.NOW)
    return Caller(make.organisation("Region Midtjylland"))


def body(esdh: Caller, **changes: Any) -> dict[str, Any]:
    herning = make.organisation("Herning Kommune")
    region, town = str(esdh.place.uuid), str(herning.uuid)
    return {
        "title": "Sparring i Herning",
        "kind": "acute_advice",
        "legal_basis": "Sundhedsloven",
        "starts_on": "2020-09-01",
        "last_day": "2021-08-31",
        "parties": [
            {"organisation": region, "role": "approver"},
            {"organisation": town, "role": "approver"},
        ],
        "clauses": [
            {"kind": "terminate", "quote": "3 måneders varsel.", "months": 3},
            {"kind": "money_used", "quote": "Nye afvises.", "money_used": "refuse"},
        ],
        "contributions": [
            {"funder": region, "amount": "1000.00"},
            {"funder": town, "amount": "500.50"},
        ],
        "decision": "Budgetaftalen",
        "price": {
            "service_code": "0124",
            "name": "Rådgivning",
            "rule": "per_minute",
            "price": "941.47",
        },
    } | changes


def test_a_system_drafts_an_agreement_with_its_money(esdh):
    made = esdh.send("POST", "agreements", body(esdh))

    assert made.status_code == 201, made.content
    shown = esdh.client.get(made.headers["Location"]).json()
    assert (shown["state"], shown["budget"]["appropriated"]) == ("draft", "1500.50")
    assert shown["budget"]["money_used"] == "refuse"


def test_changed_amounts_are_posted_as_a_difference(esdh):
    made = esdh.send("POST", "agreements", body(esdh)).json()
    less = body(esdh, title="Sparring", contributions=body(esdh)["contributions"][:1])

    changed = esdh.send("PUT", f"agreements/{made['id']}/text", less)

    assert changed.status_code == 200, changed.content
    with rowsecurity.scope(system(esdh.place.pk)):
        budget = Budget.objects.get(agreement__uuid=made["id"])
        amounts = sorted(str(row.amount) for row in budget.contributions.all())
    assert str(budget.appropriated) == "1000.00"
    assert amounts == ["-500.50", "1000.00", "500.50"]


def test_a_clause_without_anchor_says_so_and_is_settled(esdh):
    made = esdh.send("POST", "agreements", body(esdh)).json()
    clauses = f"agreements/{made['id']}/clauses"

    (before,) = [
        row
        for row in esdh.client.get(f"/api/v1/{clauses}").json()["results"]
        if row["kind"] == "terminate"
    ]
    reading = {"anchor": "end_of_month", "trigger": "any_time", "reason": "Aftalt"}
    after = esdh.send("POST", f"{clauses}/terminate/settle", reading).json()
    own = esdh.send("POST", f"{clauses}/terminate/confirm")
    other = Caller(esdh.place, Role.REGION_FINANCE).send("POST", f"{clauses}/terminate/confirm")

    assert (before["anchor"], before["is_settled"]) == ("", False)
    assert (after["anchor"], after["is_settled"]) == ("end_of_month", True)
    assert (own.status_code, own.json()["code"]) == (409, "own_reading")
    assert other.json()["confirmed_by"] == "ESDH"


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"last_day": "2020-08-31"}, "/last_day"),
        ({"clauses": [{"kind": "terminate", "quote": "Varsel."}]}, "/clauses/0/months"),
        ({"falls_with_parent": True}, "/belongs_to"),
        ({"parties": []}, "/parties"),
        ({"region": "x"}, "/region"),
    ],
)
def test_what_is_wrong_is_named_by_its_place(esdh, changes, pointer):
    answer = esdh.send("POST", "agreements", body(esdh, **changes))

    assert answer.status_code == 422
    assert pointer in [row["pointer"] for row in answer.json()["errors"]]


def test_an_organisation_that_is_not_in_the_register_is_refused(esdh):
    stranger = {"organisation": "00000000-0000-4000-8000-000000000000", "role": "approver"}

    answer = esdh.send("POST", "agreements", body(esdh, parties=[stranger]))

    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_organisation")


def test_an_organisation_is_found_by_its_register_number(esdh):
    answer = esdh.client.get("/api/v1/organisations?system=municipality_code&value=0657")

    assert [row["name"] for row in answer.json()["results"]] == ["Herning Kommune"]


def test_an_agreement_named_as_a_page_is_found_under_its_own_address(esdh):
    made = esdh.send("POST", "agreements", body(esdh, title="Kalender")).json()

    assert resolve(f"/aftaler/{made['slug']}/").url_name == "agreement-detail"


def test_every_page_beside_the_agreements_is_known_as_taken():
    routes = [route for route in get_resolver().url_patterns if str(route.pattern) == "aftaler/"]
    fixed = {str(page.pattern).split("/")[0] for each in routes for page in each.url_patterns}

    assert {name for name in fixed if name and "<" not in name} <= PAGES
