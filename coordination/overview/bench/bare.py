"""The bare limit: the statements that a request sent, sent again through psycopg alone."""

import contextlib
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import psycopg
from django.db import connection

SAVEPOINTS = ("SAVEPOINT", "RELEASE", "ROLLBACK TO")

Statement = tuple[str, tuple[Any, ...]]


@contextlib.contextmanager
def recorded() -> Iterator[list[Statement]]:
    """The statements that Django sends in a block, savepoints included."""
    found: list[Statement] = []

    def keep(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        found.append((sql, tuple(params or ())))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        yield found


def without_savepoints(statements: list[Statement]) -> list[Statement]:
    return [row for row in statements if not row[0].startswith(SAVEPOINTS)]


@dataclass(frozen=True)
class Replay:
    """Recorded statements as one transaction, each time with fresh keys and given replacements.

    `kept` are the UUIDs that name existing rows; all others are new rows and renewed each time.
    """

    statements: list[Statement]
    kept: frozenset[uuid.UUID]

    def on(self, database: psycopg.Connection[Any], new: dict[Any, Any]) -> None:
        """Send them once; `new` says which recorded values stand for which present ones."""
        fresh: dict[uuid.UUID, uuid.UUID] = {}

        def renew(value: Any) -> Any:
            if isinstance(value, list):
                return [renew(item) for item in value]
            if isinstance(value, uuid.UUID):
                return value if value in self.kept else fresh.setdefault(value, uuid.uuid4())
            if isinstance(value, str) and value.startswith("session:"):
                return f"session:{renew(uuid.UUID(value[8:]))}"
            return new.get(value, value) if isinstance(value, str | date) else value

        with database.transaction(), database.cursor() as cursor:
            for sql, params in self.statements:
                cursor.execute(sql, [renew(value) for value in params] or None)
