"""What is bought, and the lock that everything which moves a budget's money takes first."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from coordination.agreements.models import Agreement
from coordination.base.errors import NotFound
from coordination.ledger.models import Budget


@dataclass(frozen=True, slots=True)
class Purchase:
    """What was bought, where and when: the part of an entry that its cause knows."""

    source: str
    amount: Decimal
    service_on: date
    municipality_id: int | None
    practice_id: int | None
    text: str = ""
    carried_over: bool = False


def lock_budget(agreement: Agreement) -> Budget:
    """Every posting takes this lock first, so that what was checked still holds."""
    rows = Budget.objects.select_for_update(no_key=True)
    budget = rows.filter(agreement=agreement).first()
    if budget is None:
        raise NotFound
    return budget
