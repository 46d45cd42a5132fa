"""What an activity is paid by the agreement's tariffs, with the reason, before it is saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from consultants.enums import ActivityKind, PayForm, TravelRule
from consultants.models import Appointment, MonthSheet
from consultants.models.activities import NOTHING
from coordination.base.danish import day_text
from coordination.base.periods import end_of_month
from coordination.ledger import selectors as prices
from coordination.ledger.rules import Service
from coordination.ledger.selectors import Fee

HOURS, TRAVEL, KM, MONTHLY = "KTIME", "KREJSE", "KKM", "KMAANED"
"""Codes of the tariffs that an agreement on consultants may have."""

PAYS_TIME = frozenset({TravelRule.TIME, TravelRule.TIME_AND_KM})
PAYS_KM = frozenset({TravelRule.KM, TravelRule.TIME_AND_KM})


@dataclass(frozen=True, slots=True)
class Leg:
    """One way: when it began, and how many minutes it took."""

    began_at: datetime
    minutes: int


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, as it is typed."""

    kind: ActivityKind
    done_on: date
    minutes: int = 0
    day_number: int = 1
    km: Decimal = Decimal(0)
    legs: Sequence[Leg] = ()
    department: str = ""
    note: str = ""
    product_title: str = ""
    product_url: str = ""
    point: UUID | None = None


@dataclass(frozen=True, slots=True)
class Paid:
    """An amount in kroner, and how it came about."""

    amount: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class Quote:
    """What is paid for the work, for each way of the journey, and for the kilometres."""

    work: Paid
    travel: Sequence[Paid]
    km: Paid

    @property
    def amount(self) -> Decimal:
        return self.work.amount + self.km.amount + sum((row.amount for row in self.travel), NOTHING)


def quote_of(appointment: Appointment, done: Done) -> Quote:
    """The amounts at the price of the day. Raises `NoTariff` where the agreement has none."""
    return Quote(
        work=_work(appointment, done),
        travel=[_travel(appointment, done, leg) for leg in done.legs],
        km=_km(appointment, done),
    )


def _fee(appointment: Appointment, code: str, on: date, service: Service) -> Fee:
    return prices.fee_on(appointment.agreement, code, on=on, service=service)


def _work(appointment: Appointment, done: Done) -> Paid:
    if not done.minutes:
        return Paid(NOTHING, "")
    if appointment.pay_form == PayForm.MONTHLY:
        return Paid(NOTHING, "Dækket af det faste honorar")
    service = Service(minutes=done.minutes, day_number=done.day_number)
    fee = _fee(appointment, HOURS, done.done_on, service)
    return Paid(fee.amount, fee.reason)


def _travel(appointment: Appointment, done: Done, leg: Leg) -> Paid:
    if appointment.travel not in PAYS_TIME:
        return Paid(NOTHING, "Rejsetid betales ikke efter ansættelsen")
    service = Service(minutes=leg.minutes, began_at=leg.began_at)
    fee = _fee(appointment, TRAVEL, done.done_on, service)
    return Paid(fee.amount, fee.reason)


def _km(appointment: Appointment, done: Done) -> Paid:
    if not done.km:
        return Paid(NOTHING, "")
    if appointment.travel not in PAYS_KM:
        return Paid(NOTHING, "Kilometer betales ikke efter ansættelsen")
    fee = _fee(appointment, KM, done.done_on, Service(km=done.km))
    return Paid(fee.amount, fee.reason)


def fixed_fee_of(sheet: MonthSheet) -> Paid:
    """The fixed fee of a month, at the price of its last day in the appointment."""
    appointment = sheet.appointment
    if appointment.pay_form != PayForm.MONTHLY:
        return Paid(NOTHING, "")
    day = min(end_of_month(sheet.month), appointment.last_day_on)
    fee = _fee(appointment, MONTHLY, day, Service())
    return Paid(fee.amount, f"Fast honorar efter taksten {day_text(day)}: {fee.reason}"[:200])
