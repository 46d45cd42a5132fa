"""Who lets other people in."""

from coordination.base.actor import Actor, Role
from coordination.base.errors import NotAllowed

STAFF: dict[Role, frozenset[Role]] = {
    Role.GP: frozenset({Role.GP, Role.PRACTICE_STAFF}),
    Role.PRACTICE_STAFF: frozenset({Role.GP, Role.PRACTICE_STAFF}),
    Role.ACUTE_NURSE: frozenset({Role.ACUTE_NURSE}),
    Role.MUNICIPAL_ADMIN: frozenset({Role.ACUTE_NURSE}),
    Role.OUT_OF_HOURS_DOCTOR: frozenset({Role.OUT_OF_HOURS_DOCTOR}),
}
"""Whom a local superuser in each role may let in at the own organisation."""


def check_add_staff(actor: Actor, role: Role | None = None) -> None:
    """A local superuser, for the own organisation and the roles that treat citizens there."""
    if not actor.is_superuser or actor.user_id is None or actor.role not in STAFF:
        raise NotAllowed
    if role is not None and role not in STAFF[actor.role]:
        raise NotAllowed
