"""Claims that wait for money: posted when there is some, the oldest first."""

from datetime import datetime
from decimal import Decimal

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
from coordination.ledger.services.claims import Outcome, move
from coordination.ledger.services.postings import lock_budget


@transaction.atomic
def post_waiting(*, actor: Actor, agreement: Agreement, now: datetime) -> Outcome:
    """Post the claims that wait, the oldest service first, as far as the money reaches.

    The first that does not fit ends it, so that a small one never overtakes an older. They keep
    the moment they were submitted.
    """
    policies.check_fund(actor, agreement)
    with opened(agreement):
        budget = lock_budget(agreement)
        rows = Claim.objects.filter(agreement=agreement, state=ClaimState.UNFUNDED)
        locked = list(rows.order_by("pk").select_for_update(of=("self",), no_key=True))
        waiting = sorted(locked, key=lambda row: (row.service_on, row.submitted_at, row.pk))
        covered = _covered(budget, waiting)
        Entry.objects.bulk_create(_entry(claim, now) for claim in covered)
        move(actor, covered, ClaimState.SUBMITTED)
    outcome = Outcome(covered, [(row.uuid, NotCoveredYet()) for row in waiting[len(covered) :]])
    audit.record(
        actor=actor,
        action="claims.funded",
        subject_type="agreement",
        subject=agreement.uuid,
        posted=len(covered),
        total=outcome.total,
        still_waiting=len(outcome.refused),
    )
    return outcome


def _covered(budget: Budget, waiting: list[Claim]) -> list[Claim]:
    if budget.money_used == MoneyUsed.OVERRUN:
        return waiting
    free, covered = budget.free, []
    for claim in waiting:
        free -= claim.amount
        if free < Decimal(0):
            break
        covered.append(claim)
    return covered


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
