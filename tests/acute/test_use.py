"""Fair use is shown by municipality, and no count under five can be read or worked out of it."""

from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from django.db import connection

from acute import selectors
from coordination.base.actor import Role
from coordination.base.errors import NotAllowed, NotFound
from coordination.base.rowsecurity import scope
from coordination.parties.importers import load_age_counts
from tests import make
from tests.access.matrix import ALL, BILLED
from tests.acute.shared import FIFTEEN, JANUARY, MAY, SPRING, TOWNS, WINTER, Shared

pytestmark = pytest.mark.django_db


@pytest.fixture
def shared() -> Shared:
    return Shared()


def test_each_municipality_stands_beside_its_inhabitants_and_what_it_pays(shared):
    load_age_counts(["kommunekode;aar;aldersgruppe;antal\n", "756;2020;65+;8000\n"])
    shared.sessions(20, 10, 10, 0)

    found = shared.use()

    row = next(row for row in found.rows if row.municipality.name == TOWNS[0])
    assert row.sessions == 20
    assert row.amount == 20 * FIFTEEN
    assert row.per_inhabitants == round(Decimal(20 * 10_000) / row.inhabitants, 1)
    assert row.per_older == Decimal("25.0")
    assert (row.use_share, row.paid_share) == (Decimal("50.0"), Decimal("25.0"))
    assert found.total.amount == 40 * FIFTEEN
    assert found.total.per_older is None


def test_a_municipality_that_uses_nothing_has_a_row_that_says_so(shared):
    shared.sessions(20, 10, 10, 0)

    assert shared.seen() == [20, 10, 10, 0, 40]


def test_one_small_count_is_hidden_with_the_next_smallest(shared):
    shared.sessions(20, 10, 9, 3)

    assert shared.seen() == [20, 10, None, None, 42]


def test_two_small_counts_are_hidden_with_a_third_that_is_not(shared):
    shared.sessions(20, 10, 1, 1)

    assert shared.seen() == [20, None, None, None, 32]


def test_where_nothing_can_be_hidden_with_it_the_total_is_hidden(shared):
    shared.sessions(3)

    assert shared.seen() == [None, 0, 0, 0, None]


def test_kroner_follow_the_count_they_would_give_away(shared):
    shared.sessions(20, 10, 9, 3)

    amounts = {row.municipality.name: row.amount for row in shared.use().rows}

    assert [amounts[name] for name in TOWNS] == [20 * FIFTEEN, 10 * FIFTEEN, None, None]


def test_a_longer_period_does_not_tell_what_a_quarter_hides(shared):
    shared.sessions(20, 10, 9, 3, on=JANUARY)
    shared.sessions(20, 10, 9, 8, on=MAY)

    assert shared.seen(first=SPRING, last=SPRING) == [20, 10, 9, 8, 47]
    assert shared.seen() == [40, 20, None, None, 89]


def test_a_month_is_counted_when_it_is_over(shared):
    shared.sessions(20, 10, 9, 8, on=MAY)

    assert (
        shared.seen(today=date(2020, 5, 31))[-1] is None
        or not shared.seen(today=date(2020, 5, 31))[-1]
    )
    assert shared.seen(today=date(2020, 6, 1)) == [20, 10, 9, 8, 47]


def test_answers_and_waits_are_told_where_they_are_many(shared):
    shared.requests(0, [5] * 20 + [30] * 6, unanswered=5, cancelled=3)

    row = next(row for row in shared.use().rows if row.municipality.name == TOWNS[0])

    assert row.requests == 31
    assert row.answered == selectors.Between(Decimal("83.9"), Decimal("83.9"))
    assert row.kept == selectors.Between(Decimal("64.5"), Decimal("64.5"))
    assert row.wait == 5


def test_a_few_that_waited_too_long_are_only_told_to_be_few(shared):
    shared.requests(0, [5] * 18 + [30] * 2)

    row = next(row for row in shared.use().rows if row.municipality.name == TOWNS[0])

    assert row.answered == selectors.Between(Decimal("100.0"), Decimal("100.0"))
    assert row.kept == selectors.Between(Decimal("80.0"), Decimal("95.0"))


def test_a_municipality_sees_its_own_row_and_the_total(shared):
    shared.sessions(20, 10, 9, 8)
    administrator = make.actor(Role.MUNICIPAL_ADMIN, shared.towns[0])

    found = shared.use(actor=administrator)

    assert [row.municipality.name for row in found.rows] == [TOWNS[0]]
    assert (found.rows[0].sessions, found.total.sessions) == (20, 47)
    assert found.total.inhabitants == shared.use().total.inhabitants
    assert not found.is_whole


