"""Advice lines and conferences of specialists, as entries of the directory."""

from datetime import date

from django.db import transaction

from consultants import policies
from consultants.enums import LineKind
from consultants.models import AdviceLine
from coordination.agreements.models import Agreement
from coordination.audit import services as audit
from coordination.base.actor import Actor
from coordination.parties import selectors as parties
from coordination.parties.models import Organisation


@transaction.atomic
def open_line(
    *,
    actor: Actor,
    agreement: Agreement,
    place: Organisation,
    kind: LineKind,
    specialty: str,
    phone: str,
    opening_hours: str,
    starts_on: date,
    today: date,
    ends_before: date | None = None,
) -> AdviceLine:
    """Enter where a specialist can be asked, with the agreement behind it."""
    region_id = parties.successor_of(agreement.region_id, on=today)
    policies.check_open_line(actor, region_id)
    line = AdviceLine.objects.create(
        agreement=agreement,
        region_id=region_id,
        place=place,
        kind=kind,
        specialty=specialty,
        phone=phone,
        opening_hours=opening_hours,
        starts_on=starts_on,
        ends_before=ends_before,
    )
    audit.record(
        actor=actor,
        action="advice_line.opened",
        subject_type="advice_line",
        subject=line.uuid,
        place=place.name,
        specialty=specialty,
    )
    return line
