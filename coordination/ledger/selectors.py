from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection
from django.db.models import F, Min, OuterRef, Q, QuerySet, Subquery, Sum

from coordination.agreements.models import Agreement
from coordination.base.actor import Actor
from coordination.base.danish import day_text, sort_key
from coordination.base.errors import NotFound
from coordination.ledger import policies
from coordination.ledger.enums import EntryKind
from coordination.ledger.errors import NoTariff
from coordination.ledger.models import (
    Budget,
    Contribution,
    Entry,
    EntryQuerySet,
    FundingKey,
    Tariff,
)
from coordination.ledger.rules import PACE_DAYS, Outlook, Service, fee, fee_reason
from coordination.parties import selectors as parties
from coordination.parties.models import Organisation


@contextmanager
def opened(agreement: Agreement) -> Iterator[None]:
    """Open one agreement's money to this transaction: the row-level policy names it.

    A doctor posts to a budget whose totals he may not read, and a municipality is told the pace of
    money of which it sees only its own entries. Only the ledger sets this key.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.budget', %s, true)", [str(agreement.pk)])
    yield
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.budget', '', true)")


def budget_of(actor: Actor, agreement: Agreement) -> Budget:
    """The money of an agreement, for those who look after it."""
    policies.check_see_money(actor)
    found = Budget.objects.visible_to(actor).filter(agreement=agreement).first()
    if found is None:
        raise NotFound
    return found


def budgets_of(actor: Actor, agreements: list[Agreement]) -> dict[int, Budget]:
    """Budgets by agreement key; empty for roles that do not see money."""
    if not actor.office_orgs:
        return {}
    rows = Budget.objects.visible_to(actor).filter(agreement__in=agreements)
    return {row.agreement_id: row for row in rows}


def with_left(rows: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """Agreements with `left`, the kroner not spent, or null for those without visible money."""
    mine = Budget.objects.filter(agreement=OuterRef("pk"))
    return rows.annotate(left=Subquery(mine.values_list(F("appropriated") - F("spent"))[:1]))


def contributions_of(budget: Budget) -> list[Contribution]:
    """What each funder put in: the largest first (to the thousand), then by name."""
    rows = budget.contributions.select_related("funder")
    return sorted(rows, key=lambda row: (-row.amount // 1000, sort_key(row.funder.name), row.pk))


def entries_of(actor: Actor, agreement: Agreement) -> EntryQuerySet:
    """The movements of an agreement's money that the actor may see, newest first."""
    return Entry.objects.visible_to(actor).filter(agreement=agreement).order_by("-id")


def is_posted_after(agreement: Agreement, day: date, *, party_id: int | None = None) -> bool:
    """Whether a service after a day has been posted and stands; a party's only, where one is named.

    A municipality whose notice would bar such days sees only its own entries, so all are asked.
    """
    rows = Entry.objects.filter(agreement=agreement, kind=EntryKind.SPEND, service_on__gt=day)
    standing = rows.filter(reverses__isnull=True).exclude(
        pk__in=Entry.objects.filter(agreement=agreement, reverses__isnull=False).values("reverses")
    )
    if party_id is not None:
        standing = standing.filter(Q(municipality=party_id) | Q(practice=party_id))
    with opened(agreement):
        return standing.exists()


def municipalities_served(actor: Actor, *, after: date, until: date) -> set[int]:
    """Keys of the municipalities with a session after a day and up to another, void ones left out.

    Sessions are read from the money they cost, so that nobody's patients are.
    """
    rows = Entry.objects.visible_to(actor).filter(
        kind=EntryKind.SPEND, service_on__gt=after, service_on__lte=until
    )
    costs = rows.order_by().values("municipality").annotate(cost=Sum("amount"))
    return set(costs.filter(cost__gt=0).values_list("municipality", flat=True))


