"""The latest safe day to end an agreement by its last day, under each way of counting."""

from datetime import date

import pytest

from coordination.agreements.enums import Anchor, ClauseKind
from coordination.agreements.models import Agreement, Clause
from coordination.notices import rules
from coordination.notices.enums import DeadlineKind


def terminate_by(anchor: Anchor, months: int = 3) -> date:
    """The latest safe day to end an agreement whose last day is 31.12.2020."""
    agreement = Agreement(starts_on=date(2019, 9, 1), ends_before=date(2021, 1, 1))
    clause = Clause(kind=ClauseKind.TERMINATE, months=months, anchor=anchor)
    found = {row.kind: row for row in rules.deadlines(agreement, [clause])}
    return found[DeadlineKind.TERMINATE].act_by


@pytest.mark.parametrize(
    ("anchor", "expected"),
    [
        (Anchor.DAY_TO_DAY, date(2020, 9, 30)),
        (Anchor.END_OF_MONTH, date(2020, 9, 30)),
        (Anchor.TO_THE_FIRST, date(2020, 10, 1)),
    ],
)
def test_the_last_safe_day_lets_the_agreement_end_by_its_last_day(anchor, expected):
    assert terminate_by(anchor) == expected


def test_an_agreement_without_an_end_has_no_deadline():
    agreement = Agreement(starts_on=date(2019, 9, 1), ends_before=None)

    assert rules.deadlines(agreement, []) == []


def test_expiry_is_the_last_day_and_not_the_day_after():
    agreement = Agreement(starts_on=date(2019, 9, 1), ends_before=date(2021, 1, 1))

    assert [row.act_by for row in rules.deadlines(agreement, [])] == [date(2020, 12, 31)]


def test_the_explanation_names_the_notice_and_the_day_it_gives():
    agreement = Agreement(starts_on=date(2019, 9, 1), ends_before=date(2021, 1, 1))
    clause = Clause(kind=ClauseKind.TERMINATE, months=3, anchor=Anchor.DAY_TO_DAY)

    explanation = rules.deadlines(agreement, [clause])[0].explanation

    assert "3 måneder" in explanation
    assert "30.12.2020" in explanation
