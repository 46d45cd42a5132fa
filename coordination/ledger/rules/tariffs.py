"""What a service costs by its tariff, and the line of Danish that lets a payer check it. Pure.

Each rule was seen in an agreement: consultants are paid by actual time, by the first hour in full
and then per started half hour, or by a ladder of days; travel is half price outside weekdays 08-16;
follow-up visits are priced per service, per kilometre, and beyond 21 km per started kilometre.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from math import ceil

from coordination.base.danish import kroner_text, number_text
from coordination.base.money import kroner, pro_rata
from coordination.base.periods import COPENHAGEN, DAY, local_date, public_holidays
from coordination.ledger.enums import CLOCKED, TariffRule
from coordination.ledger.errors import StartMissing

HOUR, HALF_HOUR = 60, 30
FULL_DAY = 8 * HOUR
LADDER = {1: 100, 2: 75, 3: 75}
"""Percent of the price by the day's number; 50 from the fourth day on."""

LADDER_END = 50
OPENS, CLOSES = time(8), time(16)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Terms:
    """One tariff: `price` in kroner per service, hour, started unit or kilometre, as the rule says.

    `off_hours_percent` is what is paid outside weekdays 08-16: 50 for travel at half price, 150 for
    an evening and weekend supplement of half the price.
    """

    rule: TariffRule
    price: Decimal
    unit_minutes: int = 0
    off_hours_percent: int = 100


@dataclass(frozen=True, slots=True)
class Service:
    """What was delivered. `day_number` counts the days of one series, from 1."""

    minutes: int = 0
    km: Decimal = Decimal(0)
    day_number: int = 1
    began_at: datetime | None = None


def fee(terms: Terms, service: Service) -> Decimal:
    """The fee of one service in kroner, rounded once, half an øre away from zero."""
    match terms.rule:
        case TariffRule.PER_SERVICE:
            return kroner(terms.price * _start_percent(terms, service) / 100)
        case TariffRule.PER_MINUTE:
            weighted = _weighted_minutes(terms, service)
            return kroner(terms.price * weighted / HOUR / 100)
        case TariffRule.PER_STARTED:
            return kroner(terms.price * _started(service.minutes, terms.unit_minutes))
        case TariffRule.FIRST_HOUR:
            return pro_rata(terms.price, _first_hour_minutes(service.minutes))
        case TariffRule.DAY_LADDER:
            paid = min(service.minutes, FULL_DAY)
            return kroner(terms.price * paid / HOUR * _ladder_percent(service.day_number) / 100)
        case TariffRule.PER_KM:
            return kroner(terms.price * service.km)
        case TariffRule.PER_STARTED_KM:
            return kroner(terms.price * _started_km(service))


def fee_reason(terms: Terms, service: Service) -> str:
    """How the fee came about, with every number that it is worked out from."""
    price = kroner_text(terms.price)
    match terms.rule:
        case TariffRule.PER_SERVICE:
            percent = _start_percent(terms, service)
            return f"{price} pr. ydelse" + (
                "" if percent == 100 else f", {percent} % uden for 8-16"
            )
        case TariffRule.PER_MINUTE:
            return f"{_time_text(terms, service)} à {price} i timen"
        case TariffRule.PER_STARTED:
            count = _started(service.minutes, terms.unit_minutes)
            return (
                f"{service.minutes} min. er {count} påbegyndte gange {terms.unit_minutes} min. "
                f"à {price}"
            )
        case TariffRule.FIRST_HOUR:
            paid = _first_hour_minutes(service.minutes)
            return f"{service.minutes} min. afregnes som {paid} min. à {price} i timen"
        case TariffRule.DAY_LADDER:
            paid, percent = min(service.minutes, FULL_DAY), _ladder_percent(service.day_number)
            return f"{paid} min. à {price} i timen, {percent} % på dag {service.day_number}"
        case TariffRule.PER_KM:
            return f"{_km_text(service)} km à {price}"
        case TariffRule.PER_STARTED_KM:
            return f"{_km_text(service)} km er {_started_km(service)} påbegyndte km à {price}"


def _started(minutes: int, unit: int) -> int:
    return -(-minutes // unit)


def _started_km(service: Service) -> int:
    return ceil(service.km)


def _km_text(service: Service) -> str:
    return number_text(service.km)


def _first_hour_minutes(minutes: int) -> int:
    """Minutes that are paid: the first hour in full, then every started half hour."""
    if minutes <= 0:
        return 0
    return HOUR + _started(max(minutes - HOUR, 0), HALF_HOUR) * HALF_HOUR


def _ladder_percent(day_number: int) -> int:
    return LADDER.get(day_number, LADDER_END)


def _depends_on_the_clock(terms: Terms) -> bool:
    return terms.rule in CLOCKED and terms.off_hours_percent != 100


def _start_percent(terms: Terms, service: Service) -> int:
    if not _depends_on_the_clock(terms):
        return 100
    return 100 if _office_minutes(service, minutes=1) else terms.off_hours_percent


def _weighted_minutes(terms: Terms, service: Service) -> int:
    """Minutes times the percent that each is paid with."""
    if not _depends_on_the_clock(terms):
        return service.minutes * 100
    office = _office_minutes(service, minutes=service.minutes)
    return office * 100 + (service.minutes - office) * terms.off_hours_percent


def _time_text(terms: Terms, service: Service) -> str:
    if not _depends_on_the_clock(terms):
        return f"{service.minutes} min."
    office = _office_minutes(service, minutes=service.minutes)
    other = service.minutes - office
    return f"{office} min. kl. 8-16 og {other} min. uden for ({terms.off_hours_percent} %)"


def _office_minutes(service: Service, *, minutes: int) -> int:
    """How many whole minutes from the start lie on weekdays between 8 and 16, Danish time.

    A public holiday counts as a weekend.
    """
    if service.began_at is None:
        raise StartMissing
    began = service.began_at.astimezone(UTC)
    ended = began + timedelta(minutes=minutes)
    day, office = local_date(began), timedelta()
    while day <= local_date(ended):
        if day.weekday() < SATURDAY and day not in public_holidays(day.year):
            opens = datetime.combine(day, OPENS, tzinfo=COPENHAGEN).astimezone(UTC)
            closes = datetime.combine(day, CLOSES, tzinfo=COPENHAGEN).astimezone(UTC)
            office += max(min(ended, closes) - max(began, opens), timedelta())
        day += DAY
    return int(office.total_seconds() // 60)
