"""How an agreement is used, by municipality: what those who pay together may know of each other."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from django.db import connection

from acute import policies
from coordination.agreements import selectors as agreements
from coordination.agreements.models import Agreement
from coordination.base.actor import Actor
from coordination.base.danish import sort_key
from coordination.base.periods import DAY, Period, add_months, start_of_quarter
from coordination.ledger import selectors as ledger
from coordination.parties import selectors as parties
from coordination.parties.models import Organisation

OLDER = 65
"""From this age on most of the citizens are who are treated at home."""
PER = 10_000
QUARTER = 3
_COUNT = "SELECT * FROM acute_use(%s, %s, %s, %s)"


@dataclass(frozen=True, slots=True)
class Between:
    """A share in per cent; exact where `low` is `high`, else no more of it may be told."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class UseRow:
    """One municipality, or all of them together where it is None. None: hidden, or not known."""

    municipality: Organisation | None
    inhabitants: int | None
    older: int | None
    sessions: int | None
    amount: Decimal | None
    requests: int | None
    answered: Between | None
    kept: Between | None
    wait: int | None
    use_share: Decimal | None
    paid_share: Decimal | None

    @property
    def per_inhabitants(self) -> Decimal | None:
        """Sessions per 10,000 inhabitants."""
        return _rate(self.sessions, self.inhabitants)

    @property
    def per_older(self) -> Decimal | None:
        """Sessions per 10,000 inhabitants aged 65 or more."""
        return _rate(self.sessions, self.older)


@dataclass(frozen=True, slots=True)
class Use:
    """The report; `period` is what is counted, None while no month of it is over."""

    agreement: Agreement
    quarters: list[date]
    first: date
    last: date
    period: Period | None
    rows: list[UseRow]
    total: UseRow | None
    is_whole: bool
    pays_by_use: bool

    @property
    def has_older(self) -> bool:
        """Whether the old are counted anywhere."""
        return any(row.older is not None for row in self.rows)


def quarters_of(agreement: Agreement, *, today: date) -> list[date]:
    """The first days of the quarters of an agreement that have begun, the oldest first."""
    last_day = min(agreement.period.last_day or today, today)
    day = start_of_quarter(agreement.starts_on)
    found: list[date] = []
    while day <= last_day or not found:
        found.append(day)
        day = add_months(day, QUARTER)
    return found


def quarters_by_slug(actor: Actor, slug: str, *, today: date) -> list[date]:
    """The quarters that can be asked for."""
    policies.check_see_use(actor)
    return quarters_of(agreements.agreement_by_slug(actor, slug), today=today)


def use_by_slug(
    actor: Actor, slug: str, *, today: date, first: date | None = None, last: date | None = None
) -> Use:
    """The use of an agreement from one quarter to another, each by a day in it; else of all."""
    policies.check_see_use(actor)
    agreement = agreements.agreement_by_slug(actor, slug)
    return _use(actor, agreement, today=today, first=first, last=last)


def use_of(
    actor: Actor, uuid: UUID, *, today: date, first: date | None = None, last: date | None = None
) -> Use:
    """As by its readable name."""
    policies.check_see_use(actor)
    agreement = agreements.agreement_for(actor, uuid)
    return _use(actor, agreement, today=today, first=first, last=last)


def _use(
    actor: Actor, agreement: Agreement, *, today: date, first: date | None, last: date | None
) -> Use:
    quarters = quarters_of(agreement, today=today)
    first = start_of_quarter(first or quarters[0])
    last = start_of_quarter(last or quarters[-1])
    before = min(add_months(last, QUARTER), today.replace(day=1))
    period = counted_days(agreement, first, before)
    counts = _counts(agreement, first, last, today)
    paid = None
    if period is not None:
        paid = ledger.paid_by_municipalities(agreement, since=first, before=before)
    rows = _rows(counts, paid or {}, before - DAY)
    return Use(
        agreement=agreement,
        quarters=quarters,
        first=first,
        last=last,
        period=period,
        rows=[row for row in rows if row.municipality],
        total=next((row for row in rows if row.municipality is None), None),
        is_whole=agreement.region_id in actor.office_orgs,
        pays_by_use=period is not None and paid is None,
    )


def counted_days(agreement: Agreement, first: date, before: date) -> Period | None:
    """The days of the agreement among those asked for."""
    first = max(first, agreement.starts_on)
    before = min(before, agreement.ends_before or before)
    return Period(first, before) if first < before else None


@dataclass(frozen=True, slots=True)
class _Counts:
    """One row as the database tells it."""

    place: int | None
    sessions: int | None
    amount: Decimal | None
    requests: int | None
    answered_low: int | None
    answered_high: int | None
    kept_low: int | None
    kept_high: int | None
    wait: int | None
    counted: list[int]


def _counts(agreement: Agreement, first: date, last: date, today: date) -> list[_Counts]:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [agreement.pk, first, last, today])
        return [_Counts(*row) for row in cursor.fetchall()]


def _rows(counts: list[_Counts], paid: dict[int, Decimal], on: date) -> list[UseRow]:
    places = parties.organisations_by_key(counts[0].counted if counts else [])
    inhabitants = parties.inhabitants_on(places.values(), on=on)
    older = parties.inhabitants_on(places.values(), on=on, from_age=OLDER)
    spent = next((row.amount for row in counts if row.place is None), None)
    paid_together = sum(paid.values(), Decimal(0))
    rows = [
        UseRow(
            municipality=places[row.place] if row.place else None,
            inhabitants=inhabitants.get(row.place) if row.place else _sum(inhabitants, places),
            older=older.get(row.place) if row.place else _sum(older, places),
            sessions=row.sessions,
            amount=row.amount,
            requests=row.requests,
            answered=_between(row.answered_low, row.answered_high, row.requests),
            kept=_between(row.kept_low, row.kept_high, row.requests),
            wait=row.wait,
            use_share=_percent(row.amount, spent),
            paid_share=_percent(paid.get(row.place), paid_together) if row.place else None,
        )
        for row in counts
    ]
    return sorted(rows, key=lambda row: sort_key(row.municipality.name if row.municipality else ""))


def _sum(counts: dict[int, int], places: dict[int, Organisation]) -> int | None:
    """The inhabitants of all places together, where all of them are counted."""
    return sum(counts.values()) if places and counts.keys() >= places.keys() else None


def _rate(count: int | None, of: int | None) -> Decimal | None:
    if count is None or not of:
        return None
    return (Decimal(count) * PER / of).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _percent(part: Decimal | int | None, whole: Decimal | int | None) -> Decimal | None:
    if part is None or not whole:
        return None
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _between(low: int | None, high: int | None, whole: int | None) -> Between | None:
    lowest, highest = _percent(low, whole), _percent(high, whole)
    return Between(lowest, highest) if lowest is not None and highest is not None else None
