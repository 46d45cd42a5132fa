"""What a service costs. Pure functions; the amount in kroner with two places."""

from decimal import Decimal

from coordination.base.danish import kroner_text
from coordination.base.money import kroner, pro_rata
from coordination.ledger.enums import TariffRule


def fee(rule: TariffRule, price: Decimal, *, minutes: int) -> Decimal:
    """The fee of one service. `price` is kroner per service or per hour, as the rule says."""
    match rule:
        case TariffRule.PER_SERVICE:
            return kroner(price)
        case TariffRule.PER_MINUTE:
            return pro_rata(price, minutes)


def fee_reason(rule: TariffRule, price: Decimal, *, minutes: int) -> str:
    """How the fee came about, as a line of Danish a payer can check."""
    match rule:
        case TariffRule.PER_SERVICE:
            return f"{kroner_text(price)} pr. ydelse"
        case TariffRule.PER_MINUTE:
            return f"{minutes} min. á {kroner_text(price)} i timen"
