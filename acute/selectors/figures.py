"""Figures of an agreement from its log alone: how soon there was contact, and what came of it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from acute import policies
from acute.selectors.use import QUARTER, counted_days, quarters_of
from coordination.agreements import selectors as agreements
from coordination.agreements.models import Agreement
from coordination.base.actor import Actor
from coordination.base.danish import sort_key
from coordination.base.periods import Period, add_months, start_of_quarter
from coordination.parties import selectors as parties

_COUNT = "SELECT * FROM acute_figures(%s, %s, %s, %s)"
NONE, YES, NO = "none", "yes", "no"


@dataclass(frozen=True, slots=True)
class Figure:
    """How many requests of a kind, and median minutes to contact. None: hidden, or too few."""

    label: str
    requests: int | None
    wait: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    """The report; `period` is what is counted, None while no month of it is over.

    Labels: hours 00 to 23, names of municipalities, outcomes (`none` without one), yes and no.
    """

    agreement: Agreement
    first: date
    last: date
    period: Period | None
    hours: list[Figure]
    places: list[Figure]
    outcomes: list[Figure]
    contact: list[Figure]
    avoided: list[Figure]
    is_whole: bool


def figures_by_slug(
    actor: Actor, slug: str, *, today: date, first: date | None = None, last: date | None = None
) -> Figures:
    """The figures of an agreement from one quarter to another, each by a day in it; else all."""
    policies.check_see_use(actor)
    agreement = agreements.agreement_by_slug(actor, slug)
    return _figures(actor, agreement, today=today, first=first, last=last)


def figures_of(
    actor: Actor, uuid: UUID, *, today: date, first: date | None = None, last: date | None = None
) -> Figures:
    """As by its readable name."""
    policies.check_see_use(actor)
    agreement = agreements.agreement_for(actor, uuid)
    return _figures(actor, agreement, today=today, first=first, last=last)


def _figures(
    actor: Actor, agreement: Agreement, *, today: date, first: date | None, last: date | None
) -> Figures:
    quarters = quarters_of(agreement, today=today)
    first = start_of_quarter(first or quarters[0])
    last = start_of_quarter(last or quarters[-1])
    rows = _rows(agreement, first, last, today)
    return Figures(
        agreement=agreement,
        first=first,
        last=last,
        period=counted_days(agreement, first, min(add_months(last, QUARTER), today.replace(day=1))),
        hours=rows.get("hour", []),
        places=_named(rows.get("place", [])),
        outcomes=rows.get("outcome", []),
        contact=rows.get("contact", []),
        avoided=rows.get("avoided", []),
        is_whole=agreement.region_id in actor.office_orgs,
    )


def _rows(agreement: Agreement, first: date, last: date, today: date) -> dict[str, list[Figure]]:
    found: dict[str, list[Figure]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [agreement.pk, first, last, today])
        for kind, *figure in sorted(cursor.fetchall(), key=lambda row: row[:2]):
            found.setdefault(kind, []).append(Figure(*figure))
    return found


def _named(rows: list[Figure]) -> list[Figure]:
    places = parties.organisations_by_key([int(row.label) for row in rows])
    named = [Figure(places[int(row.label)].name, row.requests, row.wait) for row in rows]
    return sorted(named, key=lambda row: sort_key(row.label))
