"""Caps: the most that each practice, each municipality or all together may use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from coordination.agreements.models import Agreement
from coordination.audit import services as audit
from coordination.base.actor import Actor
from coordination.base.danish import kroner_text
from coordination.base.errors import ReasonMissing
from coordination.ledger import policies
from coordination.ledger.enums import CapParty, CapWindow
from coordination.ledger.errors import CapReached, NoCap
from coordination.ledger.models import Cap, Entry
from coordination.ledger.selectors import most_used, opened, used_within
from coordination.ledger.services.purchases import Purchase, lock_budget
from coordination.parties.models import SuccessorOf


@dataclass(frozen=True, slots=True)
class SetCap:
    """A cap as it was set; `was_raised` where more than was asked for is used already."""

    cap: Cap
    was_raised: bool


@transaction.atomic
def set_cap(
    *,
    actor: Actor,
    agreement: Agreement,
    party: CapParty,
    window: CapWindow,
    amount: Decimal,
    starts_on: date,
    decision: str,
) -> SetCap:
    """Cap the use of services from a day on, never below what is delivered and reserved of them.

    The cap of the same kind that holds that day ends; what was said of later days is replaced.
    """
    policies.check_manage_budget(actor, agreement)
    if not decision.strip():
        raise ReasonMissing
    with opened(agreement):
        lock_budget(agreement)
        used = most_used(agreement, party, window, starts_on=starts_on)
        same = Cap.objects.filter(agreement=agreement, party=party, window=window)
        same.filter(starts_on__gte=starts_on).delete()
        same.open_on(starts_on).update(ends_before=starts_on)
        made = Cap.objects.create(
            agreement=agreement,
            party=party,
            window=window,
            amount=max(amount, used),
            starts_on=starts_on,
            decision=decision.strip(),
        )
    audit.record(
        actor=actor,
        action="cap.set",
        subject_type="agreement",
        subject=agreement.uuid,
        readers=agreement.party_ids,
        party=party,
        window=window,
        wanted=amount,
        amount=made.amount,
        starts_on=starts_on,
        decision=made.decision,
    )
    return SetCap(made, made.amount > amount)


@transaction.atomic
def lift_cap(
    *, actor: Actor, agreement: Agreement, party: CapParty, window: CapWindow, ends_before: date
) -> None:
    """Let services from a day on be without a cap; one that has not begun is forgotten."""
    policies.check_manage_budget(actor, agreement)
    with opened(agreement):
        lock_budget(agreement)
        same = Cap.objects.filter(agreement=agreement, party=party, window=window)
        forgotten, _per_model = same.filter(starts_on__gte=ends_before).delete()
        ended = same.open_on(ends_before).update(ends_before=ends_before)
        if not forgotten and not ended:
            raise NoCap
    audit.record(
        actor=actor,
        action="cap.lifted",
        subject_type="agreement",
        subject=agreement.uuid,
        readers=agreement.party_ids,
        party=party,
        window=window,
        ends_before=ends_before,
    )


def reached_cap(
    agreement: Agreement, purchase: Purchase, given_back: Sequence[Entry] = ()
) -> CapReached | None:
    """The refusal of the first cap without room for a purchase; under the budget's lock.

    `given_back` are releases that are about to be posted for it.
    """
    for cap in Cap.objects.filter(agreement=agreement).open_on(purchase.service_on).order_by("pk"):
        days = cap.days_around(purchase.service_on)
        rows = used_within(agreement, days.starts_on, days.ends_before)
        if cap.party != CapParty.ALL:
            key = getattr(purchase, f"{cap.party}_id")
            if key is None:
                continue
            rows = rows.filter(**{f"{cap.party}_id": SuccessorOf(key, purchase.service_on)})
        used = rows.aggregate(used=Sum("amount"))["used"] or Decimal(0)
        used += sum(row.amount for row in given_back if days.contains(row.service_on))
        if used + purchase.amount > cap.amount:
            return _refusal(cap)
    return None


def exceeded_cap(agreement: Agreement) -> CapReached | None:
    """The refusal of the first cap that more is posted for than it allows."""
    for cap in Cap.objects.filter(agreement=agreement).order_by("pk"):
        party, window = CapParty(cap.party), CapWindow(cap.window)
        first, after = cap.starts_on, cap.ends_before
        if most_used(agreement, party, window, starts_on=first, ends_before=after) > cap.amount:
            return _refusal(cap)
    return None


def _refusal(cap: Cap) -> CapReached:
    what = f"{CapParty(cap.party).label} {CapWindow(cap.window).label}"
    return CapReached(amount=kroner_text(cap.amount), what=what.lower())
