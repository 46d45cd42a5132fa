"""Months that are closed when the demo begins, and where its invoices go."""

from datetime import UTC, date, datetime, timedelta

from stdnum import ean

from coordination.agreements.models import Agreement
from coordination.base.actor import Actor
from coordination.base.periods import add_months
from coordination.ledger import services as ledger
from coordination.parties.models import Organisation

GRACE = 2
CVR, REGISTRATION, ACCOUNT = "29190925", "9999", "0000000001"
"""The region's public number; the account is invented."""

FIRST_GLN = 579_009_999_001
"""Invented; the check digit is added."""


def make_settlements(actor: Actor, agreement: Agreement, *, until: date) -> None:
    """Close every month before a day, each on the tenth of the next."""
    month = agreement.starts_on.replace(day=1)
    while month < until:
        tenth = add_months(month, 1) + timedelta(days=9)
        ledger.close_month(
            actor=actor,
            agreement=agreement,
            month=month,
            grace_days=GRACE,
            now=datetime(tenth.year, tenth.month, tenth.day, 9, tzinfo=UTC),
        )
        month = add_months(month, 1)


def make_invoicing(
    actor: Actor, agreement: Agreement, region: Organisation, funders: list[Organisation]
) -> None:
    """Let the region send invoices, and each municipality have a GLN and a reference."""
    ledger.set_invoice_sender(
        actor=actor,
        agreement=agreement,
        region=region,
        cvr=CVR,
        registration=REGISTRATION,
        account=ACCOUNT,
        starts_on=agreement.starts_on,
    )
    for number, funder in enumerate(funders):
        digits = str(FIRST_GLN + number)
        ledger.set_invoice_address(
            actor=actor,
            agreement=agreement,
            funder=funder,
            gln=digits + ean.calc_check_digit(digits),
            reference=f"Akuthjælp {2020 + number}",
            starts_on=agreement.starts_on,
        )
