"""Notice and its inverse: worked examples, and every day from 2018 to 2060 under every rule."""

import csv
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from django.db import connection

from coordination.agreements.enums import Anchor
from coordination.agreements.rules import (
    NoticeRule,
    effective_on,
    last_day_in_force,
    latest_receipt,
    latest_safe_day,
)
from coordination.portfolio.pages.money import ANCHORS

REFERENCE = Path(__file__).parents[2] / "coordination" / "reference"
DAY = timedelta(days=1)
RULES = [NoticeRule(months, anchor) for anchor in Anchor for months in range(1, 13)]

EARLY = date(2015, 12, 1)
"""Early enough that notice of a year to the end of a year, for the first day below, is after it."""
DAYS = [date(2018, 1, 1) + DAY * n for n in range((date(2061, 1, 1) - date(2018, 1, 1)).days)]
every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.months}-{rule.anchor}")


@cache
def effects(rule: NoticeRule) -> list[date]:
    """The effect of notice received on each day from `EARLY` to the end of 2060."""
    return [effective_on(rule, EARLY + DAY * n) for n in range((DAYS[-1] - EARLY).days + 1)]


@cache
def safe_days(rule: NoticeRule) -> list[date]:
    """For each of `DAYS` the greatest received day whose effect is not after it, by walking."""
    table, at, found = effects(rule), 0, []
    for target_on in DAYS:
        while at + 1 < len(table) and table[at + 1] <= target_on:
            at += 1
        assert table[at] <= target_on
        found.append(EARLY + DAY * at)
    return found


def notice_examples() -> list[dict[str, str]]:
    with (REFERENCE / "notice_examples.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("column", "anchor"),
    [
        ("effective_day_to_day", Anchor.DAY_TO_DAY),
        ("effective_month_end_last_day", Anchor.END_OF_MONTH),
        ("effective_running_month_plus_n_last_day", Anchor.END_OF_MONTH),
        ("effective_to_the_first", Anchor.TO_THE_FIRST),
    ],
)
def test_every_worked_example_takes_effect_on_its_day(column, anchor):
    examples = notice_examples()

    assert len(examples) == 28
    for example in examples:
        rule = NoticeRule(int(example["months"]), anchor)
        received_on = date.fromisoformat(example["received"])

        assert effective_on(rule, received_on) == date.fromisoformat(example[column])


@pytest.mark.parametrize(
    ("received", "end"),
    [
        ("2026-01-31", "2026-04-30"), ("2026-02-01", "2026-05-31"),
        ("2027-11-30", "2028-02-29"), ("2026-11-30", "2027-02-28"),
    ],
)  # fmt: skip
def test_three_months_to_the_end_of_a_month(received, end):
    rule = NoticeRule(3, Anchor.END_OF_MONTH)

    assert effective_on(rule, date.fromisoformat(received)) == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("months", "anchor", "received", "end"),
    [
        (1, Anchor.END_OF_QUARTER, "2020-02-29", "2020-03-31"),
        (1, Anchor.END_OF_QUARTER, "2020-03-01", "2020-06-30"),
        (3, Anchor.END_OF_QUARTER, "2020-11-30", "2021-03-31"),
        (3, Anchor.END_OF_YEAR, "2020-09-30", "2020-12-31"),
        (3, Anchor.END_OF_YEAR, "2020-10-01", "2021-12-31"),
        (12, Anchor.END_OF_YEAR, "2020-02-29", "2021-12-31"),
    ],
)
def test_notice_to_the_end_of_a_quarter_or_a_year(months, anchor, received, end):
    rule = NoticeRule(months, anchor)

    assert effective_on(rule, date.fromisoformat(received)) == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("anchor", "last_day"),
    [
        (Anchor.DAY_TO_DAY, date(2020, 9, 1)),
        (Anchor.END_OF_MONTH, date(2020, 9, 30)),
        (Anchor.TO_THE_FIRST, date(2020, 8, 31)),
        (Anchor.END_OF_QUARTER, date(2020, 9, 30)),
        (Anchor.END_OF_YEAR, date(2020, 12, 31)),
    ],
)
def test_the_last_day_in_force_means_the_same_for_every_anchor(anchor, last_day):
    assert last_day_in_force(NoticeRule(3, anchor), date(2020, 6, 1)) == last_day


