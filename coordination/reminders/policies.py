"""What each role may do. Reading and taking one's own messages needs no role."""

from coordination.base.actor import CALENDAR_ROLES, Actor, Role
from coordination.base.errors import NotAllowed

ADMINISTRATORS = frozenset({Role.REGION_ADMIN, Role.MUNICIPAL_ADMIN, Role.GP_ORGANISATION})


def check_see_undelivered(actor: Actor) -> None:
    """An administrator sees what did not reach anybody of the own organisation."""
    if actor.role not in ADMINISTRATORS:
        raise NotAllowed


def check_retry(actor: Actor) -> None:
    """As for seeing it."""
    check_see_undelivered(actor)


def check_have_feed(actor: Actor) -> None:
    """Those who look after agreements, money or cooperation; a program has no calendar."""
    if actor.role not in CALENDAR_ROLES or actor.user_id is None:
        raise NotAllowed
