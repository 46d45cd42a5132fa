"""Who is consultant where, and which specialists can be asked: for every role."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import connection

from consultants.enums import ConsultantKind, LineKind
from coordination.base.danish import sort_key

_ASK = "SELECT * FROM consultant_directory(%s)"


@dataclass(frozen=True, slots=True)
class Entry:
    """One consultant, advice line or conference, and how to reach it."""

    source: str
    kind: str
    name: str
    specialty: str
    place_id: int
    place: str
    host_id: int
    host: str
    region: str
    phone: str
    email: str
    reachable: str
    agreement: str

    @property
    def is_line(self) -> bool:
        """Whether it is a line or a conference, and no consultant."""
        return self.source == "line"

    @property
    def kind_label(self) -> str:
        return str(LineKind(self.kind).label if self.is_line else ConsultantKind(self.kind).label)


def directory(*, on: date, regions: Collection[str] = (), text: str = "") -> list[Entry]:
    """The directory of a day, by place. The same for everybody: the database answers any scope.

    `text` is looked for in place, name and specialty.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ASK, [on])
        found = [Entry(*row) for row in cursor.fetchall()]
    wanted = text.strip().lower()
    kept = [
        row
        for row in found
        if (not regions or row.region in regions)
        and wanted in f"{row.place} {row.host} {row.name} {row.specialty}".lower()
    ]
    return sorted(kept, key=lambda row: (sort_key(row.host), row.is_line, sort_key(row.place)))
