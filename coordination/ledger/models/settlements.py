import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

from coordination.agreements.models import Agreement
from coordination.base.actor import Actor
from coordination.ledger.enums import LeftOverReason
from coordination.ledger.models.budgets import Entry, Owned
from coordination.ledger.models.claims import Claim
from coordination.parties.models import Organisation
from coordination.parties.models.dated import Dated, DatedQuerySet, ends_after_start, one_at_a_time


class SettlementQuerySet(DatedQuerySet):
    def visible_to(self, actor: Actor) -> "SettlementQuerySet":
        """Those of the agreements that the own organisation is party to, or was paid by."""
        paid = SettlementLine.objects.filter(
            settlement=OuterRef("pk"), practice__in=actor.care_orgs
        )
        return self.filter(Q(agreement__party_ids__overlap=list(actor.office_orgs)) | Exists(paid))

    def standing(self) -> "SettlementQuerySet":
        """Those that nobody has cancelled."""
        return self.filter(cancelled_at__isnull=True)


class Settlement(Dated):
    """A month of an agreement that was closed: what it pays to whom, and who bears it.

    What was claimed before `cutoff_at` belongs to the month of its service; what came later falls
    into the next. `last_claim` is the newest claim there was: none up to it is forgotten. Nothing
    changes: reopening cancels the settlement, and closing again makes another.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    region = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    grace_days = models.PositiveSmallIntegerField()
    cutoff_at = models.DateTimeField()
    closed_at = models.DateTimeField()
    closed_by = models.CharField(max_length=120)
    closed_by_key = models.CharField(max_length=80)
    last_claim = models.BigIntegerField()
    claim_count = models.PositiveIntegerField(default=0)
    amount = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    content_hash = models.CharField(max_length=64, blank=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.CharField(max_length=120, blank=True)
    cancelled_by_key = models.CharField(max_length=80, blank=True)
    cancel_reason = models.CharField(max_length=300, blank=True)

    objects: ClassVar = SettlementQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_start("settlement_ends_after_start"),
            one_at_a_time(
                "settlement_one_at_a_time", "agreement", condition=Q(cancelled_at__isnull=True)
            ),
            models.UniqueConstraint(fields=["agreement", "number"], name="settlement_number_once"),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancel_reason="")
                | (Q(cancelled_at__isnull=False) & ~Q(cancel_reason="")),
                name="settlement_cancelled_has_reason",
            ),
        ]

    @property
    def is_standing(self) -> bool:
        return self.cancelled_at is None


class SettlementLine(Owned):
    """One claim that a settlement pays, between the parties of the day of its service."""

    settlement = models.ForeignKey(Settlement, models.PROTECT, related_name="+")
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="+")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="+")
    practice = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    service_on = models.DateField()
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    is_cancelled = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claim"], name="settlement_line_once", condition=Q(is_cancelled=False)
            ),
        ]
        indexes = [
            models.Index(fields=["settlement", "practice"], name="settlement_line_practice"),
        ]


class LeftOver(Owned):
    """A claim of a closed month, or of one before it, that was not paid with it, and why."""

    settlement = models.ForeignKey(Settlement, models.PROTECT, related_name="+")
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="+")
    practice = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    service_on = models.DateField()
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    reason = models.CharField(max_length=20, choices=LeftOverReason.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["settlement", "claim"], name="left_over_once"),
            models.CheckConstraint(
                condition=Q(reason__in=LeftOverReason.values), name="left_over_reason_known"
            ),
        ]


class SettlementShare(models.Model):
    """What one funder owes for a settlement; now and then an øre less than nothing."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    settlement = models.ForeignKey(Settlement, models.PROTECT, related_name="+")
    region = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    funder = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)

    objects = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["settlement", "funder"], name="settlement_share_once"),
            models.UniqueConstraint(
                fields=["settlement", "number"], name="settlement_share_number_once"
            ),
        ]
