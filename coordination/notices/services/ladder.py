"""The nightly table of deadlines, and the ladder of reminders before each of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.db.models import prefetch_related_objects

from coordination.base import rowsecurity
from coordination.base.actor import Role
from coordination.base.danish import day_text
from coordination.base.periods import COPENHAGEN, local_date, working_day_before
from coordination.notices.enums import FORECAST, DeadlineKind, Target
from coordination.notices.models import Deadline
from coordination.reminders import services as reminders

MORNING = time(7, 0, tzinfo=COPENHAGEN)
RECIPIENTS = (Role.REGION_ADMIN.value,)
NEXT_IN_LINE = ((Role.REGION_FINANCE.value,),)
CRITICAL_DAYS = 14
TARIFF_DAYS = 30
BODY_DAYS = 14
"""Days before the secretariat's own deadline on which one reminder says so."""

REMINDED = {
    (DeadlineKind.EXPIRY, Target.END),
    (DeadlineKind.TERMINATE, Target.END),
    (DeadlineKind.TERMINATE, Target.MERGER),
    (DeadlineKind.LEAVE, Target.MERGER),
    (DeadlineKind.SUSPEND, Target.MONEY),
    (DeadlineKind.RATIFICATION, Target.START),
    (DeadlineKind.TARIFF, Target.REGULATION),
}
"""What is reminded of. Other days, such as the year's last, stand on the page and calendar only."""

WHAT = {
    DeadlineKind.TERMINATE: "Opsigelse senest",
    DeadlineKind.LEAVE: "Udtræden senest",
    DeadlineKind.SUSPEND: "Suspension senest",
    DeadlineKind.EXPIRY: "Aftalen udløber",
    DeadlineKind.RATIFICATION: "Godkendelse senest",
    DeadlineKind.TARIFF: "Takster reguleres, indtast senest",
}
CRITICAL = frozenset(
    {
        DeadlineKind.TERMINATE,
        DeadlineKind.LEAVE,
        DeadlineKind.SUSPEND,
        DeadlineKind.RATIFICATION,
    }
)
LOCK = 5_270_202
"""Only one sweep refreshes at a time; the others leave it to that one."""

REFRESH = """
WITH money AS MATERIALIZED (
    SELECT m.agreement_id, m.used_on FROM money_days(%(today)s, NULL) m
    WHERE NOT EXISTS (SELECT 1 FROM notices_deadline WHERE refreshed_on = %(today)s)
    UNION ALL
    SELECT d.agreement_id, d.target_on FROM notices_deadline d
    WHERE d.target = 'money' AND d.refreshed_on = %(today)s AND d.anchor = (
        SELECT min(anchor) FROM notices_deadline o
        WHERE o.agreement_id = d.agreement_id AND o.target = 'money')
), fresh AS MATERIALIZED (
    SELECT d.* FROM agreement_deadlines(%(today)s, NULL,
        (SELECT array_agg(agreement_id ORDER BY agreement_id) FROM money),
        (SELECT array_agg(used_on ORDER BY agreement_id) FROM money)) d
), gone AS (
    DELETE FROM notices_deadline d WHERE NOT EXISTS (
        SELECT 1 FROM fresh f WHERE (f.agreement_id, f.kind, f.target, f.anchor)
            = (d.agreement_id, d.kind, d.target, d.anchor))
    RETURNING d.agreement_id, d.kind, d.target, d.anchor
), put AS (
    INSERT INTO notices_deadline AS d (agreement_id, clause_id, kind, target, anchor, target_on,
        act_by, last_day_on, body_by, ladder, wording, refreshed_on, is_planned)
    SELECT f.*, %(today)s, false FROM fresh f ORDER BY f.agreement_id, f.kind, f.target, f.anchor
    ON CONFLICT (agreement_id, kind, target, anchor) DO UPDATE SET clause_id = excluded.clause_id,
        target_on = excluded.target_on, act_by = excluded.act_by,
        last_day_on = excluded.last_day_on, body_by = excluded.body_by, ladder = excluded.ladder,
        wording = excluded.wording, refreshed_on = excluded.refreshed_on,
        is_planned = d.is_planned AND (d.target_on, d.act_by, d.last_day_on, d.body_by, d.ladder,
            d.wording) IS NOT DISTINCT FROM (excluded.target_on, excluded.act_by,
            excluded.last_day_on, excluded.body_by, excluded.ladder, excluded.wording)
    WHERE (d.clause_id, d.target_on, d.act_by, d.last_day_on, d.body_by, d.ladder, d.wording,
        d.refreshed_on) IS DISTINCT FROM (excluded.clause_id, excluded.target_on, excluded.act_by,
            excluded.last_day_on, excluded.body_by, excluded.ladder, excluded.wording,
            excluded.refreshed_on)
)
SELECT 'deadline:' || a.uuid || ':' || g.kind || ':' || g.target || ':' || g.anchor
FROM gone g JOIN agreements_agreement a ON a.id = g.agreement_id
"""
BATCH, MOST_BATCHES = 200, 40
"""Agreements whose reminders are planned in one transaction, and how many of those in a sweep."""

UNPLANNED = """
SELECT d.* FROM notices_deadline d WHERE d.agreement_id IN (
    SELECT DISTINCT u.agreement_id FROM notices_deadline u WHERE NOT u.is_planned
    ORDER BY u.agreement_id LIMIT %s)
ORDER BY d.agreement_id, d.anchor, d.id
"""


