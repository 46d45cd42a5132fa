"""Authority, operator and payer of acute nursing are three dated parties, never inferred."""

from datetime import date

import pytest
from django.db import DatabaseError

from coordination.audit.models import Event
from coordination.base.actor import Role
from coordination.base.errors import NotAllowed
from coordination.base.rowsecurity import scope
from coordination.parties import importers, selectors
from coordination.parties import services as parties
from coordination.parties.enums import Function, OrganisationKind, RelationKind
from coordination.parties.errors import NotThereThen
from coordination.parties.models import Relation
from tests import make

pytestmark = pytest.mark.django_db
BEFORE, DAY = date(2026, 12, 31), date(2027, 1, 1)
NURSING = Function.ACUTE_NURSING


def names(municipality: str, on: date) -> tuple[str | None, ...]:
    """Authority, operator and payer by name."""
    key = make.organisation(municipality).pk
    found = selectors.function_of([key], NURSING, on=on)[key]
    return tuple(
        held.name if held else None for held in (found.authority, found.operator, found.payer)
    )


def set_operator(actor, holder, *, starts_on=DAY, ends_before=None, municipality="Næstved Kommune"):
    with scope(actor):
        return parties.set_function(
            actor=actor,
            kind=RelationKind.OPERATOR_OF,
            function=NURSING,
            municipality=make.organisation(municipality),
            holder=make.organisation(holder),
            starts_on=starts_on,
            ends_before=ends_before,
        )


@pytest.fixture
def rosa():
    """Region Østdanmark's administrator in the year of preparation."""
    return make.actor(
        Role.REGION_ADMIN, make.organisation("Region Østdanmark"), today=date(2026, 6, 1)
    )


@pytest.mark.parametrize(
    ("municipality", "region"),
    [
        ("Næstved Kommune", "Region Østdanmark"),
        ("Herning Kommune", "Region Midtjylland"),
    ],
)
def test_the_municipality_has_all_three_until_its_region_decides_and_pays(municipality, region):
    assert names(municipality, BEFORE) == (municipality, municipality, municipality)
    assert names(municipality, DAY) == (region, None, region)


def test_all_98_municipalities_are_answered_in_one_query(django_assert_num_queries):
    keys = [row.pk for row in selectors.register_of(OrganisationKind.MUNICIPALITY)]

    with django_assert_num_queries(1):
        found = selectors.function_of(keys, NURSING, on=DAY)

    assert len(found) == 98
    assert all(row.authority and row.payer and row.operator is None for row in found.values())


def test_a_municipality_may_run_for_the_region_from_the_day(rosa):
    set_operator(rosa, "Næstved Kommune")

    assert names("Næstved Kommune", DAY) == (
        "Region Østdanmark",
        "Næstved Kommune",
        "Region Østdanmark",
    )
    assert names("Næstved Kommune", BEFORE) == ("Næstved Kommune",) * 3
    with scope(rosa):
        (event,) = Event.objects.filter(action="function.set")
    assert event.changes["holder"] == "Næstved Kommune"


def test_who_held_it_holds_it_until_the_day_it_changes(rosa):
    set_operator(rosa, "Næstved Kommune")

    set_operator(rosa, "Region Østdanmark", starts_on=date(2028, 7, 1))

    assert names("Næstved Kommune", date(2028, 6, 30))[1] == "Næstved Kommune"
    assert names("Næstved Kommune", date(2028, 7, 1))[1] == "Region Østdanmark"


def test_saying_it_again_of_the_same_day_replaces_what_was_said(rosa):
    set_operator(rosa, "Region Østdanmark")

    set_operator(rosa, "Slagelse Kommune")

    assert names("Næstved Kommune", DAY)[1] == "Slagelse Kommune"


def test_after_a_request_for_some_months_nobody_is_known_to_run_it(rosa):
    set_operator(rosa, "Næstved Kommune", ends_before=date(2027, 7, 1))

    assert names("Næstved Kommune", date(2027, 6, 30))[1] == "Næstved Kommune"
    assert names("Næstved Kommune", date(2027, 7, 1))[1] is None


