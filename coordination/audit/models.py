"""Append-only rows of plain ids and texts, so that everything above can be audited."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from coordination.audit.enums import Purpose
from coordination.base.actor import Actor


class Trace(models.Model):
    """Who, in which role, for which organisation, in which request; when in real time."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField(db_default=Now(), editable=False)
    actor = models.CharField(max_length=80)
    actor_name = models.CharField(max_length=120)
    role = models.CharField(max_length=30)
    organisation_id = models.BigIntegerField(null=True)
    organisation_name = models.CharField(max_length=160, blank=True)
    request_id = models.CharField(max_length=40, blank=True)

    class Meta:
        abstract = True


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, actor: Actor) -> "EventQuerySet":
        """What was done on behalf of the organisations whose agreements the actor looks after.

        And what others did that was told to these organisations as readers.
        """
        own = list(actor.office_orgs)
        return self.filter(Q(organisation_id__in=own) | Q(reader_ids__overlap=own))


class Event(Trace):
    """Who changed what. `changes` holds before and after, never a CPR number or clinical text.

    `reader_ids` are organisations that may read it beside the one that did it.
    """

    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40)
    subject = models.UUIDField(null=True)
    changes = models.JSONField(default=dict)
    reader_ids = ArrayField(models.BigIntegerField(), default=list)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["subject", "at"], name="event_subject_at")]


class PatientAccess(Trace):
    """Who looked at whom, and why; written before the data is shown."""

    patient = models.UUIDField(null=True)
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    once_key = models.CharField(max_length=160, unique=True, null=True)

    objects = models.Manager()

    class Meta:
        indexes = [
            models.Index(fields=["patient", "at"], name="patient_access_patient_at"),
            models.Index(fields=["actor", "purpose", "at"], name="patient_access_actor"),
        ]
