"""What the acute feature is set to in the demo: scores by region, and who may ask which unit."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from acute import services as acute
from acute.enums import ScoreKind
from coordination.agreements import selectors
from coordination.agreements import services as agreements
from coordination.agreements.enums import (
    AgreementKind,
    BodyKind,
    ClauseKind,
    Decision,
    PartyRole,
)
from coordination.agreements.models import Agreement
from coordination.base.actor import Actor
from coordination.overview.demo.places import SINCE
from coordination.parties.models import Organisation

TOBS = acute.ScoreChoice(
    ScoreKind.TOBS,
    "2020",
    (
        (0, "Fortsæt som aftalt. Mål igen ved ændring."),
        (2, "Mål igen inden for 4 timer, og tal med kollega."),
        (3, "Spørg lægen i dag."),
        (5, "Spørg lægen straks. Ring 112 ved livstruende sygdom."),
    ),
    single_three_as=3,
)
NEWS2 = acute.ScoreChoice(
    ScoreKind.NEWS2,
    "2017",
    (
        (0, "Fortsæt som aftalt. Mål igen ved ændring."),
        (1, "Mål igen inden for 4 timer."),
        (5, "Spørg lægen straks."),
        (7, "Ring 112."),
    ),
    single_three_as=5,
)
"""The tables are public; what a total asks for is decided by each region, and here by the demo."""

SCORES = (
    ("Region Midtjylland", TOBS, SINCE),
    ("Region Sjælland", NEWS2, SINCE),
    ("Region Østdanmark", NEWS2, date(2027, 1, 1)),
)


def make_scores(actor: Actor, places: dict[str, Organisation]) -> None:
    """Each region's score from its day on."""
    for name, choice, day in SCORES:
        acute.set_score(actor=actor, region=places[name], choice=choice, starts_on=day)


SPECIALIST_TASK = (
    "Afdelingens speciallæger og specialsygeplejersker rådgiver paramedicinere og kommunale "
    "akutsygeplejersker, som er kaldt til en borger, ud fra målinger, billede, lyd og video."
)


def make_specialist_agreement(
    actor: Actor,
    region: Organisation,
    units: Sequence[Organisation],
    *,
    slug: str,
    title: str = "Speciallægerådgivning på vejen",
    starts_on: date = date(2019, 9, 1),
    ends_before: date | None = None,
) -> Agreement:
    """Drafted, approved by the regional council, and thereby in force. Nobody is paid a fee."""
    steward = replace(actor, organisation_id=region.pk, organisation_name=region.name)
    decided_at = datetime(2019, 8, 28, 10, tzinfo=UTC)
    agreement = agreements.draft(
        actor=steward,
        slug=slug,
        region=region,
        text=agreements.Text(
            title=title,
            kind=AgreementKind.SPECIALIST_ADVICE,
            legal_basis="Regional aftale om speciallægekonference og samarbejde",
            starts_on=starts_on,
            ends_before=ends_before,
            parties=[
                (region, PartyRole.FUNDER),
                (region, PartyRole.APPROVER),
                (region, PartyRole.OPERATOR),
                *((unit, PartyRole.PROVIDER) for unit in units),
            ],
            clauses=[agreements.ClauseText(ClauseKind.TASK, SPECIALIST_TASK)],
            recommending_body=None,
        ),
        now=decided_at,
    )
    reader = replace(steward, name="Rikke Region")
    agreements.confirm_clause(
        actor=reader, agreement=agreement, kind=ClauseKind.TASK, now=decided_at
    )
    agreements.send_for_approval(actor=steward, agreement=agreement, now=decided_at)
    council = selectors.body_of(region, BodyKind.REGIONAL_COUNCIL, on=decided_at.date())
    return agreements.record_decision(
        actor=steward,
        agreement=agreement,
        body=council,
        decision=Decision.APPROVED,
        content_hash=selectors.newest_version(agreement).content_hash,
        reference=agreements.Reference(meeting_on=decided_at.date(), agenda_number="1"),
        now=decided_at,
    )
