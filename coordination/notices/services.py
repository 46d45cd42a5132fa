"""Deadlines that follow from an agreement's clauses, and the reminders before them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from coordination.agreements.enums import ClauseKind, State
from coordination.agreements.models import Agreement, Clause
from coordination.agreements.rules import effective_on, latest_safe_day
from coordination.base import rowsecurity
from coordination.base.actor import Role
from coordination.base.danish import day_text
from coordination.base.periods import local_date, working_day_before
from coordination.notices.enums import DeadlineKind
from coordination.notices.models import Deadline
from coordination.reminders import services as reminders

LADDER = (90, 60, 30, 14, 7, 1)
"""Days before a deadline on which a reminder goes out."""

MORNING = time(7, 0, tzinfo=ZoneInfo("Europe/Copenhagen"))
RECIPIENTS = (Role.REGION_ADMIN.value,)


@dataclass(frozen=True, slots=True)
class Computed:
    kind: DeadlineKind
    target_on: date
    act_by: date
    explanation: str
    confirmed_by: str


def _compute(agreement: Agreement, clauses: dict[str, Clause]) -> list[Computed]:
    """The deadlines of one agreement: expiry, and the latest safe day to end it by then."""
    last_day = agreement.period.last_day
    if last_day is None:
        return []
    found = [
        Computed(
            DeadlineKind.EXPIRY,
            last_day,
            last_day,
            f"Aftalens sidste dag er {day_text(last_day)}.",
            "",
        )
    ]
    clause = clauses.get(ClauseKind.TERMINATE)
    if clause is not None:
        act_by = latest_safe_day(clause.rule, last_day)
        found.append(
            Computed(
                DeadlineKind.TERMINATE,
                last_day,
                act_by,
                f"Opsigelse skal være modtaget senest {day_text(act_by)}: {clause.months} måneder "
                f"{clause.get_anchor_display()} derfra er "
                f"{day_text(effective_on(clause.rule, act_by))}, og en dag senere ville virkningen "
                f"falde efter {day_text(last_day)}.",
                clause.confirmed_by,
            )
        )
    return found


def refresh_deadlines(*, now: datetime) -> int:
    """Sweep: compute the deadlines of agreements in force and plan their reminders.

    A deadline whose date moved closes the reminders that still wait for the old date. Returns how
    many deadlines were new or moved. Safe to run twice.
    """
    changed = 0
    with rowsecurity.sweep():
        agreements = list(
            Agreement.objects.filter(state=State.IN_FORCE, ends_before__gt=local_date(now))
            .prefetch_related("clauses")
            .order_by("id")
        )
        known = {
            (row.agreement_id, row.kind, row.target_on): row
            for row in Deadline.objects.filter(agreement__in=agreements)
        }
        for agreement in agreements:
            clauses = {clause.kind: clause for clause in agreement.clauses.all()}
            for computed in _compute(agreement, clauses):
                old = known.get((agreement.pk, computed.kind, computed.target_on))
                if old is not None and old.act_by == computed.act_by:
                    continue
                changed += 1
                _store(agreement, computed, old)
                _plan_reminders(agreement, computed, now)
    return changed


def _store(agreement: Agreement, computed: Computed, old: Deadline | None) -> None:
    deadline = old or Deadline(
        agreement=agreement, kind=computed.kind, target_on=computed.target_on
    )
    deadline.act_by = computed.act_by
    deadline.explanation = computed.explanation
    deadline.confirmed_by = computed.confirmed_by
    deadline.save()


def _plan_reminders(agreement: Agreement, computed: Computed, now: datetime) -> None:
    """One reminder per step of the ladder, on a working day; steps already passed fall away,

    except the nearest one, which is sent at once.
    """
    group = f"deadline:{agreement.uuid}:{computed.kind.value}:{computed.target_on}"
    moments = [
        (days, datetime.combine(working_day_before(computed.act_by - timedelta(days)), MORNING))
        for days in LADDER
    ]
    passed = [days for days, due_at in moments if due_at <= now]
    skipped = {days for days in passed if days != min(passed)}
    planned = {
        f"{group}:{computed.act_by}:{days}": (days, due_at)
        for days, due_at in moments
        if days not in skipped
    }
    reminders.close_group(group=group, reason="Fristen er flyttet.", keep=frozenset(planned))
    moot_at = datetime.combine(computed.act_by + timedelta(1), time(0), tzinfo=MORNING.tzinfo)
    for key, (days, due_at) in planned.items():
        reminders.schedule(
            key=key,
            group=group,
            organisation_id=agreement.region_id,
            roles=RECIPIENTS,
            title=f"{_what(computed.kind)} senest {day_text(computed.act_by)}: {agreement.title}",
            body=f"{computed.explanation} Der er {days} {'dag' if days == 1 else 'dage'} til.",
            path=f"/aftaler/{agreement.slug}/#frister",
            due_at=due_at,
            moot_at=moot_at,
        )


def _what(kind: DeadlineKind) -> str:
    return "Opsigelse" if kind is DeadlineKind.TERMINATE else "Aftalen udløber"
