"""What the ladder of a request is set to: times by agreement, numbers by municipality."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from acute import policies
from acute.enums import Hours, Urgency
from acute.models import CallNumber, LadderTimes
from acute.rules.ladder import Times
from coordination.agreements.models import Agreement
from coordination.audit import services as audit
from coordination.base.actor import Actor
from coordination.parties import selectors as parties
from coordination.parties.models import Organisation


@transaction.atomic
def set_ladder_times(
    *, actor: Actor, agreement: Agreement, times: Mapping[Urgency, Times], starts_on: date
) -> None:
    """The minutes of each step under an agreement, from a day on; earlier days keep theirs."""
    policies.check_set_ladder(actor, agreement.region_id)
    for urgency, minutes in times.items():
        rows = LadderTimes.objects.filter(agreement=agreement, urgency=urgency)
        rows.filter(starts_on__lt=starts_on).open_on(starts_on).update(ends_before=starts_on)
        row = {name: getattr(minutes, name) for name in Times.__slots__}
        LadderTimes.objects.create(agreement=agreement, urgency=urgency, starts_on=starts_on, **row)
    audit.record(
        actor=actor,
        action="ladder.times_set",
        subject_type="agreement",
        subject=agreement.uuid,
        starts_on=starts_on,
    )


@transaction.atomic
def set_call_number(
    *,
    actor: Actor,
    municipality: Organisation,
    hours: Hours,
    name: str,
    phone: str,
    starts_on: date,
) -> CallNumber:
    """Whom to ring in a municipality in those hours, from a day on; earlier days keep theirs."""
    policies.check_set_ladder(actor, parties.region_of(municipality.pk, on=starts_on))
    rows = CallNumber.objects.filter(municipality=municipality, hours=hours)
    rows.filter(starts_on__lt=starts_on).open_on(starts_on).update(ends_before=starts_on)
    made = CallNumber.objects.create(
        municipality=municipality, hours=hours, name=name, phone=phone, starts_on=starts_on
    )
    audit.record(
        actor=actor,
        action="ladder.number_set",
        subject_type="organisation",
        subject=municipality.uuid,
        hours=hours,
        name=name,
        starts_on=starts_on,
    )
    return made
