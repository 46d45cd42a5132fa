from django.db import models


class IdempotencyRecord(models.Model):
    """The answer to a write, kept for 30 days under the caller's key, in the work's transaction."""

    principal = models.CharField(max_length=100)
    key = models.CharField(max_length=64)
    fingerprint = models.BinaryField()
    status = models.PositiveSmallIntegerField(null=True)
    body_sealed = models.BinaryField(null=True)
    location = models.CharField(max_length=200, blank=True)
    etag = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()

    objects = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["principal", "key"], name="idempotency_key_once_per_principal"
            )
        ]
        indexes = [models.Index(fields=["created_at"], name="idempotency_created")]
