from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum

from coordination.agreements.models import Agreement
from coordination.base.actor import Actor
from coordination.base.danish import sort_key
from coordination.base.errors import NotFound
from coordination.ledger import policies
from coordination.ledger.enums import EntryKind
from coordination.ledger.models import Budget, Contribution, Entry, OwnRows


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


def entries_of(actor: Actor, agreement: Agreement) -> OwnRows:
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


def spent_between(actor: Actor, budget: Budget, *, after: date, until: date) -> Decimal:
    """Kroner posted to a budget after a day and up to another, of what the actor may see."""
    rows = Entry.objects.visible_to(actor).filter(
        budget=budget, kind=EntryKind.SPEND, posted_on__gt=after, posted_on__lte=until
    )
    return rows.order_by().aggregate(total=Sum("amount"))["total"] or Decimal("0.00")
