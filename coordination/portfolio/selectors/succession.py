"""What a succession touches: agreements, notices that cross the day, bodies, functions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from coordination.agreements import policies
from coordination.agreements import selectors as agreements
from coordination.agreements.enums import NOTICE_CLAUSES, Anchor, ClauseKind, State
from coordination.agreements.enums import Succession as Choice
from coordination.agreements.models import Agreement, Body, Clause, SuccessionChoice
from coordination.agreements.rules import latest_receipt
from coordination.agreements.selectors import approvals
from coordination.base.actor import Actor
from coordination.base.danish import number_text, sort_key
from coordination.base.errors import NotFound, allowed
from coordination.base.periods import add_months
from coordination.ledger import selectors as ledger
from coordination.ledger.selectors import KeyOn
from coordination.notices import selectors as notices
from coordination.notices.models import Notice
from coordination.parties import policies as party_policies
from coordination.parties import selectors as parties
from coordination.parties.enums import Function, OrganisationKind
from coordination.parties.models import Organisation
from coordination.parties.selectors import FunctionHolders, Succession
from coordination.portfolio.selectors.board import BoardText, board_texts

MONTHS_AHEAD, MONTHS_BACK = 15, 12
MOST_AT_ONCE = 50
MOST_FUNDERS = 4


@dataclass(frozen=True, slots=True)
class Right:
    """One way of reading one right to notice: the last day it can be received to end on the eve."""

    kind: ClauseKind
    anchor: Anchor
    latest: date
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class Touched:
    """One agreement of which a party is continued, and what to know before choosing.

    `bodies` are those that sit until the day, each with the one that follows it. `pending` is a
    text that bodies still have to decide about. `key` divides the cost from the day.
    """

    agreement: Agreement
    names: str
    notices: Sequence[Notice]
    bodies: Sequence[tuple[Body, Body | None]]
    pending: BoardText | None
    rights: Sequence[Right]
    choice: SuccessionChoice | None
    key: KeyOn | None
    offered: Sequence[Choice]
    may_choose: bool

    @property
    def notice_by(self) -> list[date]:
        """The last days a termination can be received, for each way its clause can be read."""
        return [row.latest for row in self.rights if row.kind == ClauseKind.TERMINATE]


@dataclass(frozen=True, slots=True)
class Nursing:
    """Who has, runs and pays acute nursing in a municipality now, and from the day."""

    municipality: Organisation
    before: FunctionHolders
    after: FunctionHolders
    may_choose: bool


@dataclass(frozen=True, slots=True)
class SuccessionPage:
    """The succession, how many days are left (0 once it has happened), and what it touches.

    `others` are the other successions near today, `undecided` how many municipalities nobody is to
    run acute nursing in, `payers` who can divide the cost of the agreements from the day.
    """

    succession: Succession
    others: Sequence[Succession]
    days_left: int
    agreements: Sequence[Touched]
    nursing: Sequence[Nursing]
    undecided: int
    payers: Sequence[Organisation]
    after: int | None


def successions_for(actor: Actor, *, today: date) -> list[Succession]:
    """The successions near today of the actor's own line, and of parties to its agreements."""
    policies.check_choose_succession(actor)
    return parties.successions(
        {*actor.office_orgs, *agreements.counterparts(actor)},
        earliest=add_months(today, -MONTHS_BACK),
        latest=add_months(today, MONTHS_AHEAD),
    )


def succession_for(actor: Actor, uuid: UUID, *, today: date) -> Succession:
    """One of them."""
    for row in successions_for(actor, today=today):
        if row.uuid == uuid:
            return row
    raise NotFound


def succession_of(actor: Actor, *, today: date, uuid: UUID | None = None) -> Succession | None:
    """The one that is asked for; else the next to come, or the last that happened, if any."""
    if uuid is not None:
        return succession_for(actor, uuid, today=today)
    found = successions_for(actor, today=today)
    coming = [row for row in found if row.on > today]
    return coming[0] if coming else found[-1] if found else None


def touched_agreement(actor: Actor, succession: Succession, uuid: UUID) -> Agreement:
    """One agreement that the succession touches."""
    old = [row.pk for row in succession.old]
    rows = agreements.touched_by(actor, old, on=succession.on)
    found = rows.filter(uuid=uuid).first()
    if found is None:
        raise NotFound
    return found


def succession_page(
    actor: Actor,
    *,
    today: date,
    uuid: UUID | None = None,
    after: int | None = None,
    only_undecided: bool = False,
) -> SuccessionPage | None:
    """Everything there is to know before choosing, in a fixed number of queries."""
    succession = succession_of(actor, today=today, uuid=uuid)
    if succession is None:
        return None
    old = {row.pk for row in succession.old}
    rows = agreements.touched_by(actor, old, on=succession.on)
    found = list(rows.filter(pk__gt=after or 0)[: MOST_AT_ONCE + 1])
    shown = found[:MOST_AT_ONCE]
    nursing = nursing_of(actor, succession, today=today)
    undecided = [row for row in nursing if row.after.operator is None]
    others = successions_for(actor, today=today)
    return SuccessionPage(
        succession=succession,
        others=[row for row in others if row.uuid != succession.uuid],
        days_left=max((succession.on - today).days, 0),
        agreements=_touched(actor, shown, succession, today),
        nursing=undecided if only_undecided else nursing,
        undecided=len(undecided),
        payers=_payers(shown, succession.on),
        after=shown[-1].pk if len(found) > MOST_AT_ONCE else None,
    )


