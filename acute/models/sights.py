from django.db import models

from acute.models.requests import Request


class Sight(models.Model):
    """How much of a request a reader has seen: its version. Everybody has their own."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="+")
    reader_key = models.CharField(max_length=80)
    version = models.PositiveIntegerField()

    objects = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request", "reader_key"], name="sight_once_for_each_reader"
            )
        ]
