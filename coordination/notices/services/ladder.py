"""The ladder of reminders before each deadline."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from coordination.agreements import selectors as agreements
from coordination.base import rowsecurity
from coordination.base.actor import Role
from coordination.base.danish import day_text
from coordination.base.periods import local_date, working_day_before
from coordination.notices import rules
from coordination.notices.enums import DeadlineKind
from coordination.notices.rules import Deadline
from coordination.reminders import selectors as reminder_rows
from coordination.reminders import services as reminders

LADDER = (90, 60, 30, 14, 7, 1)
"""Days before a deadline on which a reminder goes out."""

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
MORNING = time(7, 0, tzinfo=COPENHAGEN)
RECIPIENTS = (Role.REGION_ADMIN.value,)

WHAT = {
    DeadlineKind.TERMINATE: "Opsigelse senest",
    DeadlineKind.EXPIRY: "Aftalen udløber",
}


def refresh_deadlines(*, now: datetime) -> int:
    """Sweep: plan the reminders of every deadline of the agreements in force.

    A deadline that moved or no longer applies closes the reminders that still wait for it. Returns
    how many reminders were new or changed; a second run returns 0.
    """
    with rowsecurity.sweep():
        live = list(agreements.live_agreements(on=local_date(now)))
        clauses = agreements.clauses_by_agreement(live)
        steps = [
            step
            for agreement in live
            for deadline in rules.deadlines(agreement, clauses.get(agreement.pk, []))
            for step in _steps(deadline, now)
        ]
        return reminders.plan(steps, groups=reminder_rows.open_groups("deadline:"), now=now)


def _steps(deadline: Deadline, now: datetime) -> Iterator[reminders.Planned]:
    """One reminder for each step of the ladder, on a working day.

    Of the steps that have passed already only the nearest is planned anew, to be sent at once.
    """
    agreement = deadline.agreement
    due = {
        days: datetime.combine(working_day_before(deadline.act_by - timedelta(days)), MORNING)
        for days in LADDER
    }
    passed = [days for days in LADDER if due[days] <= now]
    midnight = datetime.combine(deadline.act_by + timedelta(1), time(0), tzinfo=COPENHAGEN)
    for days in LADDER:
        ahead = "1 dag" if days == 1 else f"{days} dage"
        yield reminders.Planned(
            key=f"{deadline.group}:{deadline.target_on}:{deadline.act_by}:{days}",
            group=deadline.group,
            organisation_id=agreement.region_id,
            roles=RECIPIENTS,
            title=f"{WHAT[deadline.kind]} {day_text(deadline.act_by)}: {agreement.title}",
            body=f"{deadline.explanation} Påmindelse {ahead} før fristen.",
            path=f"/aftaler/{agreement.slug}/#deadlines",
            due_at=due[days],
            moot_at=midnight,
            only_known=days in passed[:-1],
        )
