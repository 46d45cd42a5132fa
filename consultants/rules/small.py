"""Small numbers that could point at somebody. Pure."""

from collections.abc import Mapping

LEAST = 5
"""The smallest number that is shown where it could point at somebody."""


def protected(counts: Mapping[str, int]) -> dict[str, int | None]:
    """The counts of one table, with None for those that are hidden.

    A count from 1 to 4 is hidden. The sum of the table is known, so a single hidden count could be
    computed from the others: then the smallest of those is hidden with it.
    """
    hidden = {name for name, count in counts.items() if 0 < count < LEAST}
    if len(hidden) == 1:
        others = [name for name in counts if name not in hidden]
        hidden |= set(sorted(others, key=lambda name: counts[name])[:1])
    return {name: None if name in hidden else count for name, count in counts.items()}
