"""Who is reminded of what, and when; sweeps that are safe to run twice."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from consultants import selectors
from consultants.enums import LOCKED, TermKind
from consultants.models import Activity, Appointment
from consultants.rules.hours import last_claim_on
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
MILEAGE_LADDER = (30, 14, 3)


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


def remind_mileage(*, now: datetime) -> int:
    """Sweep: consultants are told before mileage lapses that nobody has signed for.

    Returns how many reminders were new or changed; a second run returns 0.
    """
    with rowsecurity.sweep():
        rows = Activity.objects.filter(km_amount__gt=0).exclude(sheet__state__in=LOCKED)
        first: dict[int, Activity] = {}
        for row in rows.select_related("sheet", "appointment").order_by("-done_on", "id"):
            if last_claim_on(row.done_on) >= local_date(now):
                first[row.sheet_id] = row
        steps = [step for row in first.values() for step in _mileage_steps(row, now)]
        groups = reminder_rows.open_groups("mileage:")
        return reminders.plan(steps, groups=groups, now=now, reason="Underskrevet.")


def _mileage_steps(row: Activity, now: datetime) -> Iterator[reminders.Planned]:
    """The earliest mileage of an unsigned month; a journey that changes moves its reminders."""
    last = last_claim_on(row.done_on)
    due = {ahead: due_at(last, ahead) for ahead in MILEAGE_LADDER}
    passed = [ahead for ahead in MILEAGE_LADDER if due[ahead] <= now]
    for ahead in MILEAGE_LADDER:
        yield reminders.Planned(
            key=f"mileage:{row.sheet.uuid}:{ahead}",
            group=f"mileage:{row.sheet.uuid}",
            organisation_id=row.appointment.host_id,
            roles=(Role.PRACTICE_CONSULTANT.value,),
            title=f"Kørsel skal være underskrevet senest {day_text(last)}",
            body="Kørsel betales kun, når måneden er underskrevet inden tre måneder.",
            path=f"/konsulenter/maaneder/{row.sheet.uuid}/",
            due_at=due[ahead],
            moot_at=datetime.combine(last + timedelta(1), time(0), tzinfo=COPENHAGEN),
            only_known=ahead in passed[:-1],
        )
