import uuid

from django.db import models
from django.db.models import Q

from coordination.agreements.models import Agreement
from coordination.ledger.enums import KeyKind
from coordination.parties.models import Organisation
from coordination.parties.models.dated import Dated, ends_after_start, one_at_a_time


class FundingKey(Dated):
    """How the funders of an agreement divide what it costs, while the key holds."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=KeyKind.choices, default=KeyKind.FIXED)
    decision = models.CharField(max_length=300)
    decided_on = models.DateField()

    class Meta:
        constraints = [
            ends_after_start("funding_key_ends_after_start"),
            one_at_a_time("funding_key_one_at_a_time", "agreement"),
            models.CheckConstraint(
                condition=Q(kind__in=KeyKind.values), name="funding_key_kind_known"
            ),
        ]


class FundingShare(models.Model):
    """One funder's weight in a key; its part is the weight over the sum of them."""

    key = models.ForeignKey(FundingKey, models.CASCADE, related_name="shares")
    funder = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    weight = models.DecimalField(max_digits=24, decimal_places=4)

    objects = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "funder"], name="funding_share_once"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="funding_share_positive"),
        ]
