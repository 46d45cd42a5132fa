"""What each role may do.

A check with an object asks about the role alone where none is given, so that whoever lacks the
function is told so before the object is looked for.
"""

from coordination.base.actor import Actor, Role
from coordination.base.errors import NotAllowed
from discharges.models import Discharge

WARD = frozenset({Role.WARD})
NURSE = frozenset({Role.ACUTE_NURSE})
DOCTOR = frozenset({Role.GP})
READERS = WARD | NURSE | DOCTOR | {Role.PRACTICE_STAFF}


def check_see(actor: Actor) -> None:
    """The ward that announces, and those at home who get ready."""
    if actor.role not in READERS:
        raise NotAllowed


def check_announce(actor: Actor) -> None:
    """A ward announces that a citizen comes home."""
    if actor.role not in WARD:
        raise NotAllowed


def check_change(actor: Actor, discharge: Discharge | None = None) -> None:
    """The ward that announced it."""
    check_announce(actor)
    if discharge is not None and discharge.ward_id not in actor.ward_orgs:
        raise NotAllowed


def check_cancel(actor: Actor, discharge: Discharge | None = None) -> None:
    """As for changing."""
    check_change(actor, discharge)


def check_get_ready(actor: Actor, discharge: Discharge | None = None) -> None:
    """A nurse of the citizen's municipality, or a doctor of the own practice."""
    if actor.role not in NURSE | DOCTOR:
        raise NotAllowed
    if discharge is None:
        return
    place = discharge.municipality_id if actor.role in NURSE else discharge.practice_id
    if place not in actor.care_orgs:
        raise NotAllowed


def check_come_home(actor: Actor, discharge: Discharge | None = None) -> None:
    """The ward that lets the citizen go, or the nurse who receives him or her."""
    if actor.role not in WARD | NURSE:
        raise NotAllowed
    if actor.role in WARD:
        check_change(actor, discharge)
    else:
        check_get_ready(actor, discharge)
