"""Who bears how much of what was used. Pure; the shares add up to it to the øre, in any sequence.

A span is the days on which one funding key is paid by the same organisations: a new key begins
another, and so does the day on which a funder is continued by somebody else.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from coordination.base.money import split_cumulative


@dataclass(frozen=True, slots=True)
class Span:
    """Weights by payer. The weight of a payer in `local` counts only for its own services."""

    weights: Mapping[int, Decimal]
    local: frozenset[int] = frozenset()

    def weights_in(self, municipality: int | None) -> Mapping[int, Decimal]:
        """The weights that count for a service in a municipality.

        Where none does, because it is no funder and nobody pays for the others, all divide it.
        """
        own = {
            payer: weight
            for payer, weight in self.weights.items()
            if payer not in self.local or payer == municipality
        }
        return own or self.weights


@dataclass(frozen=True, slots=True)
class Use:
    """Kroner used in a month on the days of a span (by its number), in a municipality."""

    month: date
    span: int
    municipality: int | None
    amount: Decimal


@dataclass(frozen=True, slots=True)
class MonthShares:
    """What was used in a month and each payer's share; a share may be an øre less than nothing."""

    month: date
    total: Decimal
    shares: Mapping[int, Decimal]


class Division:
    """Divides what is used, as it grows: each new amount is posted as the difference it makes."""

    def __init__(self, spans: Sequence[Span], settled: Mapping[int, Decimal]) -> None:
        """`settled` is what each payer has been posted before, also those that pay no more."""
        self._spans = spans
        self._payers = sorted({*settled, *(payer for span in spans for payer in span.weights)})
        self._settled = [settled.get(payer, Decimal("0.00")) for payer in self._payers]
        self._totals: dict[tuple[int, int | None], Decimal] = {}

    def add(self, uses: Iterable[Use]) -> None:
        """Count amounts, without dividing them yet."""
        for use in uses:
            is_local = use.municipality in self._spans[use.span].local
            part = (use.span, use.municipality if is_local else None)
            self._totals[part] = self._totals.get(part, Decimal("0.00")) + use.amount

    def shares(self) -> dict[int, Decimal]:
        """What each payer still owes of all that was counted; nothing when it is asked again."""
        parts = [
            (total, self._row(self._spans[span].weights_in(municipality)))
            for (span, municipality), total in self._totals.items()
        ]
        owed = split_cumulative(parts, self._settled)
        self._settled = [paid + more for paid, more in zip(self._settled, owed, strict=True)]
        return dict(zip(self._payers, owed, strict=True))

    def _row(self, weights: Mapping[int, Decimal]) -> list[Decimal]:
        return [weights.get(payer, Decimal(0)) for payer in self._payers]


def divided_by_month(uses: Iterable[Use], spans: Sequence[Span]) -> list[MonthShares]:
    """Each payer's share of what was used in each month, cumulatively from the first one on."""
    division = Division(spans, {})
    months = []
    in_order = sorted(uses, key=lambda use: use.month)
    for month, group in groupby(in_order, key=lambda use: use.month):
        rows = list(group)
        division.add(rows)
        total = sum((use.amount for use in rows), Decimal("0.00"))
        months.append(MonthShares(month, total, division.shares()))
    return months
