from datetime import datetime, timedelta
from uuid import UUID

from coordination.base.actor import Actor
from coordination.base.errors import NotFound
from discharges import policies
from discharges.enums import DischargeState
from discharges.models import Discharge, DischargeQuerySet, DischargeStep

LATELY = timedelta(days=7)
"""How long what is over stays on the list."""

MOST_SHOWN = 200


def discharges_for(actor: Actor) -> DischargeQuerySet:
    """Discharges that the ward has announced, or that concern the own municipality or practice."""
    policies.check_see(actor)
    rows = Discharge.objects.visible_to(actor)
    return rows.select_related("patient", "ward", "municipality", "practice")


def announced_for(actor: Actor) -> list[Discharge]:
    """Citizens who are about to come home, the first of them first."""
    rows = discharges_for(actor).announced()
    return list(rows.order_by("expected_on", "id")[:MOST_SHOWN])


def lately_for(actor: Actor, *, now: datetime) -> list[Discharge]:
    """Those who came home or were cancelled in the last week, the newest first."""
    rows = discharges_for(actor).exclude(state=DischargeState.ANNOUNCED)
    return list(rows.filter(updated_at__gt=now - LATELY).order_by("-updated_at", "-id")[:50])


def discharge_for(actor: Actor, uuid: UUID) -> Discharge:
    """One discharge that the actor takes part in."""
    found = discharges_for(actor).filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


def steps_of(actor: Actor, discharge: Discharge) -> list[DischargeStep]:
    """What has been said about a discharge, the oldest first."""
    rows = DischargeStep.objects.visible_to(actor).filter(discharge=discharge)
    return list(rows.order_by("id"))
