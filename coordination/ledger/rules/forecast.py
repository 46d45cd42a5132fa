"""How sure one can be of the day the money is used: draws of the weeks to come. Pure; kroner.

Decision 0014 says why each step is taken. The same seed gives the same answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from hashlib import blake2b
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from coordination.base.periods import DAY, public_holidays
from coordination.ledger.rules.outlook import ENOUGH_DAYS, PACE_DAYS

DRAWS = 1000
WEEK, WORKING_DAYS = 7, 5
SATURDAY = 5
RECENT_WEEKS = PACE_DAYS // WEEK
ENOUGH_WEEKS = ENOUGH_DAYS // WEEK
YEAR_OF_WEEKS = 52
LONGEST_WEEKS = 3 * YEAR_OF_WEEKS
"""What was posted earlier than three years ago says nothing of the season."""

YEAR_OF_DAYS = 365.25
CLOSED_EFFECT, CLOSED_TRUST = 0.8, 0.5
"""How much of a closed day's use is missing before the history has shown it, and how firmly."""

LEAST_EXPOSURE, LEAST_SEASON = 0.2, 0.1
SEASON_SHOWS = 5.0
"""The F value from which a year's curve explains more than chance would (about one in a hundred).
"""

NEIGHBOURS = 4
"""Weeks on either side that a week with closed days is compared with."""

MATTERS_PERCENT = 1
"""How much of the appropriation must have been posted since, for a kept one to be made anew."""

PERCENTILES = (0.1, 0.5, 0.9)
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Point:
    """What will have been spent by the end of a day, in whole kroner, at three likelihoods."""

    day: date
    p10: int
    p50: int
    p90: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """Where the money is heading, with the doubt about it.

    `p10`, `p50` and `p90` are the days by which the money is used with 10, 50 and 90 percent
    likelihood; None where it lasts past `last_day`. `overrun_percent` is how likely it does not.
    """

    as_of: date
    last_day: date
    weeks: int
    seasonal: bool
    p10: date | None
    p50: date | None
    p90: date | None
    overrun_percent: int
    band: tuple[Point, ...]


def seed_of(budget: UUID, as_of: date) -> int:
    """The seed of a budget's forecast on a day, so that everybody reads the same."""
    return int.from_bytes(
        blake2b(budget.bytes + as_of.isoformat().encode(), digest_size=8).digest()
    )


