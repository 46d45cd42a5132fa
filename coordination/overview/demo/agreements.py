"""The demo's agreements, their approvals, money and tariffs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal

from acute.selectors import ADVICE
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
from coordination.agreements.models import Agreement, Body
from coordination.agreements.services import ClauseText, Reference, Text
from coordination.base.actor import Actor
from coordination.base.money import split
from coordination.ledger import services as ledger
from coordination.ledger.enums import KeyKind, TariffRule
from coordination.ledger.rules import weights_of
from coordination.parties.models import Organisation


@dataclass(frozen=True, slots=True)
class Story:
    """What one demo agreement says. Amounts in kroner; `ends_before` is the first day after."""

    slug: str
    title: str
    region: str
    municipalities: Sequence[str]
    representative: str
    starts_on: date
    ends_before: date
    region_amount: Decimal
    municipal_amount: Decimal
    hourly: Decimal
    money_used: MoneyUsed
    committee_on: date
    councils_on: date
    anchor: Anchor | None
    """None where the words name none: then either reading is shown until somebody settles it."""
    note: str = ""


TASK = (
    "Almen praksis rådgiver personale i kommuner og region, som hjælper akut syge borgere i "
    "hjemmet eller på en akutplads. Personalet spørger borgerens egen læge, og lægen logger "
    "samtalen."
)
FUNDING = "Regionen betaler den ene del, kommunerne den anden i lige dele."
FINANCED = "Aftalens finansiering: regionen den ene del, kommunerne den anden i lige dele"
FEE = "Lægen honoreres for den tid, rådgivningen tager, efter timetaksten."


def clauses(story: Story) -> list[ClauseText]:
    """Three months to terminate, one to suspend when the money is used, and what happens then."""
    return [
        ClauseText(ClauseKind.TASK, TASK),
        ClauseText(ClauseKind.FUNDING, FUNDING),
        ClauseText(ClauseKind.FEE, FEE),
        ClauseText(
            ClauseKind.TERMINATE,
            "Aftalen kan opsiges med 3 måneders varsel.",
            months=3,
            anchor=story.anchor,
            trigger=Trigger.ANY_TIME,
            body_lead_days=45,
        ),
        ClauseText(
            ClauseKind.SUSPEND,
            "Er midlerne brugt før udløbet, kan aftalen suspenderes med 1 måneds varsel.",
            months=1,
            anchor=story.anchor,
            trigger=Trigger.MONEY_USED if story.anchor else None,
            body_lead_days=45,
        ),
        ClauseText(
            ClauseKind.MONEY_USED,
            story.money_used.label + ".",
            money_used=story.money_used,
        ),
    ]


def make_agreement(actor: Actor, places: dict[str, Organisation], story: Story) -> Agreement:
    """Drafted, funded, priced, approved by every council, and thereby in force."""
    drafted_at = _noon(story.committee_on)
    region = places[story.region]
    municipalities = [places[name] for name in story.municipalities]
    parties = [(region, PartyRole.FUNDER), (region, PartyRole.APPROVER)]
    for municipality in municipalities:
        parties += [
            (municipality, PartyRole.FUNDER),
            (municipality, PartyRole.APPROVER),
            (municipality, PartyRole.AUTHORITY),
            (municipality, PartyRole.OPERATOR),
        ]
    parties.append((places[story.representative], PartyRole.PROVIDER))
    committee = selectors.body_of(region, BodyKind.PRACTICE_PLAN_COMMITTEE, on=story.committee_on)
    agreement = agreements.draft(
        actor=actor,
        slug=story.slug,
        region=region,
        text=Text(
            title=story.title,
            kind=AgreementKind.ACUTE_ADVICE,
            legal_basis="Lokal aftale mellem region, kommuner og almen praksis",
            starts_on=story.starts_on,
            ends_before=story.ends_before,
            parties=parties,
            clauses=clauses(story),
            recommending_body=committee,
        ),
        now=drafted_at,
        note=story.note,
    )
    reader = replace(actor, name="Rikke Region")
    for clause in clauses(story):
        agreements.confirm_clause(
            actor=reader, agreement=agreement, kind=clause.kind, now=drafted_at
        )
    ledger.open_budget(actor=actor, agreement=agreement)
    shares = split(story.municipal_amount, [1] * len(municipalities))
    ledger.contribute(
        actor=actor,
        agreement=agreement,
        amounts=[(region, story.region_amount), *zip(municipalities, shares, strict=True)],
        decision=FINANCED,
        decided_on=story.committee_on,
        now=drafted_at,
    )
    ledger.set_key(
        actor=actor,
        agreement=agreement,
        kind=KeyKind.EQUAL,
        shares=weights_of(
            [
                (story.region_amount, [(region, 1)]),
                (story.municipal_amount, [(row, 1) for row in municipalities]),
            ]
        ),
        decision=FINANCED,
        decided_on=story.committee_on,
        starts_on=story.starts_on,
        now=drafted_at,
    )
    ledger.set_tariff(
        actor=actor,
        agreement=agreement,
        service_code=ADVICE,
        name="Lægefaglig rådgivning af akutfunktion",
        rule=TariffRule.PER_MINUTE,
        price=story.hourly,
        starts_on=story.starts_on,
        ends_before=story.ends_before,
    )
    agreements.send_for_approval(actor=actor, agreement=agreement, now=drafted_at)
    return _approve(actor, agreement, story, committee, [region, *municipalities])


def _approve(
    actor: Actor,
    agreement: Agreement,
    story: Story,
    committee: Body,
    approvers: list[Organisation],
) -> Agreement:
    text = selectors.newest_version(agreement)
    agreements.record_decision(
        actor=actor,
        agreement=agreement,
        body=committee,
        decision=Decision.APPROVED,
        content_hash=text.content_hash,
        reference=Reference(meeting_on=story.committee_on),
        now=_noon(story.committee_on),
        is_recommendation=True,
    )
    for number, approver in enumerate(approvers, start=1):
        kind = BodyKind.MUNICIPAL_COUNCIL if number > 1 else BodyKind.REGIONAL_COUNCIL
        agreement = agreements.record_decision(
            actor=actor,
            agreement=agreement,
            body=selectors.body_of(approver, kind, on=story.councils_on),
            decision=Decision.APPROVED,
            content_hash=text.content_hash,
            reference=Reference(meeting_on=story.councils_on, agenda_number=str(number)),
            now=_noon(story.councils_on),
        )
    return agreement


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
