"""How often the forecast's band holds what then happens, on agreements whose truth is known."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from coordination.ledger.rules.forecast import Forecast, closed_share, forecast

SEED = 20200531
CASES = 1000
SOON, AHEAD = 26, 78
"""Weeks after which what was spent is compared, and that each agreement still has."""

FIRST, DAYS = date(2017, 1, 1), 2900
Shape = Callable[[np.random.Generator, NDArray[np.float64], int], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A way of using money over the weeks, as a factor on its level; and how long it was seen."""

    name: str
    shape: Shape
    least_weeks: int
    most_weeks: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """Percent of agreements whose day, and what was spent by week `SOON`, lay inside P10-P90.

    Also how often the day came before P50, and the median number of days from P10 to P90.
    """

    kind: str
    cases: int
    day_inside: float
    day_before: float
    spent_inside: float
    days_wide: float


def _steady(
    random: np.random.Generator, weeks: NDArray[np.float64], known: int
) -> NDArray[np.float64]:
    return np.ones_like(weeks)


def _seasonal(
    random: np.random.Generator, weeks: NDArray[np.float64], known: int
) -> NDArray[np.float64]:
    return 1 + random.uniform(0.25, 0.55) * np.sin(2 * np.pi * (weeks / 52.18 + random.random()))


def _growing(
    random: np.random.Generator, weeks: NDArray[np.float64], known: int
) -> NDArray[np.float64]:
    return (1 + random.uniform(0.2, 1.0)) ** ((weeks - known) / 52.18)


def _stopping(
    random: np.random.Generator, weeks: NDArray[np.float64], known: int
) -> NDArray[np.float64]:
    return (weeks < known + random.uniform(4, 30)).astype(float)


KINDS = (
    Kind("steady", _steady, 8, 78),
    Kind("seasonal, a year or more known", _seasonal, 53, 130),
    Kind("seasonal, less than a year known", _seasonal, 13, 51),
    Kind("growing", _growing, 13, 78),
    Kind("stopping", _stopping, 13, 78),
)


def coverages(kinds: Sequence[Kind] = KINDS, seed: int = SEED) -> Iterator[Coverage]:
    """One line for each kind, each with random numbers of its own."""
    for kind in kinds:
        yield _coverage(kind, np.random.default_rng([seed, KINDS.index(kind)]))


def _coverage(kind: Kind, random: np.random.Generator) -> Coverage:
    inside, before, spent, wide, said = [], [], [], [], 0
    for _case in range(CASES):
        found, day, used = _one(kind, random)
        if found is None:
            continue
        said += 1
        low, middle, high = (row or date.max for row in (found.p10, found.p50, found.p90))
        inside.append(low <= day <= high)
        before.append(day < middle)
        point = found.band[SOON - 1]
        spent.append(point.p10 <= used <= point.p90)
        if found.p10 and found.p90:
            wide.append((found.p90 - found.p10).days)
    day_inside, day_before, spent_inside = (
        100 * float(np.mean(rows)) for rows in (inside, before, spent)
    )
    middle_width = float(np.median(wide))
    return Coverage(kind.name, said, day_inside, day_before, spent_inside, middle_width)


def _one(kind: Kind, random: np.random.Generator) -> tuple[Forecast | None, date, float]:
    """A forecast, the day the money was used (the last of all days if never), and kroner spent."""
    known = int(random.integers(kind.least_weeks, kind.most_weeks + 1))
    as_of = FIRST + timedelta(days=int(random.integers(0, DAYS)))
    weeks = _weeks(kind, random, known, as_of)
    past, future = weeks[:known], weeks[known:]
    left = float(past[-13:].mean() * random.uniform(10, 45))
    last_day = as_of + timedelta(days=7 * AHEAD)
    found = forecast(
        [Decimal(str(round(week, 2))) for week in past],
        as_of=as_of,
        last_day=last_day,
        appropriated=Decimal(str(round(left, 2))),
        spent=Decimal(0),
        seed=int(random.integers(2**32)),
    )
    used = np.cumsum(future)
    reached = np.flatnonzero(used >= left)
    if not len(reached):
        return found, date.max, float(used[SOON - 1])
    week = int(reached[0])
    part = 1 - (used[week] - left) / future[week]
    return found, as_of + timedelta(days=int(7 * (week + part))), float(used[SOON - 1])


def _weeks(kind: Kind, random: np.random.Generator, known: int, as_of: date) -> NDArray[np.float64]:
    """Kroner week by week: sessions around a level of their own, each with a fee of its own.

    Weeks differ by more than chance, as they do where few practices answer; closed days cost most
    of their use.
    """
    numbers = np.arange(known + AHEAD, dtype=float)
    level, spread = random.uniform(6, 60), random.uniform(0.05, 0.35)
    missing = random.uniform(0.5, 1.0)
    closed = np.array(
        [closed_share(as_of + timedelta(days=7 * (int(n) - known + 1))) for n in numbers]
    )
    rate = level * kind.shape(random, numbers, known) * (1 - missing * closed)
    rate *= random.gamma(1 / spread**2, spread**2, len(rate))
    counts = random.poisson(rate)
    return np.array([random.lognormal(5.4, 0.5, count).sum() for count in counts])
