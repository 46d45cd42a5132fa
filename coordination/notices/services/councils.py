"""The parties whose approval a text still waits for are reminded of their own decision."""

from collections.abc import Iterator
from datetime import datetime

from coordination.agreements.selectors import approvals
from coordination.base import rowsecurity
from coordination.base.danish import day_text
from coordination.base.periods import local_date
from coordination.notices.enums import DeadlineKind
from coordination.notices.models import Deadline
from coordination.notices.services.ladder import CRITICAL_DAYS, due_at, midnight_after
from coordination.notices.services.messages import READERS
from coordination.reminders import selectors as reminder_rows
from coordination.reminders import services as reminders


def remind_councils(*, now: datetime) -> int:
    """Sweep: plan the reminders of what each party's own body has to approve, by the ladder.

    They close when it has decided. The region is reminded of the whole by the deadline itself.
    Returns how many were new or changed; a second run returns 0.
    """
    with rowsecurity.sweep():
        rows = Deadline.objects.filter(kind=DeadlineKind.RATIFICATION, act_by__gte=local_date(now))
        found = list(rows.select_related("agreement").order_by("agreement"))
        missing = approvals.missing_approvers(row.agreement_id for row in found)
        steps = [
            step
            for deadline in found
            for party in missing.get(deadline.agreement_id, [])
            if party != deadline.agreement.region_id
            for step in _steps(deadline, party, now)
        ]
        return reminders.plan(
            steps, groups=reminder_rows.open_groups("council:"), now=now, reason="Afgjort."
        )


def _steps(deadline: Deadline, party: int, now: datetime) -> Iterator[reminders.Planned]:
    """One reminder for each step before the day; of those that have passed only the nearest."""
    agreement = deadline.agreement
    passed = [days for days in deadline.ladder if due_at(deadline.act_by, days) <= now]
    for days in deadline.ladder:
        yield reminders.Planned(
            key=f"council:{agreement.uuid}:{party}:{deadline.target_on}:{days}",
            group=f"council:{agreement.uuid}:{party}",
            organisation_id=party,
            roles=READERS,
            title=f"Jeres beslutning senest {day_text(deadline.act_by)}: {agreement.title}",
            body=deadline.explanation,
            path=f"/aftaler/godkendelser/?aftale={agreement.slug}",
            due_at=due_at(deadline.act_by, days),
            moot_at=midnight_after(deadline.act_by),
            is_critical=days <= CRITICAL_DAYS,
            only_known=days in passed[:-1],
        )
