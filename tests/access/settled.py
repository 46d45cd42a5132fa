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


QUERIES = {
    "api-simulator": "?amount=3000000&starts_on=2019-09-01&last_day=2020-12-31"
    "&sessions_a_week=240&minutes=15&price=941.47"
}
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


def bodies(place: make.World) -> dict[str, dict[str, Any]]:
    """What the routes of settlements and appropriations are sent."""
    why = {"reason": "Det er aftalt"}
    more = {"payer": str(place.region.uuid), "amount": "1000.00"}
    return {
        "agreement-close": {"grace_days": "2", "month": "2019-10-01"},
        "agreement-reopen": {**why, "month": "2019-09-01"},
        "api-settlements": {"month": "2019-10-01"},
        "api-settlement-reopen": {**why, "month": "2019-09-01"},
        "api-settlement-files": {"kind": "payment"},
        "api-share-files": {"kind": "statement"},
        "api-invoice-addresses": address(place),
        "api-invoice-sender": SENDER,
        "api-appropriations": {
            "decision": "Regionsrådet, pkt. 7",
            "decided_on": "2020-05-27",
            "amounts": [more],
        },
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
