"""Which meeting still lets an agreement start, and what differs between two texts."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coordination.portfolio.rules.difference import (
    MOST_WORDS,
    Line,
    Mark,
    Piece,
    difference,
    words,
)
from coordination.portfolio.rules.starting import LatestMeeting, latest_meeting

TODAY, START = date(2020, 6, 2), date(2020, 9, 1)
JUNE = (date(2020, 6, 30), date(2020, 6, 5))
AUGUST = (date(2020, 8, 25), date(2020, 7, 31))
ON_START = (START, date(2020, 8, 7))
LATER = (date(2020, 9, 29), date(2020, 9, 4))
days = st.dates(date(2020, 6, 2), date(2021, 6, 2))


def latest(*meetings, today=TODAY, starts_on=START) -> LatestMeeting:
    return latest_meeting(meetings, starts_on=starts_on, today=today)


def test_the_latest_meeting_is_the_last_one_on_or_before_the_start():
    assert latest(AUGUST, JUNE, LATER).held_on == AUGUST[0]
    assert latest(AUGUST, ON_START, LATER).held_on == START


def test_a_meeting_whose_papers_were_due_yesterday_is_of_no_use():
    assert latest(JUNE, AUGUST, today=AUGUST[1]).held_on == AUGUST[0]
    assert latest(AUGUST, LATER, today=AUGUST[1] + timedelta(1)) == LatestMeeting(is_known=True)


def test_a_calendar_that_is_empty_is_not_known():
    assert latest() == LatestMeeting(is_known=False)
    assert latest(LATER) == LatestMeeting(is_known=True)


def test_after_the_start_nothing_is_left_even_where_the_calendar_is_not_known():
    assert latest(today=START + timedelta(1)) == LatestMeeting(is_known=True)


@given(st.lists(st.tuples(days, st.integers(0, 60))), days, days)
def test_no_meeting_that_would_do_is_later_than_the_one_found(rows, starts_on, today):
    meetings = [(day, day - timedelta(lead)) for day, lead in rows if day >= today]

    found = latest_meeting(meetings, starts_on=starts_on, today=today)

    good = [day for day, papers in meetings if day <= starts_on and papers >= today]
    assert found.held_on == (max(good) if good else None)


def line(key: str, text: str) -> Line:
    return Line("Vilkår", key, key.title(), text)


def test_what_changed_was_added_and_was_removed_is_told_apart():
    before = [line("a", "som før"), line("b", "3 måneder"), line("c", "væk")]
    after = [line("a", "som før"), line("b", "6 måneder"), line("d", "nyt")]

    changes = difference(before, after)

    assert [(row.label, row.mark) for row in changes] == [
        ("B", Mark.CHANGED),
        ("D", Mark.ADDED),
        ("C", Mark.REMOVED),
    ]
    assert changes[0].pieces == (
        Piece(Mark.REMOVED, "3 "),
        Piece(Mark.ADDED, "6 "),
        Piece(Mark.KEPT, "måneder"),
    )


texts = st.lists(st.sampled_from(["en", "to", "tre", "fire"])).map(" ".join)


@given(texts, texts)
def test_the_pieces_spell_both_texts(before, after):
    pieces = words(before, after)

    was = "".join(row.text for row in pieces if row.mark is not Mark.ADDED)
    now = "".join(row.text for row in pieces if row.mark is not Mark.REMOVED)
    assert (was.split(), now.split()) == (before.split(), after.split())


def test_two_very_long_passages_are_shown_as_replaced():
    before, after = "en " * MOST_WORDS, "to " * MOST_WORDS

    assert words(before, after) == (Piece(Mark.REMOVED, before), Piece(Mark.ADDED, after))
