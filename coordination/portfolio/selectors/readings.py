"""What each reading of a clause would mean, in dates and kroner."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from coordination.agreements.enums import ClauseKind
from coordination.agreements.models import Agreement, Clause
from coordination.agreements.rules import NoticeRule, last_day_in_force, latest_receipt
from coordination.base.actor import Actor
from coordination.base.danish import day_text, kroner_text
from coordination.ledger import selectors as ledger
from coordination.ledger.rules import Outlook


@dataclass(frozen=True, slots=True)
class Reading:
    """One way of counting a notice, and the dates it gives."""

    anchor: str
    today_gives: date
    latest: date | None
    target: str
    consequences: tuple[str, ...]


def readings_of(
    actor: Actor, agreement: Agreement, clause: Clause, *, today: date
) -> list[Reading]:
    """The readings of a notice clause, the likeliest first.

    A suspension aims at the day the money runs out, any other notice at the agreement's last day.
    """
    outlook = None
    if clause.kind == ClauseKind.SUSPEND:
        budget = ledger.budgets_of(actor, [agreement]).get(agreement.pk)
        outlook = ledger.outlook_of(budget, agreement, as_of=today) if budget else None
    aim, says = _target(agreement, clause, outlook)
    return [
        Reading(
            anchor=str(rule.anchor.label),
            today_gives=last_day_in_force(rule, today),
            latest=latest_receipt(rule, aim) if aim else None,
            target=says,
            consequences=_consequences(rule, outlook),
        )
        for rule in clause.rules
    ]


def _target(
    agreement: Agreement, clause: Clause, outlook: Outlook | None
) -> tuple[date | None, str]:
    if clause.kind == ClauseKind.SUSPEND:
        if outlook is None or outlook.used_on is None or not outlook.runs_out:
            return None, ""
        day = outlook.used_on
        return day, _("%s, den dag midlerne er brugt") % day_text(day)
    last = agreement.period.last_day
    return last, _("%s, aftalens sidste dag") % day_text(last) if last else ""


def _consequences(rule: NoticeRule, outlook: Outlook | None) -> tuple[str, ...]:
    """What it costs when the notice may only be given once the money is used."""
    if outlook is None or outlook.used_on is None or not outlook.runs_out:
        return ()
    tail = outlook.tail(months=rule.months)
    last = last_day_in_force(rule, outlook.used_on)
    return (
        _(
            "Kan varslet gives, når midlerne bliver brugt før udløbet, kan det nås uden "
            "merforbrug, hvis det er modtaget senest den dag, der står ovenfor."
        ),
        _(
            "Kan det først gives, når midlerne er brugt (%(day)s), gælder aftalen til %(last)s, og "
            "en måned mere koster %(tail)s"
        )
        % {
            "day": day_text(outlook.used_on),
            "last": day_text(last),
            "tail": kroner_text(tail) if tail is not None else "–",
        },
    )
