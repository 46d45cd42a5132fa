from coordination.ledger.services.alerts import warn_of_thresholds
from coordination.ledger.services.drafts import drop_draft_tariffs, follow_clause
from coordination.ledger.services.keys import drop_draft_keys, drop_key, set_key
from coordination.ledger.services.postings import (
    Purchase,
    carry_over,
    check_room,
    contribute,
    open_budget,
    release,
    reserve,
    reverse,
    set_tariff,
    spend,
)

__all__ = [
    "Purchase",
    "carry_over",
    "check_room",
    "contribute",
    "drop_draft_keys",
    "drop_draft_tariffs",
    "drop_key",
    "follow_clause",
    "open_budget",
    "release",
    "reserve",
    "reverse",
    "set_key",
    "set_tariff",
    "spend",
    "warn_of_thresholds",
]
