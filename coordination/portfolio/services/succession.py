"""What is chosen when organisations are continued by another, carried out in one transaction.

A dry run carries it out and takes it back, so that it says exactly what would happen.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from coordination.agreements import selectors as agreement_rows
from coordination.agreements import services as agreements
from coordination.agreements.enums import Succession as Choice
from coordination.agreements.errors import ChoiceNotOffered
from coordination.agreements.models import Agreement, SuccessionChoice
from coordination.base.actor import Actor
from coordination.base.danish import day_text
from coordination.base.periods import DAY, local_date
from coordination.ledger import selectors as ledger_rows
from coordination.ledger import services as ledger
from coordination.ledger.selectors import KeyOn
from coordination.notices import selectors as notices
from coordination.notices.enums import NoticeKind
from coordination.parties import selectors as party_rows
from coordination.parties import services as parties
from coordination.parties.enums import Function, RelationKind
from coordination.parties.models import Organisation
from coordination.parties.selectors import Succession
from coordination.portfolio.enums import What
from coordination.portfolio.selectors.succession import offered, shares_text


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody wants for one agreement; `shares` only where it gets a new key."""

    agreement: Agreement
    choice: Choice
    reason: str
    shares: Sequence[tuple[Organisation, Decimal]] = ()


@dataclass(frozen=True, slots=True)
class Operator:
    """Who is to run acute nursing in a municipality from the day; None leaves it undecided."""

    municipality: Organisation
    holder: Organisation | None


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that becomes different, and from which day."""

    subject: str
    what: What
    before: str
    after: str
    from_on: date
    agreement: Agreement | None = None


@dataclass(frozen=True, slots=True)
class _Case:
    """One agreement as it stands, and what is wanted for it."""

    actor: Actor
    succession: Succession
    agreement: Agreement
    wanted: Chosen
    chosen: SuccessionChoice | None
    now: datetime

    def change(self, what: What, before: str, after: str, from_on: date) -> Change:
        return Change(self.agreement.title, what, before, after, from_on, self.agreement)

    def leaves(self, choice: Choice) -> bool:
        """Whether this was chosen before, and is no longer."""
        return (
            self.chosen is not None
            and self.chosen.choice == choice
            and self.wanted.choice != choice
        )


def plan_succession(
    *,
    actor: Actor,
    succession: Succession,
    chosen: Iterable[Chosen],
    operators: Iterable[Operator],
    now: datetime,
) -> list[Change]:
    """What the choices would change; nothing is kept."""
    with transaction.atomic():
        changes = apply_succession(
            actor=actor, succession=succession, chosen=chosen, operators=operators, now=now
        )
        transaction.set_rollback(True)
    return changes


@transaction.atomic
def apply_succession(
    *,
    actor: Actor,
    succession: Succession,
    chosen: Iterable[Chosen],
    operators: Iterable[Operator],
    now: datetime,
) -> list[Change]:
    """Carry out the choices, all or none, until the day; what is so already is not done again."""
    agreements.check_before(succession.on, now=now)
    changes: list[Change] = []
    for wanted in sorted(chosen, key=lambda row: row.agreement.pk):
        agreement = agreements.lock(wanted.agreement)
        stored = agreement_rows.succession_choices([agreement], on=succession.on)
        case = _Case(actor, succession, agreement, wanted, stored.get(agreement.pk), now)
        _check_offered(case)
        for step in (_end, _key, _text, _choose):
            changes += step(case)
    for operator in sorted(operators, key=lambda row: row.municipality.pk):
        changes += _operate(actor, succession, operator)
    return changes


def _check_offered(case: _Case) -> None:
    key = ledger_rows.key_on(case.agreement, on=case.succession.eve)
    if case.wanted.choice not in offered(case.agreement, key, case.succession):
        raise ChoiceNotOffered(choice=case.wanted.choice.label, title=case.agreement.title)


def _choose(case: _Case) -> list[Change]:
    wanted, before = case.wanted, case.chosen
    if before is not None and (before.choice, before.reason) == (wanted.choice, wanted.reason):
        return []
    agreements.choose_succession(
        actor=case.actor,
        agreement=case.agreement,
        on=case.succession.on,
        choice=wanted.choice,
        reason=wanted.reason,
        now=case.now,
    )
    said = f"{before.get_choice_display()}: {before.reason}" if before else _("Ikke valgt")
    after = f"{wanted.choice.label}: {wanted.reason}"
    return [case.change(What.CHOICE, said, after, case.succession.on)]


def _end(case: _Case) -> list[Change]:
    """Let it end the day before, or go on where that was chosen earlier and no longer is."""
    agreement, day = case.agreement, case.succession.on
    before: date | None
    if case.wanted.choice == Choice.ENDS:
        if agreement.ends_before is not None and agreement.ends_before <= day:
            return []
        before = day
    elif case.leaves(Choice.ENDS) and agreement.terminated_before == day:
        notice = notices.standing_notice(agreement, NoticeKind.TERMINATE, 0)
        before = notice.last_day_on + DAY if notice and notice.last_day_on else None
    else:
        return []
    said = _last_day(agreement)
    moved = agreements.end_by_decision(
        actor=case.actor, agreement=agreement, ends_before=before, reason=case.wanted.reason
    )
    return [case.change(What.END, said, _last_day(moved), day)]


def _last_day(agreement: Agreement) -> str:
    last = agreement.period.last_day
    return day_text(last) if last else _("Ingen")


def _key(case: _Case) -> list[Change]:
    """Divide the cost anew from the day, or as before where that is no longer wanted.

    The key of the days before stays.
    """
    day = case.succession.on
    found = ledger_rows.key_on(case.agreement, on=day)
    until = ledger_rows.key_on(case.agreement, on=case.succession.eve)
    if case.leaves(Choice.NEW_KEY):
        if found is None or found.key.starts_on != day or until is None:
            return []
        ledger.drop_key(actor=case.actor, agreement=case.agreement, starts_on=day, now=case.now)
        again = ledger_rows.key_on(case.agreement, on=day)
        return [case.change(What.KEY, _shares(found), _shares(again), day)]
    if case.wanted.choice != Choice.NEW_KEY:
        return []
    if found is not None and set(found.shares) == set(case.wanted.shares):
        return []
    ledger.set_key(
        actor=case.actor,
        agreement=case.agreement,
        shares=case.wanted.shares,
        starts_on=day,
        decision=case.wanted.reason,
        decided_on=local_date(case.now),
        now=case.now,
    )
    # The key of the eve names who pays until then; one set for the day before is what is replaced.
    set_before = found is not None and found.key.starts_on == day
    said = _shares(found if set_before else until)
    return [case.change(What.KEY, said, shares_text(case.wanted.shares), day)]


def _shares(found: KeyOn | None) -> str:
    return shares_text(found.shares if found else [])


def _text(case: _Case) -> list[Change]:
    """Write the next text with the successors as parties; nobody has been sent it.

    Where that is no longer wanted, it is forgotten, unless somebody has worked on it since.
    """
    agreement, day, today = case.agreement, case.succession.on, local_date(case.now)
    if case.leaves(Choice.NEW_DECISION):
        dropped = agreements.drop_succeeded_text(actor=case.actor, agreement=agreement, on=day)
        if dropped is None:
            return []
        said = _("Kladde til version %s") % dropped
        return [case.change(What.TEXT, said, _("Ingen kladde"), today)]
    if case.wanted.choice != Choice.NEW_DECISION:
        return []
    text = agreements.succeeded_text(agreement, on=day)
    newest = agreement_rows.newest_version(agreement)
    if agreements.hash_of(text.content()) == newest.content_hash:
        return []
    made = agreements.revise(actor=case.actor, agreement=agreement, text=text, now=case.now)
    old = ", ".join(row.name for row in case.succession.old if row.pk in agreement.party_ids)
    after = _("Kladde til version %(number)s med %(name)s") % {
        "number": made.number,
        "name": case.succession.successor.name,
    }
    said = _("Version %(number)s med %(name)s") % {"number": newest.number, "name": old}
    return [case.change(What.TEXT, said, after, today)]


def _operate(actor: Actor, succession: Succession, operator: Operator) -> list[Change]:
    place, holder = operator.municipality, operator.holder
    day, nursing = succession.on, Function.ACUTE_NURSING
    before = party_rows.function_of([place.pk], nursing, on=day)[place.pk].operator
    if before == holder:
        return []
    if holder is None:
        parties.leave_function_open(
            actor=actor,
            kind=RelationKind.OPERATOR_OF,
            function=nursing,
            municipality=place,
            starts_on=day,
        )
    else:
        parties.set_function(
            actor=actor,
            kind=RelationKind.OPERATOR_OF,
            function=nursing,
            municipality=place,
            holder=holder,
            starts_on=day,
        )
    unsaid = _("Ikke afgjort")
    said, after = (row.name if row else unsaid for row in (before, holder))
    return [Change(place.name, What.OPERATOR, said, after, day)]
