"""Where invoices go, how a region stands on them, and the files that have left the house."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum

from coordination.agreements.models import Agreement
from coordination.base.actor import Actor
from coordination.base.danish import sort_key
from coordination.base.errors import NotFound
from coordination.ledger import policies
from coordination.ledger.models import (
    InvoiceAddress,
    InvoiceSender,
    Settlement,
    SettlementFile,
    SettlementShare,
)
from coordination.ledger.selectors.funding import spans_of
from coordination.parties import selectors as parties
from coordination.parties.models import Organisation


@dataclass(frozen=True, slots=True)
class Invoicing:
    """Who is sent invoices under an agreement, where to, and as whom the region stands on them."""

    region: Organisation
    sender: InvoiceSender | None
    funders: list[tuple[Organisation, InvoiceAddress | None]]


def sender_on(region_id: int, *, on: date) -> InvoiceSender | None:
    """How a region stands on its invoices on a day."""
    return InvoiceSender.objects.filter(region=region_id).open_on(on).first()


def address_on(agreement: Agreement, funder_id: int, *, on: date) -> InvoiceAddress | None:
    """Where a funder's invoices go on a day; that of whoever continues it comes first."""
    heir = parties.successor_of(funder_id, on=on)
    rows = InvoiceAddress.objects.filter(agreement=agreement, funder__in={funder_id, heir})
    found = {row.funder_id: row for row in rows.open_on(on)}
    return found.get(heir) or found.get(funder_id)


def funders_of(agreement: Agreement, *, on: date) -> list[Organisation]:
    """Whoever pays under an agreement on some day, as they are continued by a day."""
    heirs = parties.successors_of(list(spans_of(agreement).payers), on=on)
    return sorted(
        parties.organisations_by_key(heirs.values()).values(), key=lambda row: sort_key(row.name)
    )


def invoicing_of(actor: Actor, agreement: Agreement, *, on: date) -> Invoicing:
    """What the actor may see of it: a region every funder, a municipality itself."""
    policies.check_set_address(actor)
    region = parties.organisation(parties.successor_of(agreement.region_id, on=on))
    is_whole = agreement.region_id in actor.office_orgs
    rows = InvoiceAddress.objects.filter(agreement=agreement).open_on(on)
    known = {row.funder_id: row for row in rows}
    funders = [
        (row, known.get(row.pk))
        for row in funders_of(agreement, on=on)
        if row.pk != region.pk and (is_whole or row.pk in actor.office_orgs)
    ]
    if not is_whole and not funders:
        raise NotFound
    sender = sender_on(region.pk, on=on) if is_whole else None
    return Invoicing(region, sender, funders)


def files_of(actor: Actor, settlement: Settlement) -> list[SettlementFile]:
    """The files of a closed month that have left the house, without their content."""
    policies.check_see_money(actor)
    rows = SettlementFile.objects.filter(settlement=settlement).defer("content")
    return list(rows.order_by("id"))


def file_for(actor: Actor, uuid: UUID) -> SettlementFile:
    """One file as it left the house."""
    policies.check_fetch(actor)
    found = SettlementFile.objects.filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    policies.check_fetch(actor, found.kind, is_own=found.funder_id in actor.office_orgs)
    return found


def owed_so_far(share: SettlementShare) -> Decimal:
    """All that a funder has owed with a month, the cancelled ones left out."""
    settlement = share.settlement
    before = Settlement.objects.filter(
        agreement=settlement.agreement, starts_on__lt=settlement.starts_on
    ).standing()
    rows = SettlementShare.objects.filter(settlement__in=before, funder=share.funder_id)
    return share.amount + (rows.aggregate(sum=Sum("amount"))["sum"] or Decimal("0.00"))
