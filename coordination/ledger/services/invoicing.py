"""Files that leave the house, made once and copied after that; and what invoices must say."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from coordination.agreements.models import Agreement
from coordination.audit import services as audit
from coordination.base.actor import Actor
from coordination.base.identifiers import InvalidIdentifier, check_cvr, check_gln
from coordination.base.periods import local_date
from coordination.ledger import letters, policies
from coordination.ledger.enums import OF_SHARE, FileKind
from coordination.ledger.errors import (
    InvalidAccount,
    InvalidCvr,
    InvalidGln,
    IsCancelled,
    NotAFunder,
    NotInvoiced,
    ReferenceMissing,
    StillStands,
)
from coordination.ledger.letters.invoices import number_of
from coordination.ledger.letters.tables import reference_of
from coordination.ledger.models import (
    InvoiceAddress,
    InvoiceSender,
    Settlement,
    SettlementFile,
    SettlementShare,
)
from coordination.ledger.selectors.invoicing import funders_of, owed_so_far
from coordination.parties.models import Organisation

EXEMPTION = "Sundhedsydelser er fritaget for moms efter momslovens § 13, stk. 1, nr. 1."
ENDINGS = {
    FileKind.LINES: "ydelser.xlsx",
    FileKind.TABLE: "ydelser.csv",
    FileKind.PAYMENT: "betaling.csv",
    FileKind.STATEMENT: "opgoerelse.pdf",
    FileKind.INVOICE: "faktura.xml",
    FileKind.CREDIT_NOTE: "kreditnota.xml",
}


@dataclass(frozen=True, slots=True)
class Issued:
    """A file and whether it had left the house before."""

    file: SettlementFile
    is_copy: bool

    @property
    def name(self) -> str:
        """What the file is called where it lands; a copy says so."""
        return f"kopi-{self.file.name}" if self.is_copy else self.file.name


@transaction.atomic
def issue(
    *,
    actor: Actor,
    settlement: Settlement,
    kind: FileKind,
    now: datetime,
    share: SettlementShare | None = None,
) -> Issued:
    """Make a file of a closed month, or hand out again the very bytes that left before."""
    policies.check_fetch(
        actor, kind, is_own=share is not None and share.funder_id in actor.office_orgs
    )
    Settlement.objects.select_for_update(of=("self",), no_key=True).filter(pk=settlement.pk).first()
    made = SettlementFile.objects.filter(settlement=settlement, share=share, kind=kind).first()
    is_copy = made is not None
    if made is None:
        made = _make(actor, settlement, kind, share, now)
    audit.record(
        actor=actor,
        action="settlement.file_copied" if is_copy else "settlement.file_made",
        subject_type="settlement",
        subject=settlement.uuid,
        kind=kind,
        name=made.name,
        sha256=made.sha256,
    )
    return Issued(made, is_copy)


def _make(
    actor: Actor,
    settlement: Settlement,
    kind: FileKind,
    share: SettlementShare | None,
    now: datetime,
) -> SettlementFile:
    if kind == FileKind.CREDIT_NOTE and settlement.is_standing:
        raise StillStands
    if kind != FileKind.CREDIT_NOTE and not settlement.is_standing:
        raise IsCancelled
    content = _content(actor, settlement, kind, share, now)()
    stem = reference_of(settlement) if share is None else number_of(share)
    return SettlementFile.objects.create(
        settlement=settlement,
        share=share,
        region_id=settlement.region_id,
        funder_id=share.funder_id if share else None,
        kind=kind,
        name=f"{stem}-{ENDINGS[kind]}",
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        made_at=now,
        made_by=actor.name,
    )


def _content(
    actor: Actor,
    settlement: Settlement,
    kind: FileKind,
    share: SettlementShare | None,
    now: datetime,
) -> Callable[[], bytes]:
    if share is None or kind not in OF_SHARE:
        return {
            FileKind.LINES: lambda: letters.workbook(actor, settlement),
            FileKind.TABLE: lambda: letters.table(actor, settlement),
            FileKind.PAYMENT: lambda: letters.payment_file(actor, settlement),
        }[kind]
    day = local_date(now)
    return {
        FileKind.STATEMENT: lambda: letters.funder_statement(share, so_far=owed_so_far(share)),
        FileKind.INVOICE: lambda: letters.invoice(share, on=day),
        FileKind.CREDIT_NOTE: lambda: letters.credit_note(
            share, on=day, invoiced_on=_invoiced_on(share)
        ),
    }[kind]


def _invoiced_on(share: SettlementShare) -> date:
    rows = SettlementFile.objects.filter(share=share, kind=FileKind.INVOICE)
    made_at = rows.values_list("made_at", flat=True).first()
    if made_at is None:
        raise NotInvoiced
    return local_date(made_at)


@transaction.atomic
def set_invoice_address(
    *,
    actor: Actor,
    agreement: Agreement,
    funder: Organisation,
    gln: str,
    reference: str,
    starts_on: date,
) -> InvoiceAddress:
    """Say where a funder's invoices go from a day on, and the reference it asks for."""
    policies.check_set_address(actor, agreement, funder.pk)
    if funder.pk not in {row.pk for row in funders_of(agreement, on=starts_on)}:
        raise NotAFunder(name=funder.name)
    try:
        number = check_gln(gln)
    except InvalidIdentifier as error:
        raise InvalidGln from error
    reference = reference.strip()
    if not reference:
        raise ReferenceMissing
    said = InvoiceAddress.objects.filter(agreement=agreement, funder=funder)
    said.filter(starts_on__gte=starts_on).delete()
    said.open_on(starts_on).update(ends_before=starts_on)
    made = InvoiceAddress.objects.create(
        agreement=agreement,
        region_id=agreement.region_id,
        funder=funder,
        gln=number,
        reference=reference,
        starts_on=starts_on,
    )
    audit.record(
        actor=actor,
        action="invoice_address.set",
        subject_type="agreement",
        subject=agreement.uuid,
        readers=[agreement.region_id, funder.pk],
        funder=funder.name,
        gln=number,
        reference=reference,
        starts_on=starts_on,
    )
    return made


@transaction.atomic
def set_invoice_sender(
    *,
    actor: Actor,
    agreement: Agreement,
    region: Organisation,
    cvr: str,
    registration: str,
    account: str,
    starts_on: date,
    exemption: str = EXEMPTION,
) -> InvoiceSender:
    """Say how a region stands on its invoices from a day on, under all its agreements."""
    policies.check_invoice(actor, agreement)
    try:
        number = check_cvr(cvr)
    except InvalidIdentifier as error:
        raise InvalidCvr from error
    registration, account = registration.strip(), account.replace(" ", "").strip()
    digits = registration + account
    if len(registration) != 4 or not 1 <= len(account) <= 10 or not _is_digits(digits):
        raise InvalidAccount
    said = InvoiceSender.objects.filter(region=region)
    said.filter(starts_on__gte=starts_on).delete()
    said.open_on(starts_on).update(ends_before=starts_on)
    made = InvoiceSender.objects.create(
        region=region,
        cvr=number,
        registration=registration,
        account=account.zfill(10),
        exemption=exemption.strip() or EXEMPTION,
        starts_on=starts_on,
    )
    audit.record(
        actor=actor,
        action="invoice_sender.set",
        subject_type="organisation",
        subject=region.uuid,
        cvr=number,
        starts_on=starts_on,
    )
    return made


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdecimal()
