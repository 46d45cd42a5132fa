"""What each role may do.

A check with an object asks about the role alone where none is given, so that whoever lacks the
function is told so before the object is looked for.
"""

from acute.models import Delegation, Duty, Request, Session
from coordination.base.actor import PATIENT_ROLES, Actor, Role
from coordination.base.errors import NotAllowed

NURSES = frozenset({Role.ACUTE_NURSE})
DOCTORS = frozenset({Role.GP})
ASKERS = NURSES | {Role.PARAMEDIC}
ADVISERS = DOCTORS | {Role.HOSPITAL_SPECIALIST, Role.OUT_OF_HOURS_DOCTOR}
PRACTICE = frozenset({Role.GP, Role.PRACTICE_STAFF})
STEWARDS = frozenset({Role.REGION_ADMIN, Role.SYSTEM})
SHARERS = frozenset({Role.REGION_ADMIN, Role.REGION_FINANCE, Role.MUNICIPAL_ADMIN})


def check_work_list(actor: Actor) -> None:
    """Whoever asks, and whoever is asked."""
    if actor.role not in PATIENT_ROLES:
        raise NotAllowed


def check_send(actor: Actor) -> None:
    """An acute nurse asks for advice about citizens of her own municipality."""
    if actor.role not in NURSES:
        raise NotAllowed


def check_consult(actor: Actor) -> None:
    """Whoever is with a citizen asks a hospital unit that an agreement lets her ask."""
    if actor.role not in ASKERS:
        raise NotAllowed


def check_take(actor: Actor, request: Request | None = None) -> None:
    """A doctor of the practice or the service, or whoever advises at the unit, that is asked."""
    if actor.role not in ADVISERS:
        raise NotAllowed
    if request is not None and request.practice_id not in actor.case_orgs:
        raise NotAllowed


def check_hand_back(actor: Actor, request: Request | None = None) -> None:
    """As for taking."""
    check_take(actor, request)


def check_answer(actor: Actor, request: Request | None = None) -> None:
    """As for taking."""
    check_take(actor, request)


def check_see_fee(actor: Actor, request: Request | None = None) -> None:
    """A doctor of the practice, who is paid by the minute."""
    if actor.role not in DOCTORS:
        raise NotAllowed
    check_take(actor, request)


def check_log_unanswered(actor: Actor, request: Request | None = None) -> None:
    """Either side of a request has rung in vain: whoever asked, or a doctor who is asked."""
    check = check_close if actor.role in ASKERS else check_take
    check(actor, request)


def check_close(actor: Actor, request: Request | None = None) -> None:
    """A nurse of the municipality, or a paramedic of the unit, that asked."""
    if actor.role not in ASKERS:
        raise NotAllowed
    if request is not None and request.municipality_id not in actor.case_orgs:
        raise NotAllowed


def check_cancel(actor: Actor, request: Request | None = None) -> None:
    """As for closing."""
    check_close(actor, request)


def check_measure(actor: Actor, request: Request | None = None) -> None:
    """As for closing: whoever asked adds what was measured since."""
    check_close(actor, request)


def check_attach(actor: Actor, request: Request | None = None) -> None:
    """As for closing: whoever asked shows more."""
    check_close(actor, request)


def check_see_delegations(actor: Actor) -> None:
    """Nurses and practices see what is delegated between them."""
    check_see_availability(actor)


def check_sign_delegation(actor: Actor) -> None:
    """A person who is a doctor of the practice signs; a program cannot."""
    if actor.role not in DOCTORS or actor.user_id is None:
        raise NotAllowed


def check_end_delegation(actor: Actor, delegation: Delegation | None = None) -> None:
    """A doctor of the practice that signed."""
    if actor.role not in DOCTORS:
        raise NotAllowed
    if delegation is not None and delegation.practice_id not in actor.care_orgs:
        raise NotAllowed


def check_set_score(actor: Actor, region_id: int | None = None) -> None:
    """A region's administrator chooses the score of its municipalities, and what it asks for."""
    if actor.role not in STEWARDS:
        raise NotAllowed
    if region_id is not None and region_id not in actor.office_orgs:
        raise NotAllowed


def check_set_ladder(actor: Actor, region_id: int | None = None) -> None:
    """A region's administrator sets the times of its agreements and its municipalities' numbers."""
    check_set_score(actor, region_id)


def check_see_sessions(actor: Actor) -> None:
    """A practice sees its own sessions; nurses never meet money."""
    if actor.role not in PRACTICE:
        raise NotAllowed


def check_log_session(actor: Actor) -> None:
    """A doctor logs advice given to citizens listed with the own practice."""
    if actor.role not in DOCTORS:
        raise NotAllowed


def check_void_session(actor: Actor, session: Session | None = None) -> None:
    """The practice takes its own session back."""
    if actor.role not in DOCTORS:
        raise NotAllowed
    if session is not None and session.practice_id not in actor.care_orgs:
        raise NotAllowed


def check_see_use(actor: Actor) -> None:
    """Those who pay together see how it is used; the database counts, and hides what is few."""
    if actor.role not in SHARERS:
        raise NotAllowed


def check_take_part(actor: Actor, practice_id: int | None = None) -> None:
    """A person who is a doctor of the practice says yes or no for it; a program cannot."""
    if actor.role == Role.SYSTEM:
        return
    if actor.role not in DOCTORS or actor.user_id is None:
        raise NotAllowed
    if practice_id is not None and practice_id not in actor.care_orgs:
        raise NotAllowed


def check_set_available(actor: Actor) -> None:
    """The practice itself says whether it can be asked."""
    if actor.role not in PRACTICE:
        raise NotAllowed


def check_see_availability(actor: Actor) -> None:
    """Nurses see which doctors can be asked, and a practice how it is shown to them."""
    if actor.role not in NURSES | PRACTICE:
        raise NotAllowed


def check_see_duties(actor: Actor) -> None:
    """Practices see their own duties, the region those under its agreements."""
    if actor.role not in PRACTICE | STEWARDS:
        raise NotAllowed


def check_plan_duty(
    actor: Actor, region_id: int | None = None, practice_id: int | None = None
) -> None:
    """The region plans the rota of its agreements, a practice's superuser that of the practice."""
    own = actor.care_orgs if actor.role in PRACTICE and actor.is_superuser else None
    if actor.role not in STEWARDS and own is None:
        raise NotAllowed
    place, places = (region_id, actor.office_orgs) if own is None else (practice_id, own)
    if place is not None and place not in places:
        raise NotAllowed


def check_answer_duty(actor: Actor, duty: Duty | None = None) -> None:
    """The doctor whose duty it is, or the practice's own system; nobody accepts for a colleague."""
    if actor.role not in DOCTORS:
        raise NotAllowed
    if duty is None:
        return
    if duty.practice_id not in actor.care_orgs:
        raise NotAllowed
    if actor.user_id is not None and duty.doctor_id != actor.user_id:
        raise NotAllowed