def _payers(found: list[Agreement], day: date) -> list[Organisation]:
    """The parties of agreements as they are from a day on, in Danish alphabetical order."""
    heirs = parties.successors_of({key for row in found for key in row.party_ids}, on=day)
    places = parties.organisations_by_key(heirs.values()).values()
    return sorted(places, key=lambda row: sort_key(row.name))


def _touched(
    actor: Actor, found: list[Agreement], succession: Succession, today: date
) -> list[Touched]:
    day, old = succession.on, {row.pk: row for row in succession.old}
    clauses = agreements.clauses_by_agreement(found)
    choices = agreements.succession_choices(found, on=day)
    crossing = notices.notices_crossing(actor, found, on=day)
    bodies = _bodies({key for row in found for key in row.party_ids}, day)
    versions = list(approvals.texts_under_approval(actor).filter(agreement__in=found))
    pending = {
        text.agreement.pk: text
        for text in board_texts(actor, versions, today=today)
        if text.is_open
    }
    keys, until = (ledger.keys_on(found, on=on) for on in (day, succession.eve))
    return [
        Touched(
            agreement=row,
            names=", ".join(old[key].name for key in row.party_ids if key in old),
            notices=crossing.get(row.pk, []),
            bodies=[pair for key in row.party_ids for pair in bodies.get(key, [])],
            pending=pending.get(row.pk),
            rights=rights_until(clauses.get(row.pk, []), succession.eve),
            choice=choices.get(row.pk),
            key=keys.get(row.pk),
            offered=offered(row, until.get(row.pk), succession),
            may_choose=today < day and allowed(policies.check_choose_succession, actor, row),
        )
        for row in found
    ]


def _bodies(
    organisation_ids: Collection[int], day: date
) -> dict[int, list[tuple[Body, Body | None]]]:
    """Bodies that sit until the day, by organisation, each with the one that follows it."""
    ending = agreements.bodies_ending(organisation_ids, on=day)
    heirs = parties.successors_of(list(ending), on=day)
    later = {
        (row.organisation_id, row.kind): row for row in agreements.bodies_of(heirs.values(), on=day)
    }
    return {
        key: [(body, later.get((heirs[key], body.kind))) for body in rows]
        for key, rows in ending.items()
    }


def rights_until(clauses: Sequence[Clause], last_day: date) -> list[Right]:
    """What each right to notice asks, under each reading, to have effect by a last day."""
    return [
        Right(
            ClauseKind(clause.kind),
            rule.anchor,
            latest_receipt(rule, last_day),
            bool(clause.confirmed_by),
        )
        for clause in clauses
        if clause.kind in NOTICE_CLAUSES
        for rule in clause.rules
    ]


def nursing_of(actor: Actor, succession: Succession, *, today: date) -> list[Nursing]:
    """The municipalities of the actor's old regions: those without an operator first."""
    eve, day = succession.eve, succession.on
    mine = [
        row
        for row in succession.old
        if row.pk in actor.office_orgs and row.kind == OrganisationKind.REGION
    ]
    places = [place for row in mine for place in parties.municipalities_of(row, on=eve)]
    keys = [row.pk for row in places]
    before = parties.function_of(keys, Function.ACUTE_NURSING, on=min(today, eve))
    after = parties.function_of(keys, Function.ACUTE_NURSING, on=day)
    may = allowed(party_policies.check_set_function, actor, succession.successor.pk)
    found = [Nursing(row, before[row.pk], after[row.pk], may and today < day) for row in places]
    return sorted(
        found, key=lambda row: (row.after.operator is not None, sort_key(row.municipality.name))
    )


def offered(agreement: Agreement, key: KeyOn | None, succession: Succession) -> tuple[Choice, ...]:
    """What can be chosen: only what is in force ends, and only what has money gets a new key."""
    begun = agreement.starts_on < succession.on
    out = set()
    if agreement.state != State.IN_FORCE or not begun:
        out.add(Choice.ENDS)
    if key is None or not begun:
        out.add(Choice.NEW_KEY)
    return tuple(choice for choice in Choice if choice not in out)


def shares_text(shares: Sequence[tuple[Organisation, Decimal]]) -> str:
    """Who pays how many percent, the largest first; a long list is cut."""
    total = sum((weight for _funder, weight in shares), Decimal(0))
    if not total:
        return _("Ingen")
    largest = sorted(shares, key=lambda row: (-row[1], sort_key(row[0].name)))
    texts = [
        f"{funder.name} {number_text(round(weight * 100 / total, 1))} %"
        for funder, weight in largest[:MOST_FUNDERS]
    ]
    if len(shares) > MOST_FUNDERS:
        texts.append(_("%s andre") % (len(shares) - MOST_FUNDERS))
    return ", ".join(texts)
