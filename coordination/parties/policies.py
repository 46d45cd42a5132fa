from coordination.base.actor import CARE_ROLES, Actor
from coordination.base.errors import NotAllowed


def check_find_patient(actor: Actor) -> None:
    """Only those who treat citizens look them up."""
    if actor.role not in CARE_ROLES:
        raise NotAllowed
