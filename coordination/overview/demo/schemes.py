"""Agreements on practice consultants: who takes part, and what is paid for what. Invented."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from coordination.agreements import selectors
from coordination.agreements import services as agreements
from coordination.agreements.enums import (
    AgreementKind,
    Anchor,
    BodyKind,
    ClauseKind,
    Decision,
    MoneyUsed,
    PartyRole,
    Trigger,
)
from coordination.agreements.models import Agreement
from coordination.agreements.services import ClauseText, Reference, Text
from coordination.base.actor import Actor
from coordination.ledger import services as ledger
from coordination.ledger.enums import TariffRule
from coordination.parties.models import Organisation

TASK = (
    "En praktiserende læge, der beholder sin egen praksis, er sparringspartner for ledelsen og "
    "arbejder for bedre samarbejde om fælles patienter."
)
FEE = "Konsulenten honoreres efter aftalens takster for tid, rejse og kilometer."


@dataclass(frozen=True, slots=True)
class Price:
    """One priced service of a scheme."""

    code: str
    name: str
    rule: TariffRule
    price: Decimal
    off_hours_percent: int = 100


@dataclass(frozen=True, slots=True)
class Scheme:
    """What one scheme says; `ends_before` is the first day after, or None."""

    slug: str
    title: str
    region: Organisation
    representative: Organisation
    hosts: Sequence[Organisation]
    starts_on: date
    ends_before: date | None
    prices: Sequence[Price]
    amount: Decimal
    payer: Organisation


def make_scheme(actor: Actor, scheme: Scheme) -> Agreement:
    """Drafted, funded, priced, decided by the payer's council, and thereby in force."""
    decided_on = scheme.starts_on
    decided_at = datetime(decided_on.year, decided_on.month, decided_on.day, 10, tzinfo=UTC)
    agreement = agreements.draft(
        actor=actor,
        slug=scheme.slug,
        region=scheme.region,
        text=_text(scheme),
        now=decided_at,
    )
    ledger.open_budget(actor=actor, agreement=agreement)
    ledger.contribute(
        actor=actor,
        agreement=agreement,
        amounts=[(scheme.payer, scheme.amount)],
        decision="Bevilling til konsulentordningen",
        decided_on=decided_on,
        now=decided_at,
    )
    ledger.set_key(
        actor=actor,
        agreement=agreement,
        shares=[(scheme.payer, Decimal(1))],
        starts_on=scheme.starts_on,
        decision="Bevilling til konsulentordningen",
        decided_on=decided_on,
        now=decided_at,
    )
    for price in scheme.prices:
        ledger.set_tariff(
            actor=actor,
            agreement=agreement,
            service_code=price.code,
            name=price.name,
            rule=price.rule,
            price=price.price,
            off_hours_percent=price.off_hours_percent,
            starts_on=scheme.starts_on,
            ends_before=scheme.ends_before,
        )
    agreements.send_for_approval(actor=actor, agreement=agreement, now=decided_at)
    municipal = scheme.payer != scheme.region
    kind = BodyKind.MUNICIPAL_COUNCIL if municipal else BodyKind.REGIONAL_COUNCIL
    return agreements.record_decision(
        actor=actor,
        agreement=agreement,
        body=selectors.body_of(scheme.payer, kind, on=decided_on),
        decision=Decision.APPROVED,
        content_hash=selectors.newest_version(agreement).content_hash,
        reference=Reference(meeting_on=decided_on, agenda_number="7"),
        now=decided_at,
    )


def _text(scheme: Scheme) -> Text:
    parties = [
        (scheme.payer, PartyRole.FUNDER),
        (scheme.payer, PartyRole.APPROVER),
        (scheme.representative, PartyRole.PROVIDER),
    ]
    parties += [(host, PartyRole.OPERATOR) for host in scheme.hosts]
    return Text(
        title=scheme.title,
        kind=AgreementKind.PRACTICE_CONSULTANT,
        legal_basis="Lokal aftale om praksiskonsulenter",
        starts_on=scheme.starts_on,
        ends_before=scheme.ends_before,
        parties=parties,
        clauses=[
            ClauseText(ClauseKind.TASK, TASK),
            ClauseText(ClauseKind.FEE, FEE),
            ClauseText(
                ClauseKind.TERMINATE,
                "Aftalen kan opsiges med 3 måneders varsel til den 1. i en måned.",
                months=3,
                anchor=Anchor.TO_THE_FIRST,
                trigger=Trigger.ANY_TIME,
                body_lead_days=45,
            ),
            ClauseText(
                ClauseKind.MONEY_USED,
                "Er midlerne brugt, honoreres der ikke mere, før regionen har besluttet det.",
                money_used=MoneyUsed.HOLD,
            ),
        ],
    )
