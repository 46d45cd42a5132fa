"""What notices do to an agreement's dates."""

from datetime import date

from django.db import transaction

from coordination.agreements import policies, selectors
from coordination.agreements.enums import State
from coordination.agreements.errors import NotSuspended, ResumesTooEarly
from coordination.agreements.models import Agreement, Party, SuspendedInterval
from coordination.agreements.services.drafting import lock
from coordination.audit import services as audit
from coordination.base import rowsecurity
from coordination.base.actor import Actor
from coordination.base.danish import day_text
from coordination.base.periods import DAY


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
        readers=agreement.party_ids,
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
        readers=agreement.party_ids,
        starts_on=starts_on,
    )


@transaction.atomic
def resume(
    *, actor: Actor, agreement: Agreement, suspended_from: date, resumes_on: date, today: date
) -> SuspendedInterval:
    """Let services be posted again from a day on; days that have passed stay barred."""
    policies.check_change_dates(actor, agreement)
    agreement = lock(agreement)
    found = agreement.suspended_intervals.filter(starts_on=suspended_from).first()
    if found is None or (found.ends_before is not None and found.ends_before <= today):
        raise NotSuspended
    earliest = max(today, found.starts_on + DAY)
    if resumes_on < earliest:
        raise ResumesTooEarly(day=day_text(earliest))
    before = found.ends_before
    found.delete()  # an interval is never changed: the database lets it be written and removed
    interval = SuspendedInterval.objects.create(
        agreement=agreement,
        starts_on=found.starts_on,
        ends_before=resumes_on,
        reason=found.reason,
    )
    audit.record(
        actor=actor,
        action="agreement.resumed",
        subject_type="agreement",
        subject=agreement.uuid,
        readers=agreement.party_ids,
        starts_on=found.starts_on,
        before=before,
        after=resumes_on,
    )
    return interval


@transaction.atomic
def terminate(*, actor: Actor, agreement: Agreement, ends_before: date | None) -> Agreement:
    """Let a notice end the agreement before a day, or no longer (None: it was withdrawn).

    It never ends later than was decided for the day a party is continued. The trigger on the row
    takes the earliest end; agreements that fall with this one follow.
    """
    policies.check_change_dates(actor, agreement)
    agreement = lock(agreement)
    before = agreement.ends_before
    days = (ends_before, selectors.ceases_before(agreement))
    agreement.terminated_before = min((day for day in days if day), default=None)
    agreement.save(update_fields=["terminated_before"])
    agreement.refresh_from_db(fields=["ends_before"])
    audit.record(
        actor=actor,
        action="agreement.end_moved",
        subject_type="agreement",
        subject=agreement.uuid,
        readers=agreement.party_ids,
        before=before,
        after=agreement.ends_before,
    )
    return agreement


def leave(*, actor: Actor, agreement: Agreement, organisation_id: int, leaves_before: date) -> None:
    """Let one party leave while the others stay; its last day is the day before."""
    _part(actor, agreement, organisation_id, leaves_before, "agreement.party_left")


def stay(*, actor: Actor, agreement: Agreement, organisation_id: int) -> None:
    """Let a party stay whose notice to leave was withdrawn."""
    _part(actor, agreement, organisation_id, None, "agreement.party_stays")


@transaction.atomic
def _part(
    actor: Actor, agreement: Agreement, organisation_id: int, before: date | None, action: str
) -> None:
    policies.check_change_dates(actor, agreement)
    agreement = lock(agreement)
    rows = Party.objects.filter(version=agreement.version_id, organisation=organisation_id)
    rows.filter(joins_on__isnull=False).update(leaves_before=before)
    audit.record(
        actor=actor,
        action=action,
        subject_type="agreement",
        subject=agreement.uuid,
        readers=agreement.party_ids,
        organisation=organisation_id,
        leaves_before=before,
    )


def end_passed(*, today: date) -> int:
    """Sweep: agreements whose last day has passed have ended; returns how many."""
    with rowsecurity.sweep():
        passed = Agreement.objects.filter(state=State.IN_FORCE, ends_before__lte=today)
        due = passed.select_for_update(skip_locked=True, no_key=True, of=("self",))
        keys = list(due.values_list("pk", flat=True))
        return Agreement.objects.filter(pk__in=keys).update(state=State.ENDED)
