from datetime import datetime

from django.db import transaction

from coordination.agreements import policies
from coordination.agreements.enums import Anchor, ClauseKind, Trigger
from coordination.agreements.errors import NoSuchClause, OwnReading
from coordination.agreements.models import Agreement, Clause
from coordination.agreements.services.drafting import lock
from coordination.audit import services as audit
from coordination.base.actor import Actor, Role
from coordination.base.errors import ReasonMissing

READING = (
    "anchor",
    "trigger",
    "settled_reason",
    "read_by",
    "read_by_key",
    "confirmed_by",
    "confirmed_at",
)
"""What may change on a clause; its words may not."""


def _locked(agreement: Agreement, kind: ClauseKind) -> Clause:
    agreement = lock(agreement)
    found = Clause.objects.filter(version=agreement.version_id, kind=kind).first()
    if found is None:
        raise NoSuchClause
    return found


@transaction.atomic
def settle_clause(
    *,
    actor: Actor,
    agreement: Agreement,
    kind: ClauseKind,
    anchor: Anchor,
    trigger: Trigger,
    reason: str,
) -> Clause:
    """Decide how a clause is read, with the reason; another person then confirms it.

    The words are not touched, so no approval falls. Notices already given keep their dates.
    """
    policies.check_settle_clause(actor, agreement)
    clause = _locked(agreement, kind)
    if not reason.strip():
        raise ReasonMissing
    before = f"{clause.anchor}/{clause.trigger}"
    clause.anchor, clause.trigger = anchor, trigger
    clause.settled_reason = reason.strip()
    clause.read_by, clause.read_by_key = actor.name, actor.key
    clause.confirmed_by, clause.confirmed_at = "", None
    clause.save(update_fields=READING)
    audit.record(
        actor=actor,
        action="clause.settled",
        subject_type="agreement",
        subject=agreement.uuid,
        kind=kind,
        before=before,
        after=f"{anchor}/{trigger}",
        reason=reason.strip(),
    )
    return clause


@transaction.atomic
def confirm_clause(
    *, actor: Actor, agreement: Agreement, kind: ClauseKind, now: datetime
) -> Clause:
    """Confirm that a clause is quoted and read right. Whoever read it cannot confirm it.

    An import repeats what was confirmed earlier, and is exempt.
    """
    policies.check_confirm_clause(actor, agreement)
    clause = _locked(agreement, kind)
    if actor.key == clause.read_by_key and actor.role != Role.SYSTEM:
        raise OwnReading
    clause.confirmed_by, clause.confirmed_at = actor.name, now
    clause.save(update_fields=["confirmed_by", "confirmed_at"])
    audit.record(
        actor=actor,
        action="clause.confirmed",
        subject_type="agreement",
        subject=agreement.uuid,
        kind=kind,
    )
    return clause
