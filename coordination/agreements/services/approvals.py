from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from coordination.agreements import policies, selectors
from coordination.agreements.enums import DECIDED, STANDING, Decision, PartyRole, State
from coordination.agreements.errors import (
    AlreadyDecided,
    ApprovesForAnother,
    AuthorAlone,
    BodyGone,
    MeetingInTheFuture,
    MeetingMissing,
    NoApproval,
    NotAnApprover,
    RecommendationMissing,
    ReferenceMissing,
    ReservationMissing,
    TextChanged,
    WrongState,
)
from coordination.agreements.models import Agreement, Approval, Body, Party, Version
from coordination.agreements.selectors import approvals
from coordination.agreements.services.announcing import tell_recorded, tell_sent
from coordination.agreements.services.drafting import apply_text, lock, move
from coordination.audit import services as audit
from coordination.base.actor import Actor, Role
from coordination.base.danish import day_text
from coordination.base.errors import ReasonMissing
from coordination.base.periods import local_date
from coordination.parties import selectors as parties


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a body's decision can be found."""

    meeting_on: date | None = None
    agenda_number: str = ""
    case_number: str = ""
    link: str = ""
    note: str = ""

    @property
    def can_be_found(self) -> bool:
        return bool(self.agenda_number or self.case_number or self.link)


@transaction.atomic
def send_for_approval(*, actor: Actor, agreement: Agreement, now: datetime) -> Agreement:
    """Put the newest text before the parties' bodies; from now on it is what they approve."""
    policies.check_send_for_approval(actor, agreement)
    agreement = lock(agreement)
    newest = agreement.versions.order_by("-number")[0]
    if newest.sent_at is not None:
        raise WrongState
    if agreement.state != State.IN_FORCE:
        move(agreement, State.APPROVAL)
        agreement.save(update_fields=["state"])
    newest.sent_at = now
    newest.save(update_fields=["sent_at"])
    audit.record(
        actor=actor,
        action="agreement.sent_for_approval",
        subject_type="agreement",
        subject=agreement.uuid,
        readers=agreement.party_ids,
        version=newest.number,
    )
    tell_sent(actor, agreement, newest, _approvers(newest))
    return agreement


@transaction.atomic
def record_decision(
    *,
    actor: Actor,
    agreement: Agreement,
    body: Body,
    decision: Decision,
    content_hash: str,
    reference: Reference,
    now: datetime,
    is_recommendation: bool = False,
) -> Agreement:
    """Record what a body decided about the text with this hash.

    The last approval puts the version into force in the same transaction, exactly once. The
    agreement row is locked first: without it, parties that approve at the same instant each miss
    the others and nobody puts it into force. A text that changed meanwhile is not approved.
    For a party that has been succeeded on the day of the meeting its successor's body decides.
    """
    policies.check_record_decision(actor, agreement, body.organisation_id)
    policies.check_decide_for_doctors(actor, body.kind)
    agreement = lock(agreement)
    version = selectors.version_under_approval(agreement)
    if version is None:
        raise WrongState
    if version.content_hash != content_hash:
        raise TextChanged(number=version.number)
    represented = _represented(version, body, reference.meeting_on or local_date(now))
    _check_say(version, body, represented, is_recommendation=is_recommendation)
    _check_meeting(body, decision, reference, now)
    if decision in STANDING and not is_recommendation:
        _check_recommended(version, body)
    by_the_party = actor.role != Role.SYSTEM and body.organisation_id in actor.office_orgs
    if decision in DECIDED and not (by_the_party or reference.can_be_found or _imports(actor)):
        raise ReferenceMissing
    approval = version.approvals.filter(body=body).first() or Approval(
        agreement=agreement, version=version, body=body
    )
    before = _check_move(version, approval, decision, represented)
    approval.organisation_id = body.organisation_id
    approval.decision, approval.is_recommendation = decision, is_recommendation
    for name, value in asdict(reference).items():
        setattr(approval, name, value)
    approval.recorded_by, approval.recorded_by_key = actor.name, actor.key
    approval.by_the_party, approval.recorded_at = by_the_party, now
    if by_the_party and not is_recommendation:
        _check_only_party(version, approval)
    approval.save()
    audit.record(
        actor=actor,
        action="agreement.decision_recorded",
        subject_type="agreement",
        subject=agreement.uuid,
        readers=agreement.party_ids,
        body=body.name,
        before=before,
        decision=decision,
        meeting_on=reference.meeting_on,
        version=version.number,
    )
    tell_recorded(actor, agreement, approval)
    if not is_recommendation:
        _follow(actor, agreement, version, decision, now)
    return agreement


def _imports(actor: Actor) -> bool:
    """An import repeats what was decided on paper, with the references that are known."""
    return actor.role == Role.SYSTEM


def _represented(version: Version, body: Body, on: date) -> set[int]:
    """The parties that must approve a version and that a body decides for on a day."""
    later = parties.successors_of(_approvers(version), on=on) if body.decides else {}
    return {party for party, now in later.items() if now == body.organisation_id}


def _check_say(
    version: Version, body: Body, represented: set[int], *, is_recommendation: bool
) -> None:
    recommends = body.pk == version.recommending_body_id
    if not (recommends if is_recommendation else represented):
        raise NotAnApprover


