import uuid

from django.db import models

from coordination.agreements.enums import Succession
from coordination.agreements.models.agreement import Agreement


class SuccessionChoice(models.Model):
    """What was chosen for an agreement of which a party is continued by another from a day."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    on = models.DateField()
    choice = models.CharField(max_length=12, choices=Succession.choices)
    reason = models.CharField(max_length=300)
    chosen_by = models.CharField(max_length=120)
    chosen_at = models.DateTimeField()

    objects = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "on"], name="succession_chosen_once"),
        ]