def spent_between(actor: Actor, *, after: date, until: date) -> Decimal:
    """Kroner posted after a day and up to another, of the money that the actor may see."""
    rows = Entry.objects.visible_to(actor).filter(
        kind=EntryKind.SPEND, posted_on__gt=after, posted_on__lte=until
    )
    return rows.order_by().aggregate(total=Sum("amount"))["total"] or Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Fee:
    """A price valid on a day, and the amount and reason for a number of minutes."""

    service_code: str
    price: Decimal
    amount: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class KeyOn:
    """A funding key on one day, its weights by who pays them then, in a fixed order."""

    key: FundingKey
    shares: list[tuple[Organisation, Decimal]]


def key_on(agreement: Agreement, *, on: date) -> KeyOn | None:
    """The key by which the funders divide the cost on a day, if one was said."""
    return keys_on([agreement], on=on).get(agreement.pk)


def keys_on(agreements: Iterable[Agreement], *, on: date) -> dict[int, KeyOn]:
    """The keys that hold on a day, by agreement key, in four queries.

    Whoever continues a funder by then pays by its weight; where two became one, by both.
    """
    rows = FundingKey.objects.filter(agreement__in=list(agreements)).open_on(on)
    keys = list(rows.prefetch_related("shares"))
    heirs = parties.successors_of(
        {share.funder_id for key in keys for share in key.shares.all()}, on=on
    )
    payers = parties.organisations_by_key(heirs.values())
    found = {}
    for key in keys:
        weights: dict[int, Decimal] = {}
        for share in key.shares.all():
            payer = heirs[share.funder_id]
            weights[payer] = weights.get(payer, Decimal(0)) + share.weight
        shares = [(payers[payer], weights[payer]) for payer in sorted(weights)]
        found[key.agreement_id] = KeyOn(key, shares)
    return found


def keys_of(agreement: Agreement) -> list[FundingKey]:
    """Every funding key of an agreement with its shares, the first one first."""
    rows = FundingKey.objects.filter(agreement=agreement).order_by("starts_on")
    return list(rows.prefetch_related("shares__funder"))


def tariff_on(agreement: Agreement, service_code: str, *, on: date) -> Tariff:
    """The tariff of a service that holds on a day."""
    rows = Tariff.objects.filter(agreement=agreement, service_code=service_code)
    found = rows.open_on(on).first()
    if found is None:
        raise NoTariff(code=service_code, day=day_text(on))
    return found


def fee_on(agreement: Agreement, service_code: str, *, on: date, service: Service) -> Fee:
    """What a service costs by the tariff of a day, with its reason."""
    return fee_at(tariff_on(agreement, service_code, on=on), service)


def fee_at(tariff: Tariff, service: Service) -> Fee:
    """What a service costs by a tariff, with its reason."""
    return Fee(
        service_code=tariff.service_code,
        price=tariff.price,
        amount=fee(tariff.terms, service),
        reason=fee_reason(tariff.terms, service),
    )


def tariffs_of(agreement: Agreement) -> list[Tariff]:
    """The priced services of an agreement, newest price first."""
    return list(
        Tariff.objects.filter(agreement=agreement).order_by("service_code", "-starts_on", "id")
    )


def outlook_of(budget: Budget, agreement: Agreement, *, as_of: date) -> Outlook | None:
    """Where the money is heading, by what was posted in 13 weeks; None after the end."""
    last_day = agreement.period.last_day
    if last_day is None or as_of > last_day:
        return None
    spending = Entry.objects.filter(agreement=agreement, kind=EntryKind.SPEND, posted_on__lte=as_of)
    recent = Q(posted_on__gt=as_of - timedelta(days=PACE_DAYS))
    with opened(agreement):
        found = spending.aggregate(posted=Sum("amount", filter=recent), first=Min("posted_on"))
    return Outlook(
        as_of=as_of,
        last_day=last_day,
        appropriated=budget.appropriated,
        spent=budget.spent,
        posted=found["posted"] or Decimal("0.00"),
        history_days=(as_of - found["first"]).days + 1 if found["first"] else 0,
    )
