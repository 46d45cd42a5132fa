"""The body that decides about a drafted notice: what it decided, and who is reminded."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction

from coordination.base import rowsecurity
from coordination.base.actor import Actor
from coordination.base.danish import day_text
from coordination.base.periods import COPENHAGEN, local_date, working_day_before
from coordination.notices import policies, selectors
from coordination.notices.enums import NoticeKind, NoticeState
from coordination.notices.errors import DecidedInTheFuture, NoBody, WrongState
from coordination.notices.models import Notice
from coordination.notices.selectors import BodyTask
from coordination.notices.services.messages import READERS
from coordination.notices.services.rows import lock, record
from coordination.reminders import selectors as reminder_rows
from coordination.reminders import services as reminders

MORNING = time(7, 0, tzinfo=COPENHAGEN)


@transaction.atomic
def record_body(*, actor: Actor, uuid: UUID, decided_on: date, note: str, today: date) -> Notice:
    """Record when the body decided about the notice, and what it said."""
    policies.check_record_body(actor)
    notice = lock(actor, uuid)
    policies.check_record_body(actor, notice.given_by_id)
    if notice.state == NoticeState.WITHDRAWN:
        raise WrongState(state=NoticeState(notice.state).label.lower())
    if notice.body is None or notice.decided_on is not None:
        raise NoBody
    if decided_on > today:
        raise DecidedInTheFuture
    notice.decided_on, notice.decided_note = decided_on, note.strip()
    notice.decision_recorded_by = actor.name
    notice.save(update_fields=["decided_on", "decided_note", "decision_recorded_by"])
    record(actor, notice, "body_decided", body=notice.body.name, decided_on=decided_on)
    return notice


def remind_bodies(*, now: datetime) -> int:
    """Sweep: plan the reminders of what bodies have to decide, by the agreement's ladder.

    They follow the reading of the clause, and close when the body has decided or the draft is
    given or taken back. Returns how many were new or changed; a second run returns 0.
    """
    with rowsecurity.sweep():
        waiting = Notice.objects.all().waiting_for_body()
        tasks = selectors.tasks_of(waiting, today=local_date(now))
        steps = [step for task in tasks for step in _steps(task, now)]
        return reminders.plan(
            steps, groups=reminder_rows.open_groups("body:"), now=now, reason="Afgjort."
        )


def _steps(task: BodyTask, now: datetime) -> Iterator[reminders.Planned]:
    """One reminder for each step before the day; of those that have passed only the nearest."""
    notice, due_on = task.notice, task.due_on
    if due_on is None or notice.body is None:
        return
    ladder = sorted(notice.agreement.ladder, reverse=True)
    due = {
        days: datetime.combine(working_day_before(due_on - timedelta(days)), MORNING)
        for days in ladder
    }
    passed = [days for days in ladder if due[days] <= now]
    what = NoticeKind(notice.kind).label.lower()
    for days in ladder:
        yield reminders.Planned(
            key=f"body:{notice.uuid}:{days}",
            group=f"body:{notice.uuid}",
            organisation_id=notice.given_by_id,
            roles=READERS,
            title=f"Beslutning senest {day_text(due_on)}: {notice.agreement.title}",
            body=f"{notice.body.name} skal beslutte, om kladden til varsel om {what} afgives.",
            path=f"/aftaler/varsler/{notice.uuid}/",
            due_at=due[days],
            only_known=days in passed[:-1],
        )
