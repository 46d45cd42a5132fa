"""The published part of the agreements that apply in a municipality, for every role."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from coordination.agreements.enums import AgreementKind
from coordination.base.periods import Period

_ASK = "SELECT * FROM applicable_agreements(%s, %s, %s)"


@dataclass(frozen=True, slots=True)
class Applicable:
    """One agreement in force on a day: no parties, no money, no notices.

    `suspended` are the days it rests that hold then or come later; `task` is what it asks, quoted.
    """

    kind: AgreementKind
    title: str
    period: Period
    suspended: Period | None
    task: str

    def rests_on(self, day: date) -> bool:
        """Whether it is suspended on a day."""
        return self.suspended is not None and self.suspended.contains(day)


def applicable_agreements(
    *, municipality_id: int, practice_id: int | None, on: date
) -> list[Applicable]:
    """The agreements in force on a day for a municipality and, if asked, one of its practices.

    The same for everybody: the database answers whoever has a scope.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ASK, [municipality_id, practice_id, on])
        rows = cursor.fetchall()
    return [
        Applicable(
            kind=AgreementKind(kind),
            title=title,
            period=Period(starts_on, ends_before),
            suspended=Period(rests_from, rests_before) if rests_from else None,
            task=task or "",
        )
        for kind, title, starts_on, ends_before, rests_from, rests_before, task in rows
    ]
