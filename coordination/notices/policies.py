from coordination.agreements.models import Agreement
from coordination.base.actor import Actor, Role
from coordination.base.errors import NotAllowed

GIVERS = frozenset({Role.REGION_ADMIN, Role.MUNICIPAL_ADMIN, Role.GP_ORGANISATION})


def check_draft(actor: Actor, agreement: Agreement) -> int:
    """An administrator of a party drafts on behalf of that party, whose key is returned."""
    if actor.role not in GIVERS or actor.organisation_id not in agreement.party_ids:
        raise NotAllowed
    assert actor.organisation_id is not None
    return actor.organisation_id


def check_give(actor: Actor, given_by_id: int) -> None:
    """Only the party whose notice it is gives it or takes it back."""
    if actor.role not in GIVERS or actor.organisation_id != given_by_id:
        raise NotAllowed


def check_withdraw(actor: Actor, given_by_id: int) -> None:
    """As for giving."""
    check_give(actor, given_by_id)


def check_receive(actor: Actor, agreement: Agreement, organisation_id: int) -> None:
    """A party confirms its own receipt; the region that looks after it may record it for others."""
    if actor.role not in GIVERS:
        raise NotAllowed
    if actor.organisation_id not in (organisation_id, agreement.region_id):
        raise NotAllowed
