"""Counts of inhabitants by age: read whole or not at all, twice as once, and never doubled."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from coordination.parties import selectors
from coordination.parties.importers import BadCount, load_age_counts
from coordination.parties.models import Population
from tests import make

pytestmark = pytest.mark.django_db

HEAD = "kommunekode;aar;aldersgruppe;antal\n"
GOOD = [HEAD, "756;2020;65-79;6000\n", "756;2020;80+;2000\n", "0657;2020;65+;16000\n"]


def older(*names: str, on: date = date(2020, 6, 2)) -> dict[str, int]:
    places = [make.organisation(name) for name in names]
    found = selectors.inhabitants_on(places, on=on, from_age=65)
    return {place.name: found[place.pk] for place in places if place.pk in found}


def test_groups_that_cover_the_ages_are_added_up():
    load_age_counts(GOOD)

    assert older("Ikast-Brande Kommune", "Herning Kommune", "Aarhus Kommune") == {
        "Ikast-Brande Kommune": 8000,
        "Herning Kommune": 16000,
    }


def test_a_count_that_lacks_an_age_is_not_taken_for_all_of_them():
    load_age_counts([HEAD, "756;2020;65-69;3000\n", "756;2020;80+;2000\n"])

    assert older("Ikast-Brande Kommune") == {}


def test_the_count_before_the_day_is_used_and_a_later_one_only_where_there_is_no_other():
    load_age_counts([*GOOD, "756;2021;65+;8100\n"])

    assert older("Ikast-Brande Kommune", on=date(2020, 12, 31)) == {"Ikast-Brande Kommune": 8000}
    assert older("Ikast-Brande Kommune", on=date(2021, 1, 1)) == {"Ikast-Brande Kommune": 8100}
    assert older("Ikast-Brande Kommune", on=date(2019, 1, 1)) == {"Ikast-Brande Kommune": 8000}


def test_the_inhabitants_of_all_ages_are_as_before():
    place = make.organisation("Ikast-Brande Kommune")
    before = selectors.inhabitants_of([place])

    load_age_counts(GOOD)

    assert selectors.inhabitants_of([place]) == before
    assert selectors.inhabitants_on([place], on=date(2020, 6, 2)) == before


def test_a_second_run_changes_nothing_and_a_corrected_count_replaces_its_row():
    load_age_counts(GOOD)

    again = load_age_counts(GOOD)
    corrected = load_age_counts([HEAD, "657;2020;65+;16001\n"])

    assert (again.new, again.changed, again.unchanged) == (0, 0, 3)
    assert (corrected.new, corrected.changed) == (0, 1)
    assert older("Herning Kommune") == {"Herning Kommune": 16001}


def test_a_dry_run_says_the_same_and_keeps_nothing():
    tried = load_age_counts(GOOD, dry_run=True)

    assert (tried.new, tried.rejects) == (3, [])
    assert not Population.objects.filter(from_age__gt=0).exists()


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("999;2020;65+;10", "koden"),
        ("756;2020;65+;-1", "helt antal"),
        ("756;2020;65+;1.000", "helt antal"),
        ("756;20;65+;10", "årstal"),
        ("756;2020;over 65;10", "aldersgruppe"),
        ("756;2020;79-65;10", "før den begynder"),
        ("756;2020;70-74;10", "til fælles"),
        ("756;2020;65-79;10", "allerede i filen"),
        ("756;2020;65+", "helt antal"),
    ],
)
def test_one_bad_row_is_named_with_its_line_and_nothing_is_kept(row, word):
    read = load_age_counts([*GOOD, row + "\n"])

    assert [(line, word in reason) for line, reason in read.rejects] == [(5, True)]
    assert not Population.objects.filter(from_age__gt=0).exists()


def test_a_file_without_its_columns_is_refused():
    with pytest.raises(BadCount):
        load_age_counts(["kommune;antal\n", "756;1\n"])


def test_the_command_ends_with_an_error_where_a_row_is_rejected(tmp_path, capsys):
    file = tmp_path / "counts.csv"
    file.write_text("".join([*GOOD, "999;2020;65+;10\n"]), encoding="utf-8-sig")

    with pytest.raises(CommandError):
        call_command("load_ages", str(file))

    assert "line 5" in capsys.readouterr().out


def test_the_database_refuses_an_age_that_is_counted_twice():
    load_age_counts(GOOD)
    place = make.organisation("Herning Kommune")

    with pytest.raises(IntegrityError), transaction.atomic():
        Population.objects.create(
            organisation=place,
            counted_on=date(2020, 1, 1),
            from_age=70,
            before_age=75,
            inhabitants=1,
        )
