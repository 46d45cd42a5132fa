from coordination.ledger.models.budgets import (
    Budget,
    BudgetQuerySet,
    Contribution,
    Entry,
    OwnRows,
)
from coordination.ledger.models.caps import Cap
from coordination.ledger.models.claims import Claim
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
    "Contribution",
    "Entry",
    "FundingKey",
    "FundingShare",
    "InvoiceAddress",
    "InvoiceSender",
    "KeptForecast",
    "LeftOver",
    "OwnRows",
    "Settlement",
    "SettlementFile",
    "SettlementLine",
    "SettlementShare",
    "Tariff",
]
