"""An agreement on its way through nineteen councils, and when those councils meet. All invented."""

from calendar import TUESDAY, monthcalendar
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from coordination.agreements import selectors
from coordination.agreements import services as agreements
from coordination.agreements.enums import (
    AgreementKind,
    Anchor,
    BodyKind,
    ClauseKind,
    Decision,
    PartyRole,
    Trigger,
)
from coordination.agreements.models import Agreement, Body
from coordination.agreements.services import ClauseText, Reference, Text
from coordination.base import rowsecurity
from coordination.base.actor import Actor
from coordination.overview.demo.agreements import FEE, TASK
from coordination.parties.models import Organisation

SLUG = "akut-sparring-weekend"
NOTE = (
    "Opdigtet aftale på vej gennem de 19 kommunalbestyrelser. Regionen har besluttet den "
    "administrativt. Regionsrådets og kommunalbestyrelsernes mødedatoer er også opdigtede."
)
YEARS = (2019, 2020, 2021, 2026)
NO_MEETING = 7
"""July."""

PAPERS_BEFORE = timedelta(days=25)
ON_AGENDA = ("Herning Kommune", "Ikast-Brande Kommune", "Viborg Kommune")
SILENT = ("Samsø Kommune", "Skive Kommune")
RESERVES = "Randers Kommune"
EVALUATED = "Under forudsætning af, at ordningen gøres op efter et år."
FIRST, SECOND = date(2020, 2, 24), date(2020, 4, 14)
"""The days the two texts were sent."""


def meeting_days(number: int) -> Iterator[tuple[date, date]]:
    """The fourth Tuesday or Wednesday of each month, with the last day for papers."""
    for year in YEARS:
        for month in range(1, 13):
            if month == NO_MEETING:
                continue
            days = [week[TUESDAY + number % 2] for week in monthcalendar(year, month)]
            held_on = date(year, month, [day for day in days if day][3])
            yield held_on, held_on - PAPERS_BEFORE


def councils_of(
    places: dict[str, Organisation], region: Organisation, names: Sequence[str]
) -> list[Body]:
    """The regional council, and the councils of the municipalities in the order of their names."""
    councils = [selectors.body_of(region, BodyKind.REGIONAL_COUNCIL, on=FIRST)]
    return councils + [
        selectors.body_of(places[name], BodyKind.MUNICIPAL_COUNCIL, on=FIRST) for name in names
    ]


def make_meetings(actor: Actor, councils: Sequence[Body]) -> None:
    """A calendar for each council."""
    for number, body in enumerate(councils):
        agreements.add_meetings(actor=actor, body=body, days=list(meeting_days(number)))


def first_text(
    places: dict[str, Organisation], region: Organisation, names: Sequence[str], plo: str
) -> Text:
    """What was put before the councils first; one of them refused it."""
    parties = [(region, PartyRole.FUNDER), (places[plo], PartyRole.PROVIDER)]
    for name in names:
        parties += [(places[name], PartyRole.APPROVER), (places[name], PartyRole.OPERATOR)]
    return Text(
        title="Akut sparring i weekender",
        kind=AgreementKind.ACUTE_ADVICE,
        legal_basis="Lokal aftale mellem region, kommuner og almen praksis",
        starts_on=date(2020, 9, 1),
        ends_before=date(2021, 9, 1),
        parties=parties,
        clauses=[
            ClauseText(ClauseKind.TASK, TASK),
            ClauseText(ClauseKind.FEE, FEE),
            ClauseText(
                ClauseKind.TERMINATE,
                "Aftalen kan opsiges med 3 måneders varsel.",
                months=3,
                anchor=Anchor.END_OF_MONTH,
                trigger=Trigger.ANY_TIME,
            ),
        ],
        recommending_body=selectors.body_of(region, BodyKind.PRACTICE_PLAN_COMMITTEE, on=FIRST),
    )


