"""States that move in one table, which the database enforces too."""

from collections.abc import Mapping
from typing import TypeVar

import pgtrigger

State = TypeVar("State", bound=str)


def only_moves(
    name: str, moves: Mapping[State, frozenset[State]], *, field: str = "state"
) -> pgtrigger.FSM:
    """A trigger on a field that refuses every step outside `moves`, whoever takes it."""
    steps = [(str(old), str(new)) for old, news in moves.items() for new in sorted(news)]
    return pgtrigger.FSM(name=name, field=field, transitions=steps)
