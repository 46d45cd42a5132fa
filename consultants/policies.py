"""What each role may do with consultants. Without an object a check asks about the role alone."""

from coordination.base.actor import Actor, Role
from coordination.base.errors import NotAllowed

EMPLOYERS = frozenset({Role.REGION_ADMIN, Role.MUNICIPAL_ADMIN, Role.SYSTEM})
READERS = EMPLOYERS | {
    Role.REGION_FINANCE,
    Role.HOSPITAL_MANAGEMENT,
    Role.PRACTICE_CONSULTANT,
}


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
