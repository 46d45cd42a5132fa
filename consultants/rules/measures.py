"""Measured numbers as Danes write them. Pure."""

from decimal import Decimal


def number_text(number: Decimal) -> str:
    """12,5 and 40."""
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def value_text(number: Decimal, unit: str) -> str:
    """A measured number with its unit."""
    return f"{number_text(number)} {unit}".strip()


def effect_text(name: str, before: Decimal, after: Decimal | None, unit: str) -> str:
    """What was measured before and after, as one sentence without its full stop."""
    if after is None:
        return f"{name}: {value_text(before, unit)} før"
    return f"{name}: {value_text(before, unit)} → {value_text(after, unit)}"
