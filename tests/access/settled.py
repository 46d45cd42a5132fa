"""A closed month for the routes and the tables: paid, left over, shared and sent."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from coordination.base.rowsecurity import scope
from coordination.ledger import services as ledger
from coordination.ledger.enums import CapParty, CapWindow, ClaimState, FileKind
from coordination.ledger.models import SettlementShare
from tests import make
from tests.ledger import months

MONTH = date(2019, 9, 1)
AT = datetime(2019, 9, 20, 10, tzinfo=UTC)
GLN, REFERENCE = "5790000000005", "1234-5678"


SENDER = {
    "cvr": "29190925",
    "registration": "3100",
    "account": "1234567",
    "starts_on": "2020-06-02",
}


def address(place: make.World) -> dict[str, str]:
    """Where the municipality is sent its invoices."""
    return {
        "funder": str(place.municipality.uuid),
        "gln": GLN,
        "reference": REFERENCE,
        "starts_on": "2020-06-02",
    }


def build(place: make.World) -> Mapping[str, Any]:
    """The world's first month, closed, and what its routes name."""
    for source, state in (("paid", ClaimState.CLEARED), ("left", ClaimState.SUBMITTED)):
        months.claim(place, f"{source}:{place.agreement.pk}", on=MONTH, at=AT, state=state)
    closed = months.close(place, MONTH)
    with scope(place.admin):
        ledger.set_invoice_sender(
            actor=place.admin,
            agreement=place.agreement,
            region=place.region,
            cvr="29190925",
            registration="3100",
            account="1234567",
            starts_on=MONTH,
        )
        ledger.set_invoice_address(
            actor=place.admin,
            agreement=place.agreement,
            funder=place.municipality,
            gln=GLN,
            reference=REFERENCE,
            starts_on=MONTH,
        )
        ledger.set_cap(
            actor=place.admin,
            agreement=place.agreement,
            party=CapParty.PRACTICE,
            window=CapWindow.MONTH,
            amount=Decimal("100000.00"),
            starts_on=make.TODAY,
            decision="Regionen har besluttet et loft",
        )
        share = SettlementShare.objects.select_related("settlement__agreement", "funder").get(
            settlement=closed, funder=place.municipality
        )
        made = ledger.issue(
            actor=place.admin,
            settlement=share.settlement,
            kind=FileKind.STATEMENT,
            share=share,
            now=months.CLOSING,
        )
    return {"settlement": closed.uuid, "share": share.uuid, "file": made.file.uuid}
