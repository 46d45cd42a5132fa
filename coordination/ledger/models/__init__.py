from coordination.ledger.models.budgets import (
    Budget,
    BudgetQuerySet,
    Contribution,
    Entry,
    EntryQuerySet,
)
from coordination.ledger.models.keys import FundingKey, FundingShare
from coordination.ledger.models.tariffs import Tariff

__all__ = [
    "Budget",
    "BudgetQuerySet",
    "Contribution",
    "Entry",
    "EntryQuerySet",
    "FundingKey",
    "FundingShare",
    "Tariff",
]
