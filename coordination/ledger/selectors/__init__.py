from coordination.ledger.selectors.budgets import (
    budget_of,
    budgets_of,
    contributions_of,
    entries_of,
    is_posted_after,
    municipalities_served,
    opened,
    spent_between,
    with_left,
)
from coordination.ledger.selectors.claims import claim_state
from coordination.ledger.selectors.funding import Spans, Statement, spans_of, statement_of, uses_of
from coordination.ledger.selectors.keys import KeyOn, key_on, keys_of, keys_on
from coordination.ledger.selectors.outlook import outlook_of
from coordination.ledger.selectors.tariffs import Fee, fee_at, fee_on, tariff_on, tariffs_of

__all__ = [
    "Fee",
    "KeyOn",
    "Spans",
    "Statement",
    "budget_of",
    "budgets_of",
    "claim_state",
    "contributions_of",
    "entries_of",
    "fee_at",
    "fee_on",
    "is_posted_after",
    "key_on",
    "keys_of",
    "keys_on",
    "municipalities_served",
    "opened",
    "outlook_of",
    "spans_of",
    "spent_between",
    "statement_of",
    "tariff_on",
    "tariffs_of",
    "uses_of",
    "with_left",
]
