"""Files of a closed month: the same bytes whenever they are asked for, and valid invoices."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from pypdf import PdfReader

from coordination.base import einvoice
from coordination.base.actor import Role
from coordination.base.errors import NotAllowed, NotFound
from coordination.base.rowsecurity import scope
from coordination.ledger import letters, selectors
from coordination.ledger import services as ledger
from coordination.ledger.enums import FileKind
from coordination.ledger.errors import (
    InvalidAccount,
    InvalidCvr,
    InvalidGln,
    InvoiceNotValid,
    IsCancelled,
    NoInvoiceAddress,
    NoInvoiceSender,
    NotAFunder,
    NotInvoiced,
    OwnShare,
    ReferenceMissing,
    StillStands,
)
from coordination.ledger.letters import invoices
from coordination.ledger.models import SettlementFile, SettlementShare
from tests import make
from tests.ledger.months import APRIL, CLOSING, claim, close, reopen

pytestmark = pytest.mark.django_db
GLN = "5790000000005"


@pytest.fixture
def place() -> make.World:
    return make.world(starts_on=APRIL)


@pytest.fixture
def april(place):
    claim(place, "a", "235.37")
    claim(place, "b", "100.00", on=date(2020, 4, 9))
    return close(place)


def issue(place, settlement, kind, share=None, actor=None) -> ledger.Issued:
    who = actor or place.admin
    with scope(who):
        return ledger.issue(actor=who, settlement=settlement, kind=kind, share=share, now=CLOSING)


def share_of(place: make.World, settlement, funder) -> SettlementShare:
    with scope(place.admin):
        uuid = SettlementShare.objects.get(settlement=settlement, funder=funder).uuid
        return selectors.share_for(place.admin, uuid)


def set_address(place: make.World, actor=None, **changes) -> None:
    who = actor or place.admin
    wanted = {
        "funder": place.municipality,
        "gln": GLN,
        "reference": "1234-5678",
        "starts_on": APRIL,
    } | changes
    with scope(who):
        ledger.set_invoice_address(actor=who, agreement=place.agreement, **wanted)


def set_sender(place: make.World, **changes) -> None:
    wanted = {
        "cvr": "29190925",
        "registration": "3100",
        "account": "1234567",
        "starts_on": APRIL,
    } | changes
    with scope(place.admin):
        ledger.set_invoice_sender(
            actor=place.admin, agreement=place.agreement, region=place.region, **wanted
        )


def rows_of(issued: ledger.Issued) -> list[list[str]]:
    text = bytes(issued.file.content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_the_payment_file_has_a_sum_per_practice_and_a_control_sum(place, april):
    other = make.practice(place.municipality, place.region, place.plo)
    found = rows_of(issue(place, april, FileKind.PAYMENT))

    assert [row[3:] for row in found[1:]] == [
        [place.practice.name, "9601", "2", "335,37"],
        ["Kontrolsum", "", "2", "335,37"],
    ]
    assert other.name not in str(found)


def test_a_file_that_is_asked_for_again_is_the_same_and_marked_as_a_copy(place, april):
    first = issue(place, april, FileKind.PAYMENT)
    again = issue(place, april, FileKind.PAYMENT)

    assert (first.is_copy, again.is_copy) == (False, True)
    assert bytes(first.file.content) == bytes(again.file.content)
    assert again.name == f"kopi-{first.name}"


@pytest.mark.parametrize("kind", [FileKind.LINES, FileKind.TABLE])
def test_the_lines_add_up_in_a_workbook_and_as_text(place, april, kind):
    content = bytes(issue(place, april, kind).file.content)

    if kind == FileKind.TABLE:
        rows = rows_of(issue(place, april, kind))[1:]
        assert sum(Decimal(row[-1].replace(",", ".")) for row in rows) == april.amount
    assert content[:2] == (b"PK" if kind == FileKind.LINES else b"\xef\xbb")


def test_a_file_never_changes_and_a_reopened_month_makes_no_more(place, april):
    issue(place, april, FileKind.PAYMENT)
    reopen(place)
    with scope(place.admin):
        april.refresh_from_db()
        with pytest.raises(DatabaseError), transaction.atomic():
            SettlementFile.objects.update(name="x")

    assert issue(place, april, FileKind.PAYMENT).is_copy
    with pytest.raises(IsCancelled):
        issue(place, april, FileKind.LINES)


def test_a_funder_gets_its_statement_as_an_accessible_pdf(place, april):
    share = share_of(place, april, place.municipality)
    clerk = make.actor(Role.MUNICIPAL_ADMIN, place.municipality)
    with scope(clerk):
        own = selectors.share_for(clerk, share.uuid)

    issued = issue(place, april, FileKind.STATEMENT, own, actor=clerk)

    reader = PdfReader(io.BytesIO(bytes(issued.file.content)))
    text = reader.pages[0].extract_text()
    assert "167,6" in text
    assert "april 2020" in text
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_a_practice_gets_its_own_month_as_a_pdf(place, april):
    with scope(place.doctor):
        content = letters.own_statement(place.doctor, april.uuid)

    text = PdfReader(io.BytesIO(content)).pages[0].extract_text()
    assert "335,37" in text
    assert place.practice.name in text


def test_an_invoice_needs_a_sender_an_address_and_another_party(place, april):
    theirs, own = (share_of(place, april, row) for row in (place.municipality, place.region))
    with pytest.raises(NoInvoiceSender, match="mangler CVR"):
        issue(place, april, FileKind.INVOICE, theirs)
    set_sender(place)
    with pytest.raises(NoInvoiceAddress, match="mangler GLN"):
        issue(place, april, FileKind.INVOICE, theirs)
    with pytest.raises(OwnShare, match="opgørelsen"):
        issue(place, april, FileKind.INVOICE, own)


def test_an_invoice_follows_the_official_rules_and_is_credited_when_the_month_is_reopened(
    place, april
):
    set_sender(place)
    set_address(place)
    share = share_of(place, april, place.municipality)
    with pytest.raises(StillStands):
        issue(place, april, FileKind.CREDIT_NOTE, share)

    invoice = bytes(issue(place, april, FileKind.INVOICE, share).file.content)
    reopen(place)
    share = share_of(place, april, place.municipality)
    credit = bytes(issue(place, share.settlement, FileKind.CREDIT_NOTE, share).file.content)

    assert einvoice.broken_rules([invoice, credit]) == [[], []]
    number = f"{place.agreement.slug}-1-0"
    for said in (GLN, "1234-5678", "DK29190925", number, f"{share.amount}"):
        assert said.encode() in invoice
    assert b"<CreditNote" in credit
    assert f"{number}{share.number}</cbc:ID>".encode() in credit


def test_what_was_not_invoiced_is_not_credited(place, april):
    set_sender(place)
    set_address(place)
    share = share_of(place, april, place.municipality)
    reopen(place)
    share = share_of(place, april, place.municipality)

    with pytest.raises(NotInvoiced):
        issue(place, share.settlement, FileKind.CREDIT_NOTE, share)


def test_an_invoice_that_breaks_a_rule_never_leaves(place, april, monkeypatch):
    set_sender(place)
    set_address(place)
    share = share_of(place, april, place.municipality)
    whole = einvoice.write
    monkeypatch.setattr(
        invoices.einvoice, "write", lambda row: whole(row).replace(GLN.encode(), b"5790000000006")
    )

    with pytest.raises(InvoiceNotValid, match="PEPPOL-COMMON-R040"):
        issue(place, april, FileKind.INVOICE, share)

    with scope(place.admin):
        assert not SettlementFile.objects.exists()


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"gln": "5790000000006"}, InvalidGln),
        ({"reference": " "}, ReferenceMissing),
    ],
)
def test_an_address_is_checked_when_it_is_said(place, changes, error):
    with pytest.raises(error):
        set_address(place, **changes)


def test_only_a_funder_is_sent_invoices(place):
    with pytest.raises(NotAFunder):
        set_address(place, funder=place.practice)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"cvr": "29190926"}, InvalidCvr),
        ({"registration": "310"}, InvalidAccount),
        ({"account": "12345678901"}, InvalidAccount),
    ],
)
def test_a_sender_is_checked_when_it_is_said(place, changes, error):
    with pytest.raises(error):
        set_sender(place, **changes)


def test_an_address_is_dated_and_a_later_one_leaves_the_days_before(place):
    set_address(place)
    set_address(place, reference="Ny", starts_on=date(2020, 6, 1))

    with scope(place.admin):
        found = {
            day: selectors.invoicing_of(place.admin, place.agreement, on=day).funders[0][1]
            for day in (date(2020, 5, 31), date(2020, 6, 1))
        }
    assert [row.reference for row in found.values()] == ["1234-5678", "Ny"]


def test_a_municipality_says_where_its_own_invoices_go_and_nobody_elses(place, april):
    clerk = make.actor(Role.MUNICIPAL_ADMIN, place.municipality)
    stranger = make.actor(Role.MUNICIPAL_ADMIN, make.organisation("Herning Kommune"))
    share = share_of(place, april, place.municipality)

    set_address(place, clerk)
    with pytest.raises(NotAllowed):
        set_address(place, stranger)
    with pytest.raises(NotAllowed):
        issue(place, april, FileKind.PAYMENT, actor=clerk)
    with pytest.raises(NotAllowed):
        issue(place, april, FileKind.STATEMENT, share, actor=stranger)
    with scope(stranger), pytest.raises(NotFound):
        selectors.share_for(stranger, share.uuid)
