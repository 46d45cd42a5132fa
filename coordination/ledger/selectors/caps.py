"""Caps, and what has been used of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet, Sum, Value
from django.db.models.fields import DateField
from django.db.models.functions import TruncMonth

from coordination.agreements.models import Agreement
from coordination.base.actor import Actor
from coordination.ledger import policies
from coordination.ledger.enums import CapParty, CapWindow, EntryKind
from coordination.ledger.models import Cap, Entry
from coordination.ledger.selectors.budgets import opened

USE = (EntryKind.SPEND, EntryKind.RESERVE, EntryKind.RELEASE)
"""What is delivered, and what is set aside for what is being delivered."""


@dataclass(frozen=True, slots=True)
class CapUse:
    """A cap, and the most that one of those it binds has used in one of its windows."""

    cap: Cap
    most: Decimal


def used_within(agreement: Agreement, starts_on: date, ends_before: date | None) -> QuerySet[Entry]:
    """What is delivered and set aside for services of some days."""
    rows = Entry.objects.filter(agreement=agreement, kind__in=USE, service_on__gte=starts_on)
    return rows if ends_before is None else rows.filter(service_on__lt=ends_before)


def most_used(
    agreement: Agreement,
    party: CapParty,
    window: CapWindow,
    *,
    starts_on: date,
    ends_before: date | None = None,
) -> Decimal:
    """The most that one practice, one municipality or all together used in one such window."""
    within = used_within(agreement, starts_on, ends_before)
    if party != CapParty.ALL:
        within = within.exclude(**{party.value: None})
    month = TruncMonth("service_on") if window == CapWindow.MONTH else Value(None, DateField())
    whom = [] if party == CapParty.ALL else [party.value]
    sums = within.annotate(month=month).order_by().values("month", *whom)
    top = sums.annotate(used=Sum("amount")).filter(used__gt=0).order_by("-used")
    return max([Decimal("0.00"), *top.values_list("used", flat=True)[:1]])


def caps_of(actor: Actor, agreement: Agreement) -> Sequence[Cap]:
    """The caps of an agreement that hold or have held, the newest of each kind first."""
    policies.check_see_money(actor)
    rows = Cap.objects.filter(agreement=agreement)
    return list(rows.order_by("party", "window", "-starts_on"))


def cap_uses(actor: Actor, agreement: Agreement, *, today: date) -> list[CapUse]:
    """The caps that hold today or will, with the most that was used of each."""
    found = []
    for cap in caps_of(actor, agreement):
        if cap.ends_before is not None and cap.ends_before <= today:
            continue
        with opened(agreement):
            most = most_used(
                agreement,
                CapParty(cap.party),
                CapWindow(cap.window),
                starts_on=cap.starts_on,
                ends_before=cap.ends_before,
            )
        found.append(CapUse(cap, most))
    return found
