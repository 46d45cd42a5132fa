"""What an approved month costs: posted to the agreement's budget, and claimed or paid as salary."""

from datetime import date, datetime

from consultants import selectors
from consultants.enums import ConsultantKind
from consultants.errors import MonthNotCovered
from consultants.models import MonthSheet
from consultants.rules.durations import hours_text
from consultants.selectors import Cost
from coordination.base.actor import Actor
from coordination.base.danish import month_text
from coordination.base.periods import local_date
from coordination.ledger import services as ledger
from coordination.ledger.enums import Posting
from coordination.ledger.errors import BudgetUsed

CODE = "KONSULENT"
"""The service of a consultant's month on claims and in payment files."""


def post_month(actor: Actor, sheet: MonthSheet, now: datetime) -> None:
    """Post an approved month; where the clinic sends an invoice, that is its claim.

    A salary is paid by the payroll and never claimed, so nothing could wait for money with it:
    where there is none the month stays signed (`MonthNotCovered`).
    """
    cost = selectors.cost_of(sheet)
    if not cost.amount:
        return
    agreement = sheet.appointment.agreement
    purchase = _purchase(sheet, cost, local_date(now))
    try:
        posting = ledger.spend(actor=actor, agreement=agreement, purchase=purchase, now=now)
    except BudgetUsed as error:
        raise MonthNotCovered from error
    if sheet.appointment.is_invoiced:
        ledger.submit(
            actor=actor,
            agreement=agreement,
            purchase=purchase,
            bill=_bill(sheet, cost),
            funded=posting == Posting.POSTED,
            maker=ledger.Maker(sheet.signed_by, sheet.signed_by_key),
            now=now,
        )
    elif posting == Posting.UNFUNDED:
        raise MonthNotCovered


def take_month_back(actor: Actor, sheet: MonthSheet, now: datetime) -> None:
    """Reverse what an approved month was posted with; one that is settled stays as it is."""
    if not selectors.cost_of(sheet).amount:
        return
    undo = ledger.withdraw if sheet.appointment.is_invoiced else ledger.reverse
    undo(actor=actor, agreement=sheet.appointment.agreement, source=sheet.source, now=now)


def _purchase(sheet: MonthSheet, cost: Cost, today: date) -> ledger.Purchase:
    appointment = sheet.appointment
    is_municipal = appointment.kind == ConsultantKind.MUNICIPAL
    return ledger.Purchase(
        source=sheet.source,
        amount=cost.amount,
        service_on=min(cost.on, today),
        municipality_id=appointment.host_id if is_municipal else None,
        practice_id=appointment.clinic_id if appointment.is_invoiced else None,
        text=f"{appointment.get_kind_display()}, {month_text(sheet.month)}",
    )


def _bill(sheet: MonthSheet, cost: Cost) -> ledger.Bill:
    return ledger.Bill(
        service_code=CODE,
        quantity=f"{hours_text(cost.minutes)} timer",
        price=cost.amount,
        fee_reason=f"{month_text(sheet.month)}: {cost.reason}"[:200],
        path=f"/konsulenter/maaneder/{sheet.uuid}/",
    )
