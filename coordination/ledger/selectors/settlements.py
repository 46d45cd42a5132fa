"""Closed months as their readers see them, and the month that would be closed next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Count, Q, QuerySet, Sum, Value, When

from coordination.agreements import selectors as agreements
from coordination.agreements.models import Agreement
from coordination.base.actor import Actor
from coordination.base.danish import sort_key
from coordination.base.errors import NotFound
from coordination.ledger import policies
from coordination.ledger.enums import ClaimState, LeftOverReason
from coordination.ledger.models import (
    Budget,
    Claim,
    LeftOver,
    Settlement,
    SettlementLine,
    SettlementShare,
)

MOST_SHOWN = 200
OPEN = (
    ClaimState.UNFUNDED,
    ClaimState.SUBMITTED,
    ClaimState.APPROVED,
    ClaimState.CLEARED,
    ClaimState.REJECTED,
)
"""States of claims that are neither settled nor taken back."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many claims a practice or a reason has, and their kroner."""

    name: str
    count: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Preview:
    """What closing a month now would pay, and what it would leave over."""

    month: date
    count: int
    amount: Decimal
    practices: list[Tally]
    left_over: list[Tally]


@dataclass(frozen=True, slots=True)
class SettlementPage:
    """A closed month: a region sees all of it, everybody else the total and the own share."""

    settlement: Settlement
    practices: list[Tally]
    shares: list[SettlementShare]
    left_over: list[Tally]
    is_whole: bool
    is_latest: bool


def next_month(agreement: Agreement) -> date:
    """The first day of the month to be closed next: months follow one another without a gap."""
    return next_months([agreement])[agreement.pk]


def next_months(agreements: Iterable[Agreement]) -> dict[int, date]:
    """The month to be closed next, by agreement key, in one query."""
    rows = list(agreements)
    closed = Settlement.objects.filter(agreement__in=rows).standing().order_by("starts_on")
    latest = dict(closed.values_list("agreement", "ends_before"))
    return {row.pk: latest.get(row.pk) or row.starts_on.replace(day=1) for row in rows}


@dataclass(frozen=True, slots=True)
class Settling:
    """An agreement on the list of those whose months are closed."""

    agreement: Agreement
    next_month: date
    latest: Settlement | None


def settling_of(actor: Actor) -> list[Settling]:
    """The agreements whose money the actor sees, each with its months, in a few queries."""
    policies.check_see_money(actor)
    budgets = Budget.objects.visible_to(actor).values("agreement")
    rows = list(agreements.agreements_for(actor).filter(pk__in=budgets)[:MOST_SHOWN])
    months = next_months(rows)
    closed = Settlement.objects.filter(agreement__in=rows).standing().order_by("starts_on")
    latest = {row.agreement_id: row for row in closed}
    return [Settling(row, months[row.pk], latest.get(row.pk)) for row in rows]


def settlements_of(actor: Actor, agreement: Agreement) -> QuerySet[Settlement]:
    """The closed months of an agreement, cancelled ones too, newest first."""
    policies.check_see_money(actor)
    return Settlement.objects.visible_to(actor).filter(agreement=agreement).order_by("-id")


def settlement_for(actor: Actor, uuid: UUID) -> Settlement:
    """One closed month of an agreement that the actor's organisation looks after."""
    policies.check_see_money(actor)
    found = _found(actor, uuid)
    if not set(found.agreement.party_ids) & set(actor.office_orgs):
        raise NotFound
    return found


def _found(actor: Actor, uuid: UUID) -> Settlement:
    rows = Settlement.objects.visible_to(actor).select_related("agreement", "region")
    found = rows.filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


def preview_of(
    actor: Actor, agreement: Agreement, *, month: date, ends_before: date, cutoff: datetime
) -> Preview:
    """What would be paid and left over if a month was closed as things are now."""
    policies.check_settle(actor, agreement)
    rows = Claim.objects.filter(
        agreement=agreement, service_on__lt=ends_before, state__in=OPEN
    ).annotate(reason=_reason(cutoff))
    paid = rows.filter(reason="")
    sums = paid.aggregate(count=Count("pk"), amount=Sum("amount"))
    return Preview(
        month,
        sums["count"],
        sums["amount"] or Decimal("0.00"),
        _by_practice(paid),
        _by_reason(rows.exclude(reason="")),
    )


