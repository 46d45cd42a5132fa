"""Claims that wait for money: posted when there is some, the oldest first."""

from datetime import datetime

from django.db import transaction

from coordination.agreements.enums import MoneyUsed
from coordination.agreements.models import Agreement
from coordination.audit import services as audit
from coordination.base.actor import Actor
from coordination.base.periods import local_date
from coordination.ledger import policies
from coordination.ledger.enums import ClaimState, EntryKind
from coordination.ledger.errors import NotCoveredYet
from coordination.ledger.models import Budget, Claim, Entry
from coordination.ledger.selectors import opened
from coordination.ledger.services.caps import reached_cap
from coordination.ledger.services.claims import Outcome, move
from coordination.ledger.services.purchases import Purchase, lock_budget


@transaction.atomic
def post_waiting(*, actor: Actor, agreement: Agreement, now: datetime) -> Outcome:
    """Post the claims that wait, the oldest service first, as far as the money reaches.

    The first that the money does not reach ends it, so that a small one never overtakes an older.
    One that a cap holds back is passed over. They keep the moment they were submitted.
    """
    policies.check_fund(actor, agreement)
    with opened(agreement):
        budget = lock_budget(agreement)
        rows = Claim.objects.filter(agreement=agreement, state=ClaimState.UNFUNDED)
        locked = list(rows.order_by("pk").select_for_update(of=("self",), no_key=True))
        waiting = sorted(locked, key=lambda row: (row.service_on, row.submitted_at, row.pk))
        outcome = _posted(budget, agreement, waiting, now)
        move(actor, outcome.done, ClaimState.SUBMITTED)
    audit.record(
        actor=actor,
        action="claims.funded",
        subject_type="agreement",
        subject=agreement.uuid,
        posted=len(outcome.done),
        total=outcome.total,
        still_waiting=len(outcome.refused),
    )
    return outcome


def _posted(budget: Budget, agreement: Agreement, waiting: list[Claim], now: datetime) -> Outcome:
    outcome, free = Outcome([]), budget.free
    for number, claim in enumerate(waiting):
        if claim.amount > free and budget.money_used != MoneyUsed.OVERRUN:
            rest = waiting[number:]
            outcome.refused.extend((row.uuid, NotCoveredYet()) for row in rest)
            break
        cap = reached_cap(agreement, _purchase(claim))
        if cap:
            outcome.refused.append((claim.uuid, cap))
            continue
        Entry.objects.bulk_create([_entry(claim, now)])
        outcome.done.append(claim)
        free -= claim.amount
    return outcome


def _purchase(claim: Claim) -> Purchase:
    return Purchase(
        claim.source, claim.amount, claim.service_on, claim.municipality_id, claim.practice_id
    )


def _entry(claim: Claim, now: datetime) -> Entry:
    return Entry(
        budget_id=claim.budget_id,
        agreement_id=claim.agreement_id,
        kind=EntryKind.SPEND,
        amount=claim.amount,
        source=claim.source,
        service_on=claim.service_on,
        posted_on=local_date(now),
        posted_at=now,
        region_id=claim.region_id,
        municipality_id=claim.municipality_id,
        practice_id=claim.practice_id,
    )
