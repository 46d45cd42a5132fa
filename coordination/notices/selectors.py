from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery, prefetch_related_objects

from coordination.agreements import selectors as agreements
from coordination.agreements.enums import Anchor, ClauseKind
from coordination.agreements.models import Agreement, Clause
from coordination.agreements.rules import NoticeRule, last_day_in_force
from coordination.base.actor import Actor
from coordination.base.danish import sort_key
from coordination.base.errors import NotFound
from coordination.ledger import selectors as ledger
from coordination.notices import policies
from coordination.notices.enums import NoticeKind, NoticeState, Target
from coordination.notices.models import (
    Deadline,
    DeadlineQuerySet,
    Notice,
    NoticeQuerySet,
    Receipt,
)
from coordination.parties.models import Organisation


def deadlines_of(actor: Actor, agreement: Agreement, *, today: date) -> list[Deadline]:
    """The deadlines of one agreement as they are today, missed ones included, the nearest first.

    None for roles that do not manage it.
    """
    if not agreements.manages(actor, agreement):
        return []
    budget = ledger.budgets_of(actor, [agreement]).get(agreement.pk)
    outlook = ledger.outlook_of(budget, agreement, as_of=today) if budget else None
    used_on = outlook.used_on if outlook else None
    return _computed([agreement], {agreement.pk: used_on} if used_on else {}, today)


def coming_deadlines(actor: Actor, found: Iterable[Agreement], *, today: date) -> list[Deadline]:
    """The coming deadlines of agreements that the actor manages, the nearest first.

    Computed when they are read; only the day the money runs out is last night's.
    """
    managed = [row for row in found if agreements.manages(actor, row)]
    known = Deadline.objects.visible_to(actor).filter(target=Target.MONEY, agreement__in=managed)
    money = dict(known.values_list("agreement_id", "target_on"))
    return [row for row in _computed(managed, money, today) if row.act_by >= today]


def _computed(found: Iterable[Agreement], money: Mapping[int, date], today: date) -> list[Deadline]:
    """What the database's one source of deadlines says about some agreements today."""
    known = {row.pk: row for row in found}
    rows = list(
        Deadline.objects.raw(
            "SELECT row_number() OVER () AS id, d.*, %s::date AS refreshed_on"
            " FROM agreement_deadlines(%s, %s, %s, %s) d"
            " ORDER BY act_by, agreement_id, kind, target, anchor",
            [today, today, list(known), list(money), list(money.values())],
        )
    )
    prefetch_related_objects(rows, "clause")
    for row in rows:
        row.agreement = known[row.agreement_id]
    return rows


def with_next_deadline(rows: QuerySet[Agreement], *, today: date) -> QuerySet[Agreement]:
    """Agreements with `next_on`, the nearest coming deadline by last night's table, or null."""
    coming = Deadline.objects.filter(agreement=OuterRef("pk"), act_by__gte=today)
    nearest = coming.order_by("act_by").values("act_by")[:1]
    return rows.annotate(next_on=Subquery(nearest))


def deadlines_for(actor: Actor) -> DeadlineQuerySet:
    """Last night's deadlines of all the agreements the actor looks after, the nearest first."""
    policies.check_see(actor)
    rows = Deadline.objects.visible_to(actor).select_related("agreement", "clause")
    return rows.order_by("act_by", "id")


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


def open_notice(actor: Actor, agreement: Agreement, kind: NoticeKind) -> Notice | None:
    """The notice of a kind that stands or that the actor's party has in draft, if any."""
    rows = Notice.objects.visible_to(actor).filter(agreement=agreement, kind=kind)
    return rows.exclude(state=NoticeState.WITHDRAWN).first()


def standing_notice(agreement: Agreement, kind: NoticeKind) -> Notice | None:
    """The notice of a kind that was given and not withdrawn, if any."""
    rows = Notice.objects.filter(agreement=agreement, kind=kind)
    return rows.filter(state__in=[NoticeState.GIVEN, NoticeState.RECEIVED]).first()


def reading(clause: Clause) -> dict[str, Any]:
    """What a notice keeps of the clause that gives the right to it."""
    return {
        "months": clause.rule.months,
        "anchor": clause.rule.anchor.value,
        "quote": clause.quote,
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
    parties = {row.organisation for row in agreements.parties_of(notice.agreement)}
    others = [row for row in parties if row.pk != notice.given_by_id]
    return sorted(others, key=lambda row: sort_key(row.name))


@dataclass(frozen=True, slots=True)
class Preview:
    """What a notice received today would mean."""

    last_day_on: date
    clause: Clause
    money_left: Decimal


def preview(actor: Actor, agreement: Agreement, kind: NoticeKind, *, today: date) -> Preview | None:
    """The effect of a notice that every party has today; None where no clause gives the right."""
    clause = agreements.clause_of(agreement, ClauseKind(kind.value))
    if clause is None:
        return None
    left = ledger.budget_of(actor, agreement).left
    return Preview(last_day_in_force(clause.rule, today), clause, left)
