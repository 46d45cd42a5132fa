"""The portfolio over pages and REST: filters in the address, offered orders, pages by key."""

import json

import pytest
from django.db.models import Value
from django.urls import reverse

from coordination.base import clock
from coordination.base.actor import Role, system
from coordination.base.danish import danish_order, sort_key
from coordination.base.rowsecurity import scope
from coordination.notices import services as notices
from coordination.overview.bench.many import make_agreements
from coordination.parties.models import Organisation
from tests import make
from tests.access import stage

pytestmark = pytest.mark.django_db

API = "/api/v1/agreements"
NAMES = ("Ål", "Aalborg", "Abe", "Ærø", "Øster", "ålborg", "Zone", "ærlig", "Aabenraa", "Aa")


@pytest.fixture
def region() -> Organisation:
    """Twelve agreements of a region with two municipalities, and their deadlines."""
    clock.jump(make.NOW)
    place = make.organisation("Region Midtjylland")
    towns = [make.organisation(name) for name in ("Herning Kommune", "Lemvig Kommune")]
    actor = system(place.pk, *(row.pk for row in towns))
    make_agreements(actor, place, towns, 12, today=make.TODAY)
    notices.refresh_deadlines(now=make.NOW)
    return place


def listed(client, **asked: object) -> tuple[list[dict], str]:
    answer = client.get(API, asked)
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)["results"], answer.headers.get("Link", "")


def all_pages(client, **asked: object) -> list[dict]:
    """Every row, three at a time, by the Link header."""
    found, link = listed(client, limit=3, **asked)
    while link:
        answer = client.get(link.split(">")[0].strip("<").replace("http://testserver", ""))
        found += json.loads(answer.content)["results"]
        link = answer.headers.get("Link", "")
    return found


@pytest.mark.parametrize("ordering", ["next_deadline", "ends", "title", "newest", "left"])
def test_a_program_pages_through_every_order_without_a_gap_or_a_repeat(region, ordering):
    client = stage.program(Role.REGION_FINANCE, region, "agreements:read")

    found = [row["id"] for row in all_pages(client, ordering=ordering)]

    assert len(found) == len(set(found)) == 12
    assert found == [row["id"] for row in listed(client, ordering=ordering)[0]]


def test_the_end_that_comes_first_is_listed_first(region):
    client = stage.program(Role.REGION_ADMIN, region, "agreements:read")

    ends = [row["ends_before"] for row in all_pages(client, ordering="ends")]

    assert ends == sorted(ends)


@pytest.mark.parametrize(
    "asked", [{"ordering": "region_id"}, {"cursor": "x", "ordering": "ends"}, {"sort": "ends"}]
)
def test_an_order_or_a_cursor_that_is_not_offered_is_refused(region, asked):
    client = stage.program(Role.REGION_ADMIN, region, "agreements:read")

    assert client.get(API, asked).status_code == 400


def test_a_program_asks_for_what_falls_due_and_for_whom(region):
    client = stage.program(Role.REGION_ADMIN, region, "agreements:read")
    lemvig = make.organisation("Lemvig Kommune")

    soon, _link = listed(client, due_before="2020-06-30")
    theirs, _link = listed(client, party=str(lemvig.uuid))

    assert 0 < len(soon) < 12
    assert len(theirs) == 6


def test_titles_stand_in_danish_order_in_the_database_as_on_the_page():
    rows = Organisation.objects.filter(name="Herning Kommune")
    keys = {
        name: rows.annotate(text=Value(name)).annotate(key=danish_order("text")).get().key
        for name in NAMES
    }

    assert sorted(NAMES, key=lambda name: (keys[name], name)) == sorted(NAMES, key=sort_key)


def test_the_page_keeps_its_filters_and_offers_a_way_back(region):
    with scope(system()):
        admin = make.actor(Role.REGION_ADMIN, region)
    browser = stage.browser(admin)

    none = browser.get(reverse("agreement-list"), {"q": "findes ikke"}).content.decode()
    some = browser.get(reverse("agreement-list"), {"q": "00007", "sorter": "titel"})

    assert "Ingen aftaler passer til det, I søger." in none
    assert some.content.decode().count('data-title="Tilstand"') == 1


def test_deadlines_of_all_agreements_are_listed_by_kind_and_day(region):
    client = stage.program(Role.REGION_FINANCE, region, "agreements:read")
    asked = {"kind": "expiry", "act_by_after": "2020-07-01", "act_by_before": "2020-12-31"}

    rows = json.loads(client.get("/api/v1/deadlines", asked).content)["results"]

    assert rows
    assert {row["kind"] for row in rows} == {"expiry"}
    assert all("2020-07-01" <= row["act_by"] <= "2020-12-31" for row in rows)


def test_the_page_offers_the_parties_of_the_own_agreements_in_danish_order(region):
    with scope(system()):
        admin = make.actor(Role.REGION_ADMIN, region)
    herning = make.organisation("Herning Kommune")

    page = stage.browser(admin).get(reverse("agreement-list"), {"party": herning.uuid})

    text = page.content.decode()
    offered = ["Herning Kommune", "Lemvig Kommune", "Region Midtjylland"]
    places = [text.index(f">{name}</option>") for name in offered]
    assert places == sorted(places)
    assert f'<option value="{herning.uuid}" selected>' in text
    assert "Skive Kommune" not in text
    assert text.count('data-title="Tilstand"') == 6
