"""Where agreement, money and dates meet."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import DecimalField, F, QuerySet, Value
from django.db.models.functions import Coalesce

from coordination.agreements import selectors as agreements
from coordination.agreements.enums import Anchor, ClauseKind
from coordination.agreements.models import (
    Agreement,
    Clause,
    Document,
    Party,
    SuspendedInterval,
    Version,
)
from coordination.agreements.rules import NoticeRule, latest_receipt
from coordination.agreements.selectors import approvals
from coordination.audit import selectors as audit_trail
from coordination.audit.models import Event
from coordination.base.actor import Actor
from coordination.base.danish import danish_order
from coordination.ledger import selectors as ledger
from coordination.ledger.models import Budget, Contribution, FundingKey, Tariff
from coordination.ledger.rules import Outlook, neutral
from coordination.notices import selectors as notices
from coordination.notices.models import Deadline, Notice
from coordination.parties import selectors as parties
from coordination.portfolio.selectors.board import BoardText, board_texts
from coordination.portfolio.selectors.readings import Reading, readings_of

LATE, RICH = date(9999, 12, 31), Decimal("999999999999.99")
ORDERS = {
    "frist": Coalesce("next_on", Value(LATE)),
    "slut": Coalesce("ends_before", Value(LATE)),
    "titel": danish_order("title"),
    "start": F("starts_on"),
    "tilbage": Coalesce("left", Value(RICH), output_field=DecimalField()),
}
DESCENDING = frozenset({"start"})
"""What a list of agreements can be sorted by, and what of it from the greatest down."""


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """One agreement as a list shows it; `budget` only for those who look after it."""

    agreement: Agreement
    budget: Budget | None
    next_deadline: Deadline | None


@dataclass(frozen=True, slots=True)
class Heading:
    """Money meets notice: pace, the day it is used, and when a suspension must be received.

    `suspend_by` holds the latest safe day under each way of counting, the clause's own first.
    """

    outlook: Outlook
    starts_on: date
    neutral: Decimal
    suspend: Clause | None
    suspend_by: list[tuple[Anchor, date]]
    tail: Decimal | None


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """Everything the agreement page shows; `manages` tells who sees more than state and period.

    `names` are those of parties, funders and givers of notices, as they are called on the day of
    reading.
    """

    agreement: Agreement
    manages: bool
    names: dict[int, str]
    parties: list[Party]
    clauses: list[Clause]
    text: BoardText | None
    versions: list[Version]
    documents: list[Document]
    suspension: SuspendedInterval | None
    tariffs: list[Tariff]
    budget: Budget | None
    contributions: list[Contribution]
    keys: list[FundingKey]
    statement: ledger.Statement | None
    burn_down: ledger.BurnDown | None
    heading: Heading | None
    deadlines: list[Deadline]
    notices: list[Notice]
    history: list[Event]


def lines_for(actor: Actor, *, today: date) -> list[AgreementLine]:
    """The actor's agreements with money and next deadline, in a fixed number of queries."""
    return lines_of(actor, list(agreements.agreements_for(actor)[:200]), today=today)


def sorted_agreements(actor: Actor, order: str, *, today: date) -> QuerySet[Agreement]:
    """The actor's agreements with `sort_by`, never null, by a name of `ORDERS`.

    What has no deadline, no end or no money comes last.
    """
    return sortable_agreements(actor, today=today).annotate(sort_by=ORDERS[order])


def sortable_agreements(actor: Actor, *, today: date) -> QuerySet[Agreement]:
    """The actor's agreements with `next_on` and `left`, what lists are filtered and sorted by."""
    return ledger.with_left(
        notices.with_next_deadline(agreements.agreements_for(actor), today=today)
    )


def lines_of(actor: Actor, found: list[Agreement], *, today: date) -> list[AgreementLine]:
    """Agreements as a list shows them, with money and next deadline, in a few queries."""
    budgets = ledger.budgets_of(actor, found)
    nearest: dict[int, Deadline] = {}
    for deadline in notices.coming_deadlines(actor, found, today=today):
        nearest.setdefault(deadline.agreement.pk, deadline)
    return [AgreementLine(row, budgets.get(row.pk), nearest.get(row.pk)) for row in found]


def page_of(actor: Actor, slug: str, *, today: date) -> AgreementPage:
    """One agreement; all but state and period is empty for roles that do not manage it."""
    agreement = agreements.agreement_by_slug(actor, slug)
    manages = agreements.manages(actor, agreement)
    budget = ledger.budgets_of(actor, [agreement]).get(agreement.pk)
    version = agreements.shown_version(agreement) if manages else None
    taking_part = agreements.parties_of(agreement) if manages else []
    contributions = ledger.contributions_of(budget) if budget else []
    keys = ledger.keys_of(agreement) if manages else []
    named = {agreement.region_id, *(row.organisation_id for row in taking_part)}
    named |= {row.funder_id for row in contributions}
    named |= {share.funder_id for key in keys for share in key.shares.all()}
    given = list(notices.notices_of(actor, agreement)) if manages else []
    named |= {row.given_by_id for row in given}
    return AgreementPage(
        agreement=agreement,
        manages=manages,
        names=parties.names_on(named, on=today),
        parties=taking_part,
        clauses=agreements.clauses_of(agreement),
        text=board_texts(actor, [version], today=today)[0] if version else None,
        versions=approvals.versions_of(agreement) if manages else [],
        documents=agreements.documents_of(agreement) if manages else [],
        suspension=agreements.next_suspension(agreement, today=today),
        tariffs=ledger.tariffs_of(agreement) if manages else [],
        budget=budget,
        contributions=contributions,
        keys=keys,
        statement=ledger.statement_of(actor, agreement) if budget and budget.spent else None,
        burn_down=ledger.burn_down_of(budget, agreement, as_of=today) if budget else None,
        heading=heading_of(agreement, budget, today=today) if budget else None,
        deadlines=notices.deadlines_of(actor, agreement, today=today),
        notices=given,
        history=list(audit_trail.history_of(actor, agreement.uuid)[:50]) if manages else [],
    )


def heading_of(agreement: Agreement, budget: Budget, *, today: date) -> Heading | None:
    """Where an agreement's money is heading today, and what that means for a suspension."""
    outlook = ledger.outlook_of(budget, agreement, as_of=today)
    if outlook is None:
        return None
    clause = agreements.clause_of(agreement, ClauseKind.SUSPEND)
    suspend_by: list[tuple[Anchor, date]] = []
    tail = None
    if clause is not None and outlook.runs_out and outlook.used_on is not None:
        own = clause.rule.anchor
        others = [Anchor.DAY_TO_DAY, Anchor.END_OF_MONTH]
        for anchor in [own, *(row for row in others if row != own)]:
            rule = NoticeRule(clause.rule.months, anchor)
            suspend_by.append((anchor, latest_receipt(rule, outlook.used_on)))
        tail = outlook.tail(months=clause.rule.months)
    even = neutral(budget.appropriated, agreement.period, today)
    return Heading(outlook, agreement.starts_on, even, clause, suspend_by, tail)


def percent_used(budget: Budget) -> Decimal:
    """Percent of the appropriation that is spent, one decimal; 0 where nothing is appropriated."""
    if not budget.appropriated:
        return Decimal(0)
    return round(budget.spent * 100 / budget.appropriated, 1)


__all__ = [
    "DESCENDING",
    "ORDERS",
    "AgreementLine",
    "AgreementPage",
    "Heading",
    "Reading",
    "heading_of",
    "lines_for",
    "lines_of",
    "page_of",
    "percent_used",
    "readings_of",
    "sortable_agreements",
    "sorted_agreements",
]
