"""The portfolio with ten thousand agreements: filters, sorting, deadlines, pages by key."""

import re

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.base import clock, rowsecurity
from coordination.base.actor import Role, system
from coordination.notices import services as notices
from coordination.notices.models import Deadline
from coordination.notices.services import ladder
from coordination.overview.bench.many import make_agreements
from coordination.parties import selectors as parties
from tests import make
from tests.access import stage

pytestmark = pytest.mark.slow

MANY = 10_000
MOST_QUERIES = 12
ROW = re.compile(r'<a href="(/aftaler/mange-\d+/)">')


@pytest.fixture
def admin(own_database):
    """A region's administrator with ten thousand agreements, and last night's deadlines."""
    clock.jump(make.NOW)
    region = make.organisation("Region Midtjylland")
    towns = parties.municipalities_of(region, on=make.TODAY)
    actor = system(region.pk, *(row.pk for row in towns))
    make_agreements(actor, region, towns, MANY, today=make.TODAY)
    with psycopg.connect(own_database.url("super"), autocommit=True) as session:
        session.execute("ANALYZE")  # as autovacuum does within the minute
    with rowsecurity.sweep():
        ladder.refresh_table(today=make.TODAY)
    with psycopg.connect(own_database.url("super"), autocommit=True) as session:
        session.execute("ANALYZE notices_deadline")
    return make.actor(Role.REGION_ADMIN, region)


def shown(admin, path: str) -> tuple[str, int]:
    browser = stage.browser(admin)
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(path)
    assert answer.status_code == 200
    own = [row for row in asked if row["sql"].startswith('SELECT "') or "FROM" in row["sql"]]
    return answer.content.decode(), len(own)


def test_every_page_is_reached_by_key_and_none_is_shown_twice(admin):
    path, seen = "/aftaler/?sorter=titel", []
    for _page in range(4):
        text, _queries = shown(admin, path)
        seen += ROW.findall(text)
        path = re.search(r'href="([^"]+)" rel="next"', text).group(1).replace("&amp;", "&")

    assert len(seen) == len(set(seen)) == 200
    assert seen == [f"/aftaler/mange-{number}/" for number in range(1, 201)]


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "?sorter=frist",
        "?sorter=slut",
        "?sorter=tilbage",
        "?sorter=start",
        "?q=aftale+0999",
        "?kind=relief&kind=horizontal",
        "?state=in_force&due_before=2020-08-01",
    ],
)
def test_the_list_asks_at_most_twelve_questions(admin, asked):
    _text, queries = shown(admin, f"/aftaler/{asked}")

    assert queries <= MOST_QUERIES


def test_the_nearest_deadline_comes_first(admin):
    text, _queries = shown(admin, "/aftaler/?sorter=frist")

    with rowsecurity.scope(admin):
        nearest = Deadline.objects.filter(act_by__gte=make.TODAY).order_by("act_by").first()
        slugs = set(
            Deadline.objects.filter(act_by=nearest.act_by).values_list("agreement__slug", flat=True)
        )
    assert ROW.findall(text)[0].split("/")[2] in slugs


def test_the_nightly_computation_is_one_statement_and_a_second_one_changes_nothing(admin):
    with rowsecurity.sweep():
        with CaptureQueriesContext(connection) as asked:
            gone = ladder.refresh_table(today=make.TODAY)

        assert len(asked) == 1
        assert gone == set()
        assert Deadline.objects.count() > 2 * MANY


def test_a_portfolio_is_planned_some_agreements_at_a_time_and_then_no_more(admin):
    first = notices.plan_some(now=make.NOW)
    with rowsecurity.sweep():
        done = Deadline.objects.filter(is_planned=True).values("agreement").distinct().count()

    while notices.plan_some(now=make.NOW) is not None:
        pass

    assert first
    assert done == ladder.BATCH
    assert notices.refresh_deadlines(now=make.NOW) == 0


def test_a_way_of_sorting_that_is_not_offered_is_refused(admin):
    assert stage.browser(admin).get("/aftaler/?sorter=region_id").status_code == 400
