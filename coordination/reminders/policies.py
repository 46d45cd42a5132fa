"""What each role may do. Reading and taking one's own messages needs no role."""

from coordination.base.actor import Actor, Role
from coordination.base.errors import NotAllowed

ADMINISTRATORS = frozenset({Role.REGION_ADMIN, Role.MUNICIPAL_ADMIN, Role.GP_ORGANISATION})


def check_see_undelivered(actor: Actor) -> None:
    """An administrator sees what did not reach anybody of the own organisation."""
    if actor.role not in ADMINISTRATORS:
        raise NotAllowed


def check_retry(actor: Actor) -> None:
    """As for seeing it."""
    check_see_undelivered(actor)
