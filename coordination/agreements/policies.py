from coordination.agreements.enums import BodyKind
from coordination.agreements.errors import NotForDoctors
from coordination.agreements.models import Agreement
from coordination.base.actor import Actor, Role
from coordination.base.errors import NotAllowed

STEWARDS = frozenset({Role.REGION_ADMIN, Role.SYSTEM})
RECORDERS = STEWARDS | {Role.MUNICIPAL_ADMIN, Role.GP_ORGANISATION}
CONFIRMERS = RECORDERS | {Role.REGION_FINANCE}


def check_draft(actor: Actor, region_id: int | None = None) -> None:
    """A region's administrator drafts what the region looks after."""
    if actor.role not in STEWARDS:
        raise NotAllowed
    if region_id is not None and region_id not in actor.office_orgs:
        raise NotAllowed


def check_send_for_approval(actor: Actor, agreement: Agreement | None = None) -> None:
    """As for drafting."""
    check_draft(actor, agreement.region_id if agreement else None)


def check_start_with_approvers(actor: Actor, agreement: Agreement | None = None) -> None:
    """As for drafting."""
    check_send_for_approval(actor, agreement)


def check_choose_succession(actor: Actor, agreement: Agreement | None = None) -> None:
    """As for drafting: the region that looks after it, or whoever prepares to take it over."""
    check_send_for_approval(actor, agreement)


def check_settle_clause(actor: Actor, agreement: Agreement | None = None) -> None:
    """How a clause is read is for whoever drafts."""
    check_send_for_approval(actor, agreement)


def check_confirm_clause(actor: Actor, agreement: Agreement | None = None) -> None:
    """Anybody who looks after the agreement for a party may confirm; the service asks who read."""
    if actor.role not in CONFIRMERS:
        raise NotAllowed
    if agreement is not None and not set(agreement.party_ids) & set(actor.office_orgs):
        raise NotAllowed


def check_add_document(actor: Actor, agreement: Agreement | None = None) -> None:
    """A party's administrator adds documents."""
    if actor.role not in RECORDERS:
        raise NotAllowed
    if agreement is not None and not set(agreement.party_ids) & set(actor.office_orgs):
        raise NotAllowed


def check_add_meetings(
    actor: Actor, organisation_id: int | None = None, region_id: int | None = None
) -> None:
    """A body's own administration enters its meetings; a region those of its municipalities."""
    if actor.role not in RECORDERS:
        raise NotAllowed
    if organisation_id is None or organisation_id in actor.office_orgs:
        return
    if actor.role not in STEWARDS or region_id not in actor.office_orgs:
        raise NotAllowed


def check_record_decision(
    actor: Actor, agreement: Agreement | None = None, organisation_id: int | None = None
) -> None:
    """A party records its own body's decision; the region may record for any party."""
    if actor.role not in RECORDERS:
        raise NotAllowed
    if agreement is None or organisation_id in actor.office_orgs:
        return
    if agreement.region_id not in actor.office_orgs:
        raise NotAllowed


def check_decide_for_doctors(actor: Actor, body_kind: str) -> None:
    """Whoever is consultant of a municipality has no mandate for the doctors, in any role."""
    if actor.is_municipal_consultant and body_kind == BodyKind.GP_BOARD:
        raise NotForDoctors


def check_change_dates(actor: Actor, agreement: Agreement) -> None:
    """A party's notice moves the agreement's dates; `notices` decides who may give one."""
    if actor.role not in RECORDERS or not set(agreement.party_ids) & set(actor.office_orgs):
        raise NotAllowed


def check_see_agreements(actor: Actor) -> None:
    """Whoever an agreement may bind can see which agreements there are."""
    if not actor.kin_orgs:
        raise NotAllowed


def check_manage(actor: Actor) -> None:
    """Money and dates are for those who look after agreements."""
    if not actor.office_orgs:
        raise NotAllowed
