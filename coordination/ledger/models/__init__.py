from coordination.ledger.models.budgets import (
    Budget,
    BudgetQuerySet,
    Contribution,
    Entry,
    EntryQuerySet,
)
from coordination.ledger.models.caps import Cap
from coordination.ledger.models.claims import Claim, ClaimQuerySet
from coordination.ledger.models.forecasts import KeptForecast
from coordination.ledger.models.invoicing import InvoiceAddress, InvoiceSender, SettlementFile
from coordination.ledger.models.keys import FundingKey, FundingShare
from coordination.ledger.models.settlements import (
    LeftOver,
    Settlement,
    SettlementLine,
    SettlementShare,
)
from coordination.ledger.models.tariffs import Tariff

__all__ = [
    "Budget",
    "BudgetQuerySet",
    "Cap",
    "Claim",
    "ClaimQuerySet",
    "Contribution",
    "Entry",
    "EntryQuerySet",
    "FundingKey",
    "FundingShare",
    "InvoiceAddress",
    "InvoiceSender",
    "KeptForecast",
    "LeftOver",
    "Settlement",
    "SettlementFile",
    "SettlementLine",
    "SettlementShare",
    "Tariff",
]
