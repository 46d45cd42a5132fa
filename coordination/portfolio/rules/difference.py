"""What differs between two texts, word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

MOST_WORDS = 3000
"""Beyond this the comparison would take seconds, and the whole passage is shown as replaced."""


class Mark(StrEnum):
    """What became of a piece of text, or of a whole line."""

    KEPT = "kept"
    CHANGED = "changed"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing a text says. `key` is what stays the same when its words change."""

    group: str
    key: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that were kept, removed or added."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One line that differs, in pieces."""

    group: str
    label: str
    mark: Mark
    pieces: tuple[Piece, ...]


def difference(before: Sequence[Line], after: Sequence[Line]) -> list[Change]:
    """The lines that differ, in the order of the later text; what was removed stands last."""
    earlier = {(row.group, row.key): row for row in before}
    later = {(row.group, row.key): row for row in after}
    groups = list(dict.fromkeys(row.group for row in [*after, *before]))
    changes = [
        *(_changed(earlier.get(place), row) for place, row in later.items()),
        *(_whole(row, Mark.REMOVED) for place, row in earlier.items() if place not in later),
    ]
    found = [row for row in changes if row is not None]
    return sorted(found, key=lambda row: groups.index(row.group))


def _changed(before: Line | None, after: Line) -> Change | None:
    if before is None:
        return _whole(after, Mark.ADDED)
    if before.text == after.text:
        return None
    return Change(after.group, after.label, Mark.CHANGED, words(before.text, after.text))


def _whole(line: Line, mark: Mark) -> Change:
    return Change(line.group, line.label, mark, (Piece(mark, line.text),))


def words(before: str, after: str) -> tuple[Piece, ...]:
    """Two passages as pieces: without the added ones the first, without the removed the second.

    Spaces belong to the word before them and are not compared.
    """
    old, new = (re.findall(r"\S+\s*|\s+", text) for text in (before, after))
    if len(old) + len(new) > MOST_WORDS:
        return (Piece(Mark.REMOVED, before), Piece(Mark.ADDED, after))
    return tuple(row for row in _pieces(old, new) if row.text)


def _spaced(was: str, now: str) -> str:
    """A kept word with the space after it that either text has."""
    return now if now[-1:].isspace() else was


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    was, now = ([word.strip() for word in row] for row in (old, new))
    for what, i, j, m, n in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if what == "equal":
            yield Piece(Mark.KEPT, "".join(map(_spaced, old[i:j], new[m:n])))
            continue
        yield Piece(Mark.REMOVED, "".join(old[i:j]))
        yield Piece(Mark.ADDED, "".join(new[m:n]))
