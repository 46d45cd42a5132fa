"""Municipalities that pay for advice and ask for none."""

from dataclasses import dataclass
from datetime import date, timedelta

from coordination.agreements import selectors as agreements
from coordination.agreements.enums import AgreementKind
from coordination.base.actor import Actor
from coordination.base.danish import sort_key
from coordination.ledger import selectors as ledger

WINDOW = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Silence:
    """Which municipalities had no session in the last 30 days, and how many in the 30 before.

    `total` counts those that take part in an agreement on advice today.
    """

    silent: list[str]
    before: int
    total: int


def silence_of(actor: Actor, *, today: date) -> Silence:
    """Which municipalities that take part have fallen silent, in three queries."""
    part = agreements.municipalities_taking_part(actor, AgreementKind.ACUTE_ADVICE, on=today)
    since = today - WINDOW
    lately = ledger.municipalities_served(actor, after=since, until=today)
    earlier = ledger.municipalities_served(actor, after=since - WINDOW, until=since)
    silent = [name for key, name in part.items() if key not in lately]
    return Silence(
        silent=sorted(silent, key=sort_key),
        before=len(part.keys() - earlier),
        total=len(part),
    )
