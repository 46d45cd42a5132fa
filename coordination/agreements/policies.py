from coordination.agreements.models import Agreement
from coordination.base.actor import Actor, Role
from coordination.base.errors import NotAllowed

STEWARDS = frozenset({Role.REGION_ADMIN, Role.SYSTEM})
RECORDERS = STEWARDS | {Role.MUNICIPAL_ADMIN, Role.GP_ORGANISATION}


def check_draft(actor: Actor, region_id: int) -> None:
    """A region's administrator drafts what the region looks after."""
    if actor.role not in STEWARDS or region_id not in actor.office_orgs:
        raise NotAllowed


def check_send_for_approval(actor: Actor, agreement: Agreement) -> None:
    """As for drafting."""
    check_draft(actor, agreement.region_id)


def check_record_decision(actor: Actor, agreement: Agreement, organisation_id: int) -> None:
    """A party records its own body's decision; the region may record for any party."""
    if actor.role not in RECORDERS:
        raise NotAllowed
    own = organisation_id in actor.office_orgs
    if not own and agreement.region_id not in actor.office_orgs:
        raise NotAllowed


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
