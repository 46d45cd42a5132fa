"""Write a document as Peppol BIS Billing 3 (UBL 2.1), in the order that the schema demands."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

from lxml import etree

from coordination.base.einvoice.model import Document, Line, Party

CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
ROOT = "urn:oasis:names:specification:ubl:schema:xsd:{kind}-2"
BILLING = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
PROCESS = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
CURRENCY, COUNTRY = "DKK", "DK"
INVOICE, CREDIT_NOTE = "380", "381"
CVR, GLN = "0184", "0088"
TO_ACCOUNT = "42"
"""Payment to a bank account (UNCL 4461); 30 is refused for a Danish seller."""

EXEMPT = "E"
PIECE = "C62"


class _Writer:
    """Elements in document order; nesting by `inside`."""

    def __init__(self, kind: str) -> None:
        space = ROOT.format(kind=kind)
        self.root = etree.Element(f"{{{space}}}{kind}", nsmap={None: space, "cac": CAC, "cbc": CBC})
        self._at = self.root

    def put(self, name: str, text: str, **attributes: str) -> None:
        element = etree.SubElement(self._at, f"{{{CBC}}}{name}", attributes)
        element.text = text

    def put_amount(self, name: str, amount: Decimal) -> None:
        self.put(name, f"{amount:.2f}", currencyID=CURRENCY)

    @contextmanager
    def inside(self, *names: str) -> Iterator[None]:
        before = self._at
        for name in names:
            self._at = etree.SubElement(self._at, f"{{{CAC}}}{name}")
        yield
        self._at = before


def write(document: Document) -> bytes:
    """The document as XML; the same document gives the same bytes."""
    is_credit = document.is_credit
    out = _Writer("CreditNote" if is_credit else "Invoice")
    _head(out, document, is_credit)
    with out.inside("AccountingSupplierParty", "Party"):
        _party(out, document.seller)
    with out.inside("AccountingCustomerParty", "Party"):
        _party(out, document.buyer)
    _payment(out, document)
    _totals(out, document)
    for number, line in enumerate(document.lines, 1):
        with out.inside("CreditNoteLine" if is_credit else "InvoiceLine"):
            _line(out, number, line, "CreditedQuantity" if is_credit else "InvoicedQuantity")
    tree = etree.ElementTree(out.root)
    etree.indent(tree)
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8")


def _head(out: _Writer, document: Document, is_credit: bool) -> None:
    out.put("CustomizationID", BILLING)
    out.put("ProfileID", PROCESS)
    out.put("ID", document.number)
    out.put("IssueDate", document.issued_on.isoformat())
    if is_credit:
        out.put("CreditNoteTypeCode", CREDIT_NOTE)
    else:
        out.put("DueDate", document.due_on.isoformat())
        out.put("InvoiceTypeCode", INVOICE)
    if document.note:
        out.put("Note", document.note)
    out.put("DocumentCurrencyCode", CURRENCY)
    if document.buyer_reference:
        out.put("BuyerReference", document.buyer_reference)
    with out.inside("InvoicePeriod"):
        out.put("StartDate", document.starts_on.isoformat())
        out.put("EndDate", document.last_day.isoformat())
    if document.order_reference:
        with out.inside("OrderReference"):
            out.put("ID", document.order_reference)
    if document.credits:
        with out.inside("BillingReference", "InvoiceDocumentReference"):
            out.put("ID", document.credits)
            if document.credits_issued_on:
                out.put("IssueDate", document.credits_issued_on.isoformat())


def _party(out: _Writer, party: Party) -> None:
    if party.gln:
        out.put("EndpointID", party.gln, schemeID=GLN)
    else:
        out.put("EndpointID", COUNTRY + party.cvr, schemeID=CVR)
    with out.inside("PartyName"):
        out.put("Name", party.name)
    with out.inside("PostalAddress"):
        if party.town:
            out.put("CityName", party.town)
        with out.inside("Country"):
            out.put("IdentificationCode", COUNTRY)
    if party.cvr:
        with out.inside("PartyTaxScheme"):
            out.put("CompanyID", COUNTRY + party.cvr)
            with out.inside("TaxScheme"):
                out.put("ID", "VAT")
    with out.inside("PartyLegalEntity"):
        out.put("RegistrationName", party.name)
        if party.cvr:
            out.put("CompanyID", COUNTRY + party.cvr, schemeID=CVR)


def _payment(out: _Writer, document: Document) -> None:
    with out.inside("PaymentMeans"):
        out.put("PaymentMeansCode", TO_ACCOUNT)
        out.put("PaymentID", document.number)
        with out.inside("PayeeFinancialAccount"):
            out.put("ID", document.account.number)
            with out.inside("FinancialInstitutionBranch"):
                out.put("ID", document.account.registration)


def _exempt(out: _Writer, name: str, reason: str = "") -> None:
    with out.inside(name):
        out.put("ID", EXEMPT)
        out.put("Percent", "0")
        if reason:
            out.put("TaxExemptionReason", reason)
        with out.inside("TaxScheme"):
            out.put("ID", "VAT")


def _totals(out: _Writer, document: Document) -> None:
    total = document.total
    with out.inside("TaxTotal"):
        out.put_amount("TaxAmount", Decimal(0))
        with out.inside("TaxSubtotal"):
            out.put_amount("TaxableAmount", total)
            out.put_amount("TaxAmount", Decimal(0))
            _exempt(out, "TaxCategory", document.exemption)
    with out.inside("LegalMonetaryTotal"):
        for name in (
            "LineExtensionAmount",
            "TaxExclusiveAmount",
            "TaxInclusiveAmount",
            "PayableAmount",
        ):
            out.put_amount(name, total)


def _line(out: _Writer, number: int, line: Line, quantity: str) -> None:
    out.put("ID", str(number))
    out.put(quantity, "1", unitCode=PIECE)
    out.put_amount("LineExtensionAmount", line.amount)
    with out.inside("Item"):
        if line.text:
            out.put("Description", line.text)
        out.put("Name", line.name)
        _exempt(out, "ClassifiedTaxCategory")
    with out.inside("Price"):
        out.put_amount("PriceAmount", line.amount)
