import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from coordination.agreements import policies
from coordination.agreements.enums import (
    MOVES,
    AgreementKind,
    Anchor,
    BodyKind,
    ClauseKind,
    Decision,
    MoneyUsed,
    PartyRole,
    State,
    Trigger,
)
from coordination.agreements.errors import AlreadyDecided, NotAnApprover, WrongState
from coordination.agreements.models import (
    Agreement,
    Approval,
    Body,
    Clause,
    Party,
    SuspendedInterval,
    Version,
)
from coordination.audit import services as audit
from coordination.base.actor import Actor
from coordination.parties.models import Organisation


@dataclass(frozen=True, slots=True)
class ClauseText:
    """One reading of a clause: its words, and the rule a person read out of them."""

    kind: ClauseKind
    quote: str
    months: int | None = None
    anchor: Anchor | None = None
    trigger: Trigger = Trigger.ANY_TIME
    body_lead_days: int = 0
    money_used: MoneyUsed | None = None
    confirmed_by: str = ""


def _content(agreement: Agreement) -> dict[str, Any]:
    """Everything the parties approve, in a fixed order."""
    return {
        "title": agreement.title,
        "kind": agreement.kind,
        "legal_basis": agreement.legal_basis,
        "starts_on": str(agreement.starts_on),
        "ends_before": str(agreement.ends_before or ""),
        "parties": sorted(
            [str(party.organisation.uuid), party.role]
            for party in agreement.parties.select_related("organisation")
        ),
        "clauses": [
            [
                clause.kind,
                clause.quote,
                clause.months,
                clause.anchor,
                clause.trigger,
                clause.money_used,
            ]
            for clause in agreement.clauses.order_by("kind")
        ],
    }


def _hash(content: dict[str, Any]) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def lock(agreement: Agreement) -> Agreement:
    """Lock the agreement row, on which everything that changes its dates waits."""
    return Agreement.objects.select_for_update(of=("self",), no_key=True).get(pk=agreement.pk)


def _move(agreement: Agreement, to: State) -> None:
    if to not in MOVES[State(agreement.state)]:
        raise WrongState
    agreement.state = to


@transaction.atomic
def draft(
    *,
    actor: Actor,
    slug: str,
    kind: AgreementKind,
    title: str,
    legal_basis: str,
    region: Organisation,
    starts_on: date,
    ends_before: date | None,
    parties: Sequence[tuple[Organisation, PartyRole]],
    clauses: Sequence[ClauseText],
    now: datetime,
    note: str = "",
) -> Agreement:
    """Write down what is being negotiated. `ends_before` is the first day it no longer applies."""
    policies.check_draft(actor, region.pk)
    agreement = Agreement.objects.create(
        slug=slug,
        kind=kind,
        title=title,
        legal_basis=legal_basis,
        region=region,
        starts_on=starts_on,
        ends_before=ends_before,
        party_ids=sorted({region.pk, *(organisation.pk for organisation, _role in parties)}),
        note=note,
    )
    Party.objects.bulk_create(
        Party(agreement=agreement, organisation=organisation, role=role)
        for organisation, role in parties
    )
    Clause.objects.bulk_create(
        Clause(
            agreement=agreement,
            kind=text.kind,
            quote=text.quote,
            months=text.months,
            anchor=text.anchor or "",
            trigger=text.trigger,
            body_lead_days=text.body_lead_days,
            money_used=text.money_used or "",
            confirmed_by=text.confirmed_by,
        )
        for text in clauses
    )
    content = _content(agreement)
    Version.objects.create(
        agreement=agreement,
        number=1,
        content=content,
        content_hash=_hash(content),
        author=actor.key,
        created_at=now,
    )
    audit.record(
        actor=actor,
        action="agreement.drafted",
        subject_type="agreement",
        subject=agreement.uuid,
        title=title,
    )
    return agreement


@transaction.atomic
def send_for_approval(*, actor: Actor, agreement: Agreement) -> Agreement:
    """Put the draft before the parties' bodies; from now on its text is what they approve."""
    policies.check_send_for_approval(actor, agreement)
    agreement = lock(agreement)
    _move(agreement, State.APPROVAL)
    agreement.save(update_fields=["state"])
    audit.record(
        actor=actor,
        action="agreement.sent_for_approval",
        subject_type="agreement",
        subject=agreement.uuid,
    )
    return agreement


@transaction.atomic
def register_body(
    *,
    organisation: Organisation,
    kind: BodyKind,
    name: str,
    starts_on: date,
    ends_before: date | None = None,
) -> Body:
    """Enter a deciding body in the dated table of bodies; the same body is entered once."""
    body, _created = Body.objects.get_or_create(
        organisation=organisation,
        kind=kind,
        starts_on=starts_on,
        defaults={"name": name, "ends_before": ends_before},
    )
    return body


