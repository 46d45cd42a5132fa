"""The weights of a funding key. Pure; they are exact and as small as they can be."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import gcd, lcm
from typing import TypeVar

Funder = TypeVar("Funder")


def weights_of(
    groups: Sequence[tuple[Decimal, Sequence[tuple[Funder, int]]]],
) -> list[tuple[Funder, Decimal]]:
    """Divide each group's amount inside the group by weight, as whole weights that say the same.

    1,500,000 kr. of a region and as much of nineteen municipalities in equal parts weigh 19
    and 1 each: no share is rounded, whatever it is used to divide.
    """
    exact = [
        (funder, Fraction(amount) * weight / sum(other for _funder, other in members))
        for amount, members in groups
        for funder, weight in members
        if amount and weight
    ]
    if not exact:
        return []
    whole = lcm(*(share.denominator for _funder, share in exact))
    numbers = [int(share * whole) for _funder, share in exact]
    common = gcd(*numbers)
    return [
        (funder, Decimal(number // common))
        for (funder, _share), number in zip(exact, numbers, strict=True)
    ]