def test_to_end_by_new_year_2020_notice_must_be_received_by_30_september():
    rule = NoticeRule(3, Anchor.DAY_TO_DAY)

    assert latest_safe_day(rule, date(2020, 12, 31)) == date(2020, 9, 30)


def test_to_suspend_the_day_the_money_is_used_the_anchor_decides_the_last_day():
    used_on = date(2020, 10, 28)

    assert latest_safe_day(NoticeRule(1, Anchor.DAY_TO_DAY), used_on) == date(2020, 9, 28)
    assert latest_safe_day(NoticeRule(1, Anchor.END_OF_MONTH), used_on) == date(2020, 8, 31)
    assert latest_safe_day(NoticeRule(1, Anchor.TO_THE_FIRST), used_on) == date(2020, 9, 1)
    assert latest_safe_day(NoticeRule(1, Anchor.END_OF_QUARTER), used_on) == date(2020, 8, 31)
    assert latest_safe_day(NoticeRule(1, Anchor.END_OF_YEAR), used_on) == date(2019, 11, 30)


def test_subtracting_months_would_lose_days_that_searching_keeps():
    rule = NoticeRule(1, Anchor.DAY_TO_DAY)

    assert latest_safe_day(rule, date(2021, 2, 28)) == date(2021, 1, 31)


@every_rule
def test_later_receipt_never_gives_an_earlier_effect(rule):
    assert all(before <= after for before, after in pairwise(effects(rule)))


@every_rule
def test_a_longer_notice_never_gives_an_earlier_effect(rule):
    longer = NoticeRule(rule.months + 1, rule.anchor)

    assert all(
        effect <= effective_on(longer, EARLY + DAY * n) for n, effect in enumerate(effects(rule))
    )


@every_rule
def test_the_latest_safe_day_is_safe_and_the_day_after_is_not(rule):
    for target_on in DAYS[:: len(DAYS) // 97]:
        safe = latest_safe_day(rule, target_on)

        assert effective_on(rule, safe) <= target_on < effective_on(rule, safe + DAY)


@pytest.mark.slow
@every_rule
def test_the_search_finds_what_walking_every_day_from_2018_to_2060_finds(rule):
    assert [latest_safe_day(rule, target_on) for target_on in DAYS] == safe_days(rule)


@pytest.mark.django_db
@pytest.mark.parametrize("anchor", Anchor)
def test_the_database_counts_every_day_from_2018_to_2060_as_python_does(anchor):
    """Compared as day numbers, a rule at a time, so that a million cells take seconds."""
    with connection.cursor() as cursor:
        cursor.execute(CELLS, [anchor.value, DAYS[0], DAYS[-1]])
        found = {months: lists for months, *lists in cursor.fetchall()}

    for months in range(1, 13):
        rule = NoticeRule(months, anchor)
        received = effects(rule)[(DAYS[0] - EARLY).days :]
        # Counted to the 1st, the effect is the first day no longer in force.
        shift = int(anchor is Anchor.TO_THE_FIRST)
        effect = [day.toordinal() for day in received]

        assert found[months][0] == effect
        assert found[months][1] == [number - shift for number in effect]
        assert found[months][2] == [day.toordinal() for day in safe_days(rule)]


CELLS = """
    SELECT months,
        array_agg(notice_effect(anchor, months, day) - DATE '0001-01-01' + 1 ORDER BY day),
        array_agg(notice_last_day(anchor, months, day) - DATE '0001-01-01' + 1 ORDER BY day),
        array_agg(latest_receipt(anchor, months, day - (anchor = 'to_the_first')::integer)
            - DATE '0001-01-01' + 1 ORDER BY day)
    FROM (SELECT %s::text AS anchor) a, generate_series(1, 12) months,
        (SELECT day::date FROM generate_series(%s::date, %s::date, interval '1 day') day) days
    GROUP BY months
"""


def test_a_notice_received_for_its_own_effect_is_not_late():
    for rule in RULES:
        for received_on in DAYS[:: len(DAYS) // 97]:
            last_day = last_day_in_force(rule, received_on)
            safe = latest_receipt(rule, last_day)

            assert received_on <= safe
            assert last_day_in_force(rule, safe) == last_day


def test_the_agreement_page_has_words_for_every_anchor():
    assert set(ANCHORS) == set(Anchor)


@pytest.mark.parametrize("months", [0, -1])
def test_a_notice_is_at_least_a_month(months):
    with pytest.raises(ValueError, match="mindst én måned"):
        NoticeRule(months, Anchor.DAY_TO_DAY)
