from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.base.money import InvalidAmount, kroner, pro_rata, split, split_cumulative

D = Decimal
ORE = D("0.01")

amounts = st.integers(-(10**11), 10**11).map(lambda ore: D(ore).scaleb(-2))
weight = st.integers(0, 10**7) | st.decimals(0, 1000, places=4)
weightings = st.lists(weight, min_size=1, max_size=30).filter(any)


@st.composite
def years_of_use(draw: st.DrawFn) -> tuple[list[D | int], list[D]]:
    uses = draw(st.lists(amounts, min_size=1, max_size=12))
    return draw(weightings), uses


def exact_shares(total: D, weights: list[D | int]) -> list[Fraction]:
    whole = sum(map(Fraction, weights))
    return [Fraction(total) * Fraction(weight) / whole for weight in weights]


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        (1, "1.00"), ("12.3", "12.30"), (D("0.005"), "0.01"), (D("-0.005"), "-0.01"),
        (D("2.675"), "2.68"), (D("0.0049"), "0.00"), (D("-0.001"), "0.00"),
    ],
)  # fmt: skip
def test_kroner_have_two_places_and_half_an_ore_goes_away_from_zero(value, rounded):
    assert str(kroner(value)) == rounded


@pytest.mark.parametrize("value", [1.1, True, None])
def test_kroner_refuse_floats_and_what_is_no_number(value):
    with pytest.raises(TypeError):
        kroner(value)


@pytest.mark.parametrize("value", ["1.500,00", "", "NaN", "Infinity", D("1e40")])
def test_kroner_refuse_what_is_no_amount(value):
    with pytest.raises(InvalidAmount):
        kroner(value)


def test_a_quarter_of_an_hour_at_the_consultant_rate_costs_235_37():
    assert pro_rata(D("941.47"), 15) == D("235.37")


def test_a_price_by_the_minute_is_rounded_half_up_and_only_once():
    assert str(pro_rata(D("0.30"), 1)) == "0.01"
    assert str(pro_rata(D("941.47"), 60)) == "941.47"
    assert str(pro_rata(D("941.47"), 0)) == "0.00"


def test_negative_minutes_are_refused():
    with pytest.raises(InvalidAmount):
        pro_rata(D("941.47"), -15)


def test_a_million_and_a_half_over_nineteen_gives_the_first_sixteen_the_odd_ore():
    shares = split(D("1500000.00"), [1] * 19)

    assert shares == [D("78947.37")] * 16 + [D("78947.36")] * 3
    assert sum(shares) == D("1500000.00")


def test_equal_remainders_are_served_in_the_order_of_the_weights():
    assert split(D("0.01"), [1, 1, 1]) == [D("0.01"), D("0.00"), D("0.00")]
    assert split(D("0.02"), [1, 1, 1]) == [D("0.01"), D("0.01"), D("0.00")]


def test_the_largest_remainder_comes_before_the_order():
    assert split(D("0.10"), [1, 2]) == [D("0.03"), D("0.07")]


@given(amounts, weightings)
def test_shares_add_up_to_the_ore_and_none_is_an_ore_from_its_exact_share(total, weights):
    shares = split(total, weights)

    assert sum(shares) == total
    assert all(share == kroner(share) for share in shares)
    assert all(
        abs(Fraction(share) - exact) < Fraction(ORE)
        for share, exact in zip(shares, exact_shares(total, weights), strict=True)
    )


@given(amounts, weightings)
def test_a_reversal_is_split_as_the_mirror_image(total, weights):
    assert split(-total, weights) == [-share for share in split(total, weights)]


@given(amounts, weightings)
def test_a_funder_of_weight_zero_pays_nothing(total, weights):
    assert split(total, [*weights, 0])[-1] == 0


@given(amounts, weightings)
def test_only_the_proportions_of_weights_count(total, weights):
    assert split(total, weights) == split(total, [weight * 7 for weight in weights])


@pytest.mark.parametrize(
    ("weights", "reason"), [([0, 0], "nul"), ([], "nul"), ([2, -1], "negativ"), ([D("NaN")], "tal")]
)
def test_impossible_weights_are_refused_with_a_reason(weights, reason):
    with pytest.raises(InvalidAmount, match=reason):
        split(D("1.00"), weights)


def test_a_float_is_refused_as_weight_and_as_rate():
    with pytest.raises(TypeError):
        split(D("1.00"), [0.5, 0.5])
    with pytest.raises(TypeError):
        pro_rata(941.47, 15)


def test_an_amount_finer_than_an_ore_cannot_be_split():
    with pytest.raises(InvalidAmount):
        split(D("1.005"), [1, 1])


def test_the_odd_ore_does_not_always_hit_the_same_funder():
    first = split_cumulative([(D("0.01"), [1, 1])], [D(0), D(0)])
    second = split_cumulative([(D("0.02"), [1, 1])], first)

    assert first == [D("0.01"), D("0.00")]
    assert second == [D("0.00"), D("0.01")]


@given(years_of_use())
def test_cumulated_shares_never_drift(year):
    weights, uses = year
    settled = [D("0.00")] * len(weights)
    total = D("0.00")
    for use in uses:
        total += use
        owed = split_cumulative([(total, weights)], settled)
        settled = [paid + share for paid, share in zip(settled, owed, strict=True)]

        assert sum(owed) == use
        assert settled == split(total, weights)


def test_settling_again_posts_nothing():
    settled = split(D("1500000.00"), [1] * 19)

    assert split_cumulative([(D("1500000.00"), [1] * 19)], settled) == [D("0.00")] * 19


def test_a_share_may_be_taken_back_by_an_ore_when_the_total_grows():
    weights = [6, 6, 2]
    settled = split(D("0.03"), weights)

    assert settled == [D("0.01"), D("0.01"), D("0.01")]
    assert split_cumulative([(D("0.04"), weights)], settled) == [ORE, ORE, -ORE]


def test_a_funder_who_joins_with_a_new_key_pays_only_from_then_on():
    old_key, new_key = (D("100.00"), [1, 1, 0]), (D("0.00"), [1, 1, 1])
    settled = split_cumulative([old_key, new_key], [D(0)] * 3)

    assert settled == [D("50.00"), D("50.00"), D("0.00")]
    assert split_cumulative([old_key, (D("30.00"), [1, 1, 1])], settled) == [D("10.00")] * 3


@given(st.lists(st.tuples(amounts, weight, weight, weight.filter(bool)), max_size=6))
def test_with_several_keys_the_rounding_happens_once(keys):
    parts = [(total, list(weights)) for total, *weights in keys]
    exact = [
        sum((shares[i] for shares in (exact_shares(*part) for part in parts)), Fraction(0))
        for i in range(3)
    ]

    shares = split_cumulative(parts, [D(0)] * 3)

    assert sum(shares) == sum(total for total, _ in parts)
    assert all(abs(Fraction(a) - b) < Fraction(ORE) for a, b in zip(shares, exact, strict=True))


def test_a_key_without_a_weight_for_every_funder_is_refused():
    with pytest.raises(InvalidAmount):
        split_cumulative([(D("1.00"), [1, 1])], [D(0)] * 3)
