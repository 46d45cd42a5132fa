from collections.abc import Iterable
from datetime import date
from uuid import UUID

from acute import policies
from acute.models import Delegation
from acute.models.delegations import DelegationQuerySet
from coordination.base.actor import Actor
from coordination.base.errors import NotFound
from coordination.parties import selectors as parties
from coordination.parties.models import Organisation, Patient


def delegations_for(actor: Actor) -> DelegationQuerySet:
    """What was delegated by the own practice, or to the own municipality, newest first."""
    policies.check_see_delegations(actor)
    rows = Delegation.objects.visible_to(actor).select_related("practice", "municipality")
    return rows.order_by("-id")


def delegation_for(actor: Actor, uuid: UUID) -> Delegation:
    """One delegation of the own practice or to the own municipality."""
    found = delegations_for(actor).filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


def delegations_about(actor: Actor, patient: Patient, *, on: date) -> list[Delegation]:
    """What the citizen's practice lets the nurses of the citizen's municipality measure that day.

    Whether a citizen belongs to the group it is for, the nurse judges.
    """
    rows = delegations_for(actor).open_on(on)
    pair = {"practice": patient.practice_id, "municipality": patient.municipality_id}
    return list(rows.filter(**pair))


def delegated_codes(delegations: Iterable[Delegation]) -> set[str]:
    """The codes that some of the delegations name."""
    return {code for row in delegations for code in row.codes}


def municipalities_for(actor: Actor, *, on: date) -> list[Organisation]:
    """The municipalities of the practice's region, its own first."""
    policies.check_sign_delegation(actor)
    assert actor.organisation_id is not None
    own = parties.municipality_of(actor.organisation_id, on=on)
    region = parties.region_of(actor.organisation_id, on=on)
    rows = parties.municipalities_of(parties.organisation(region), on=on) if region else []
    if own is None:
        return rows
    return [own, *(row for row in rows if row.pk != own.pk)]