def _reason(cutoff: datetime) -> Case:
    """SQL: why a claim would be left over, empty where it would be paid."""
    return Case(
        When(state=ClaimState.UNFUNDED, then=Value(LeftOverReason.UNFUNDED.value)),
        When(state=ClaimState.REJECTED, then=Value(LeftOverReason.REJECTED.value)),
        When(submitted_at__gte=cutoff, then=Value(LeftOverReason.LATE.value)),
        When(state=ClaimState.SUBMITTED, then=Value(LeftOverReason.APPROVAL.value)),
        When(state=ClaimState.APPROVED, then=Value(LeftOverReason.FINANCE.value)),
        default=Value(""),
        output_field=CharField(),
    )


def _by_practice(rows: QuerySet[Any]) -> list[Tally]:
    groups = rows.order_by().values_list("practice__name")
    tallies = [Tally(*row) for row in groups.annotate(count=Count("pk"), sum=Sum("amount"))]
    return sorted(tallies, key=lambda row: sort_key(row.name))


def _by_reason(rows: QuerySet[Any]) -> list[Tally]:
    groups = rows.order_by().values_list("reason")
    found = {row[0]: row for row in groups.annotate(count=Count("pk"), sum=Sum("amount"))}
    return [
        Tally(str(reason.label), *found[reason.value][1:])
        for reason in LeftOverReason
        if reason.value in found
    ]


def settlement_page(actor: Actor, uuid: UUID) -> SettlementPage:
    """A closed month with totals per practice and per funder, in a fixed number of queries."""
    settlement = settlement_for(actor, uuid)
    is_whole = settlement.agreement.region_id in actor.office_orgs
    lines = SettlementLine.objects.filter(settlement=settlement)
    later = Settlement.objects.filter(
        agreement=settlement.agreement, starts_on__gt=settlement.starts_on
    )
    return SettlementPage(
        settlement=settlement,
        practices=_by_practice(lines) if is_whole else [],
        shares=shares_of(actor, settlement),
        left_over=(_by_reason(LeftOver.objects.filter(settlement=settlement)) if is_whole else []),
        is_whole=is_whole,
        is_latest=settlement.is_standing and not later.standing().exists(),
    )


def shares_of(actor: Actor, settlement: Settlement) -> list[SettlementShare]:
    """What each funder owes: a region sees every share, everybody else the own."""
    rows = SettlementShare.objects.filter(settlement=settlement).filter(
        Q(region__in=actor.office_orgs) | Q(funder__in=actor.office_orgs)
    )
    return list(rows.select_related("funder").order_by("number"))


def share_for(actor: Actor, uuid: UUID) -> SettlementShare:
    """One funder's share, for the funder and the region."""
    policies.check_see_money(actor)
    rows = SettlementShare.objects.filter(uuid=uuid).filter(
        Q(region__in=actor.office_orgs) | Q(funder__in=actor.office_orgs)
    )
    found = rows.select_related("funder", "settlement__agreement", "settlement__region").first()
    if found is None:
        raise NotFound
    return found


def lines_of(actor: Actor, settlement: Settlement) -> QuerySet[SettlementLine]:
    """The lines of a closed month that the actor may see, in the order of their days."""
    rows = SettlementLine.objects.visible_to(actor).filter(settlement=settlement)
    joined = rows.select_related("claim", "practice", "municipality")
    return joined.order_by("service_on", "id")


def left_over_of(actor: Actor, settlement: Settlement) -> QuerySet[LeftOver]:
    """What a closed month left over, with the reasons, in the order of the days."""
    rows = LeftOver.objects.visible_to(actor).filter(settlement=settlement)
    joined = rows.select_related("claim", "practice", "municipality")
    return joined.order_by("service_on", "id")


def own_months(actor: Actor) -> list[dict[str, Any]]:
    """The closed months that pay the actor's practice, newest first, with its count and sum."""
    policies.check_see_own_claims(actor)
    lines = SettlementLine.objects.filter(practice__in=actor.care_orgs, is_cancelled=False)
    groups = lines.order_by("-settlement__starts_on", "settlement__agreement__title")
    rows = groups.values(
        "settlement__uuid",
        "settlement__starts_on",
        "settlement__closed_at",
        "settlement__agreement__title",
    )
    return [dict(row) for row in rows.annotate(count=Count("pk"), sum=Sum("amount"))]


def own_month(actor: Actor, uuid: UUID) -> tuple[Settlement, list[SettlementLine], list[LeftOver]]:
    """What a closed month pays the actor's practice, claim by claim, and what waits."""
    policies.check_see_own_claims(actor)
    settlement = _found(actor, uuid)
    lines = lines_of(actor, settlement).filter(practice__in=actor.care_orgs)
    waiting = left_over_of(actor, settlement).filter(practice__in=actor.care_orgs)
    if not lines.exists():
        raise NotFound
    return settlement, list(lines), list(waiting)
