import uuid

from django.db import models
from django.db.models import Q

from coordination.agreements.models import Agreement
from coordination.base.states import only_moves
from coordination.ledger.enums import MOVES, ClaimState
from coordination.ledger.models.budgets import Budget, Owned
from coordination.parties.models import Organisation


class Claim(Owned):
    """One payable unit: what a practice asks to be paid, and how far that has come.

    `source` is that of its consumption entry. `case_mark` is equal for the same citizen, agreement
    and day, and says nothing else about who it was. `path` is the page of its cause.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    budget = models.ForeignKey(Budget, models.PROTECT, related_name="+")
    source = models.CharField(max_length=120, unique=True)
    practice = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    service_on = models.DateField()
    service_code = models.CharField(max_length=10)
    quantity = models.CharField(max_length=40)
    price = models.DecimalField(max_digits=10, decimal_places=2)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    fee_reason = models.CharField(max_length=200, blank=True)
    ordinal = models.PositiveSmallIntegerField(default=1)
    ordinal_reason = models.CharField(max_length=200, blank=True)
    case_mark = models.CharField(max_length=32, blank=True)
    path = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=ClaimState.choices, default=ClaimState.UNFUNDED)
    version = models.PositiveIntegerField(default=1)
    submitted_at = models.DateTimeField()
    submitted_by = models.CharField(max_length=120)
    submitted_by_key = models.CharField(max_length=80)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.CharField(max_length=120, blank=True)
    approved_by_key = models.CharField(max_length=80, blank=True)
    cleared_at = models.DateTimeField(null=True)
    cleared_by = models.CharField(max_length=120, blank=True)
    cleared_by_key = models.CharField(max_length=80, blank=True)
    rejected_at = models.DateTimeField(null=True)
    rejected_by = models.CharField(max_length=120, blank=True)
    reject_reason = models.CharField(max_length=300, blank=True)
    answer = models.CharField(max_length=300, blank=True)
    answered_by_key = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="claim_amount_positive"),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "cleared", "settled"])
                | Q(approved_at__isnull=False),
                name="claim_approved_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["cleared", "settled"]) | Q(cleared_at__isnull=False),
                name="claim_cleared_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="rejected") | ~Q(reject_reason=""),
                name="claim_rejected_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(ordinal=1) | ~Q(ordinal_reason=""), name="claim_ordinal_has_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "submitted_at", "id"], name="claim_waiting"),
            models.Index(fields=["agreement", "service_on"], name="claim_of_agreement"),
            models.Index(fields=["practice", "-service_on", "-id"], name="claim_of_practice"),
            models.Index(fields=["case_mark"], condition=~Q(case_mark=""), name="claim_same_case"),
        ]
        triggers = [only_moves("claim_moves", MOVES)]

    @property
    def makers(self) -> frozenset[str]:
        """Whose claim it is: who submitted it, and who answered for it after a rejection."""
        return frozenset({self.submitted_by_key, self.answered_by_key} - {""})
