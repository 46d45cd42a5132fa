"""What each role may do with consultants. Without an object a check asks about the role alone."""

from collections.abc import Sequence

from consultants.models import Appointment, ImprovementPoint, Meeting
from coordination.base.actor import Actor, Role
from coordination.base.errors import NotAllowed
from coordination.parties.enums import OrganisationKind
from coordination.parties.models import Organisation

EMPLOYERS = frozenset({Role.REGION_ADMIN, Role.MUNICIPAL_ADMIN, Role.SYSTEM})
READERS = EMPLOYERS | {
    Role.REGION_FINANCE,
    Role.HOSPITAL_MANAGEMENT,
    Role.PRACTICE_CONSULTANT,
}

OF_KIND = {
    OrganisationKind.MUNICIPALITY: Role.MUNICIPAL_ADMIN,
    OrganisationKind.REGION: Role.REGION_ADMIN,
}
MANAGERS = frozenset({Role.HOSPITAL_MANAGEMENT, *OF_KIND.values()})


def manager_of(host: Organisation) -> Role:
    """The role that manages a host: a hospital's management, or an administrator."""
    return OF_KIND.get(OrganisationKind(host.kind), Role.HOSPITAL_MANAGEMENT)


def check_see_appointments(actor: Actor) -> None:
    """Employers, managements and consultants meet appointments, each their own."""
    if actor.role not in READERS:
        raise NotAllowed


def check_appoint(actor: Actor, employer_id: int | None = None) -> None:
    """A region appoints its consultants, a municipality its own."""
    if actor.role not in EMPLOYERS:
        raise NotAllowed
    if employer_id is not None and employer_id not in actor.office_orgs:
        raise NotAllowed


def check_extend(actor: Actor, employer_id: int | None = None) -> None:
    """As for appointing."""
    check_appoint(actor, employer_id)


def check_end(actor: Actor, employer_id: int | None = None) -> None:
    """As for appointing."""
    check_appoint(actor, employer_id)


def check_log(actor: Actor, appointment: Appointment | None = None) -> None:
    """A consultant, or the system of the own clinic, writes down the consultant's own hours."""
    if actor.role != Role.PRACTICE_CONSULTANT:
        raise NotAllowed
    if appointment is None:
        return
    is_own = actor.practitioner_id == appointment.practitioner_id
    if not is_own and appointment.clinic_id not in actor.consultant_orgs:
        raise NotAllowed


def check_sign(actor: Actor, appointment: Appointment | None = None) -> None:
    """As for logging: nobody signs for another."""
    check_log(actor, appointment)


def check_approve(actor: Actor, appointment: Appointment | None = None) -> None:
    """The management where the consultant works; never the consultant."""
    if actor.role not in MANAGERS:
        raise NotAllowed
    if appointment is None:
        return
    hosts = actor.office_orgs if actor.role == Role.REGION_ADMIN else actor.consultant_orgs
    if appointment.host_id not in hosts or actor.practitioner_id == appointment.practitioner_id:
        raise NotAllowed


def check_return(actor: Actor, appointment: Appointment | None = None) -> None:
    """As for approving."""
    check_approve(actor, appointment)


def check_open_line(actor: Actor, region_id: int | None = None) -> None:
    """A region's administrator enters lines and conferences of its own agreements."""
    if actor.role not in (Role.REGION_ADMIN, Role.SYSTEM):
        raise NotAllowed
    if region_id is not None and region_id not in actor.office_orgs:
        raise NotAllowed


FILERS = frozenset(
    {Role.GP, Role.PRACTICE_STAFF, Role.WARD, Role.MUNICIPAL_ADMIN, Role.ACUTE_NURSE, Role.SYSTEM}
)
"""Who meets the snags of cooperation: practices, wards and municipalities."""

RECEIVERS = frozenset({Role.PRACTICE_CONSULTANT, Role.HOSPITAL_MANAGEMENT, Role.MUNICIPAL_ADMIN})
"""Who reads what is filed about their place."""

IMPROVERS = RECEIVERS | {Role.REGION_ADMIN, Role.SYSTEM}


def check_file(actor: Actor) -> None:
    """Practices, wards and municipalities file snags, and see what they have filed."""
    if actor.role not in FILERS:
        raise NotAllowed


def check_receive(actor: Actor) -> None:
    """The consultant and the management of a place read what is filed about it."""
    if actor.role not in RECEIVERS:
        raise NotAllowed


def check_see_snag(actor: Actor) -> None:
    """Those who file, and those who receive."""
    if actor.role not in FILERS | RECEIVERS:
        raise NotAllowed


def check_see_points(actor: Actor) -> None:
    """Consultants and managements see the points of their places, a region those of all."""
    if actor.role not in IMPROVERS:
        raise NotAllowed


def check_group(actor: Actor, appointments: Sequence[Appointment] | None = None) -> None:
    """A consultant who is appointed at the place today, or coordinates its region."""
    if actor.role != Role.PRACTICE_CONSULTANT:
        raise NotAllowed
    if appointments is not None and not appointments:
        raise NotAllowed


def check_answer(actor: Actor, appointments: Sequence[Appointment] | None = None) -> None:
    """As for grouping."""
    check_group(actor, appointments)


def check_close(actor: Actor, point: ImprovementPoint | Meeting | None = None) -> None:
    """The management of the place that owns the point; never a consultant."""
    if actor.role not in MANAGERS:
        raise NotAllowed
    hosts = actor.office_orgs if actor.role == Role.REGION_ADMIN else actor.consultant_orgs
    if point is not None and point.host_id not in hosts:
        raise NotAllowed


def check_move(
    actor: Actor,
    point: ImprovementPoint | Meeting | None = None,
    appointments: Sequence[Appointment] = (),
) -> None:
    """The consultant of the place, and the management that owns the point."""
    if actor.role == Role.PRACTICE_CONSULTANT:
        check_group(actor, appointments if point is not None else None)
    else:
        check_close(actor, point)


def check_meet(actor: Actor) -> None:
    """Consultants and managements meet; a place is asked about as for moving a point."""
    check_move(actor)
