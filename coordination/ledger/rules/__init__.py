from coordination.ledger.rules.keys import weights_of
from coordination.ledger.rules.outlook import (
    DAYS_A_MONTH,
    ENOUGH_DAYS,
    PACE_DAYS,
    Outlook,
    neutral,
    neutral_pace,
)
from coordination.ledger.rules.tariffs import Service, Terms, fee, fee_reason

__all__ = [
    "DAYS_A_MONTH",
    "ENOUGH_DAYS",
    "PACE_DAYS",
    "Outlook",
    "Service",
    "Terms",
    "fee",
    "fee_reason",
    "neutral",
    "neutral_pace",
    "weights_of",
]
