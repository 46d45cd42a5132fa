"""Who continues whom is read from dated relations: the day before nothing has happened yet."""

from datetime import date

import pytest
from django.db import DatabaseError

from coordination.parties import importers, selectors
from coordination.parties.enums import OrganisationKind, RelationKind
from coordination.parties.models import Organisation, Relation
from tests import make

pytestmark = pytest.mark.django_db
BEFORE, DAY = date(2026, 12, 31), date(2027, 1, 1)
OLD = ("Region Sjælland", "Region Hovedstaden")
NEW = "Region Østdanmark"


def key(name: str) -> int:
    return make.organisation(name).pk


def clinic(starts_on: date = make.SINCE) -> Organisation:
    """A practice that nobody knows anything about."""
    return Organisation.objects.create(
        kind=OrganisationKind.GP_PRACTICE, name="Lægehuset", starts_on=starts_on
    )


def continued(old: Organisation, new: Organisation, on: date) -> None:
    """One organisation ends, and the other continues it."""
    Organisation.objects.filter(pk=old.pk).update(ends_before=on)
    Relation.objects.create(subject=old, object=new, kind=RelationKind.SUCCEEDED_BY, starts_on=on)


@pytest.mark.parametrize("name", OLD)
def test_a_region_is_continued_from_the_day_and_not_before(name):
    assert selectors.successor_of(key(name), on=BEFORE) == key(name)
    assert selectors.successor_of(key(name), on=DAY) == key(NEW)


def test_who_is_not_continued_stays_itself():
    for day in (BEFORE, DAY, date(2040, 1, 1)):
        assert selectors.successor_of(key("Region Midtjylland"), on=day) == key(
            "Region Midtjylland"
        )


def test_the_line_is_what_was_continued_by_the_day():
    old = {key(name) for name in OLD}

    assert set(selectors.line_of(key(NEW), on=date(2025, 12, 31))) == {key(NEW)}
    assert set(selectors.line_of(key(NEW), on=DAY)) == {key(NEW)} | old
    for name in OLD:
        for day in (BEFORE, DAY):
            assert selectors.line_of(key(name), on=day) == (key(name),)


def test_the_year_before_the_new_region_prepares_what_it_takes_over():
    old = {key(name) for name in OLD}

    assert set(selectors.line_of(key(NEW), on=date(2026, 1, 1))) == {key(NEW)} | old
    assert set(selectors.line_of(key(NEW), on=BEFORE)) == {key(NEW)} | old
    assert selectors.standing_of(key(NEW), on=BEFORE).continued == (key(NEW),)
    assert set(selectors.standing_of(key(NEW), on=DAY).continued) == {key(NEW)} | old


def test_a_chain_of_successions_is_followed_as_far_as_the_day():
    first, second, third = clinic(), clinic(), clinic()
    continued(first, second, date(2020, 1, 1))
    continued(second, third, date(2021, 1, 1))

    heirs = [
        selectors.successor_of(first.pk, on=day)
        for day in (date(2019, 12, 31), date(2020, 1, 1), date(2020, 12, 31), date(2021, 1, 1))
    ]

    assert heirs == [first.pk, second.pk, second.pk, third.pk]
    assert selectors.line_of(third.pk, on=date(2020, 12, 31)) == (third.pk,)
    assert selectors.line_of(third.pk, on=date(2021, 1, 1)) == (third.pk, first.pk, second.pk)


def test_rows_that_run_in_a_circle_are_read_to_an_end():
    first, second = clinic(), clinic()
    for old, new, day in (
        (first, second, date(2020, 1, 1)),
        (second, first, date(2021, 1, 1)),
    ):
        Relation.objects.create(
            subject=old, object=new, kind=RelationKind.SUCCEEDED_BY, starts_on=day
        )

    assert selectors.successor_of(first.pk, on=date(2021, 1, 1)) == first.pk
    assert set(selectors.line_of(first.pk, on=date(2021, 1, 1))) == {first.pk, second.pk}


def test_lists_call_who_was_continued_by_the_new_name_and_the_old():
    keys = {name: key(name) for name in (*OLD, NEW, "Region Midtjylland")}

    before = selectors.names_on(keys.values(), on=BEFORE)
    after = selectors.names_on(keys.values(), on=DAY)

    assert before == {pk: name for name, pk in keys.items()}
    assert {name: after[pk] for name, pk in keys.items()} == {
        "Region Sjælland": "Region Østdanmark (tidligere Region Sjælland)",
        "Region Hovedstaden": "Region Østdanmark (tidligere Region Hovedstaden)",
        "Region Østdanmark": "Region Østdanmark",
        "Region Midtjylland": "Region Midtjylland",
    }


@pytest.mark.parametrize("read", [selectors.standing_of, selectors.successor_of])
def test_what_became_of_an_organisation_costs_one_query(read, django_assert_num_queries):
    organisation_id = key("Region Sjælland")

    with django_assert_num_queries(1):
        read(organisation_id, on=DAY)


def test_names_cost_one_query_however_many(django_assert_num_queries):
    keys = [row.pk for row in selectors.register_of(OrganisationKind.REGION)]

    with django_assert_num_queries(1):
        selectors.names_on(keys, on=DAY)


def test_nobody_has_two_successors_on_one_day():
    first, second, third = clinic(), clinic(), clinic()
    continued(first, second, date(2020, 1, 1))

    with pytest.raises(DatabaseError, match="relation_one_successor"):
        continued(first, third, date(2020, 1, 1))


@pytest.mark.parametrize(
    ("municipality", "old"),
    [("Næstved Kommune", "Region Sjælland"), ("Københavns Kommune", "Region Hovedstaden")],
)
def test_a_municipality_changes_region_on_the_day(municipality, old):
    assert selectors.region_of(key(municipality), on=BEFORE) == key(old)
    assert selectors.region_of(key(municipality), on=DAY) == key(NEW)


def test_a_practice_is_bound_by_whoever_represents_it_and_by_who_continues_that():
    old, new = (
        Organisation.objects.create(
            kind=OrganisationKind.GP_ORGANISATION, name=name, starts_on=make.SINCE
        )
        for name in ("PLO-Sjælland", "PLO-Østdanmark")
    )
    practice = make.practice(make.organisation("Næstved Kommune"), make.organisation(OLD[0]), old)
    continued(old, new, DAY)

    assert selectors.representatives_of([practice.pk], on=BEFORE) == (old.pk,)
    assert selectors.representatives_of([practice.pk], on=DAY) == (old.pk, new.pk)


def test_the_register_can_be_loaded_again_and_changes_nothing():
    before = Relation.objects.count()

    register = importers.Register()
    importers.load_regions(register)
    importers.load_municipalities(register)

    assert Relation.objects.count() == before
