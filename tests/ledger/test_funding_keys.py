"""Who divides the cost is dated: a new key never touches the days before it."""

from datetime import date
from decimal import Decimal

import pytest

from coordination.base.actor import Role
from coordination.base.errors import NotAllowed
from coordination.base.rowsecurity import scope
from coordination.ledger import selectors
from coordination.ledger import services as ledger
from coordination.ledger.errors import FunderGone, NoShares
from coordination.ledger.models import FundingKey, FundingShare
from tests import make

pytestmark = pytest.mark.django_db
BEFORE, DAY = date(2026, 12, 31), date(2027, 1, 1)
START = date(2025, 1, 1)


@pytest.fixture
def place() -> make.World:
    return make.world(
        region="Region Sjælland",
        municipality="Næstved Kommune",
        starts_on=START,
        ends_before=date(2029, 1, 1),
        citizen=5,
    )


@pytest.fixture
def rosa():
    return make.actor(
        Role.REGION_ADMIN, make.organisation("Region Østdanmark"), today=date(2026, 6, 1)
    )


def set_key(actor, place, starts_on=DAY, **weights):
    """Names with underscores for spaces, and their weights."""
    shares = [
        (make.organisation(name.replace("_", " ")), Decimal(weight))
        for name, weight in weights.items()
    ]
    with scope(actor):
        return ledger.set_key(
            actor=actor,
            agreement=place.agreement,
            shares=shares,
            starts_on=starts_on,
            decision="Besluttet",
            decided_on=date(2026, 11, 21),
        )


def key(actor, place, on):
    """The weights that hold on a day, by name."""
    with scope(actor):
        found = selectors.key_on(place.agreement, on=on)
        return {row.funder.name: row.weight for row in found.shares.all()} if found else None


def test_a_new_key_holds_from_its_day_and_leaves_the_days_before(place, rosa):
    set_key(place.admin, place, START, Region_Sjælland=1, Næstved_Kommune=1)
    before = key(rosa, place, BEFORE)

    set_key(rosa, place, DAY, Region_Østdanmark=1)

    assert key(rosa, place, BEFORE) == before == {"Region Sjælland": 1, "Næstved Kommune": 1}
    assert key(rosa, place, DAY) == {"Region Østdanmark": 1}


def test_what_was_said_of_later_days_is_replaced(place, rosa):
    set_key(rosa, place, date(2027, 7, 1), Næstved_Kommune=1)

    set_key(rosa, place, DAY, Region_Østdanmark=3, Næstved_Kommune=1)

    assert key(rosa, place, date(2028, 1, 1)) == {"Region Østdanmark": 3, "Næstved Kommune": 1}
    with scope(rosa):
        assert FundingKey.objects.count() == 1


def test_a_funder_pays_only_from_the_day_it_exists_until_it_ends(place, rosa):
    with pytest.raises(FunderGone, match=r"Region Sjælland findes ikke den 1\.1\.2027"):
        set_key(rosa, place, DAY, Region_Sjælland=1)
    with pytest.raises(FunderGone):
        set_key(rosa, place, BEFORE, Region_Østdanmark=1)


@pytest.mark.parametrize("weights", [{}, {"Region_Østdanmark": 0}, {"Region_Østdanmark": -1}])
def test_a_key_has_funders_with_weights_above_nothing(place, rosa, weights):
    with pytest.raises(NoShares):
        set_key(rosa, place, DAY, **weights)


def test_only_the_region_of_the_agreement_or_whoever_prepares_sets_a_key(place):
    for role, name in (
        (Role.REGION_ADMIN, "Region Midtjylland"),
        (Role.MUNICIPAL_ADMIN, "Næstved Kommune"),
        (Role.REGION_FINANCE, "Region Sjælland"),
    ):
        stranger = make.actor(role, make.organisation(name), today=date(2026, 6, 1))
        with pytest.raises(NotAllowed):
            set_key(stranger, place, START, Næstved_Kommune=1)


def test_a_stranger_sees_no_key_of_others(place, rosa):
    set_key(rosa, place, DAY, Region_Østdanmark=1)
    stranger = make.actor(
        Role.REGION_ADMIN, make.organisation("Region Midtjylland"), today=date(2026, 6, 1)
    )

    with scope(stranger):
        assert not FundingKey.objects.exists()
        assert not FundingShare.objects.exists()
