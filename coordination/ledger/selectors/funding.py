"""The statement of funding: who bears how much of what was used, month by month."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import DateField, F, Func, IntegerField, QuerySet, Sum, Value
from django.db.models.functions import TruncMonth

from coordination.agreements.models import Agreement
from coordination.base.actor import Actor
from coordination.base.danish import sort_key
from coordination.ledger.enums import EntryKind, KeyKind
from coordination.ledger.errors import NoKeyThen
from coordination.ledger.models import Entry, FundingKey
from coordination.ledger.rules import MonthShares, Span, Use, divided_by_month
from coordination.ledger.selectors.budgets import budget_of, opened
from coordination.parties import selectors as parties
from coordination.parties.enums import OrganisationKind
from coordination.parties.models import Organisation


@dataclass(frozen=True, slots=True)
class Spans:
    """The spans of an agreement in time order, each from its day on until the next one begins."""

    starts: list[date]
    spans: list[Span]
    payers: dict[int, Organisation]

    def on(self, day: date) -> Span:
        """The span that a day is in."""
        return self.spans[bisect_right(self.starts, day) - 1]


@dataclass(frozen=True, slots=True)
class Statement:
    """What the actor may see of it: a region every payer, everybody else the own and the total."""

    payers: list[Organisation]
    months: list[MonthShares]
    total: Decimal
    totals: dict[int, Decimal]
    is_whole: bool


def statement_of(actor: Actor, agreement: Agreement) -> Statement:
    """Each payer's share of what was used, by month of service, in a fixed number of queries."""
    budget_of(actor, agreement)
    spans = spans_of(agreement)
    rows = Entry.objects.filter(agreement=agreement, kind=EntryKind.SPEND)
    with opened(agreement):
        uses = uses_of(rows, spans)
    months = divided_by_month(uses, spans.spans)
    is_whole = agreement.region_id in actor.office_orgs
    shown = [row for row in spans.payers.values() if is_whole or row.pk in actor.office_orgs]
    payers = sorted(
        shown, key=lambda row: (row.kind != OrganisationKind.REGION, sort_key(row.name))
    )
    return Statement(
        payers=payers,
        months=[
            MonthShares(row.month, row.total, {who.pk: row.shares[who.pk] for who in payers})
            for row in months
        ],
        total=sum((row.total for row in months), Decimal("0.00")),
        totals={
            who.pk: sum((row.shares[who.pk] for row in months), Decimal("0.00")) for who in payers
        },
        is_whole=is_whole,
    )


def paid_by_municipalities(
    agreement: Agreement, *, since: date, before: date
) -> dict[int, Decimal] | None:
    """What each municipal payer bears of the whole months of a period; None where that is its use.

    For reports that put each beside the others; who may see which of them is for the report to say.
    """
    spans = spans_of(agreement)
    if any(
        span.local for start, span in zip(spans.starts, spans.spans, strict=True) if start < before
    ):
        return None
    rows = Entry.objects.filter(agreement=agreement, kind=EntryKind.SPEND, service_on__lt=before)
    with opened(agreement):
        uses = uses_of(rows, spans)
    months = [row for row in divided_by_month(uses, spans.spans) if row.month >= since]
    towns = [key for key, row in spans.payers.items() if row.kind == OrganisationKind.MUNICIPALITY]
    return {town: sum((row.shares[town] for row in months), Decimal("0.00")) for town in towns}


def spans_of(agreement: Agreement) -> Spans:
    """Who pays on which days: the funding keys, divided where a funder is continued by another."""
    rows = FundingKey.objects.filter(agreement=agreement).order_by("starts_on")
    keys = list(rows.prefetch_related("shares"))
    if not keys:
        return Spans([], [], {})
    funders = {share.funder_id for key in keys for share in key.shares.all()}
    changes = parties.successors_over(funders, since=keys[0].starts_on)
    payers = parties.organisations_by_key(
        {payer for _day, heirs in changes for payer in heirs.values()}
    )
    towns = {row.pk for row in payers.values() if row.kind == OrganisationKind.MUNICIPALITY}
    starts = sorted({key.starts_on for key in keys} | {day for day, _heirs in changes})
    heirs_from, key_from = [day for day, _heirs in changes], [key.starts_on for key in keys]
    spans = []
    for day in starts:
        heirs = changes[bisect_right(heirs_from, day) - 1][1]
        key = keys[bisect_right(key_from, day) - 1]
        spans.append(_span(key, heirs, towns))
    paying = {payer for span in spans for payer in span.weights}
    return Spans(starts, spans, {key: payers[key] for key in sorted(paying)})


def _span(key: FundingKey, heirs: dict[int, int], towns: set[int]) -> Span:
    weights: dict[int, Decimal] = {}
    for share in key.shares.all():
        payer = heirs[share.funder_id]
        weights[payer] = weights.get(payer, Decimal(0)) + share.weight
    local = towns & weights.keys() if key.kind == KeyKind.USE else set()
    return Span(weights, frozenset(local))


def uses_of(rows: QuerySet[Any], spans: Spans) -> list[Use]:
    """Sum rows with a service day, a municipality and an amount, grouped in the database."""
    starts = Value(spans.starts, output_field=ArrayField(DateField()))
    place = Func(F("service_on"), starts, function="width_bucket", output_field=IntegerField())
    days = rows.order_by().annotate(month=TruncMonth("service_on"), place=place)
    groups = days.values_list("month", "place", "municipality_id").annotate(sum=Sum("amount"))
    return list(_uses(groups))


def _uses(groups: Iterable[tuple[date, int, int | None, Decimal]]) -> Iterable[Use]:
    for month, place, municipality, amount in groups:
        if not place:
            raise NoKeyThen
        yield Use(month, place - 1, municipality, amount)
