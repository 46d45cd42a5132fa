from datetime import timedelta
from uuid import UUID

from django.db.models.functions import Now

from coordination.audit.enums import Purpose
from coordination.audit.models import Event, EventQuerySet, PatientAccess
from coordination.base.actor import Actor


def history_of(actor: Actor, subject: UUID) -> EventQuerySet:
    """What was done to one object, as far as the actor may read it; newest first."""
    return Event.objects.visible_to(actor).filter(subject=subject).order_by("-at", "-id")


def searches_within(actor: Actor, span: timedelta) -> int:
    """How many times the actor looked up a CPR number in the last `span` of real time."""
    rows = PatientAccess.objects.filter(actor=actor.key, purpose=Purpose.SEARCH)
    return rows.filter(at__gt=Now() - span).count()
