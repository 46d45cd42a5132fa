"""Who divides what is used: dated keys that follow one another, and never change days before."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from hypothesis import given
from hypothesis import strategies as st

from coordination.base.actor import Role
from coordination.base.errors import NotAllowed
from coordination.base.money import split
from coordination.base.rowsecurity import scope
from coordination.ledger import selectors
from coordination.ledger import services as ledger
from coordination.ledger.enums import KeyKind
from coordination.ledger.errors import FunderGone, KeyInThePast, NoKey, NoShares, NotAPayer
from coordination.ledger.models import FundingKey, FundingShare
from coordination.ledger.rules import weights_of
from coordination.overview.invariants import CHECKS, offenders
from coordination.parties.models import Organisation
from tests import make

pytestmark = pytest.mark.django_db
START, DAY, LATER = date(2025, 1, 1), date(2027, 1, 1), date(2027, 7, 1)
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
NEW = "Region Østdanmark"
CHECK = {check.code: check for check in CHECKS}


@pytest.fixture
def place() -> make.World:
    """An agreement of Region Sjælland from before to after the day, paid half by half."""
    return make.world(
        region="Region Sjælland",
        municipality="Næstved Kommune",
        starts_on=START,
        ends_before=date(2029, 1, 1),
        citizen=5,
    )


def set_key(place: make.World, starts_on: date, *shares, actor=None, **changes) -> FundingKey:
    """The region divides by another key from a day on."""
    who = actor or place.admin
    wanted = {
        "actor": who,
        "agreement": place.agreement,
        "kind": KeyKind.FIXED,
        "shares": [(organisation, Decimal(part)) for organisation, part in shares],
        "decision": "Ny fordeling",
        "decided_on": NOW.date(),
        "starts_on": starts_on,
        "now": NOW,
    }
    with scope(who):
        return ledger.set_key(**(wanted | changes))


def shares(place: make.World, on: date) -> dict[str, Decimal] | None:
    """Who pays how many per cent on a day."""
    with scope(place.admin):
        found = selectors.key_on(place.agreement, on=on)
    if found is None:
        return None
    whole = sum(weight for _row, weight in found.shares)
    return {row.name: weight * 100 / whole for row, weight in found.shares}


def spans(place: make.World) -> list[tuple[date, date | None]]:
    with scope(place.admin):
        return [(key.starts_on, key.ends_before) for key in selectors.keys_of(place.agreement)]


def broken(place: make.World) -> list[str]:
    with scope(place.system):
        return [code for code in ("M9a", "M9b", "M9c") if offenders(CHECK[code])]


HALVES = {"Region Sjælland": 50, "Næstved Kommune": 50}
CONTINUED = {NEW: 50, "Næstved Kommune": 50}


def test_a_draft_has_its_key_from_the_first_day_on(place):
    assert spans(place) == [(START, None)]
    assert shares(place, date(2024, 12, 31)) is None
    assert shares(place, START) == HALVES


def test_whoever_continues_a_funder_pays_its_part_from_the_day_on(place):
    assert shares(place, date(2026, 12, 31)) == HALVES
    assert shares(place, DAY) == CONTINUED


def test_a_new_key_ends_the_one_before_and_leaves_its_days_alone(place):
    set_key(place, DAY, (make.organisation(NEW), 1))

    assert spans(place) == [(START, DAY), (DAY, None)]
    assert shares(place, date(2026, 12, 31)) == HALVES
    assert shares(place, DAY) == {NEW: 100}
    assert broken(place) == []


def test_a_key_that_has_not_begun_is_replaced_on_its_own_day(place):
    new = make.organisation(NEW)
    set_key(place, DAY, (new, 1))
    set_key(place, DAY, (new, 3), (place.municipality, 1))

    assert spans(place) == [(START, DAY), (DAY, None)]
    assert shares(place, DAY) == {NEW: 75, "Næstved Kommune": 25}


def test_what_was_said_of_later_days_is_replaced(place):
    new = make.organisation(NEW)
    set_key(place, LATER, (new, 1))
    set_key(place, DAY, (new, 3), (place.municipality, 1))

    assert spans(place) == [(START, DAY), (DAY, None)]
    assert shares(place, date(2028, 1, 1)) == {NEW: 75, "Næstved Kommune": 25}
    assert broken(place) == []


def test_a_key_that_is_dropped_leaves_its_days_to_the_one_before(place):
    set_key(place, DAY, (make.organisation(NEW), 1))
    with scope(place.admin):
        ledger.drop_key(actor=place.admin, agreement=place.agreement, starts_on=DAY, now=NOW)

    assert spans(place) == [(START, None)]
    assert shares(place, DAY) == CONTINUED
    with scope(place.admin), pytest.raises(NoKey):
        ledger.drop_key(actor=place.admin, agreement=place.agreement, starts_on=START, now=NOW)


def test_no_day_that_has_passed_gets_another_key(place):
    with pytest.raises(KeyInThePast):
        set_key(place, date(2026, 11, 20), (place.region, 1))
    set_key(place, NOW.date(), (place.region, 1))
    after = datetime(2026, 12, 1, 9, tzinfo=UTC)
    with scope(place.admin), pytest.raises(KeyInThePast):
        ledger.drop_key(
            actor=place.admin, agreement=place.agreement, starts_on=NOW.date(), now=after
        )


@pytest.mark.parametrize("wrong", [[], [("region", 0)], [("region", -1)], [("region", 1)] * 2])
def test_a_key_has_funders_each_once_and_each_with_a_part(place, wrong):
    with pytest.raises(NoShares):
        set_key(place, NOW.date(), *((getattr(place, name), part) for name, part in wrong))


def test_only_parties_of_that_day_pay(place):
    with pytest.raises(NotAPayer):
        set_key(place, DAY, (make.organisation("Slagelse Kommune"), 1))
    with pytest.raises(FunderGone, match=r"Region Sjælland findes ikke den 1\.1\.2027"):
        set_key(place, DAY, (place.region, 1))
    with pytest.raises(FunderGone):
        set_key(place, NOW.date(), (make.organisation(NEW), 1))


def test_a_municipality_reads_the_key(place):
    clerk = make.actor(Role.MUNICIPAL_ADMIN, place.municipality, today=NOW.date())

    with scope(clerk):
        found = selectors.key_on(place.agreement, on=START)

    assert found is not None
    assert len(found.shares) == 2


@pytest.mark.parametrize(
    ("role", "name"),
    [
        (Role.REGION_ADMIN, "Region Midtjylland"),
        (Role.MUNICIPAL_ADMIN, "Næstved Kommune"),
        (Role.REGION_FINANCE, "Region Sjælland"),
    ],
)
def test_only_the_region_of_the_agreement_or_whoever_prepares_sets_a_key(place, role, name):
    stranger = make.actor(role, make.organisation(name), today=NOW.date())
    rosa = make.actor(Role.REGION_ADMIN, make.organisation(NEW), today=NOW.date())

    with pytest.raises(NotAllowed):
        set_key(place, DAY, (make.organisation(NEW), 1), actor=stranger)
    assert set_key(place, DAY, (make.organisation(NEW), 1), actor=rosa)


def test_the_database_shows_strangers_no_key_and_lets_only_the_region_write_one(place):
    stranger = make.actor(Role.REGION_ADMIN, make.organisation("Region Midtjylland"))
    clerk = make.actor(Role.MUNICIPAL_ADMIN, place.municipality)
    with scope(place.admin):
        key = FundingKey.objects.get()
    with scope(stranger):
        assert not FundingKey.objects.exists()
        assert not FundingShare.objects.exists()
    with scope(clerk), pytest.raises(ProgrammingError), transaction.atomic():
        FundingShare.objects.create(key=key, funder=place.plo, weight=1)
    with scope(clerk):
        assert FundingShare.objects.all().delete()[0] == 0


def test_the_database_holds_one_key_at_a_time(place):
    with scope(place.admin), pytest.raises(IntegrityError, match="funding_key_one_at_a_time"):
        FundingKey.objects.create(
            agreement=place.agreement, kind="fixed", decided_on=START, starts_on=DAY
        )


@pytest.mark.parametrize(
    ("name", "starts_on"),
    [("Region Sjælland", DAY), ("Region Østdanmark", date(2026, 12, 31))],
)
def test_the_database_refuses_a_funder_that_does_not_exist_on_the_keys_first_day(
    place, name, starts_on
):
    with scope(place.admin):
        FundingKey.objects.update(ends_before=starts_on)
        key = FundingKey.objects.create(
            agreement=place.agreement, kind="fixed", decided_on=START, starts_on=starts_on
        )
        with pytest.raises(IntegrityError, match="does not exist"):
            FundingShare.objects.create(key=key, funder=make.organisation(name), weight=1)


def test_the_database_refuses_a_key_past_the_end_of_a_funder_that_nobody_continues(place):
    set_key(place, NOW.date(), (place.plo, 1))
    set_key(place, DAY, (make.organisation(NEW), 1))
    Organisation.objects.filter(pk=place.plo.pk).update(ends_before=date(2027, 6, 1))

    with scope(place.admin), pytest.raises(IntegrityError, match="does not exist"):
        ledger.drop_key(actor=place.admin, agreement=place.agreement, starts_on=DAY, now=NOW)


def test_the_checks_find_a_gap_and_a_key_without_shares(place):
    with scope(place.system):
        FundingKey.objects.update(ends_before=DAY)
        FundingKey.objects.create(
            agreement=place.agreement, kind="fixed", decided_on=START, starts_on=LATER
        )

    assert broken(place) == ["M9a", "M9b"]


def test_fixture_m_is_nineteen_parts_to_one_each():
    towns = [f"Kommune {number}" for number in range(19)]
    half = Decimal("1500000.00")

    parts = weights_of([(half, [("Regionen", 1)]), (half, [(town, 1) for town in towns])])

    assert parts == [("Regionen", 19), *((town, 1) for town in towns)]


amounts = st.decimals("0.01", "9999999", places=2)
members = st.lists(st.integers(1, 1_000_000), min_size=1, max_size=20)


@given(groups=st.lists(st.tuples(amounts, members), min_size=1, max_size=3))
def test_parts_are_whole_and_divide_exactly_as_the_amounts_do(groups):
    named = [
        (amount, [((g, m), weight) for m, weight in enumerate(weights)])
        for g, (amount, weights) in enumerate(groups)
    ]

    parts = dict(weights_of(named))

    total, whole = sum(amount for amount, _weights in groups), sum(parts.values())
    assert all(part == part.to_integral_value() and part > 0 for part in parts.values())
    for (amount, weights), (_same, row) in zip(groups, named, strict=True):
        for funder, weight in row:
            exact = Fraction(amount) * weight / sum(weights) / Fraction(total)
            assert Fraction(parts[funder]) / Fraction(whole) == exact
    assert sum(split(total, list(parts.values()))) == total
