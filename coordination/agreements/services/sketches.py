"""Answers to the drafting questions, saved page by page, so that nothing typed is lost."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from coordination.agreements import policies, selectors
from coordination.agreements.models import Agreement, Sketch
from coordination.base.actor import Actor
from coordination.parties.models import Organisation


@transaction.atomic
def start_sketch(
    *,
    actor: Actor,
    region: Organisation,
    answers: dict[str, Any],
    now: datetime,
    agreement: Agreement | None = None,
) -> Sketch:
    """Begin to answer, from nothing or from the newest text of an agreement."""
    policies.check_draft(actor, region.pk)
    return Sketch.objects.create(
        region=region, agreement=agreement, answers=answers, started_by=actor.name, saved_at=now
    )


@transaction.atomic
def save_answers(*, actor: Actor, uuid: UUID, answers: dict[str, Any], now: datetime) -> Sketch:
    """Keep the answers of one page beside those given before."""
    found = selectors.sketch_for(actor, uuid)
    policies.check_draft(actor, found.region_id)
    sketch = Sketch.objects.select_for_update(of=("self",), no_key=True).get(pk=found.pk)
    sketch.answers |= answers
    sketch.saved_at = now
    sketch.save(update_fields=["answers", "saved_at"])
    return sketch


@transaction.atomic
def drop_sketch(*, actor: Actor, uuid: UUID) -> None:
    """Remove a sketch that became a text, or that nobody wants."""
    found = selectors.sketch_for(actor, uuid)
    policies.check_draft(actor, found.region_id)
    found.delete()
