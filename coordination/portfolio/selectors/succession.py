"""What a succession touches: agreements, notices that cross the day, bodies, functions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from coordination.agreements import policies
from coordination.agreements import selectors as agreements
from coordination.agreements.enums import ClauseKind
from coordination.agreements.models import Agreement, Body, SuccessionChoice
from coordination.agreements.rules import latest_receipt
from coordination.base.actor import Actor
from coordination.base.errors import NotFound, allowed
from coordination.base.periods import add_months
from coordination.ledger import selectors as ledger
from coordination.ledger.selectors import KeyOn
from coordination.notices import selectors as notices
from coordination.notices.models import Notice
from coordination.parties import policies as party_policies
from coordination.parties import selectors as parties
from coordination.parties.enums import Function
from coordination.parties.models import Organisation
from coordination.parties.selectors import FunctionHolders, Succession

MONTHS_AHEAD, MONTHS_BACK = 15, 12
MOST_AT_ONCE = 50
MOST_FUNDERS = 4


@dataclass(frozen=True, slots=True)
class Touched:
    """One agreement of which a party is continued, and what to know before choosing.

    `notice_by` is the last day a termination can be received and end it before the day, for each
    way its clause can be read.
    """

    agreement: Agreement
    names: str
    notices: Sequence[Notice]
    bodies: Sequence[Body]
    notice_by: Sequence[date]
    choice: SuccessionChoice | None
    key: KeyOn | None
    may_choose: bool


@dataclass(frozen=True, slots=True)
class Nursing:
    """Who has, runs and pays acute nursing in a municipality now, and from the day."""

    municipality: Organisation
    before: FunctionHolders
    after: FunctionHolders
    may_choose: bool


@dataclass(frozen=True, slots=True)
class SuccessionPage:
    """The succession, how many days are left (0 once it has happened), and what it touches."""

    succession: Succession
    days_left: int
    agreements: Sequence[Touched]
    nursing: Sequence[Nursing]
    after: int | None


def succession_of(actor: Actor, *, today: date) -> Succession | None:
    """The succession near today that the actor's organisations are part of, if any."""
    policies.check_choose_succession(actor)
    return parties.succession_near(
        actor.office_orgs,
        earliest=add_months(today, -MONTHS_BACK),
        latest=add_months(today, MONTHS_AHEAD),
    )


def touched_agreement(actor: Actor, succession: Succession, uuid: UUID) -> Agreement:
    """One agreement that the succession touches."""
    old = [row.pk for row in succession.old]
    rows = agreements.touched_by(actor, old, on=succession.on)
    found = rows.filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


def succession_page(
    actor: Actor, *, today: date, after: int | None = None
) -> SuccessionPage | None:
    """Everything there is to know before choosing, in a fixed number of queries."""
    succession = succession_of(actor, today=today)
    if succession is None:
        return None
    day = succession.on
    old = {row.pk for row in succession.old}
    rows = agreements.touched_by(actor, old, on=day)
    found = list(rows.filter(pk__gt=after or 0)[: MOST_AT_ONCE + 1])
    shown = found[:MOST_AT_ONCE]
    return SuccessionPage(
        succession=succession,
        days_left=max((day - today).days, 0),
        agreements=_touched(actor, shown, old, day),
        nursing=_nursing(actor, succession, today),
        after=shown[-1].pk if len(found) > MOST_AT_ONCE else None,
    )


def _touched(actor: Actor, found: list[Agreement], old: set[int], day: date) -> list[Touched]:
    clauses = agreements.clauses_by_agreement(found)
    choices = agreements.succession_choices(found, on=day)
    crossing = notices.notices_crossing(actor, found, on=day)
    everybody = {key for row in found for key in row.party_ids}
    bodies = agreements.bodies_ending(everybody, on=day)
    names = parties.organisations_by_key(old)
    keys = ledger.keys_on(found, on=day)
    return [
        Touched(
            agreement=row,
            names=", ".join(names[key].name for key in row.party_ids if key in old),
            notices=crossing.get(row.pk, []),
            bodies=[body for key in row.party_ids for body in bodies.get(key, [])],
            notice_by=[
                latest_receipt(rule, day - timedelta(days=1))
                for clause in clauses.get(row.pk, [])
                if clause.kind == ClauseKind.TERMINATE
                for rule in clause.rules
            ],
            choice=choices.get(row.pk),
            key=keys.get(row.pk),
            may_choose=allowed(policies.check_choose_succession, actor, row),
        )
        for row in found
    ]


def _nursing(actor: Actor, succession: Succession, today: date) -> list[Nursing]:
    eve = succession.on - timedelta(days=1)
    mine = [row for row in succession.old if row.pk in actor.office_orgs]
    places = [place for row in mine for place in parties.municipalities_of(row, on=eve)]
    keys = [row.pk for row in places]
    before = parties.function_of(keys, Function.ACUTE_NURSING, on=min(today, eve))
    after = parties.function_of(keys, Function.ACUTE_NURSING, on=succession.on)
    may = allowed(party_policies.check_set_function, actor, succession.successor.pk)
    return [Nursing(row, before[row.pk], after[row.pk], may) for row in places]


def shares_text(shares: Sequence[tuple[Organisation, Decimal]]) -> str:
    """Who pays how many percent, the largest first; a long list is cut."""
    total = sum((weight for _funder, weight in shares), Decimal(0))
    if not total:
        return _("Ingen")
    largest = sorted(shares, key=lambda row: -row[1])
    texts = [
        f"{funder.name} {round(weight * 100 / total, 1):f} %".replace(".", ",").replace(
            ",0 %", " %"
        )
        for funder, weight in largest[:MOST_FUNDERS]
    ]
    if len(shares) > MOST_FUNDERS:
        texts.append(_("%s andre") % (len(shares) - MOST_FUNDERS))
    return ", ".join(texts)
