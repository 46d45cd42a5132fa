import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.agreements.enums import Anchor
from coordination.agreements.rules import (
    NoticeRule,
    effective_on,
    last_day_in_force,
    latest_safe_day,
)

REFERENCE = Path(__file__).parents[2] / "coordination" / "reference"
DAY = timedelta(days=1)
RULES = [NoticeRule(months, anchor) for anchor in Anchor for months in range(1, 13)]

rules = st.sampled_from(RULES)
days = st.dates(date(2018, 1, 1), date(2060, 12, 31))


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
    ("anchor", "last_day"),
    [
        (Anchor.DAY_TO_DAY, date(2020, 9, 1)),
        (Anchor.END_OF_MONTH, date(2020, 9, 30)),
        (Anchor.TO_THE_FIRST, date(2020, 8, 31)),
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


def test_subtracting_months_would_lose_days_that_searching_keeps():
    rule = NoticeRule(1, Anchor.DAY_TO_DAY)

    assert latest_safe_day(rule, date(2021, 2, 28)) == date(2021, 1, 31)


@given(rules, days)
def test_the_latest_safe_day_is_safe_and_the_day_after_is_not(rule, target_on):
    safe = latest_safe_day(rule, target_on)

    assert effective_on(rule, safe) <= target_on < effective_on(rule, safe + DAY)


@pytest.mark.slow
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.months}-{rule.anchor}")
def test_the_search_finds_what_walking_every_day_from_2018_to_2060_finds(rule):
    safe = date(2016, 1, 1)
    for number in range(date(2018, 1, 1).toordinal(), date(2061, 1, 1).toordinal()):
        target_on = date.fromordinal(number)
        while effective_on(rule, safe + DAY) <= target_on:
            safe += DAY

        assert effective_on(rule, safe) <= target_on
        assert latest_safe_day(rule, target_on) == safe


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.months}-{rule.anchor}")
def test_later_receipt_never_gives_an_earlier_effect(rule):
    before = effective_on(rule, date(2017, 12, 31))
    for number in range(date(2018, 1, 1).toordinal(), date(2061, 1, 1).toordinal()):
        effect = effective_on(rule, date.fromordinal(number))

        assert before <= effect
        before = effect


@given(rules, days)
def test_a_longer_notice_never_gives_an_earlier_effect(rule, received_on):
    longer = NoticeRule(rule.months + 1, rule.anchor)

    assert effective_on(rule, received_on) <= effective_on(longer, received_on)


@given(rules, days)
def test_notice_received_on_the_latest_safe_day_for_its_own_effect_has_that_effect(
    rule, received_on
):
    effect = effective_on(rule, received_on)
    safe = latest_safe_day(rule, effect)

    assert received_on <= safe
    assert effective_on(rule, safe) == effect


@pytest.mark.parametrize("months", [0, -1])
def test_a_notice_is_at_least_a_month(months):
    with pytest.raises(ValueError, match="mindst én måned"):
        NoticeRule(months, Anchor.DAY_TO_DAY)
