from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q

from coordination.agreements import selectors as agreements
from coordination.agreements.enums import Anchor, ClauseKind, Trigger
from coordination.agreements.errors import ReadingOpen
from coordination.agreements.models import Agreement, Body, Clause
from coordination.agreements.rules import NoticeRule, last_day_in_force, latest_receipt
from coordination.base.actor import Actor
from coordination.base.danish import kroner_text, sort_key
from coordination.base.errors import NotFound, StateConflict
from coordination.base.periods import DAY, Period, local_date
from coordination.ledger import selectors as ledger
from coordination.ledger.rules import ENOUGH_DAYS, Outlook
from coordination.notices import policies
from coordination.notices.enums import STANDING, NoticeKind, NoticeState
from coordination.notices.errors import (
    ClauseNotConfirmed,
    MoneyLasts,
    MoneyNotUsed,
    MoneyUnknown,
    NoSuchRight,
)
from coordination.notices.models import Notice, NoticeQuerySet, Receipt
from coordination.notices.selectors.deadlines import (
    Wanted,
    calendar_of,
    coming_deadlines,
    deadlines_for,
    deadlines_of,
    with_next_deadline,
)
from coordination.parties import selectors as parties
from coordination.parties.models import Organisation


def notices_of(actor: Actor, agreement: Agreement) -> NoticeQuerySet:
    """The notices of one agreement, newest first."""
    policies.check_see(actor)
    rows = Notice.objects.visible_to(actor).filter(agreement=agreement)
    return rows.select_related("agreement", "given_by").order_by("-drafted_at", "-id")


def notice_for(actor: Actor, uuid: UUID) -> Notice:
    """One notice of an agreement the actor looks after."""
    policies.check_see(actor)
    rows = Notice.objects.visible_to(actor).select_related("agreement", "given_by")
    found = rows.filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


def notices_crossing(
    actor: Actor, found: Iterable[Agreement], *, on: date
) -> dict[int, list[Notice]]:
    """The notices that are open or take effect on or after a day, by agreement key."""
    policies.check_see(actor)
    rows = Notice.objects.visible_to(actor).filter(agreement__in=list(found))
    rows = rows.exclude(state=NoticeState.WITHDRAWN).exclude(last_day_on__lt=on)
    crossing: dict[int, list[Notice]] = {}
    for notice in rows.select_related("given_by").order_by("drafted_at", "pk"):
        crossing.setdefault(notice.agreement_id, []).append(notice)
    return crossing


def open_notice(
    actor: Actor, agreement: Agreement, kind: NoticeKind, *, today: date
) -> Notice | None:
    """The notice of a kind that stands or that the actor's party has in draft, if any.

    One that has taken effect is over; several parties may leave, each by a notice of its own.
    """
    rows = Notice.objects.visible_to(actor).filter(agreement=agreement, kind=kind)
    if kind == NoticeKind.LEAVE:
        rows = rows.filter(given_by__in=actor.office_orgs)
    over = Q(state__in=[NoticeState.WITHDRAWN, NoticeState.IN_EFFECT])
    return rows.exclude(over | Q(last_day_on__lt=today)).first()


def standing_notice(agreement: Agreement, kind: NoticeKind, given_by_id: int) -> Notice | None:
    """The notice of a kind (of leaving: by that party) that was given and still stands, if any."""
    rows = Notice.objects.filter(agreement=agreement, kind=kind, state__in=STANDING)
    if kind == NoticeKind.LEAVE:
        rows = rows.filter(given_by=given_by_id)
    return rows.first()


def check_clause_can_be_used(
    actor: Actor, agreement: Agreement, clause: Clause, *, today: date
) -> None:
    """Refuse notice under a clause that is read in several ways, unconfirmed, or not met yet.

    A right that hangs on the money waits for it to be used, or to be about to be.
    """
    if not clause.is_settled:
        raise ReadingOpen
    if not clause.confirmed_by:
        raise ClauseNotConfirmed
    trigger = Trigger(clause.trigger)
    budget = ledger.budget_of(actor, agreement) if trigger != Trigger.ANY_TIME else None
    if budget is None or budget.left <= 0:
        return
    if trigger == Trigger.MONEY_USED:
        raise MoneyNotUsed(left=kroner_text(budget.left))
    outlook = ledger.outlook_of(budget, agreement, as_of=today)
    if outlook is None or outlook.history_days < ENOUGH_DAYS:
        raise MoneyUnknown
    if not outlook.runs_out:
        raise MoneyLasts(pace=kroner_text(outlook.per_month))


