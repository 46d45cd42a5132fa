"""Sessions from before the demo's clock starts, adding up to the øre."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

from acute import services as acute
from acute.services.sessions import EarlierSession
from coordination.agreements.models import Agreement
from coordination.base.actor import Actor
from coordination.base.money import pro_rata
from coordination.ledger import services as ledger
from coordination.ledger.services import Purchase
from coordination.parties import selectors as parties
from coordination.parties.models import Organisation

MINUTES = (5, 8, 10, 12, 15, 15, 15, 18, 20, 25, 30)


def make_history(
    actor: Actor,
    agreement: Agreement,
    practices: dict[Organisation, Organisation],
    *,
    first: date,
    last: date,
    total: Decimal,
    hourly: Decimal,
    seed: int,
) -> int:
    """Sessions spread over days and municipalities by inhabitants; returns how many.

    What is left of `total` below one session is one entry, marked as carried over.
    """
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    rows = list(_sessions(days, practices, total, hourly, Random(seed)))
    posted = acute.carry_over_sessions(actor=actor, agreement=agreement, rows=rows)
    rest = Purchase(
        source=f"carried-over:{agreement.slug}:{last}",
        amount=total - posted,
        service_on=last,
        municipality_id=next(iter(practices)).pk,
        practice_id=None,
        text="Overført rest fra tidligere opgørelse",
        carried_over=True,
    )
    if rest.amount:
        ledger.carry_over(actor=actor, agreement=agreement, purchases=[(rest, _evening(last))])
    return len(rows)


def _sessions(
    days: list[date],
    practices: dict[Organisation, Organisation],
    total: Decimal,
    hourly: Decimal,
    random: Random,
) -> Iterator[EarlierSession]:
    municipalities = sorted(practices, key=lambda row: row.name)
    inhabitants = parties.inhabitants_of(municipalities)
    weights = [inhabitants[row.pk] for row in municipalities]
    likely = [5 if day.weekday() < 5 else 1 for day in days]
    left = total
    while True:
        minutes = random.choice(MINUTES)
        fee = pro_rata(hourly, minutes)
        if fee > left:
            return
        left -= fee
        day = random.choices(days, likely)[0]
        municipality = random.choices(municipalities, weights)[0]
        yield EarlierSession(day, municipality, practices[municipality], minutes, _evening(day))


def _evening(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 16, tzinfo=UTC)
