"""Who bears what was used: shares that follow the key of each day and add up to the øre."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.base.actor import Role
from coordination.base.errors import NotAllowed, NotFound
from coordination.base.money import ORE
from coordination.base.rowsecurity import scope
from coordination.ledger import selectors
from coordination.ledger import services as ledger
from coordination.ledger.enums import EntryKind, KeyKind
from coordination.ledger.models import Entry
from coordination.ledger.rules import Division, Span, Use, divided_by_month
from coordination.parties.models import Organisation
from tests import make
from tests.access import stage
from tests.ledger.steps import reverse, spend

JANUARY = date(2020, 1, 1)
MILLIONS = Decimal("1500000.00")


def spans(*weights: dict[int, int]) -> list[Span]:
    return [Span({key: Decimal(weight) for key, weight in row.items()}) for row in weights]


def test_fifteen_hundred_thousand_over_nineteen():
    shares = divided_by_month(
        [Use(JANUARY, 0, None, MILLIONS)], spans(dict.fromkeys(range(19), 1))
    )[0].shares

    assert sorted(shares.values()) == [Decimal("78947.36")] * 3 + [Decimal("78947.37")] * 16


def test_by_use_a_weight_counts_in_the_own_municipality_and_a_regions_everywhere():
    span = Span({1: Decimal(1), 2: Decimal(3), 3: Decimal(1)}, local=frozenset({2, 3}))
    uses = [
        Use(JANUARY, 0, 2, Decimal(100)),
        Use(JANUARY, 0, 3, Decimal(10)),
        Use(JANUARY, 0, 4, Decimal(7)),
    ]

    shares = divided_by_month(uses, [span])[0].shares

    assert shares == {1: Decimal(25 + 5 + 7), 2: Decimal(75), 3: Decimal(5)}


def test_by_use_alone_all_divide_what_was_used_where_nobody_pays():
    span = Span({2: Decimal(3), 3: Decimal(1)}, local=frozenset({2, 3}))

    shares = divided_by_month([Use(JANUARY, 0, 4, Decimal(100))], [span])[0].shares

    assert shares == {2: Decimal(75), 3: Decimal(25)}


weights = st.dictionaries(st.integers(1, 25), st.integers(1, 1_000_000), min_size=1, max_size=25)
amounts = st.decimals("-9999999", "9999999", places=2)


@st.composite
def histories(draw):
    """Keys that follow one another, some of them by use, and amounts that come and are reversed."""
    keys = [
        Span({key: Decimal(weight) for key, weight in row.items()}, frozenset(draw(local)))
        for row in draw(st.lists(weights, min_size=1, max_size=4))
        for local in [st.sets(st.sampled_from(sorted(row)))]
    ]
    uses = st.builds(
        Use,
        month=st.integers(1, 12).map(lambda number: date(2020, number, 1)),
        span=st.integers(0, len(keys) - 1),
        municipality=st.none() | st.integers(1, 30),
        amount=amounts,
    )
    return keys, draw(st.lists(uses, min_size=1, max_size=24))


def exact(keys: list[Span], uses: list[Use]) -> dict[int, Fraction]:
    """The shares without any rounding, worked out one amount at a time."""
    found: dict[int, Fraction] = {}
    for use in uses:
        counted = keys[use.span].weights_in(use.municipality)
        for payer, weight in counted.items():
            part = Fraction(use.amount) * Fraction(weight) / Fraction(sum(counted.values()))
            found[payer] = found.get(payer, Fraction(0)) + part
    return found


@given(histories())
def test_after_every_amount_the_shares_add_up_and_none_is_an_ore_from_exact(history):
    keys, uses = history
    division, paid = Division(keys, {}), {}
    for number, use in enumerate(uses, 1):
        division.add([use])
        for payer, share in division.shares().items():
            paid[payer] = paid.get(payer, Decimal(0)) + share
        assert sum(paid.values()) == sum(row.amount for row in uses[:number])
        right = exact(keys, uses[:number])
        for payer, amount in paid.items():
            assert abs(Fraction(amount) - right.get(payer, Fraction(0))) < Fraction(ORE)


@given(histories())
def test_each_month_adds_up_and_the_months_are_what_all_of_it_is(history):
    keys, uses = history

    months = divided_by_month(uses, keys)

    for month in months:
        assert sum(month.shares.values()) == month.total
    assert sum(month.total for month in months) == sum(use.amount for use in uses)


@given(st.lists(st.decimals("0.01", "99999", places=2), min_size=24, max_size=24), weights)
def test_over_24_settlements_nobody_is_an_ore_from_its_exact_share(parts, row):
    keys = [Span({key: Decimal(weight) for key, weight in row.items()})]
    settled: dict[int, Decimal] = {}
    for number in range(1, 25):
        uses = [Use(JANUARY, 0, None, part) for part in parts[:number]]
        division = Division(keys, settled)  # each settlement anew, from what is settled
        division.add(uses)
        for payer, share in division.shares().items():
            settled[payer] = settled.get(payer, Decimal(0)) + share
        for payer, amount in exact(keys, uses).items():
            assert abs(Fraction(settled[payer]) - amount) < Fraction(ORE)


def test_what_is_asked_again_is_nothing():
    division = Division(spans({1: 1, 2: 2}), {})
    division.add([Use(JANUARY, 0, None, Decimal(100))])
    division.shares()

    assert set(division.shares().values()) == {Decimal(0)}


# The statement of an agreement


@pytest.fixture
def place(db) -> make.World:
    return make.world()


def statement(place: make.World, actor=None) -> selectors.Statement:
    who = actor or place.admin
    with scope(who):
        return selectors.statement_of(who, place.agreement)


def set_key(place: make.World, starts_on: date, kind: KeyKind, *shares) -> None:
    with scope(place.admin):
        ledger.set_key(
            actor=place.admin,
            agreement=place.agreement,
            kind=kind,
            shares=[(who, Decimal(part)) for who, part in shares],
            decision="Ny fordeling",
            decided_on=starts_on,
            starts_on=starts_on,
            now=make.NOW,
        )


def test_a_month_follows_the_keys_of_its_days(place):
    spend(place, "a", Decimal("10.01"), on=date(2020, 5, 31))
    spend(place, "b", Decimal("20.00"), on=make.TODAY)
    set_key(place, make.TODAY, KeyKind.FIXED, (place.region, 3), (place.municipality, 1))

    found = statement(place)

    assert [(row.month.month, row.total) for row in found.months] == [
        (5, Decimal("10.01")),
        (6, Decimal("20.00")),
    ]
    assert found.totals[place.region.pk] + found.totals[place.municipality.pk] == found.total
    assert abs(found.totals[place.region.pk] - Decimal("20.005")) < ORE


def test_the_database_sums_a_month_before_it_is_divided(place):
    for number in range(5):
        spend(place, f"s{number}", on=date(2020, 5, number + 1))
    with scope(place.admin):
        spans = selectors.spans_of(place.agreement)
        rows = Entry.objects.filter(agreement=place.agreement, kind=EntryKind.SPEND)

        assert selectors.uses_of(rows, spans) == [
            Use(date(2020, 5, 1), 0, place.municipality.pk, Decimal(500))
        ]


def test_a_reversal_takes_each_share_back(place):
    spend(place, "a", Decimal("10.01"))
    reverse(place, "a")

    found = statement(place)

    assert found.total == 0
    assert set(found.totals.values()) == {Decimal(0)}


def test_by_use_a_municipality_pays_for_its_own_services(place):
    set_key(place, make.TODAY, KeyKind.USE, (place.municipality, 1))
    spend(place, "a")

    assert statement(place).totals[place.municipality.pk] == 100


def test_a_municipality_sees_its_own_share_and_the_total(place):
    spend(place, "a")
    clerk = make.actor(Role.MUNICIPAL_ADMIN, place.municipality)

    found = statement(place, clerk)

    assert found.totals == {place.municipality.pk: Decimal(50)}
    assert found.total == 100
    assert not found.is_whole
    assert set(found.months[0].shares) == {place.municipality.pk}


def test_a_doctor_sees_no_statement_and_a_stranger_finds_none(place):
    stranger = make.actor(Role.REGION_ADMIN, make.organisation("Region Sjælland"))

    with pytest.raises(NotAllowed):
        statement(place, place.doctor)
    with pytest.raises(NotFound):
        statement(place, stranger)


def test_whoever_continues_a_funder_pays_for_its_own_days(db):
    place = make.world(
        region="Region Sjælland",
        municipality="Næstved Kommune",
        starts_on=date(2025, 1, 1),
        ends_before=date(2029, 1, 1),
        citizen=5,
    )
    now = datetime(2027, 2, 1, 9, tzinfo=UTC)
    for name, day in (("a", date(2026, 12, 31)), ("b", date(2027, 1, 1))):
        with scope(place.doctor):
            ledger.spend(
                actor=place.doctor,
                agreement=place.agreement,
                purchase=ledger.Purchase(
                    name, Decimal(100), day, place.municipality.pk, place.practice.pk
                ),
                now=now,
            )

    found = statement(place)

    new = Organisation.objects.get(name="Region Østdanmark")
    assert [row.shares[place.region.pk] for row in found.months] == [Decimal(50), Decimal(0)]
    assert [row.shares[new.pk] for row in found.months] == [Decimal(0), Decimal(50)]


def test_six_months_cost_the_queries_of_one(place, django_assert_max_num_queries):
    for month in range(1, 6):
        spend(place, f"m{month}", on=date(2020, month, 3))

    with django_assert_max_num_queries(14):
        statement(place)


def test_the_page_shows_a_municipality_its_own_share_and_the_total_only(place):
    spend(place, "a", Decimal("1000.01"))
    address = f"/oekonomi/fordeling/{place.agreement.slug}/"
    clerk = make.actor(Role.MUNICIPAL_ADMIN, place.municipality)

    whole = stage.browser(place.admin).get(address).content.decode()
    own = stage.browser(clerk).get(address).content.decode()

    assert "500,01" in whole
    assert "500,00" in whole
    assert "Region Midtjylland</th>" in whole
    assert "Region Midtjylland</th>" not in own
    assert "1.000,01" in own


def test_rest_tells_the_same_as_the_page(place):
    spend(place, "a", Decimal("1000.01"))
    client = stage.program(Role.REGION_FINANCE, place.region, "agreements:read")

    found = client.get(f"/api/v1/agreements/{place.agreement.uuid}/funding").json()

    assert found["total"] == "1000.01"
    assert [row["amount"] for row in found["shares"]] == ["500.01", "500.00"]
    assert found["months"][0]["month"] == "2020-06-01"
