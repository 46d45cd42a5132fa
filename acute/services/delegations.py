"""What a doctor lets nurses measure before they ask."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from acute import policies, selectors
from acute.errors import DelegationHasEnded, EndsBeforeItStarts, NothingDelegated, UnknownKind
from acute.models import Delegation
from coordination.audit import services as audit
from coordination.base.actor import Actor
from coordination.base.errors import NotFound
from coordination.base.periods import DAY


def _record(actor: Actor, delegation: Delegation, verb: str) -> None:
    audit.record(
        actor=actor,
        action=f"delegation.{verb}",
        subject_type="delegation",
        subject=delegation.uuid,
        codes=", ".join(delegation.codes),
        starts_on=delegation.starts_on,
        ends_before=delegation.ends_before,
    )


@transaction.atomic
def sign_delegation(
    *,
    actor: Actor,
    municipality: UUID,
    codes: Sequence[str],
    starts_on: date,
    ends_before: date | None,
    now: datetime,
    patient_group: str = "",
) -> Delegation:
    """The doctor signs, logged in by name, for the own practice; `codes` name what is measured."""
    policies.check_sign_delegation(actor)
    assert actor.organisation_id is not None
    places = {row.uuid: row for row in selectors.municipalities_for(actor, on=starts_on)}
    if municipality not in places:
        raise NotFound
    if not codes:
        raise NothingDelegated
    if set(codes) - selectors.measurement_kinds(codes).keys():
        raise UnknownKind
    if ends_before is not None and ends_before <= starts_on:
        raise EndsBeforeItStarts
    delegation = Delegation.objects.create(
        practice_id=actor.organisation_id,
        municipality=places[municipality],
        patient_group=patient_group.strip(),
        codes=sorted(set(codes)),
        starts_on=starts_on,
        ends_before=ends_before,
        signed_by=actor.name,
        signed_by_key=actor.key,
        signed_at=now,
    )
    _record(actor, delegation, "signed")
    return delegation


@transaction.atomic
def end_delegation(*, actor: Actor, uuid: UUID, today: date) -> Delegation:
    """A doctor of the practice ends it after today, or after its first day where that is later."""
    policies.check_end_delegation(actor)
    found = selectors.delegation_for(actor, uuid)
    rows = Delegation.objects.select_for_update(of=("self",), no_key=True)
    delegation = rows.select_related("practice", "municipality").get(pk=found.pk)
    policies.check_end_delegation(actor, delegation)
    last = max(today, delegation.starts_on)
    if delegation.ends_before is not None and delegation.ends_before <= last + DAY:
        raise DelegationHasEnded
    delegation.ends_before = last + DAY
    delegation.ended_by = actor.name
    delegation.save(update_fields=["ends_before", "ended_by"])
    _record(actor, delegation, "ended")
    return delegation
