"""Where an agreement's money is heading."""

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Min, Q, Sum

from coordination.agreements.models import Agreement
from coordination.ledger.enums import EntryKind
from coordination.ledger.models import Budget, Entry
from coordination.ledger.rules import PACE_DAYS, Outlook
from coordination.ledger.selectors.budgets import opened


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