def refresh_table(*, today: date) -> set[str]:
    """Compute the deadlines of all agreements in one statement, and keep what changed.

    Returns the reminder groups of those that are gone. For the sweep role.
    """
    with connection.cursor() as cursor:
        cursor.execute(REFRESH, {"today": today})
        return {group for (group,) in cursor.fetchall()}


def refresh_deadlines(*, now: datetime) -> int:
    """Sweep: keep the table of deadlines, and plan the reminders of what changed.

    A deadline that moved or no longer applies closes the reminders that still wait for it. The
    plan is made for some agreements at a time, each time in a transaction of its own, so that a
    killed worker loses little and a whole portfolio holds no lock for long; the next sweep goes on
    where this one stopped. Returns how many reminders were new or changed; a second run returns 0.
    """
    with rowsecurity.sweep():
        if not _alone():
            return 0
        gone = refresh_table(today=local_date(now))
        changed = reminders.plan([], groups=gone, now=now)
    for _turn in range(MOST_BATCHES):
        planned = plan_some(now=now)
        if planned is None:
            break
        changed += planned
    return changed


def plan_some(*, now: datetime) -> int | None:
    """Plan the reminders of some agreements with a new or changed deadline; None where none is."""
    today = local_date(now)
    with rowsecurity.sweep():
        rows = list(Deadline.objects.raw(UNPLANNED, [BATCH])) if _alone() else []
        if not rows:
            return None
        prefetch_related_objects(rows, "agreement", "clause")
        coming = [row for row in rows if row.act_by >= today]
        steps = [step for deadline in _reminded(coming) for step in _steps(deadline, now)]
        groups = {row.group for row in rows if row.act_by >= today or not row.is_planned}
        changed = reminders.plan(steps, groups=groups, now=now)
        Deadline.objects.filter(pk__in=[row.pk for row in rows]).update(is_planned=True)
    return changed


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def _reminded(found: Iterable[Deadline]) -> Iterator[Deadline]:
    """Those that are reminded of; two readings that fall on one day are one reminder."""
    days: dict[tuple[int, str, str], set[date]] = defaultdict(set)
    for deadline in found:
        about = (deadline.agreement_id, deadline.kind, deadline.target)
        if (deadline.kind, deadline.target) in REMINDED and deadline.act_by not in days[about]:
            days[about].add(deadline.act_by)
            yield deadline


def due_at(day: date, ahead: int) -> datetime:
    """When a reminder of a day goes out: in the morning, on a working day, so many days before."""
    return datetime.combine(working_day_before(day - timedelta(ahead)), MORNING)


def midnight_after(day: date) -> datetime:
    """From when on a reminder of a day is of no use."""
    return datetime.combine(day + timedelta(1), time(0), tzinfo=COPENHAGEN)


def _steps(deadline: Deadline, now: datetime) -> Iterator[reminders.Planned]:
    """One reminder for each step of the agreement's ladder, and one for the secretariat's deadline.

    Of the steps that have passed already only the nearest is planned anew, to be sent at once. A
    forecast date moves every night, so it stands in no key.
    """
    ladder = deadline.ladder
    if deadline.kind == DeadlineKind.TARIFF:  # twice a year and no decision: only when it is near
        ladder = [days for days in ladder if days <= TARIFF_DAYS]
    due = {days: due_at(deadline.act_by, days) for days in ladder}
    passed = [days for days in ladder if due[days] <= now]
    for days in ladder:
        ahead = "1 dag" if days == 1 else f"{days} dage"
        yield _planned(
            deadline,
            step=str(days),
            title=f"{_what(deadline)}: {deadline.agreement.title}",
            body=f"{deadline.explanation} Påmindelse {ahead} før fristen.",
            due_at=due[days],
            until=deadline.act_by,
            is_critical=deadline.kind in CRITICAL and days <= CRITICAL_DAYS,
            only_known=days in passed[:-1],
        )
    if deadline.body_by is not None and local_date(now) <= deadline.body_by < deadline.act_by:
        yield _planned(
            deadline,
            step="body",
            title=f"Sagen skal være hos organet {day_text(deadline.body_by)}: "
            f"{deadline.agreement.title}",
            body=deadline.explanation,
            due_at=due_at(deadline.body_by, BODY_DAYS),
            until=deadline.body_by,
            is_critical=False,
            only_known=False,
        )


def _what(deadline: Deadline) -> str:
    text = f"{WHAT[DeadlineKind(deadline.kind)]} {day_text(deadline.act_by)}"
    return text if deadline.is_confirmed else f"{text} (læsningen er ikke bekræftet)"


def _planned(
    deadline: Deadline,
    *,
    step: str,
    title: str,
    body: str,
    due_at: datetime,
    until: date,
    is_critical: bool,
    only_known: bool,
) -> reminders.Planned:
    dated = "" if deadline.target in FORECAST else f":{deadline.target_on}"
    return reminders.Planned(
        key=f"{deadline.group}{dated}:{step}",
        group=deadline.group,
        organisation_id=deadline.agreement.region_id,
        roles=RECIPIENTS,
        title=title[:200],
        body=body,
        path=f"/aftaler/{deadline.agreement.slug}/#deadlines",
        due_at=due_at,
        moot_at=midnight_after(until),
        is_critical=is_critical,
        escalates_to=NEXT_IN_LINE if is_critical else (),
        only_known=only_known,
    )
