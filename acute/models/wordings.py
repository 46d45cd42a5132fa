from django.db import models

from acute.enums import Outcome
from acute.models.requests import Request


class EarlierAdvice(models.Model):
    """Advice as it stood before it was edited or taken back. Append-only."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=15, choices=Outcome.choices)
    text = models.TextField(blank=True)
    given_at = models.DateTimeField()
    replaced_at = models.DateTimeField()
    replaced_by = models.CharField(max_length=120)

    objects = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["request", "id"], name="earlier_advice_of_request")]
