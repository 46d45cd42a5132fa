from coordination.agreements import policies as agreements
from coordination.agreements.enums import AgreementKind
from coordination.agreements.models import Agreement
from coordination.base.actor import CARE_ROLES, MANAGING_ROLES, Actor, Role
from coordination.base.errors import NotAllowed
from coordination.ledger.models import Claim

PRACTICE = frozenset({Role.GP, Role.PRACTICE_STAFF})
PAYERS = frozenset({Role.REGION_ADMIN, Role.REGION_FINANCE})
APPROVERS = MANAGING_ROLES | {Role.REGION_ADMIN}
CLAIM_READERS = PRACTICE | PAYERS | {Role.MUNICIPAL_ADMIN}


def check_manage_budget(actor: Actor, agreement: Agreement | None = None) -> None:
    """Budgets, tariffs and caps belong to the region that looks after the agreement."""
    agreements.check_draft(actor, agreement.region_id if agreement else None)


def check_post(actor: Actor, agreement: Agreement) -> None:
    """Care gives rise to postings; whoever approves hours does too, under consultants' agreements.

    The features above decide who may do what to a session or a month.
    """
    is_scheme = agreement.kind == AgreementKind.PRACTICE_CONSULTANT
    if actor.role not in CARE_ROLES | {Role.SYSTEM} | (APPROVERS if is_scheme else set()):
        raise NotAllowed


def check_ask(actor: Actor) -> None:
    """Care may ask whether there is room for a posting; never how much."""
    if actor.role not in CARE_ROLES | {Role.SYSTEM}:
        raise NotAllowed


def check_see_money(actor: Actor) -> None:
    """Totals of agreements are for those who look after them."""
    agreements.check_manage(actor)


def check_see_claims(actor: Actor) -> None:
    """The practice that is paid, the region that pays, the municipality that shares the cost."""
    if actor.role not in CLAIM_READERS:
        raise NotAllowed


def check_see_own_claims(actor: Actor) -> None:
    """A practice follows what it is to be paid."""
    if actor.role not in PRACTICE:
        raise NotAllowed


def check_work_claims(actor: Actor) -> None:
    """The region works through what it is to pay."""
    if actor.role not in PAYERS:
        raise NotAllowed


def check_approve(actor: Actor, claim: Claim | None = None) -> None:
    """The administrator of the region that looks after the agreement."""
    _check_region(actor, frozenset({Role.REGION_ADMIN}), claim)


def check_clear(actor: Actor, claim: Claim | None = None) -> None:
    """The region's finance, who never is who approved."""
    _check_region(actor, frozenset({Role.REGION_FINANCE}), claim)


def check_reject(actor: Actor, claim: Claim | None = None) -> None:
    """Whoever approves for the region, in either step, may reject."""
    _check_region(actor, PAYERS, claim)


def _check_region(actor: Actor, roles: frozenset[Role], claim: Claim | None) -> None:
    if actor.role not in roles:
        raise NotAllowed
    if claim is not None and claim.region_id not in actor.office_orgs:
        raise NotAllowed


def check_resubmit(actor: Actor, claim: Claim | None = None) -> None:
    """A doctor of the practice that is to be paid."""
    if actor.role != Role.GP:
        raise NotAllowed
    if claim is not None and claim.practice_id not in actor.care_orgs:
        raise NotAllowed


def check_fund(actor: Actor, agreement: Agreement | None = None) -> None:
    """The region that looks after the agreement lets what waited for money be paid."""
    if actor.role not in PAYERS:
        raise NotAllowed
    if agreement is not None and agreement.region_id not in actor.office_orgs:
        raise NotAllowed


def check_settle(actor: Actor, agreement: Agreement | None = None) -> None:
    """The region that looks after the agreement closes its months, and reopens them."""
    if actor.role not in PAYERS | {Role.SYSTEM}:
        raise NotAllowed
    if agreement is not None and agreement.region_id not in actor.office_orgs:
        raise NotAllowed


def check_invoice(actor: Actor, agreement: Agreement | None = None) -> None:
    """As for closing: the region sends the invoices, and says how it stands on them."""
    check_settle(actor, agreement)


def check_set_address(
    actor: Actor, agreement: Agreement | None = None, funder_id: int | None = None
) -> None:
    """A funder's administrator says where its invoices go; the region may say it for any."""
    if actor.role not in PAYERS | {Role.MUNICIPAL_ADMIN, Role.SYSTEM}:
        raise NotAllowed
    if agreement is not None and not {agreement.region_id, funder_id} & set(actor.office_orgs):
        raise NotAllowed


def check_fetch(actor: Actor, kind: str = "", *, is_own: bool = False) -> None:
    """The region fetches every file of a closed month, a municipality those of its own share."""
    if actor.role in PAYERS | {Role.SYSTEM}:
        return
    if actor.role != Role.MUNICIPAL_ADMIN or (kind and not is_own):
        raise NotAllowed
