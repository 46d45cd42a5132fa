from django.db import transaction

from coordination.agreements import selectors as agreements
from coordination.agreements.enums import State
from coordination.agreements.errors import WrongState
from coordination.agreements.models import Agreement
from coordination.base.actor import Actor
from coordination.base.errors import NotFound
from coordination.ledger import policies
from coordination.ledger.models import Budget, Tariff
from coordination.ledger.selectors import opened


@transaction.atomic
def follow_clause(*, actor: Actor, agreement: Agreement) -> None:
    """Let the budget of a draft do what its clause says when the money is used."""
    policies.check_manage_budget(actor, agreement)
    if agreement.state != State.DRAFT:
        raise WrongState
    with opened(agreement):
        says = agreements.money_used_clause(agreement)
        if not Budget.objects.filter(agreement=agreement).update(money_used=says):
            raise NotFound


@transaction.atomic
def drop_draft_tariffs(*, actor: Actor, agreement: Agreement) -> None:
    """Take the prices out of a draft, before others are put in. No session was logged by them."""
    policies.check_manage_budget(actor, agreement)
    if agreement.state != State.DRAFT:
        raise WrongState
    Tariff.objects.filter(agreement=agreement).delete()
