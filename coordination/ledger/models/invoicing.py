import uuid

from django.db import models
from django.db.models import Q

from coordination.agreements.models import Agreement
from coordination.ledger.enums import FileKind
from coordination.ledger.models.settlements import Settlement, SettlementShare
from coordination.parties.models import Organisation
from coordination.parties.models.dated import Dated, ends_after_start, one_at_a_time


class InvoiceAddress(Dated):
    """Where a funder's invoices under an agreement go, and the reference it asks for."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    region = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    funder = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    gln = models.CharField(max_length=13)
    reference = models.CharField(max_length=60)

    class Meta:
        constraints = [
            ends_after_start("invoice_address_ends_after_start"),
            one_at_a_time("invoice_address_one_at_a_time", "agreement", "funder"),
            models.CheckConstraint(
                condition=Q(gln__regex=r"^\d{13}$") & ~Q(reference=""),
                name="invoice_address_complete",
            ),
        ]


class InvoiceSender(Dated):
    """How a region stands on its invoices: CVR number, bank account, and why there is no VAT."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    region = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    cvr = models.CharField(max_length=8)
    registration = models.CharField(max_length=4)
    account = models.CharField(max_length=10)
    exemption = models.CharField(max_length=200)

    class Meta:
        constraints = [
            ends_after_start("invoice_sender_ends_after_start"),
            one_at_a_time("invoice_sender_one_at_a_time", "region"),
            models.CheckConstraint(
                condition=Q(registration__regex=r"^\d{4}$", account__regex=r"^\d{1,10}$")
                & ~Q(exemption=""),
                name="invoice_sender_complete",
            ),
        ]


class SettlementFile(models.Model):
    """A file as it left the house. Whoever asks again gets the same bytes, marked as a copy."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    settlement = models.ForeignKey(Settlement, models.PROTECT, related_name="+")
    share = models.ForeignKey(SettlementShare, models.PROTECT, null=True, related_name="+")
    region = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    funder = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=12, choices=FileKind.choices)
    name = models.CharField(max_length=160)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120)

    objects = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["settlement", "share", "kind"],
                nulls_distinct=False,
                name="settlement_file_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=FileKind.values), name="settlement_file_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True, funder__isnull=True)
                | Q(share__isnull=False, funder__isnull=False),
                name="settlement_file_share_has_funder",
            ),
        ]
