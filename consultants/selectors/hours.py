"""The hours account of an appointment, its months and what was done in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import DecimalField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from consultants import policies
from consultants.enums import SheetState
from consultants.models import Activity, Appointment, MonthSheet, Travel
from consultants.models.activities import NOTHING
from consultants.rules.hours import first_of, months_between, planned_minutes
from coordination.base.actor import Actor
from coordination.base.danish import kroner_text
from coordination.base.errors import NotFound
from coordination.base.periods import DAY, end_of_month
from coordination.ledger import selectors as prices
from coordination.ledger.enums import ClaimState

OF_SHEET = ("appointment__practitioner", "appointment__host", "appointment__place")
MONEY = DecimalField(max_digits=12, decimal_places=2)


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One month of the account; hours are minutes. No sheet where nothing was done."""

    month: date
    planned: int
    used: int
    left: int
    amount: Decimal
    sheet: MonthSheet | None

    @property
    def state(self) -> SheetState:
        return SheetState(self.sheet.state) if self.sheet else SheetState.OPEN


@dataclass(frozen=True, slots=True)
class Account:
    """A year of an appointment: what was planned, used, and is left at the end of each month."""

    appointment: Appointment
    year: int
    months: Sequence[MonthLine]

    @property
    def planned(self) -> int:
        return sum(row.planned for row in self.months)

    @property
    def used(self) -> int:
        return sum(row.used for row in self.months)

    @property
    def left(self) -> int:
        return self.planned - self.used

    @property
    def amount(self) -> Decimal:
        return sum((row.amount for row in self.months), NOTHING)


def sheets_for(actor: Actor) -> QuerySet[MonthSheet]:
    """The months the actor may see, the newest first."""
    policies.check_see_appointments(actor)
    rows = with_sums(MonthSheet.objects.all().visible_to(actor))
    return rows.select_related(*OF_SHEET).order_by("-id")


def with_sums(rows: QuerySet[MonthSheet]) -> QuerySet[MonthSheet]:
    """Months with `used` minutes and `amount` in kroner, in the same query."""
    mine = Activity.objects.filter(sheet=OuterRef("pk")).order_by().values("sheet")
    travel = Travel.objects.filter(activity__sheet=OuterRef("pk")).order_by()
    paid = mine.annotate(n=Sum("work_amount") + Sum("km_amount")).values("n")
    journeys = travel.values("activity__sheet").annotate(n=Sum("amount")).values("n")
    nothing = Value(NOTHING, output_field=MONEY)
    return rows.annotate(
        used=Coalesce(Subquery(mine.annotate(n=Sum("minutes")).values("n")), 0),
        amount=Coalesce(Subquery(paid, output_field=MONEY), nothing)
        + Coalesce(Subquery(journeys, output_field=MONEY), nothing)
        + Coalesce("fixed_amount", nothing),
    )


def sheet_for(actor: Actor, uuid: UUID) -> MonthSheet:
    """One month the actor may see."""
    found = sheets_for(actor).filter(uuid=uuid).select_related("appointment__agreement").first()
    if found is None:
        raise NotFound
    return found


def activities_of(sheet: MonthSheet) -> list[Activity]:
    """What was done in a month, the earliest first."""
    rows = Activity.objects.filter(sheet=sheet).select_related("point").prefetch_related("travels")
    return list(rows.order_by("done_on", "id"))


@dataclass(frozen=True, slots=True)
class Cost:
    """What a month costs, of which parts, and the last day that it is about."""

    amount: Decimal
    reason: str
    minutes: int
    on: date


def cost_of(sheet: MonthSheet) -> Cost:
    """The cost of a month by what was logged in it, and its fixed fee."""
    rows = activities_of(sheet)
    appointment = sheet.appointment
    parts = {
        "fast honorar": sheet.fixed_amount,
        "timer": sum((row.work_amount for row in rows), NOTHING),
        "rejsetid": sum((way.amount for row in rows for way in row.travels.all()), NOTHING),
        "kilometer": sum((row.km_amount for row in rows), NOTHING),
    }
    last = min(end_of_month(sheet.month), appointment.last_day_on)
    return Cost(
        amount=sum(parts.values(), NOTHING),
        reason=", ".join(f"{name} {kroner_text(paid)}" for name, paid in parts.items() if paid),
        minutes=sum(row.minutes for row in rows),
        on=max((row.done_on for row in rows), default=last),
    )


def claim_of(sheet: MonthSheet) -> ClaimState | None:
    """How far the claim of an approved month has come; None where it is a salary."""
    if sheet.state != SheetState.APPROVED or not sheet.appointment.is_invoiced:
        return None
    return prices.claimed_state(sheet.appointment.agreement, sheet.source)


def activities_for(actor: Actor, appointment: Appointment) -> QuerySet[Activity]:
    """What was done under an appointment, the newest first."""
    policies.check_see_appointments(actor)
    rows = Activity.objects.all().visible_to(actor).filter(appointment=appointment)
    return rows.select_related("sheet", "point").prefetch_related("travels").order_by("-id")


def activity_for(actor: Actor, uuid: UUID) -> Activity:
    """One activity the actor may see."""
    policies.check_see_appointments(actor)
    shown = ("sheet", "appointment__host", "point")
    rows = Activity.objects.all().visible_to(actor).select_related(*shown)
    found = rows.prefetch_related("travels").filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


def account_of(actor: Actor, appointment: Appointment, *, year: int) -> Account:
    """A year's hours of an appointment, month by month, by what was logged."""
    rows = sheets_for(actor).filter(appointment=appointment, month__year=year)
    sheets = {row.month: row for row in rows}
    first = max(date(year, 1, 1), first_of(appointment.starts_on))
    last = min(date(year, 12, 31), appointment.ends_before - DAY)
    lines, left = [], 0
    for month in months_between(first, last):
        sheet = sheets.get(month)
        planned = planned_minutes(appointment.monthly_minutes, appointment.period, month)
        used = sheet.used if sheet else 0  # type: ignore[attr-defined]
        left += planned - used
        amount = sheet.amount if sheet else NOTHING  # type: ignore[attr-defined]
        lines.append(MonthLine(month, planned, used, left, amount, sheet))
    return Account(appointment, year, lines)
