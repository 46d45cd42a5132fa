from dataclasses import dataclass
from datetime import date
from uuid import UUID

from consultants import policies
from consultants.models import Appointment, AppointmentQuerySet
from coordination.agreements import selectors as agreements
from coordination.agreements.enums import AgreementKind, State
from coordination.agreements.models import Agreement
from coordination.base.actor import Actor
from coordination.base.errors import NotFound
from coordination.parties import selectors as parties
from coordination.parties.enums import OrganisationKind
from coordination.parties.models import Organisation

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


@dataclass(frozen=True, slots=True)
class Offered:
    """What an employer can choose from when appointing."""

    agreements: list[Agreement]
    hosts: list[Organisation]
    departments: list[Organisation]


HOSTING = (
    OrganisationKind.HOSPITAL,
    OrganisationKind.PSYCHIATRY,
    OrganisationKind.MUNICIPALITY,
    OrganisationKind.REGION,
)


def offered_to(actor: Actor, *, today: date) -> Offered:
    """The agreements on consultants in force, their hosts, and the departments of those."""
    policies.check_appoint(actor)
    rows = agreements.managed_agreements(actor).filter(
        kind=AgreementKind.PRACTICE_CONSULTANT, state=State.IN_FORCE
    )
    found = list(rows.order_by("title", "id"))
    keys = {key for row in found for key in row.party_ids}
    hosts = [row for row in parties.organisations_with_keys(keys) if row.kind in HOSTING]
    departments = parties.departments_of([row.pk for row in hosts], on=today)
    return Offered(found, hosts, departments)


def scheme_for(actor: Actor, uuid: UUID) -> Agreement:
    """An agreement that the actor looks after."""
    found = agreements.managed_agreements(actor).filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found
