"""Making an agreement with its money in one go: the text, the budget, the price."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from coordination.agreements import selectors as agreement_rows
from coordination.agreements import services as agreements
from coordination.agreements.enums import State
from coordination.agreements.models import Agreement
from coordination.agreements.services import Text
from coordination.base.actor import Actor
from coordination.base.periods import local_date
from coordination.ledger import selectors as ledger_rows
from coordination.ledger import services as ledger
from coordination.ledger.enums import KeyKind, TariffRule
from coordination.parties.models import Organisation

SLUG_LENGTH = 70
PAGES = frozenset(
    {
        "dokumenter",
        "godkendelser",
        "hvad-gaelder",
        "kalender",
        "moeder",
        "ny",
        "organer",
        "overgang",
    }
    | {"simulator", "varsler"}
)
"""Names under `/aftaler/` that are pages of their own; an agreement called so would be hidden."""

LATIN = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"})


@dataclass(frozen=True, slots=True)
class Price:
    """What a service costs under the agreement, from its first day to its last."""

    service_code: str
    name: str
    rule: TariffRule
    amount: Decimal
    unit_minutes: int = 0
    off_hours_percent: int = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the drafting questions add up to. Amounts in kroner by who pays them.

    `key` is how they divide the cost: the kind, and the weights by who pays.
    """

    region: Organisation
    text: Text
    contributions: Sequence[tuple[Organisation, Decimal]]
    key: tuple[KeyKind, Sequence[tuple[Organisation, Decimal]]]
    decision: str
    price: Price | None
    ladder: list[int]


@transaction.atomic
def make_draft(*, actor: Actor, wanted: Wanted, now: datetime) -> Agreement:
    """Write the agreement down, with an open budget where it has money, and its price."""
    agreement = _draft(actor, wanted, now)
    agreements.set_ladder(actor=actor, agreement=agreement, days=wanted.ladder)
    _fund(actor, agreement, wanted, now)
    return agreement


@transaction.atomic
def change_draft(*, actor: Actor, agreement: Agreement, wanted: Wanted, now: datetime) -> Agreement:
    """Write the next text. Money and price follow only while the agreement is not in force yet."""
    agreements.revise(actor=actor, agreement=agreement, text=wanted.text, now=now)
    agreements.set_ladder(actor=actor, agreement=agreement, days=wanted.ladder)
    changed = agreement_rows.agreement_for(actor, agreement.uuid)
    if changed.state == State.DRAFT:
        _fund(actor, changed, wanted, now)
    return changed


@transaction.atomic
def finish_sketch(*, actor: Actor, uuid: UUID, wanted: Wanted, now: datetime) -> Agreement:
    """Turn answers into an agreement, or into the next text of the one they began from."""
    sketch = agreement_rows.sketch_for(actor, uuid)
    if sketch.agreement is None:
        made = make_draft(actor=actor, wanted=wanted, now=now)
    else:
        made = change_draft(actor=actor, agreement=sketch.agreement, wanted=wanted, now=now)
    agreements.drop_sketch(actor=actor, uuid=uuid)
    return made


def _draft(actor: Actor, wanted: Wanted, now: datetime) -> Agreement:
    """Under a readable name; where another agreement has it already, with a few letters more."""
    terms: dict[str, Any] = {
        "actor": actor,
        "region": wanted.region,
        "text": wanted.text,
        "now": now,
    }
    slug = slugify(wanted.text.title.translate(LATIN))[:SLUG_LENGTH] or "aftale"
    if slug in PAGES:
        slug = f"aftale-{slug}"
    try:
        with transaction.atomic():
            return agreements.draft(slug=slug, **terms)
    except IntegrityError:
        return agreements.draft(slug=f"{slug}-{secrets.token_hex(3)}", **terms)


def _fund(actor: Actor, agreement: Agreement, wanted: Wanted, now: datetime) -> None:
    """Bring budget and price to what is wanted, by posting the difference."""
    budget = ledger_rows.budgets_of(actor, [agreement]).get(agreement.pk)
    if budget is None:
        if not wanted.contributions:
            return
        budget = ledger.open_budget(actor=actor, agreement=agreement)
    ledger.follow_clause(actor=actor, agreement=agreement)
    paid: dict[Organisation, Decimal] = {}
    for row in ledger_rows.contributions_of(budget):
        paid[row.funder] = paid.get(row.funder, Decimal("0.00")) + row.amount
    missing = dict(wanted.contributions)
    amounts = [
        (funder, missing.get(funder, Decimal("0.00")) - paid.get(funder, Decimal("0.00")))
        for funder in dict.fromkeys([*missing, *paid])
    ]
    amounts = [(funder, amount) for funder, amount in amounts if amount]
    if amounts:
        ledger.contribute(
            actor=actor,
            agreement=agreement,
            amounts=amounts,
            decision=wanted.decision or _("Aftalens finansiering"),
            decided_on=local_date(now),
            now=now,
        )
    _divide(actor, agreement, wanted, now)
    _price(actor, agreement, wanted.price)


def _divide(actor: Actor, agreement: Agreement, wanted: Wanted, now: datetime) -> None:
    """Let the draft have the one key that is wanted, from the agreement's first day."""
    ledger.drop_draft_keys(actor=actor, agreement=agreement)
    kind, weights = wanted.key
    if not weights:
        return
    ledger.set_key(
        actor=actor,
        agreement=agreement,
        kind=kind,
        shares=weights,
        decision=wanted.decision or _("Aftalens finansiering"),
        decided_on=local_date(now),
        starts_on=agreement.starts_on,
        now=now,
    )


def _price(actor: Actor, agreement: Agreement, price: Price | None) -> None:
    ledger.drop_draft_tariffs(actor=actor, agreement=agreement)
    if price is None:
        return
    ledger.set_tariff(
        actor=actor,
        agreement=agreement,
        service_code=price.service_code,
        name=price.name,
        rule=price.rule,
        price=price.amount,
        unit_minutes=price.unit_minutes,
        off_hours_percent=price.off_hours_percent,
        starts_on=agreement.starts_on,
        ends_before=agreement.ends_before,
    )
