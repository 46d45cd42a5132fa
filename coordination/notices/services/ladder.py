"""The nightly table of deadlines, and the ladder of reminders before each of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from django.db import connection

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
    SELECT m.agreement_id, m.used_on FROM money_days(%(today)s) m
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
        act_by, last_day_on, body_by, ladder, refreshed_on)
    SELECT f.*, %(today)s FROM fresh f ORDER BY f.agreement_id, f.kind, f.target, f.anchor
    ON CONFLICT (agreement_id, kind, target, anchor) DO UPDATE SET clause_id = excluded.clause_id,
        target_on = excluded.target_on, act_by = excluded.act_by,
        last_day_on = excluded.last_day_on, body_by = excluded.body_by,
        ladder = excluded.ladder, refreshed_on = excluded.refreshed_on
    WHERE (d.clause_id, d.target_on, d.act_by, d.last_day_on, d.body_by, d.ladder, d.refreshed_on)
        IS DISTINCT FROM (excluded.clause_id, excluded.target_on, excluded.act_by,
            excluded.last_day_on, excluded.body_by, excluded.ladder, excluded.refreshed_on)
    RETURNING d.agreement_id
)
SELECT 'put', agreement_id, '' FROM put
UNION ALL
SELECT 'gone', g.agreement_id,
    'deadline:' || a.uuid || ':' || g.kind || ':' || g.target || ':' || g.anchor
FROM gone g JOIN agreements_agreement a ON a.id = g.agreement_id
"""


def refresh_table(*, today: date) -> tuple[set[int], set[str]]:
    """Compute the deadlines of all agreements in one statement, and keep what changed.

    Returns the agreements that have a new or changed deadline, and the reminder groups of those
    that are gone. For the sweep role.
    """
    with connection.cursor() as cursor:
        cursor.execute(REFRESH, {"today": today})
        rows = cursor.fetchall()
    changed = {agreement for what, agreement, _group in rows if what == "put"}
    return changed, {group for what, _agreement, group in rows if what == "gone"}


def refresh_deadlines(*, now: datetime) -> int:
    """Sweep: keep the table of deadlines, and plan the reminders of what changed.

    A deadline that moved or no longer applies closes the reminders that still wait for it. Returns
    how many reminders were new or changed; a second run returns 0.
    """
    today = local_date(now)
    with rowsecurity.sweep():
        if not _alone():
            return 0
        changed, gone = refresh_table(today=today)
        if not changed and not gone:
            return 0
        rows = Deadline.objects.filter(agreement__in=changed, act_by__gte=today)
        found = list(rows.select_related("agreement", "clause").order_by("agreement", "anchor"))
        steps = [step for deadline in _reminded(found) for step in _steps(deadline, now)]
        groups = gone | {deadline.group for deadline in found}
        return reminders.plan(steps, groups=groups, now=now)


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


def _morning(day: date) -> datetime:
    """When a reminder of a day goes out: in the morning of the working day it is or precedes."""
    return datetime.combine(working_day_before(day), MORNING)


def _steps(deadline: Deadline, now: datetime) -> Iterator[reminders.Planned]:
    """One reminder for each step of the agreement's ladder, and one for the secretariat's deadline.

    Of the steps that have passed already only the nearest is planned anew, to be sent at once. A
    forecast date moves every night, so it stands in no key.
    """
    ladder = deadline.ladder
    if deadline.kind == DeadlineKind.TARIFF:  # twice a year and no decision: only when it is near
        ladder = [days for days in ladder if days <= TARIFF_DAYS]
    due = {days: _morning(deadline.act_by - timedelta(days)) for days in ladder}
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
            due_at=_morning(deadline.body_by - timedelta(BODY_DAYS)),
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
        moot_at=datetime.combine(until + timedelta(1), time(0), tzinfo=COPENHAGEN),
        is_critical=is_critical,
        escalates_to=NEXT_IN_LINE if is_critical else (),
        only_known=only_known,
    )