def test_what_was_said_of_days_after_the_period_stays(rosa):
    set_operator(rosa, "Region Østdanmark", starts_on=date(2027, 7, 1))

    set_operator(rosa, "Næstved Kommune", ends_before=date(2027, 7, 1))

    assert names("Næstved Kommune", DAY)[1] == "Næstved Kommune"
    assert names("Næstved Kommune", date(2027, 7, 1))[1] == "Region Østdanmark"


def test_a_party_that_does_not_exist_that_day_cannot_hold_it(rosa):
    with pytest.raises(NotThereThen, match=r"Region Sjælland findes ikke den 1\.1\.2027"):
        set_operator(rosa, "Region Sjælland")
    with pytest.raises(NotThereThen):
        set_operator(rosa, "Region Østdanmark", starts_on=BEFORE)


@pytest.mark.parametrize(
    ("role", "region", "municipality", "starts_on"),
    [
        (Role.REGION_ADMIN, "Region Midtjylland", "Næstved Kommune", DAY),
        (Role.REGION_ADMIN, "Region Østdanmark", "Herning Kommune", DAY),
        (Role.REGION_ADMIN, "Region Sjælland", "Næstved Kommune", DAY),
        (Role.REGION_FINANCE, "Region Østdanmark", "Næstved Kommune", DAY),
        (Role.MUNICIPAL_ADMIN, "Næstved Kommune", "Næstved Kommune", DAY),
    ],
)
def test_only_the_region_of_that_day_says_who_has_it(role, region, municipality, starts_on):
    stranger = make.actor(role, make.organisation(region), today=date(2026, 6, 1))

    with pytest.raises(NotAllowed):
        set_operator(stranger, "Næstved Kommune", starts_on=starts_on, municipality=municipality)


def test_the_old_region_says_it_of_the_days_before_and_so_does_whoever_prepares(rosa):
    ruth = make.actor(
        Role.REGION_ADMIN, make.organisation("Region Sjælland"), today=date(2026, 6, 1)
    )

    set_operator(ruth, "Slagelse Kommune", starts_on=date(2026, 7, 1), ends_before=DAY)
    set_operator(rosa, "Vordingborg Kommune", starts_on=date(2026, 9, 1), ends_before=DAY)

    assert names("Næstved Kommune", date(2026, 7, 1))[1] == "Slagelse Kommune"
    assert names("Næstved Kommune", date(2026, 9, 1))[1] == "Vordingborg Kommune"


def test_the_database_knows_one_holder_of_a_part_at_a_time():
    municipality = make.organisation("Herning Kommune")

    with pytest.raises(DatabaseError, match="relation_one_holder"):
        Relation.objects.create(
            subject=make.organisation("Region Syddanmark"),
            object=municipality,
            kind=RelationKind.PAYER_OF,
            function=NURSING,
            starts_on=date(2027, 5, 1),
        )


@pytest.mark.parametrize(
    ("kind", "function", "name"),
    [
        (RelationKind.PART_OF, "", "relation_not_to_itself"),
        (RelationKind.PAYER_OF, "", "relation_function_fits_kind"),
        (RelationKind.PAYER_OF, "gardening", "relation_function_fits_kind"),
    ],
)
def test_only_a_function_is_held_for_oneself_and_only_a_known_one(kind, function, name):
    municipality = make.organisation("Herning Kommune")

    with pytest.raises(DatabaseError, match=name):
        Relation.objects.create(
            subject=municipality,
            object=municipality,
            kind=kind,
            function=function,
            starts_on=date(2001, 1, 1),
            ends_before=date(2002, 1, 1),
        )


def test_loading_the_register_again_leaves_what_has_been_said_alone(rosa):
    set_operator(rosa, "Næstved Kommune")
    before = list(Relation.objects.order_by("pk").values())

    importers.load_municipalities(importers.Register())

    assert list(Relation.objects.order_by("pk").values()) == before