def hindrance(actor: Actor, notice: Notice, *, today: date) -> StateConflict | None:
    """Why a draft cannot be given today, where its clause is the reason."""
    clause = agreements.clause_of(notice.agreement, ClauseKind(notice.kind))
    try:
        if clause is None:
            raise NoSuchRight
        check_clause_can_be_used(actor, notice.agreement, clause, today=today)
    except StateConflict as error:
        return error
    return None


def must_have(notice: Notice, *, on: date) -> set[int]:
    """Which parties must have a notice: all but its giver's own side and those who have left.

    They are those of the text that applies, with the region unless its successor is one of them.
    """
    agreement = notice.agreement
    found = {row.organisation_id for row in agreements.parties_of(agreement)}
    if parties.successor_of(agreement.region_id, on=on) not in found:
        found.add(agreement.region_id)
    left = agreements.left_by(agreement, on=on)
    return found - left - parties.own_side_of(notice.given_by_id, on=on)


def others(notice: Notice) -> set[int]:
    """Which parties got a notice that was given."""
    return set(notice.receipts.values_list("organisation_id", flat=True))


def reading(clause: Clause) -> dict[str, Any]:
    """What a notice keeps of the clause that gives the right to it."""
    return {
        "months": clause.rule.months,
        "anchor": clause.rule.anchor.value,
        "quote": clause.quote,
        "trigger": clause.trigger,
        "confirmed_by": clause.confirmed_by,
    }


def rule_of(kept: Mapping[str, Any]) -> NoticeRule:
    """How the notice counts, from what it keeps."""
    return NoticeRule(kept["months"], Anchor(kept["anchor"]))


def receipts_of(notice: Notice) -> list[Receipt]:
    """Who must have the notice, and since when; in Danish alphabetical order."""
    rows = notice.receipts.select_related("organisation")
    return sorted(rows, key=lambda row: sort_key(row.organisation.name))


def receivers_of(notice: Notice) -> list[Organisation]:
    """Who must have the notice; of a draft the parties that would. In Danish alphabetical order."""
    given = [row.organisation for row in receipts_of(notice)]
    if given:
        return given
    wanted = must_have(notice, on=local_date(notice.drafted_at))
    taking_part = {row.organisation for row in agreements.parties_of(notice.agreement)}
    found = [row for row in taking_part if row.pk in wanted]
    return sorted(found, key=lambda row: sort_key(row.name))


def resumptions(notices: Collection[Notice]) -> dict[int, date]:
    """The first day after each suspension that was lifted, by notice key, in one query."""
    suspensions = {
        (row.agreement_id, row.last_day_on + DAY): row.pk
        for row in notices
        if row.kind == NoticeKind.SUSPEND and row.last_day_on is not None
    }
    found = agreements.intervals_of({agreement for agreement, _starts_on in suspensions})
    return {
        suspensions[key]: row.ends_before
        for row in found
        if row.ends_before and (key := (row.agreement_id, row.starts_on)) in suspensions
    }


def bodies_for(actor: Actor, agreement: Agreement, *, today: date) -> list[Body]:
    """The bodies that may decide about a notice, the likeliest first.

    The one that recommended the text comes first, then those of the actor's own party.
    """
    first = agreements.shown_version(agreement).recommending_body
    found = agreements.bodies_of(actor.office_orgs, on=today)
    if (
        first is not None
        and first not in found
        and Period(first.starts_on, first.ends_before).contains(today)
    ):
        found.append(first)
    return sorted(found, key=lambda body: body != first)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One way of counting: by when the parties must have a notice, and the body have decided.

    `later_gives` is the last day if the last party has it one day too late. `if_used_first` is the
    last day, and `tail` the cost, where notice can only be given once the money is used.
    """

    anchor: Anchor
    receive_by: date
    decide_by: date
    later_gives: date
    today_gives: date
    if_used_first: date | None
    tail: Decimal | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a notice that aims at a last day asks of whom, and by when."""

    clause: Clause
    wanted_last_day_on: date | None
    lines: list[PlanLine]
    money_left: Decimal | None
    outlook: Outlook | None


