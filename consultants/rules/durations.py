"""Durations in whole minutes, as people type and read them. Pure."""

import re
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from coordination.base.money import MINUTES_PER_HOUR

_CLOCK = re.compile(r"(\d{1,3})[:.](\d{2})")
_MINUTES = re.compile(r"(\d{1,5})\s*(m|min|min\.|minutter)")
_BOTH = re.compile(r"(\d{1,3})\s*t\.?\s*(?:(\d{1,2})\s*m?(?:in\.?)?)?")
_HOURS = re.compile(r"(\d{1,3}(?:,\d{1,2})?)\s*(?:t|time|timer)?\.?")


def hours_text(minutes: int) -> str:
    """Minutes as hours and minutes: 95 is 1:35, and -30 is -0:30."""
    hours, rest = divmod(abs(minutes), MINUTES_PER_HOUR)
    return f"{'-' if minutes < 0 else ''}{hours}:{rest:02}"


class Unreadable(ValueError):
    """Nobody can say how long this is."""


def minutes_from(text: str) -> int:
    """Read 1:30, 90m, 1 t 30 or 1,5 as 90 minutes; a number alone is hours."""
    typed = text.strip().lower()
    minutes = 0
    if found := _CLOCK.fullmatch(typed) or _BOTH.fullmatch(typed):
        minutes = _clock(found[1], found[2] or "0")
    elif found := _MINUTES.fullmatch(typed):
        minutes = int(found[1])
    elif found := _HOURS.fullmatch(typed):
        minutes = _hours(found[1])
    if minutes <= 0:
        raise Unreadable(_("Skriv tiden som 1:30, 90m eller 1,5."))
    return minutes


def _clock(hours: str, minutes: str) -> int:
    if int(minutes) >= MINUTES_PER_HOUR:
        raise Unreadable(_("Der er kun 60 minutter i en time. Skriv tiden som 1:30."))
    return int(hours) * MINUTES_PER_HOUR + int(minutes)


def _hours(hours: str) -> int:
    exact = Decimal(hours.replace(",", ".")) * MINUTES_PER_HOUR
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))
