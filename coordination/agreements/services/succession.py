"""What becomes of an agreement when one of its parties is continued by another."""

from datetime import date, datetime

from django.db import transaction

from coordination.agreements import policies, selectors
from coordination.agreements.enums import (
    AgreementKind,
    Anchor,
    ClauseKind,
    MoneyUsed,
    PartyRole,
    State,
    Succession,
    Trigger,
)
from coordination.agreements.errors import WrongState
from coordination.agreements.models import Agreement, SuccessionChoice
from coordination.agreements.services.drafting import lock
from coordination.agreements.services.text import ClauseText, Text
from coordination.audit import services as audit
from coordination.base.actor import Actor
from coordination.base.errors import ReasonMissing
from coordination.parties import selectors as parties


@transaction.atomic
def choose_succession(
    *,
    actor: Actor,
    agreement: Agreement,
    on: date,
    choice: Succession,
    reason: str,
    now: datetime,
) -> SuccessionChoice:
    """Keep what was chosen for the day, and why; a later choice takes its place."""
    policies.check_choose_succession(actor, agreement)
    agreement = lock(agreement)
    if not reason.strip():
        raise ReasonMissing
    made, _is_new = SuccessionChoice.objects.update_or_create(
        agreement=agreement,
        on=on,
        defaults={
            "choice": choice,
            "reason": reason.strip(),
            "chosen_by": actor.name,
            "chosen_at": now,
        },
    )
    audit.record(
        actor=actor,
        action="agreement.succession_chosen",
        subject_type="agreement",
        subject=agreement.uuid,
        readers=agreement.party_ids,
        on=on,
        choice=choice,
        reason=made.reason,
    )
    return made


@transaction.atomic
def end_by_decision(
    *, actor: Actor, agreement: Agreement, ends_before: date | None, reason: str
) -> Agreement:
    """Let a decision end the agreement before a day, without a notice; None takes it back."""
    policies.check_choose_succession(actor, agreement)
    agreement = lock(agreement)
    if agreement.state != State.IN_FORCE:
        raise WrongState
    if not reason.strip():
        raise ReasonMissing
    before = agreement.ends_before
    agreement.terminated_before = ends_before
    agreement.save(update_fields=["terminated_before"])
    agreement.refresh_from_db(fields=["ends_before"])
    audit.record(
        actor=actor,
        action="agreement.ended_by_decision",
        subject_type="agreement",
        subject=agreement.uuid,
        readers=agreement.party_ids,
        before=before,
        after=agreement.ends_before,
        reason=reason.strip(),
    )
    return agreement


def succeeded_text(agreement: Agreement, *, on: date) -> Text:
    """The newest text with each party replaced by whoever continues it on a day."""
    version = selectors.newest_version(agreement)
    rows = list(version.parties.order_by("pk"))
    heirs = parties.successors_of({row.organisation_id for row in rows}, on=on)
    places = parties.organisations_by_key(heirs.values())
    pairs = dict.fromkeys((heirs[row.organisation_id], PartyRole(row.role)) for row in rows)
    content, first = version.content, version.recommending_body
    ends = content["ends_before"]
    gone = first is not None and first.ends_before is not None and first.ends_before <= on
    return Text(
        title=content["title"],
        kind=AgreementKind(content["kind"]),
        legal_basis=content["legal_basis"],
        starts_on=date.fromisoformat(content["starts_on"]),
        ends_before=date.fromisoformat(ends) if ends else None,
        parties=[(places[key], role) for key, role in pairs],
        clauses=[
            ClauseText(
                kind=ClauseKind(row.kind),
                quote=row.quote,
                months=row.months,
                anchor=Anchor(row.anchor) if row.anchor else None,
                trigger=Trigger(row.trigger) if row.trigger else None,
                body_lead_days=row.body_lead_days,
                money_used=MoneyUsed(row.money_used) if row.money_used else None,
            )
            for row in version.clauses.order_by("pk")
        ],
        parent=selectors.parent_in(version),
        falls_with_parent=content["falls_with_parent"],
        recommending_body=None if gone else first,
    )
