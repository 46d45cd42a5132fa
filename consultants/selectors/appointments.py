from uuid import UUID

from consultants import policies
from consultants.models import Appointment, AppointmentQuerySet
from coordination.base.actor import Actor
from coordination.base.errors import NotFound

SHOWN = ("agreement", "practitioner", "clinic", "employer", "host", "place")


def appointments_for(actor: Actor) -> AppointmentQuerySet:
    """The appointments the actor may see, newest first."""
    policies.check_see_appointments(actor)
    rows = Appointment.objects.visible_to(actor).select_related(*SHOWN)
    return rows.order_by("-id")


def appointment_for(actor: Actor, uuid: UUID) -> Appointment:
    """One appointment the actor may see."""
    found = appointments_for(actor).filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found
