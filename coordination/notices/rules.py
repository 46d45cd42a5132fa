"""The deadlines that follow from an agreement's period and clauses; no scheduler can hide them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from coordination.agreements.enums import ClauseKind
from coordination.agreements.models import Agreement, Clause
from coordination.agreements.rules import last_day_in_force, latest_receipt
from coordination.base.danish import day_text
from coordination.notices.enums import DeadlineKind


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day to act (`act_by`) so that the effect falls no later than `target_on`."""

    agreement: Agreement
    kind: DeadlineKind
    target_on: date
    act_by: date
    explanation: str
    confirmed_by: str = ""

    @property
    def group(self) -> str:
        """What its reminders have in common, also when the date moves."""
        return f"deadline:{self.agreement.uuid}:{self.kind.value}"


def deadlines(agreement: Agreement, clauses: Iterable[Clause]) -> list[Deadline]:
    """Expiry, and the latest safe day to end the agreement by then; none without an end."""
    last_day = agreement.period.last_day
    if last_day is None:
        return []
    found = [_expiry(agreement, last_day)]
    found += [
        _terminate(agreement, clause, last_day)
        for clause in clauses
        if clause.kind == ClauseKind.TERMINATE
    ]
    return sorted(found, key=lambda deadline: (deadline.act_by, deadline.kind))


def _expiry(agreement: Agreement, last_day: date) -> Deadline:
    says = f"Aftalens sidste dag er {day_text(last_day)}."
    return Deadline(agreement, DeadlineKind.EXPIRY, last_day, last_day, says)


def _terminate(agreement: Agreement, clause: Clause, last_day: date) -> Deadline:
    act_by = latest_receipt(clause.rule, last_day)
    effect = last_day_in_force(clause.rule, act_by)
    says = (
        f"Opsigelse skal være modtaget senest {day_text(act_by)}. Varslet er {_months(clause)}, "
        f"regnet {clause.get_anchor_display()}, så aftalens sidste dag bliver {day_text(effect)}. "
        f"Modtages den en dag senere, falder virkningen efter {day_text(last_day)}."
    )
    kind = DeadlineKind.TERMINATE
    return Deadline(agreement, kind, last_day, act_by, says, clause.confirmed_by)


def _months(clause: Clause) -> str:
    return "1 måned" if clause.months == 1 else f"{clause.months} måneder"