def _check_meeting(body: Body, decision: Decision, reference: Reference, now: datetime) -> None:
    """What was decided was decided at a meeting that was held, by a body that existed then."""
    today = local_date(now)
    if decision in DECIDED:
        if reference.meeting_on is None:
            raise MeetingMissing
        if reference.meeting_on > today:
            raise MeetingInTheFuture
    if decision == Decision.APPROVED_WITH_RESERVATION and not reference.note.strip():
        raise ReservationMissing
    day = reference.meeting_on or today
    if (body.ends_before is not None and day >= body.ends_before) or day < body.starts_on:
        raise BodyGone(body=body.name, day=day_text(day))


def _check_recommended(version: Version, body: Body) -> None:
    first = version.recommending_body
    if first is None or first.pk == body.pk:
        return
    if not version.approvals.standing().filter(body=first).exists():
        raise RecommendationMissing(body=first.name)


def _check_move(
    version: Version, approval: Approval, after: Decision, represented: set[int]
) -> Decision:
    """What was decided before, where that may become `after`.

    A body's first word about a version follows what was decided for its parties before it
    continued them: a yes for one of them is enough to go on, a no must be free for all.
    """
    before = {Decision(approval.decision)}
    if approval.pk is None and represented:
        counted = approvals.counted_decisions(version)
        before = {counted[party] for party in represented}
    refused = [
        row
        for row in sorted(before)
        if after != row and after not in selectors.next_decisions(version, row)
    ]
    if refused and (after == Decision.REJECTED or len(refused) == len(before)):
        raise AlreadyDecided(before=refused[0].label, after=after.label)
    return min(before)


def _check_only_party(version: Version, approval: Approval) -> None:
    others = version.approvals.deciding().filter(
        by_the_party=True, recorded_by_key=approval.recorded_by_key
    )
    if others.exclude(pk=approval.pk).exists():
        raise ApprovesForAnother


def _follow(
    actor: Actor, agreement: Agreement, version: Version, decision: Decision, now: datetime
) -> None:
    """What a decision brings about: a rejection, a late joiner, or the version in force."""
    if version.activated_at is not None:
        if decision in STANDING:
            _join(version, on=max(agreement.starts_on, local_date(now)))
        return
    if decision == Decision.REJECTED:
        if agreement.state == State.APPROVAL:
            move(agreement, State.REJECTED)
            agreement.save(update_fields=["state"])
        return
    if not _all_approved(version):
        return
    if not (_imports(actor) or _somebody_else(version)):
        raise AuthorAlone
    _activate(actor, agreement, version, now)


def _approvers(version: Version) -> set[int]:
    rows = version.parties.filter(role=PartyRole.APPROVER)
    return set(rows.values_list("organisation_id", flat=True))


def _approved(version: Version) -> set[int]:
    counted = approvals.counted_decisions(version)
    return {party for party, decision in counted.items() if decision in STANDING}


def _all_approved(version: Version) -> bool:
    return _approvers(version) <= _approved(version)


def _somebody_else(version: Version) -> bool:
    rows = version.approvals.standing().deciding()
    return rows.exclude(recorded_by_key=version.author).exists()


def _join(version: Version, *, on: date) -> None:
    """Let in those who have approved; who need not approve takes part with them."""
    waiting = _approvers(version) - _approved(version)
    rows = Party.objects.filter(version=version, joins_on__isnull=True)
    rows.exclude(organisation__in=waiting).update(joins_on=on)


def _activate(actor: Actor, agreement: Agreement, version: Version, now: datetime) -> None:
    before, first_day = agreement.version, agreement.starts_on
    if agreement.state == State.IN_FORCE:
        first_day = max(first_day, local_date(now))
    else:
        move(agreement, State.IN_FORCE)
        agreement.activated_at = now
    if before is not None and before.pk != version.pk:
        _carry_on(before, version)
    _join(version, on=first_day)
    apply_text(agreement, version)
    agreement.save()
    version.activated_at = now
    version.save(update_fields=["activated_at"])
    audit.record(
        actor=actor,
        action="agreement.activated",
        subject_type="agreement",
        subject=agreement.uuid,
        readers=agreement.party_ids,
        version=version.number,
    )


def _carry_on(before: Version, after: Version) -> None:
    """Whoever takes part goes on under the next text; who has left comes back by approving it."""
    approved = _approved(after)
    for party in before.parties.filter(joins_on__isnull=False):
        if party.leaves_before is not None and party.organisation_id in approved:
            continue
        after.parties.filter(organisation=party.organisation_id).update(
            joins_on=party.joins_on, leaves_before=party.leaves_before
        )


@transaction.atomic
def start_with_approvers(
    *, actor: Actor, agreement: Agreement, reason: str, now: datetime
) -> Agreement:
    """Put the text into force for the parties that have approved it, with a reason.

    The others do not take part until their own body approves the same text.
    """
    policies.check_start_with_approvers(actor, agreement)
    agreement = lock(agreement)
    version = selectors.version_under_approval(agreement)
    if version is None or agreement.state != State.APPROVAL:
        raise WrongState
    if not reason.strip():
        raise ReasonMissing
    approved = _approved(version)
    if not approved:
        raise NoApproval
    if not _somebody_else(version):
        raise AuthorAlone
    agreement.partial_start_reason = reason.strip()
    _activate(actor, agreement, version, now)
    audit.record(
        actor=actor,
        action="agreement.started_without_all",
        subject_type="agreement",
        subject=agreement.uuid,
        readers=agreement.party_ids,
        reason=reason.strip(),
        approved=len(approved),
        required=len(_approvers(version)),
    )
    return agreement