def forecast(
    weeks: Sequence[Decimal],
    *,
    as_of: date,
    last_day: date,
    appropriated: Decimal,
    spent: Decimal,
    seed: int,
) -> Forecast | None:
    """Draw the weeks from `as_of` to `last_day` a thousand times; None where nothing can be said.

    `weeks` is what was posted in each whole week, the oldest first; the last one ends on `as_of`.
    """
    left = float(appropriated - spent)
    if len(weeks) < ENOUGH_WEEKS or left <= 0 or last_day <= as_of:
        return None
    past = np.array([float(week) for week in weeks[-LONGEST_WEEKS:]])
    if past[-RECENT_WEEKS:].sum() <= 0:
        return None
    ahead = -(-(last_day - as_of).days // WEEK)
    ends = [as_of + timedelta(days=WEEK * number) for number in range(1 - len(past), ahead + 1)]
    random = np.random.default_rng(seed)
    drawn, seasonal = _drawn_weeks(past, ends, random)
    drawn[:, -1] *= 1 - (ends[-1] - last_day).days / WEEK
    used = np.cumsum(drawn, axis=1)
    days = _days_until(used, drawn, left)
    days[days > (last_day - as_of).days] = np.inf
    quantiles = np.quantile(days, PERCENTILES, method="inverted_cdf")
    p10, p50, p90 = (
        as_of + timedelta(days=int(found)) if np.isfinite(found) else None for found in quantiles
    )
    band = np.rint(float(spent) + np.quantile(used, PERCENTILES, axis=0)).astype(int)
    return Forecast(
        as_of=as_of,
        last_day=last_day,
        weeks=min(len(past), RECENT_WEEKS),
        seasonal=seasonal,
        p10=p10,
        p50=p50,
        p90=p90,
        overrun_percent=round(100 * float(np.isfinite(days).mean())),
        band=tuple(
            Point(min(end, last_day), *(int(value) for value in values))
            for end, values in zip(ends[-ahead:], band.T, strict=True)
        ),
    )


def _drawn_weeks(
    past: Floats, ends: Sequence[date], random: np.random.Generator
) -> tuple[Floats, bool]:
    """Draws of the weeks after the past ones, a row each, and whether a season was found.

    A recent week is freed of its closed days and season, drawn with weights that are themselves
    drawn, and given the closed days and season of the week it is drawn for. The same weights find
    the season and the level, because a chance that lifts the one lowers the other.
    """
    count, ahead = len(past), len(ends) - len(past)
    exposure = _exposure(past, [closed_share(end) for end in ends])
    past = past / exposure[:count]
    recent = min(count, RECENT_WEEKS)
    # As wide as Student's t over as many weeks ahead as there are behind: with plain weights of
    # one, what few weeks say of the mean looks too sure.
    recent_firmness = (recent - 3) / (recent + 3) - 1 / recent
    firmness = np.append(np.ones(count - recent), np.full(recent, recent_firmness))
    weights = random.gamma(firmness, size=(DRAWS, count))
    levels = np.broadcast_to(past[-recent:], (DRAWS, recent))
    curve = _season(past, ends, weights)
    if curve is not None:
        levels = levels / curve[:, count - recent : count]
    shares = np.cumsum(weights[:, -recent:], axis=1)
    shares /= shares[:, -1:]
    chosen = random.random((DRAWS, ahead, 1)) > shares[:, None, :-1]
    drawn = np.take_along_axis(levels, chosen.sum(axis=2), axis=1) * exposure[count:]
    return (drawn, False) if curve is None else (drawn * curve[:, count:], True)


def _days_until(used: Floats, drawn: Floats, left: float) -> Floats:
    """Whole days until what is left is used, in each draw; infinite where it lasts."""
    reached = used >= left
    week = reached.argmax(axis=1)
    row = np.arange(len(used))
    last = drawn[row, week]
    missing = left - (used[row, week] - last)
    part = np.divide(missing, last, out=np.ones_like(last), where=last > 0)
    return np.where(reached.any(axis=1), np.floor(WEEK * (week + part)), np.inf)


def _season(past: Floats, ends: Sequence[date], weights: Floats) -> Floats | None:
    """The year's curve over all weeks around 1, a row for each row of weights; None where the

    history shows none.
    """
    count = len(past)
    if count < YEAR_OF_WEEKS:
        return None
    turns = np.array([end.timetuple().tm_yday for end in ends]) * (2 * np.pi / YEAR_OF_DAYS)
    terms = np.column_stack([np.ones(len(ends)), np.sin(turns), np.cos(turns)])
    known = terms[:count]
    fitted = known @ np.linalg.lstsq(known, past, rcond=None)[0]
    unexplained = float(((past - fitted) ** 2).sum())
    explained = float(((past - past.mean()) ** 2).sum()) - unexplained
    if explained / 2 < SEASON_SHOWS * unexplained / (count - 3):
        return None
    squares = np.einsum("dn,ni,nj->dij", weights, known, known)
    sides = np.einsum("dn,ni,n->di", weights, known, past)
    found = np.linalg.solve(squares, sides[:, :, None])[:, :, 0]
    return np.maximum(found @ terms.T / found[:, :1], LEAST_SEASON)


def _exposure(past: Floats, shares: Sequence[float]) -> Floats:
    """How much of an open week each week is, by its closed days and what those cost before."""
    closed = np.array(shares)
    known = closed[: len(past)]
    above, below = CLOSED_EFFECT * CLOSED_TRUST, CLOSED_TRUST
    for place in np.flatnonzero(known):
        near = slice(max(place - NEIGHBOURS, 0), place + NEIGHBOURS + 1)
        others = past[near][known[near] == 0]
        usual = others.mean() if len(others) else 0.0
        if usual > 0:
            above += known[place] * (1 - past[place] / usual)
            below += known[place] ** 2
    effect = min(max(above / below, 0.0), 1.0)
    return np.maximum(1 - effect * closed, LEAST_EXPOSURE)


@cache
def closed_share(end: date) -> float:
    """The part of a week's working days, up to a day and with it, on which practices are closed."""
    days = [end - DAY * back for back in range(WEEK)]
    return sum(day.weekday() < SATURDAY and _is_closed(day) for day in days) / WORKING_DAYS


def _is_closed(day: date) -> bool:
    """Whether a day is a public holiday, Christmas Eve or New Year's Eve."""
    return day in public_holidays(day.year) or (day.month == 12 and day.day in (24, 31))
