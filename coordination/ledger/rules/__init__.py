from coordination.ledger.rules.forecast import Forecast, forecast
from coordination.ledger.rules.funding import Division, MonthShares, Span, Use, divided_by_month
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
    "Division",
    "Forecast",
    "MonthShares",
    "Outlook",
    "Service",
    "Span",
    "Terms",
    "Use",
    "divided_by_month",
    "fee",
    "fee_reason",
    "forecast",
    "neutral",
    "neutral_pace",
    "weights_of",
]
