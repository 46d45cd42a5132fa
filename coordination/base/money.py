"""Count kroner to the øre: `Decimal` with two places, never a float.

**How settlement divides.** Were every settlement split by itself, the first funder would get the
odd øre each time and drift from its share. So settlement divides everything used *so far* and posts
what each funder then still owes:

    share_i(t) = split(cumulated total at t)[i] - already settled_i

which is `split_cumulative`. Two things follow. After every settlement the funders' shares add up
to the total exactly, and none is an øre or more from its exact share. And a share may now and then
be an øre *less* than nothing: with unequal weights largest remainder can take an øre back as the
total grows. It is posted as it is, with its sign.

A funding key is dated. When it changes, each key keeps the total of the days it was in force, and
rounding happens once, on the sum over keys; so pass one `(total, weights)` per key.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from math import floor
from typing import TypeAlias

from django.utils.translation import gettext_lazy as _

Weight: TypeAlias = Decimal | int

ORE = Decimal("0.01")
MINUTES_PER_HOUR = 60

_NOT_A_NUMBER = _("Det er ikke et tal, der kan regnes med i kroner. Skriv det som 1234.50.")


class InvalidAmount(ValueError):
    """An amount, a number of minutes or a weight that money cannot be counted with."""

    code = "invalid_amount"


def kroner(value: Decimal | int | str) -> Decimal:
    """Return an amount in kroner with exactly two places, half an øre rounded away from zero.

    Text is read as Python writes numbers ("1234.50"); Danish input is for forms to translate.
    Raises `TypeError` for a float, which no longer knows the amount it came from.
    """
    if isinstance(value, bool) or not isinstance(value, Decimal | int | str):
        raise TypeError("Beløb skal være Decimal, int eller tekst, aldrig float.")
    try:
        amount = Decimal(value).quantize(ORE, rounding=ROUND_HALF_UP)
    except InvalidOperation:
        raise InvalidAmount(_NOT_A_NUMBER) from None
    if not amount.is_finite():
        raise InvalidAmount(_NOT_A_NUMBER)
    return amount if amount else Decimal("0.00")


def pro_rata(hourly: Decimal, minutes: int) -> Decimal:
    """Return the price in kroner of a number of minutes at an hourly rate, rounded once."""
    if minutes < 0:
        raise InvalidAmount(_("Minutter kan ikke være negative. Bogfør en tilbageførsel i stedet."))
    return _kroner_from_ore(
        floor(_exact(hourly) * 100 * minutes / MINUTES_PER_HOUR + Fraction(1, 2))
    )


def split(total: Decimal, weights: Sequence[Weight]) -> list[Decimal]:
    """Divide an amount by weight, so that the shares add up to it exactly.

    Largest remainder: everyone gets whole øre rounded down, and the øre left over go to the largest
    remainders; equal remainders are served in the order of the weights, so the caller's order must
    be fixed. A negative total is divided as the mirror image of the positive one, and a weight of
    zero gets nothing. Raises `InvalidAmount` for weights that are negative or all zero.
    """
    return _largest_remainder(_exact_shares(total, weights))


def split_cumulative(
    parts: Sequence[tuple[Decimal, Sequence[Weight]]], settled: Sequence[Decimal]
) -> list[Decimal]:
    """Return what each funder still owes: its share of everything so far, less what is settled.

    `parts` has one (cumulated total, weights) per funding key; `settled` is what each funder has
    been posted before. Funders stand in the same order throughout: one who joined later or has left
    has weight zero in the keys it was not part of.
    """
    exact = [Fraction(0)] * len(settled)
    for total, weights in parts:
        if len(weights) != len(settled):
            raise InvalidAmount(
                _("Alle fordelingsnøgler skal have en vægt for hver finansieringspart.")
            )
        exact = [
            sum_so_far + share
            for sum_so_far, share in zip(exact, _exact_shares(total, weights), strict=True)
        ]
    return [
        share - kroner(paid) for share, paid in zip(_largest_remainder(exact), settled, strict=True)
    ]


def _exact_shares(total: Decimal, weights: Sequence[Weight]) -> list[Fraction]:
    """Return unrounded shares in øre."""
    if total != kroner(total):
        raise InvalidAmount(_("Et beløb kan kun fordeles i hele øre. Afrund det først."))
    exact = [_exact(weight) for weight in weights]
    if any(weight < 0 for weight in exact):
        raise InvalidAmount(_("En fordelingsvægt kan ikke være negativ. Ret fordelingsnøglen."))
    if not any(exact):
        raise InvalidAmount(_("Alle fordelingsvægte er nul. Giv mindst én part en andel."))
    per_weight = _exact(total) * 100 / sum(exact)
    return [weight * per_weight for weight in exact]


def _largest_remainder(exact: Sequence[Fraction]) -> list[Decimal]:
    """Round shares in øre, whose sum is whole, to whole øre with the same sum."""
    total = sum(exact)
    sign = -1 if total < 0 else 1
    mirrored = [sign * share for share in exact]
    ore = [floor(share) for share in mirrored]
    left_over = int(sign * total) - sum(ore)
    by_remainder = sorted(range(len(ore)), key=lambda i: (ore[i] - mirrored[i], i))
    for i in by_remainder[:left_over]:
        ore[i] += 1
    return [_kroner_from_ore(sign * share) for share in ore]


def _exact(value: Weight) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        raise TypeError("Satser og vægte skal være Decimal eller int, aldrig float.")
    if isinstance(value, Decimal) and not value.is_finite():
        raise InvalidAmount(_NOT_A_NUMBER)
    return Fraction(value)


def _kroner_from_ore(ore: int) -> Decimal:
    return kroner(Decimal(ore).scaleb(-2))
