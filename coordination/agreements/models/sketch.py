import uuid

from django.db import models

from coordination.agreements.models.agreement import Agreement
from coordination.base.actor import Actor
from coordination.parties.models import Organisation


class SketchQuerySet(models.QuerySet["Sketch"]):
    def visible_to(self, actor: Actor) -> "SketchQuerySet":
        """What the actor's own region is writing."""
        return self.filter(region__in=actor.office_orgs)


class Sketch(models.Model):
    """Answers to the drafting questions, kept until they become an agreement or a new version."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    region = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, models.CASCADE, null=True, related_name="+")
    answers = models.JSONField(default=dict)
    started_by = models.CharField(max_length=120)
    saved_at = models.DateTimeField()

    objects = SketchQuerySet.as_manager()
