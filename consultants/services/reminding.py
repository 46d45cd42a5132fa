"""Who is reminded of what, and when; sweeps that are safe to run twice."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from consultants import selectors
from consultants.enums import TermKind
from consultants.models import Appointment
from consultants.selectors import TermDay
from coordination.base import rowsecurity
from coordination.base.actor import Role
from coordination.base.danish import day_text
from coordination.base.periods import COPENHAGEN, local_date, working_day_before
from coordination.parties.enums import OrganisationKind
from coordination.reminders import selectors as reminder_rows
from coordination.reminders import services as reminders

MORNING = time(7, 0, tzinfo=COPENHAGEN)
LADDER = (90, 30, 14, 1)
CRITICAL_DAYS = 14


def due_at(day: date, ahead: int) -> datetime:
    """In the morning, on a working day, so many days before."""
    return datetime.combine(working_day_before(day - timedelta(ahead)), MORNING)


def remind_terms(*, now: datetime) -> int:
    """Sweep: employers are reminded before a term ends, and before one more must be decided.

    Returns how many reminders were new or changed; a second run returns 0.
    """
    today = local_date(now)
    with rowsecurity.sweep():
        rows = Appointment.objects.filter(ends_before__gt=today)
        days = selectors.days_of(rows.select_related("employer"), after=today)
        steps = [step for day in days for step in _steps(day, now)]
        groups = reminder_rows.open_groups("appointment:")
        return reminders.plan(steps, groups=groups, now=now, reason="Ikke længere aktuel.")


def _steps(day: TermDay, now: datetime) -> Iterator[reminders.Planned]:
    """One reminder for each step; of those that have passed only the nearest is planned anew."""
    appointment = day.appointment
    municipal = appointment.employer.kind == OrganisationKind.MUNICIPALITY
    role = Role.MUNICIPAL_ADMIN if municipal else Role.REGION_ADMIN
    due = {ahead: due_at(day.on, ahead) for ahead in LADDER}
    passed = [ahead for ahead in LADDER if due[ahead] <= now]
    for ahead in LADDER:
        yield reminders.Planned(
            key=f"{day.uid}:{day.on}:{ahead}",
            group=day.uid,
            organisation_id=appointment.employer_id,
            roles=(role.value,),
            title=f"{TermKind(day.kind).label} {day_text(day.on)}",
            body=day.explanation,
            path=f"/konsulenter/ansaettelser/{appointment.uuid}/",
            due_at=due[ahead],
            moot_at=datetime.combine(day.on + timedelta(1), time(0), tzinfo=COPENHAGEN),
            is_critical=day.kind == TermKind.DECIDE and ahead <= CRITICAL_DAYS,
            only_known=ahead in passed[:-1],
        )
