import uuid

from django.db import models

from coordination.agreements.models import Agreement
from coordination.base.actor import Actor
from coordination.notices.enums import DeadlineKind


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def visible_to(self, actor: Actor) -> "DeadlineQuerySet":
        """The deadlines of agreements the actor looks after."""
        return self.filter(agreement__party_ids__overlap=list(actor.office_orgs))


class Deadline(models.Model):
    """The last day to act under one agreement for one purpose, with how it was found."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=DeadlineKind.choices)
    target_on = models.DateField()
    act_by = models.DateField()
    explanation = models.CharField(max_length=400)
    confirmed_by = models.CharField(max_length=120, blank=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "kind", "target_on"], name="deadline_once_per_target"
            )
        ]
        indexes = [models.Index(fields=["act_by"], name="deadline_act_by")]
