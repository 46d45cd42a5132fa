"""Invoices that the official rules accept, and faults that they find."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from coordination.base import einvoice
from coordination.base.einvoice import Account, Document, Line, Party
from coordination.base.einvoice.rules import RulesUnavailable

INVOICE = Document(
    number="AFR-8-01",
    issued_on=date(2020, 5, 31),
    due_on=date(2020, 6, 30),
    starts_on=date(2020, 4, 1),
    last_day=date(2020, 4, 30),
    seller=Party("Region Midtjylland", cvr="29190925", town="Viborg"),
    buyer=Party("Ikast-Brande Kommune", gln="5790000000005", town="Ikast"),
    buyer_reference="1234-5678",
    order_reference="styrket-akuthjaelp",
    account=Account("3100", "0001234567"),
    lines=(Line("Andel af honorar, april 2020", Decimal("7521.37")),),
    exemption="Sundhedsydelser er fritaget for moms efter momslovens § 13.",
)


def codes(broken: list[str]) -> set[str]:
    return {text.split(":")[0] for text in broken}


def test_an_invoice_and_its_credit_note_are_valid():
    bare = replace(INVOICE, number="AFR-8-01-K", is_credit=True)
    credit = replace(bare, credits="AFR-8-01", credits_issued_on=date(2020, 5, 31))
    written = [einvoice.write(row) for row in (INVOICE, credit, bare)]

    assert einvoice.broken_rules(written) == [[], [], []]


def test_the_rules_find_seeded_faults():
    good = einvoice.write(INVOICE)
    wrong_total = good.replace(
        b'<cbc:PayableAmount currencyID="DKK">7521.37',
        b'<cbc:PayableAmount currencyID="DKK">7521.38',
    )
    assert wrong_total != good
    seeded = [
        einvoice.write(replace(INVOICE, buyer=replace(INVOICE.buyer, gln="5790000000006"))),
        einvoice.write(replace(INVOICE, buyer_reference="", order_reference="")),
        wrong_total,
        einvoice.write(replace(INVOICE, exemption="")),
        einvoice.write(replace(INVOICE, seller=replace(INVOICE.seller, cvr="2919092"))),
    ]

    found = [codes(row) for row in einvoice.broken_rules(seeded)]

    assert found[0] == {"PEPPOL-COMMON-R040"}
    assert found[1] == {"PEPPOL-EN16931-R003"}
    assert found[2] == {"BR-CO-16"}
    assert "BR-E-10" in found[3]
    assert "PEPPOL-COMMON-R042" in found[4]


def test_the_same_document_gives_the_same_bytes():
    assert einvoice.write(INVOICE) == einvoice.write(INVOICE)


def test_rules_that_cannot_be_asked_are_no_permission(monkeypatch, tmp_path):
    monkeypatch.setattr("coordination.base.einvoice.rules._rules", lambda: [tmp_path / "no.xsl"])

    with pytest.raises(RulesUnavailable):
        einvoice.broken_rules([einvoice.write(INVOICE)])
