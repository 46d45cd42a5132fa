"""Who is reminded of points; a sweep that is safe to run twice."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from consultants import policies, selectors
from consultants.enums import OPEN_POINTS
from consultants.models import ImprovementPoint
from consultants.services.reminding import due_at
from coordination.base import rowsecurity
from coordination.base.actor import Role
from coordination.base.danish import day_text
from coordination.base.periods import COPENHAGEN, DAY
from coordination.reminders import selectors as reminder_rows
from coordination.reminders import services as reminders

DUE_LADDER = (14, 1)


def remind_points(*, now: datetime) -> int:
    """Sweep: consultant and management hear of points that are silent, and of dates that come.

    Returns how many reminders were new or changed; a second run returns 0.
    """
    with rowsecurity.sweep():
        rows = ImprovementPoint.objects.filter(state__in=OPEN_POINTS).select_related("host")
        steps = [step for row in rows.order_by("id") for step in _steps(row, now)]
        groups = reminder_rows.open_groups("point:")
        return reminders.plan(steps, groups=groups, now=now, reason="Der er sket noget.")


def _steps(point: ImprovementPoint, now: datetime) -> Iterator[reminders.Planned]:
    """A silence is named by the day it began, so that the next one is told of again."""
    silent_on = point.moved_on + timedelta(days=selectors.SILENT_DAYS)
    manager = policies.manager_of(point.host)
    common = {
        "group": f"point:{point.uuid}",
        "organisation_id": point.host_id,
        "roles": (Role.PRACTICE_CONSULTANT.value, manager.value),
        "path": f"/konsulenter/punkter/{point.uuid}/",
    }
    yield reminders.Planned(
        key=f"point:{point.uuid}:silent:{point.moved_on}",
        title=f"{point.number} har været stille i {selectors.SILENT_DAYS} dage",
        due_at=due_at(silent_on + DAY, 0),
        **common,  # type: ignore[arg-type]
    )
    due = {ahead: due_at(point.due_on, ahead) for ahead in DUE_LADDER}
    passed = [ahead for ahead in DUE_LADDER if due[ahead] <= now]
    for ahead in DUE_LADDER:
        yield reminders.Planned(
            key=f"point:{point.uuid}:due:{point.due_on}:{ahead}",
            title=f"{point.number} har frist {day_text(point.due_on)}",
            due_at=due[ahead],
            moot_at=datetime.combine(point.due_on + DAY, time(0), tzinfo=COPENHAGEN),
            only_known=ahead in passed[:-1],
            **common,  # type: ignore[arg-type]
        )