def second_text(first: Text) -> Text:
    """As the councils asked for it: a longer notice, and a way out for one party alone."""
    return replace(
        first,
        ends_before=date(2022, 1, 1),
        clauses=[
            *first.clauses[:2],
            ClauseText(
                ClauseKind.TERMINATE,
                "Aftalen kan opsiges af hver part med 6 måneders varsel til udgangen af en måned.",
                months=6,
                anchor=Anchor.END_OF_MONTH,
                trigger=Trigger.ANY_TIME,
            ),
            ClauseText(
                ClauseKind.LEAVE,
                "En kommune kan træde ud med 3 måneders varsel til udgangen af en måned, mens "
                "aftalen fortsætter for de andre.",
                months=3,
                anchor=Anchor.END_OF_MONTH,
                trigger=Trigger.ANY_TIME,
            ),
        ],
    )


def make_approval(
    actor: Actor,
    places: dict[str, Organisation],
    region: Organisation,
    names: Sequence[str],
    plo: str,
) -> Agreement:
    """14 of 19 councils have approved the second text, 3 have it on the agenda, 2 are silent."""
    councils = dict(zip(names, councils_of(places, region, names)[1:], strict=True))
    text = first_text(places, region, names, plo)
    drafted = _noon(FIRST - timedelta(days=7))
    agreement = agreements.draft(
        actor=actor, slug=SLUG, region=region, text=text, now=drafted, note=NOTE
    )
    road = _Road(actor, agreement)
    road.send(FIRST)
    road.recommend(text.recommending_body, date(2020, 3, 2))
    met = date(2020, 3, 25)
    reservation = "Varslet bør være 6 måneder."
    road.decide(councils["Skanderborg Kommune"], met, Decision.APPROVED)
    road.decide(councils["Herning Kommune"], met, Decision.APPROVED_WITH_RESERVATION, reservation)
    road.decide(councils["Viborg Kommune"], met, Decision.REJECTED, "Varslet er for kort.")
    agreements.revise(
        actor=actor,
        agreement=agreement,
        text=second_text(text),
        now=_noon(SECOND - timedelta(days=4)),
    )
    road.send(SECOND)
    road.recommend(text.recommending_body, date(2020, 4, 20))
    for number, (name, body) in enumerate(councils.items(), start=1):
        may, june = (_meeting(number, month) for month in (5, 6))
        if name in ON_AGENDA:
            road.decide(body, june, Decision.ON_AGENDA, known=date(2020, 5, 28))
        elif name == RESERVES:
            road.decide(body, may, Decision.APPROVED_WITH_RESERVATION, EVALUATED)
        elif name not in SILENT:
            road.decide(body, may, Decision.APPROVED)
    return agreement


def _meeting(number: int, month: int) -> date:
    days = [held_on for held_on, _papers_by in meeting_days(number)]
    return next(day for day in days if (day.year, day.month) == (2020, month))


class _Road:
    """One text after the other through the bodies, each step on its day.

    Another principal than the author records the decisions, as the rules demand of people.
    """

    def __init__(self, actor: Actor, agreement: Agreement) -> None:
        self.author = actor
        self.recorder = replace(actor, client_id="demo-minutes")
        self.agreement = agreement

    def send(self, day: date) -> None:
        agreements.send_for_approval(actor=self.author, agreement=self.agreement, now=_noon(day))

    def recommend(self, body: Body | None, day: date) -> None:
        if body is not None:
            self.decide(body, day, Decision.APPROVED, is_recommendation=True)

    def decide(
        self,
        body: Body,
        met: date,
        decision: Decision,
        note: str = "",
        *,
        known: date | None = None,
        is_recommendation: bool = False,
    ) -> None:
        with rowsecurity.scope(self.recorder):
            agreements.record_decision(
                actor=self.recorder,
                agreement=self.agreement,
                body=body,
                decision=decision,
                content_hash=selectors.newest_version(self.agreement).content_hash,
                reference=Reference(meeting_on=met, note=note),
                now=_noon(known or met),
                is_recommendation=is_recommendation,
            )


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
