from coordination.ledger.services.alerts import (
    warn_of_thresholds,
)
from coordination.ledger.services.caps import (
    SetCap,
    lift_cap,
    set_cap,
)
from coordination.ledger.services.claims import (
    Bill,
    Maker,
    Outcome,
    approve,
    carry_over_claims,
    clear,
    reject,
    resubmit,
    submit,
    withdraw,
)
from coordination.ledger.services.drafts import (
    drop_draft_tariffs,
    follow_clause,
)
from coordination.ledger.services.forecasts import (
    refresh_forecasts,
)
from coordination.ledger.services.invoicing import (
    Issued,
    issue,
    set_invoice_address,
    set_invoice_sender,
)
from coordination.ledger.services.keys import (
    drop_draft_keys,
    drop_key,
    set_key,
)
from coordination.ledger.services.postings import (
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
from coordination.ledger.services.purchases import (
    Purchase,
)
from coordination.ledger.services.settlements import (
    close_month,
    cutoff_of,
    reopen_latest,
)
from coordination.ledger.services.topups import top_up
from coordination.ledger.services.waiting import (
    post_waiting,
)

__all__ = [
    "Bill",
    "Issued",
    "Maker",
    "Outcome",
    "Purchase",
    "SetCap",
    "approve",
    "carry_over",
    "carry_over_claims",
    "check_room",
    "clear",
    "close_month",
    "contribute",
    "cutoff_of",
    "drop_draft_keys",
    "drop_draft_tariffs",
    "drop_key",
    "follow_clause",
    "issue",
    "lift_cap",
    "open_budget",
    "post_waiting",
    "refresh_forecasts",
    "reject",
    "release",
    "reopen_latest",
    "reserve",
    "resubmit",
    "reverse",
    "set_cap",
    "set_invoice_address",
    "set_invoice_sender",
    "set_key",
    "set_tariff",
    "spend",
    "submit",
    "top_up",
    "warn_of_thresholds",
    "withdraw",
]