@transaction.atomic
def record_decision(
    *,
    actor: Actor,
    agreement: Agreement,
    body: Body,
    decision: Decision,
    meeting_on: date | None,
    now: datetime,
    agenda_number: str = "",
    case_number: str = "",
    note: str = "",
    is_recommendation: bool = False,
) -> Agreement:
    """Record what a body decided. The last approval puts the agreement into force, exactly once.

    The agreement row is locked first: without it, parties that approve at the same instant each
    miss the others and nobody puts it into force.
    """
    policies.check_record_decision(actor, agreement, body.organisation_id)
    agreement = lock(agreement)
    if agreement.state != State.APPROVAL:
        raise WrongState
    if not is_recommendation and body.organisation_id not in _approvers(agreement):
        raise NotAnApprover
    version = agreement.versions.order_by("-number")[0]
    if version.approvals.filter(body=body).exists():
        raise AlreadyDecided
    Approval.objects.create(
        agreement=agreement,
        version=version,
        organisation_id=body.organisation_id,
        body=body,
        decision=decision,
        is_recommendation=is_recommendation,
        meeting_on=meeting_on,
        agenda_number=agenda_number,
        case_number=case_number,
        note=note,
        recorded_by=actor.name,
        recorded_at=now,
    )
    audit.record(
        actor=actor,
        action="agreement.decision_recorded",
        subject_type="agreement",
        subject=agreement.uuid,
        body=body.name,
        decision=decision,
        meeting_on=meeting_on,
    )
    if decision == Decision.REJECTED and not is_recommendation:
        _move(agreement, State.REJECTED)
        agreement.save(update_fields=["state"])
    elif _all_approved(agreement, version):
        _activate(actor, agreement, now)
    return agreement


def _approvers(agreement: Agreement) -> set[int]:
    rows = agreement.parties.filter(role=PartyRole.APPROVER)
    return set(rows.values_list("organisation_id", flat=True))


def _all_approved(agreement: Agreement, version: Version) -> bool:
    approved = version.approvals.standing().filter(is_recommendation=False)
    return _approvers(agreement) <= set(approved.values_list("organisation_id", flat=True))


def _activate(actor: Actor, agreement: Agreement, now: datetime) -> None:
    _move(agreement, State.IN_FORCE)
    agreement.activated_at = now
    agreement.save(update_fields=["state", "activated_at"])
    audit.record(
        actor=actor,
        action="agreement.activated",
        subject_type="agreement",
        subject=agreement.uuid,
    )


@transaction.atomic
def add_suspended_interval(
    *,
    actor: Actor,
    agreement: Agreement,
    starts_on: date,
    ends_before: date | None,
    reason: str,
) -> SuspendedInterval:
    """Bar postings dated inside the interval. The agreement's own end stays as it is."""
    policies.check_change_dates(actor, agreement)
    agreement = lock(agreement)
    interval = SuspendedInterval.objects.create(
        agreement=agreement, starts_on=starts_on, ends_before=ends_before, reason=reason
    )
    audit.record(
        actor=actor,
        action="agreement.suspended",
        subject_type="agreement",
        subject=agreement.uuid,
        starts_on=starts_on,
        ends_before=ends_before,
    )
    return interval


@transaction.atomic
def remove_suspended_interval(*, actor: Actor, agreement: Agreement, starts_on: date) -> None:
    """Lift a suspension that has not begun, because its notice was withdrawn."""
    policies.check_change_dates(actor, agreement)
    agreement = lock(agreement)
    agreement.suspended_intervals.filter(starts_on=starts_on).delete()
    audit.record(
        actor=actor,
        action="agreement.suspension_lifted",
        subject_type="agreement",
        subject=agreement.uuid,
        starts_on=starts_on,
    )


@transaction.atomic
def end_earlier(*, actor: Actor, agreement: Agreement, ends_before: date) -> Agreement:
    """Let the agreement end before a day, because of a notice; a later day changes nothing."""
    policies.check_change_dates(actor, agreement)
    agreement = lock(agreement)
    if agreement.ends_before is None or ends_before < agreement.ends_before:
        _set_end(actor, agreement, ends_before)
    return agreement


@transaction.atomic
def restore_end(*, actor: Actor, agreement: Agreement, ends_before: date | None) -> Agreement:
    """Give the agreement the end it had before a notice that was withdrawn."""
    policies.check_change_dates(actor, agreement)
    agreement = lock(agreement)
    _set_end(actor, agreement, ends_before)
    return agreement


def _set_end(actor: Actor, agreement: Agreement, ends_before: date | None) -> None:
    before = agreement.ends_before
    agreement.ends_before = ends_before
    agreement.save(update_fields=["ends_before"])
    audit.record(
        actor=actor,
        action="agreement.end_moved",
        subject_type="agreement",
        subject=agreement.uuid,
        before=before,
        after=ends_before,
    )
