from coordination.base.actor import CARE_ROLES, Actor, Role
from coordination.base.errors import NotAllowed

STEWARDS = frozenset({Role.REGION_ADMIN, Role.SYSTEM})


def check_find_patient(actor: Actor) -> None:
    """Only those who treat citizens look them up."""
    if actor.role not in CARE_ROLES:
        raise NotAllowed


def check_find_by_number(actor: Actor) -> None:
    """Whoever treats citizens, is called to them or has them in a bed, and has their number."""
    if actor.role not in CARE_ROLES | {Role.PARAMEDIC, Role.WARD}:
        raise NotAllowed


def check_set_function(actor: Actor, region_id: int | None) -> None:
    """The region that a municipality belongs to on the day, or whoever prepares that region."""
    if actor.role not in STEWARDS or region_id not in actor.office_orgs:
        raise NotAllowed
