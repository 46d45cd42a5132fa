"""Measured numbers as Danes write them. Pure."""

from decimal import Decimal

from coordination.base.danish import number_text


def value_text(number: Decimal, unit: str) -> str:
    """A measured number with its unit."""
    return f"{number_text(number)} {unit}".strip()


def effect_text(name: str, before: Decimal, after: Decimal | None, unit: str) -> str:
    """What was measured before and after, as one sentence without its full stop."""
    if after is None:
        return f"{name}: {value_text(before, unit)} før"
    return f"{name}: {value_text(before, unit)} → {value_text(after, unit)}"
