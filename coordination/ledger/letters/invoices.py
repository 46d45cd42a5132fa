"""The invoice for a funder's share of a closed month, and the one that takes it back."""

from datetime import date, timedelta

from django.utils import translation
from django.utils.translation import gettext as _

from coordination.base import einvoice
from coordination.base.danish import day_text, month_text
from coordination.base.einvoice import Account, Document, Line, Party
from coordination.base.periods import DAY
from coordination.ledger.errors import (
    InvoiceNotValid,
    NoInvoiceAddress,
    NoInvoiceSender,
    NothingToInvoice,
    OwnShare,
)
from coordination.ledger.letters.tables import reference_of
from coordination.ledger.models import SettlementShare
from coordination.ledger.selectors.invoicing import address_on, sender_on
from coordination.parties import selectors as parties

DAYS_TO_PAY = timedelta(days=30)
SHOWN = 3
"""Rules that a refusal names; whoever repairs them asks again."""


def invoice(share: SettlementShare, *, on: date) -> bytes:
    """The share as an electronic invoice that the official rules accept; raises where they do not.

    A share of less than nothing is a credit note.
    """
    return _valid(_document(share, on=on, number=number_of(share), is_credit=share.amount < 0))


def credit_note(share: SettlementShare, *, on: date, invoiced_on: date) -> bytes:
    """The document that takes a cancelled month's invoice back, whole."""
    number = number_of(share)
    made = _document(
        share,
        on=on,
        number=f"{number}-K",
        is_credit=share.amount > 0,
        credits=number,
        credits_issued_on=invoiced_on,
    )
    return _valid(made)


def number_of(share: SettlementShare) -> str:
    """The number of an invoice, the same whenever it is asked for."""
    return f"{reference_of(share.settlement)}-{share.number:02}"


def _document(
    share: SettlementShare,
    *,
    on: date,
    number: str,
    is_credit: bool,
    credits: str = "",
    credits_issued_on: date | None = None,
) -> Document:
    settlement, agreement = share.settlement, share.settlement.agreement
    who = parties.successors_of({share.funder_id, settlement.region_id}, on=on)
    named = parties.organisations_by_key(who.values())
    buyer, seller = named[who[share.funder_id]], named[who[settlement.region_id]]
    if buyer.pk == seller.pk:
        raise OwnShare(name=buyer.name)
    if not share.amount:
        raise NothingToInvoice
    sender, address = sender_on(seller.pk, on=on), address_on(agreement, share.funder_id, on=on)
    if sender is None:
        raise NoInvoiceSender(name=seller.name, day=day_text(on))
    if address is None:
        raise NoInvoiceAddress(name=buyer.name, day=day_text(on))
    with translation.override("da"):
        month = month_text(settlement.starts_on)
        line = Line(
            _("Andel af honorar, %(month)s") % {"month": month},
            abs(share.amount),
            _("Andel af %(count)s ydelser under aftalen %(title)s")
            % {"count": settlement.claim_count, "title": agreement.title},
        )
    return Document(
        number=number,
        issued_on=on,
        due_on=on + DAYS_TO_PAY,
        starts_on=settlement.starts_on,
        last_day=(settlement.ends_before or on) - DAY,
        seller=Party(seller.name, cvr=sender.cvr, town=seller.town),
        buyer=Party(buyer.name, gln=address.gln, town=buyer.town),
        buyer_reference=address.reference,
        order_reference=agreement.slug,
        account=Account(sender.registration, sender.account),
        lines=(line,),
        exemption=sender.exemption,
        is_credit=is_credit,
        credits=credits,
        credits_issued_on=credits_issued_on,
    )


def _valid(document: Document) -> bytes:
    """The document as bytes; one that a rule would reject never leaves."""
    content = einvoice.write(document)
    broken = einvoice.broken_rules([content])[0]
    if broken:
        raise InvoiceNotValid(rules=" ".join(broken[:SHOWN]))
    return content
