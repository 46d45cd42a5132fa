"""Claims as their readers see them, and what else was claimed for the same case."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import CharField, Count, Exists, F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Concat, Greatest

from coordination.agreements import selectors as agreements
from coordination.agreements.models import Agreement
from coordination.base.actor import Actor
from coordination.base.errors import NotFound
from coordination.base.periods import DAY, end_of_month
from coordination.ledger import policies
from coordination.ledger.enums import DEAD, ClaimState
from coordination.ledger.models import Claim, OwnRows, SettlementLine
from coordination.ledger.selectors.budgets import opened

BESIDE = ("agreement", "region", "municipality", "practice")
MOST_COMPARED = 6
MOST_OFFERED = 200


def claim_state(kind: str, column: str = "uuid") -> Subquery:
    """SQL: how far the claim has come whose source is a kind and the uuid in a column."""
    source = Concat(Value(f"{kind}:"), Cast(OuterRef(column), CharField()))
    return Subquery(Claim.objects.filter(source=source).values("state")[:1])


def claimed_state(agreement: Agreement, source: str) -> ClaimState | None:
    """How far the claim of one cause has come, for whoever may see the cause; None without one."""
    with opened(agreement):
        state = Claim.objects.filter(source=source).values_list("state", flat=True).first()
    return ClaimState(state) if state else None


def claims_for(actor: Actor) -> OwnRows:
    """The claims that the actor's organisation pays, shares the cost of, or is paid by."""
    policies.check_see_claims(actor)
    return Claim.objects.visible_to(actor).select_related(*BESIDE)


def claims_by_age(actor: Actor) -> OwnRows:
    """As above, with the moment that a list by age is sorted by."""
    return claims_for(actor).annotate(sort_by=F("submitted_at"))


def claim_for(actor: Actor, uuid: UUID) -> Claim:
    """One claim."""
    found = claims_for(actor).filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


def claims_named(actor: Actor, uuids: Collection[UUID]) -> dict[UUID, Claim]:
    """Claims by the names a decision was asked for."""
    return {claim.uuid: claim for claim in claims_for(actor).filter(uuid__in=uuids)}


def alike(actor: Actor, claims: Iterable[Claim]) -> dict[int, int]:
    """How many other living claims of the same citizen, agreement and day each claim has.

    Those of other practices count where the actor sees them; a claim without any is left out.
    """
    marks = {claim.pk: claim.case_mark for claim in claims if claim.case_mark}
    if not marks:
        return {}
    rows = _living(Claim.objects.visible_to(actor)).filter(case_mark__in=set(marks.values()))
    sharing: dict[str, set[int]] = {}
    for key, mark in rows.values_list("pk", "case_mark"):
        sharing.setdefault(mark, set()).add(key)
    counts = {key: len(sharing.get(mark, set()) - {key}) for key, mark in marks.items()}
    return {key: count for key, count in counts.items() if count}


def compared(actor: Actor, claim: Claim) -> list[Claim]:
    """A claim, and beside it the other living ones of its case, oldest first."""
    if not claim.case_mark:
        return [claim]
    others = _living(claims_for(actor)).filter(case_mark=claim.case_mark).exclude(pk=claim.pk)
    return [claim, *others.order_by("submitted_at", "pk")[: MOST_COMPARED - 1]]


def _living(rows: OwnRows) -> QuerySet[Claim]:
    return rows.exclude(state__in=DEAD)


def counts_of_claims(actor: Actor, states: Iterable[ClaimState]) -> dict[ClaimState, int]:
    """How many of the actor's claims are in each of some states."""
    wanted = list(states)
    rows = Claim.objects.visible_to(actor).filter(state__in=wanted).order_by()
    found = dict(rows.values_list("state").annotate(number=Count("pk")))
    return {state: found.get(state, 0) for state in wanted}


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for money under one agreement, and what is free there."""

    title: str
    slug: str
    number: int
    amount: Decimal
    free: Decimal


def waiting_for_money(actor: Actor) -> list[Waiting]:
    """The agreements with claims that wait for money, the largest sum first."""
    rows = Claim.objects.visible_to(actor).filter(state=ClaimState.UNFUNDED).order_by()
    free = F("budget__appropriated") - F("budget__spent") - F("budget__reserved")
    sums = rows.values_list("agreement__title", "agreement__slug").annotate(
        number=Count("pk"), total=Sum("amount"), free=Greatest(free, Decimal("0.00"))
    )
    return sorted((Waiting(*row) for row in sums), key=lambda row: (-row.amount, row.slug))


def claimed_agreements(actor: Actor) -> list[Agreement]:
    """The agreements that the actor looks after and that something was claimed under."""
    claimed = Claim.objects.filter(agreement=OuterRef("pk"))
    rows = agreements.managed_agreements(actor).filter(Exists(claimed))
    return list(rows.order_by("title", "pk")[:MOST_OFFERED])


def claims_of_month(actor: Actor, month: date) -> OwnRows:
    """The claims for services in a month, with the day that the list is sorted by."""
    within = {"service_on__gte": month, "service_on__lt": end_of_month(month) + DAY}
    return claims_for(actor).filter(**within).annotate(sort_by=F("service_on"))


def sums_of_month(actor: Actor, month: date) -> dict[str, Decimal]:
    """Kroner claimed for services in a month, by how far the claims have come."""
    rows = claims_of_month(actor, month).order_by()
    return dict(rows.values_list("state").annotate(total=Sum("amount")))


def rejected_claims(actor: Actor) -> list[Claim]:
    """What was sent back and waits for the practice, the oldest service first."""
    rows = claims_for(actor).filter(state=ClaimState.REJECTED)
    return list(rows.order_by("service_on", "pk")[:MOST_OFFERED])


def settled_at(actor: Actor, claims: Iterable[Claim]) -> dict[int, datetime]:
    """When the month was closed that each claim was settled with, by the claim's key."""
    keys = [claim.pk for claim in claims if claim.state == ClaimState.SETTLED]
    if not keys:
        return {}
    rows = SettlementLine.objects.visible_to(actor).filter(claim__in=keys, is_cancelled=False)
    return dict(rows.values_list("claim", "settlement__closed_at"))
