"""What each role may do. Without an object a check asks about the role alone."""

from collections.abc import Collection

from coordination.agreements import policies as agreements
from coordination.agreements.models import Agreement
from coordination.base.actor import Actor, Role
from coordination.base.errors import NotAllowed

GIVERS = frozenset({Role.REGION_ADMIN, Role.MUNICIPAL_ADMIN, Role.GP_ORGANISATION})


def check_see(actor: Actor) -> None:
    """Notices are for those who look after agreements."""
    agreements.check_manage(actor)


def check_see_letter(
    actor: Actor, given_by_id: int | None = None, receiver_id: int | None = None
) -> None:
    """A party reads the letter that it gets; the giver reads all of them."""
    check_see(actor)
    if receiver_id is not None and not {given_by_id, receiver_id} & set(actor.office_orgs):
        raise NotAllowed


def check_draft(actor: Actor, agreement: Agreement | None = None) -> None:
    """An administrator of a party drafts on behalf of that party, or of one it continues."""
    if actor.role not in GIVERS:
        raise NotAllowed
    if agreement is not None and not set(agreement.party_ids) & set(actor.office_orgs):
        raise NotAllowed


def check_give(actor: Actor, given_by_id: int | None = None) -> None:
    """Only the party whose notice it is, or its successor, gives it or takes it back."""
    if actor.role not in GIVERS:
        raise NotAllowed
    if given_by_id is not None and given_by_id not in actor.office_orgs:
        raise NotAllowed


def check_withdraw(actor: Actor, given_by_id: int | None = None) -> None:
    """As for giving."""
    check_give(actor, given_by_id)


def check_receive(
    actor: Actor, agreement: Agreement | None = None, organisation_id: int | None = None
) -> None:
    """A party confirms its own receipt; the region that looks after it may record it for others."""
    if actor.role not in GIVERS:
        raise NotAllowed
    if agreement is None:
        return
    if not {organisation_id, agreement.region_id} & set(actor.office_orgs):
        raise NotAllowed


def check_agree_withdrawal(actor: Actor, organisation_ids: Collection[int] | None = None) -> None:
    """A party answers for itself, or for one it continues; nobody answers for another."""
    if actor.role not in GIVERS:
        raise NotAllowed
    if organisation_ids is not None and not set(organisation_ids) & set(actor.office_orgs):
        raise NotAllowed


def check_see_body(actor: Actor, given_by_id: int) -> None:
    """Whom a party asks before it gives notice is its own affair."""
    check_see(actor)
    if given_by_id not in actor.office_orgs:
        raise NotAllowed


def check_record_body(actor: Actor, given_by_id: int | None = None) -> None:
    """What the body decided is the giver's to record."""
    check_give(actor, given_by_id)


def check_resume(actor: Actor, given_by_id: int | None = None) -> None:
    """Whoever suspended lifts the suspension, as the parties agreed."""
    check_give(actor, given_by_id)
