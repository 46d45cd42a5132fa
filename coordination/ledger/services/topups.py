"""Top-ups and reductions: a decision, and what each payer puts in or takes out by it."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from coordination.agreements import services as agreements
from coordination.agreements.enums import AGREED
from coordination.agreements.errors import WrongState
from coordination.agreements.models import Agreement
from coordination.base.actor import Actor
from coordination.base.danish import kroner_text
from coordination.base.periods import local_date
from coordination.ledger import policies
from coordination.ledger.errors import DecisionAhead, NoAmounts, NotPayerNow, TakesTooMuch
from coordination.ledger.models import Budget
from coordination.ledger.selectors import contributions_of, opened, payers_of
from coordination.ledger.services.postings import contribute
from coordination.parties import selectors as parties
from coordination.parties.models import Organisation

Amounts = Sequence[tuple[Organisation, Decimal]]


@transaction.atomic
def top_up(
    *,
    actor: Actor,
    agreement: Agreement,
    amounts: Amounts,
    decision: str,
    decided_on: date,
    now: datetime,
) -> Budget:
    """Change what the payers of an agreement put in; negative amounts reduce it.

    Never below what is spent and reserved, and nobody takes out more than it has put in.
    """
    policies.check_manage_budget(actor, agreement)
    agreement = agreements.lock(agreement)
    if agreement.state not in AGREED:
        raise WrongState
    if decided_on > local_date(now):
        raise DecisionAhead
    amounts = [(payer, amount) for payer, amount in amounts if amount]
    _check(agreement, amounts, local_date(now))
    return contribute(
        actor=actor,
        agreement=agreement,
        amounts=amounts,
        decision=decision,
        decided_on=decided_on,
        now=now,
    )


def _check(agreement: Agreement, amounts: Amounts, today: date) -> None:
    keys = [payer.pk for payer, _amount in amounts]
    if not keys or len(set(keys)) < len(keys):
        raise NoAmounts
    payers = {row.pk for row in payers_of(agreement, on=today)}
    with opened(agreement):
        given = _given(agreement, today)
    for payer, amount in amounts:
        if payer.pk not in payers:
            raise NotPayerNow(name=payer.name)
        if given.get(payer.pk, Decimal(0)) + amount < 0:
            raise TakesTooMuch(
                name=payer.name, amount=kroner_text(given.get(payer.pk, Decimal("0.00")))
            )


def _given(agreement: Agreement, today: date) -> dict[int, Decimal]:
    """What each payer has put in; whoever continues one has put in what that did."""
    budget = Budget.objects.get(agreement=agreement)
    rows = contributions_of(budget)
    heirs = parties.successors_of({row.funder_id for row in rows}, on=today)
    given: dict[int, Decimal] = {}
    for row in rows:
        payer = heirs[row.funder_id]
        given[payer] = given.get(payer, Decimal(0)) + row.amount
    return given