def plan_of(
    actor: Actor, agreement: Agreement, kind: NoticeKind, *, today: date, wanted: date | None = None
) -> Plan | None:
    """The days that follow from a wanted last day, under each reading; None without a right.

    Where no day is wanted: for a suspension the day the money runs out, else the agreement's last.
    """
    clause = agreements.clause_of(agreement, ClauseKind(kind.value))
    if clause is None:
        return None
    budget = ledger.budgets_of(actor, [agreement]).get(agreement.pk)
    outlook = ledger.outlook_of(budget, agreement, as_of=today) if budget else None
    aim = wanted or _usual_aim(agreement, kind, outlook)
    lines = [_line(clause, rule, aim, outlook, today) for rule in clause.rules] if aim else []
    return Plan(clause, aim, lines, budget.left if budget else None, outlook)


def _usual_aim(agreement: Agreement, kind: NoticeKind, outlook: Outlook | None) -> date | None:
    if kind == NoticeKind.SUSPEND and outlook is not None and outlook.runs_out:
        return outlook.used_on
    return agreement.period.last_day


def _line(
    clause: Clause, rule: NoticeRule, aim: date, outlook: Outlook | None, today: date
) -> PlanLine:
    receive_by = latest_receipt(rule, aim)
    used_on = outlook.used_on if outlook and outlook.runs_out else None
    if_used_first = last_day_in_force(rule, used_on) if used_on else None
    return PlanLine(
        anchor=rule.anchor,
        receive_by=receive_by,
        decide_by=receive_by - timedelta(days=clause.body_lead_days),
        later_gives=last_day_in_force(rule, receive_by + DAY),
        today_gives=last_day_in_force(rule, today),
        if_used_first=if_used_first,
        tail=outlook.tail_until(if_used_first) if outlook and if_used_first else None,
    )


def decide_by(clause: Clause, wanted: date) -> date:
    """When the body must have decided, by the likeliest reading of the clause."""
    return latest_receipt(clause.rule, wanted) - timedelta(days=clause.body_lead_days)


@dataclass(frozen=True, slots=True)
class BodyTask:
    """A body has to decide about a drafted notice by a day (none where no day is wanted)."""

    notice: Notice
    due_on: date | None


def body_tasks(actor: Actor, *, today: date) -> list[BodyTask]:
    """What bodies have yet to decide about the actor's own drafts, the most urgent first."""
    policies.check_see(actor)
    rows = Notice.objects.visible_to(actor).waiting_for_body()
    return tasks_of(rows.filter(given_by__in=actor.office_orgs), today=today)


def tasks_of(rows: NoticeQuerySet, *, today: date) -> list[BodyTask]:
    """Drafts that wait for a body, with the days they are due, in two queries."""
    drafts = [
        row
        for row in rows.select_related("agreement", "body").order_by("drafted_at", "id")
        if row.agreement.is_live(today)
    ]
    clauses = agreements.clauses_by_agreement(row.agreement for row in drafts)
    found = [BodyTask(row, _due_on(row, clauses.get(row.agreement_id, []))) for row in drafts]
    return sorted(found, key=lambda task: task.due_on or date.max)


def due_on(notice: Notice) -> date | None:
    """When a notice's body must have decided, by the clause as it is read now."""
    return _due_on(notice, agreements.clauses_of(notice.agreement))


def _due_on(notice: Notice, clauses: Iterable[Clause]) -> date | None:
    clause = next((row for row in clauses if row.kind == notice.kind), None)
    if clause is None or notice.wanted_last_day_on is None:
        return None
    return decide_by(clause, notice.wanted_last_day_on)


__all__ = [
    "BodyTask",
    "Plan",
    "PlanLine",
    "Wanted",
    "bodies_for",
    "body_tasks",
    "calendar_of",
    "check_clause_can_be_used",
    "coming_deadlines",
    "deadlines_for",
    "deadlines_of",
    "decide_by",
    "due_on",
    "hindrance",
    "must_have",
    "notice_for",
    "notices_of",
    "open_notice",
    "others",
    "plan_of",
    "reading",
    "receipts_of",
    "receivers_of",
    "resumptions",
    "rule_of",
    "standing_notice",
    "tasks_of",
    "with_next_deadline",
]