def test_the_total_is_kept_from_the_one_municipality_that_could_work_out_the_other(shared):
    shared.sessions(20, 10, 9, 3)
    next_fewest = make.actor(Role.MUNICIPAL_ADMIN, shared.towns[2])
    most = make.actor(Role.MUNICIPAL_ADMIN, shared.towns[0])

    assert shared.use(actor=next_fewest).total.sessions is None
    assert shared.use(actor=most).total.sessions == 42


@pytest.mark.parametrize("role", sorted(ALL - BILLED))
def test_nobody_else_is_shown_any_of_it(shared, role):
    place = shared.plo if role is Role.GP_ORGANISATION else shared.practices[0]
    actor = make.actor(role, place)

    with scope(actor), pytest.raises(NotAllowed):
        selectors.use_by_slug(actor, shared.agreement.slug, today=make.TODAY)


def test_another_region_finds_no_such_agreement(shared):
    stranger = make.actor(Role.REGION_ADMIN, make.organisation("Region Sjælland"))

    with pytest.raises(NotFound):
        shared.use(actor=stranger)


@pytest.mark.parametrize("who", ["nobody", "stranger", "doctors", "nurse"])
def test_the_database_itself_counts_only_for_those_who_pay(shared, who):
    shared.sessions(20, 10, 9, 8)
    actor = {
        "nobody": None,
        "stranger": make.actor(Role.REGION_ADMIN, make.organisation("Region Sjælland")),
        "doctors": make.actor(Role.GP_ORGANISATION, shared.plo),
        "nurse": make.actor(Role.ACUTE_NURSE, shared.towns[0]),
    }[who]

    with scope(actor):
        assert counted(shared) == []
    with scope(shared.admin):
        assert len(counted(shared)) == len(TOWNS) + 1


def counted(shared: Shared) -> list[tuple]:
    asked = (shared.agreement.pk, WINTER, date(2020, 6, 30), make.TODAY)
    return answers_to("SELECT * FROM acute_use(%s, %s, %s, %s)", *asked)


def test_the_region_still_reads_no_request_and_no_session(shared):
    shared.sessions(20, 10, 9, 8)
    shared.requests(0, [5] * 20)

    with scope(shared.admin), connection.cursor() as cursor:
        for table in ("acute_request", "acute_session", "parties_patient"):
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("length", [1, 2, 3])
def test_no_reader_who_knows_the_rule_can_work_out_a_hidden_count(length):
    """Every table of small counts: what is published always fits several of what is hidden."""
    tables = [list(table) for table in product(range(13), repeat=length)]
    worlds: dict[tuple, list[list[int]]] = {}
    for table, hidden in zip(tables, hidden_in(tables), strict=True):
        shown = tuple(None if no else count for count, no in zip(table, hidden, strict=False))
        total = None if hidden[-1] else sum(table)
        worlds.setdefault((shown, total), []).append(table)

    for (shown, _total), possible in worlds.items():
        for place in (place for place, count in enumerate(shown) if count is None):
            assert len({table[place] for table in possible}) > 1
        assert not any(count in range(1, 5) for count in shown if count is not None)


def test_no_reader_can_work_out_how_few_were_not_answered_or_late():
    worlds: dict[tuple, list[tuple[int, int, int]]] = {}
    cases = [
        (whole, answered, kept)
        for whole in (0, *range(5, 26))
        for answered in range(whole + 1)
        for kept in range(answered + 1)
    ]
    for case, told in zip(cases, told_of(cases), strict=True):
        worlds.setdefault((case[0], *told), []).append(case)

    for possible in worlds.values():
        for part in (
            lambda w, a, _k: a, lambda w, a, _k: w - a, lambda _w, _a, k: k,
            lambda w, _a, k: w - k, lambda _w, a, k: a - k,
        ):  # fmt: skip
            values = {part(*case) for case in possible}
            assert len(values) > 1 or values.isdisjoint(range(1, 5))


def answers_to(query: str, *columns: list) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query, columns)
        return cursor.fetchall()


def hidden_in(tables: list[list[int]]) -> list[list[bool]]:
    rows = answers_to(
        "SELECT hidden_counts(string_to_array(t, ',')::bigint[])"
        " FROM unnest(%s::text[]) WITH ORDINALITY u(t, i) ORDER BY i",
        [",".join(map(str, table)) for table in tables],
    )
    return [hidden for (hidden,) in rows]


def told_of(cases: list[tuple[int, int, int]]) -> list[tuple[int, ...]]:
    return answers_to(
        "SELECT t.* FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) WITH ORDINALITY"
        " u(w, a, k, i), LATERAL told_answers(w, a, k) t ORDER BY i",
        *(list(column) for column in zip(*cases, strict=True)),
    )
