"""Puts the demo together, once."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from coordination.agreements import selectors as agreements
from coordination.agreements.enums import Anchor, MoneyUsed
from coordination.base import clock, rowsecurity
from coordination.base.actor import system
from coordination.base.money import kroner
from coordination.ledger import selectors as ledger
from coordination.overview.demo.acute import make_scores, make_specialist_agreement
from coordination.overview.demo.agreements import Story, make_agreement
from coordination.overview.demo.approvals import councils_of, make_approval, make_meetings
from coordination.overview.demo.claims import make_claims, total_of_cases
from coordination.overview.demo.consultants import make_consultants
from coordination.overview.demo.history import make_history
from coordination.overview.demo.notices import make_crossing_notice
from coordination.overview.demo.people import make_people
from coordination.overview.demo.places import (
    HOVEDSTADEN,
    SJAELLAND,
    SPECIALISTS,
    make_citizens,
    make_places,
    municipalities_of,
    practice_of,
    service_of,
)
from coordination.overview.demo.rota import make_numbers, make_participation, make_rota
from coordination.overview.demo.settlements import make_invoicing, make_settlements
from coordination.parties import selectors
from coordination.parties.enums import OrganisationKind

START = datetime(2020, 6, 2, 7, 45, tzinfo=ZoneInfo("Europe/Copenhagen"))
FIRST_OPEN = date(2020, 4, 1)
"""The first month that the demo leaves for a person to close."""

HOURLY = Decimal("941.47")

MIDTJYLLAND = Story(
    slug="styrket-akuthjaelp",
    title="Styrket akuthjælp",
    region="Region Midtjylland",
    municipalities=(),
    representative="PLO-Midtjylland",
    starts_on=date(2019, 9, 1),
    ends_before=date(2021, 1, 1),
    region_amount=Decimal("1500000.00"),
    municipal_amount=Decimal("1500000.00"),
    hourly=HOURLY,
    money_used=MoneyUsed.OVERRUN,
    committee_on=date(2019, 5, 27),
    councils_on=date(2019, 8, 28),
    anchor=None,
    note="Timesatsen er en konsulenttakst fra 2019; aftalens egen takst kendes ikke. "
    "Regionsrådets og byrådenes mødedatoer kendes heller ikke; de er sat af demoen.",
)
PRESENT = Story(
    slug="akut-sparring-2026",
    title="Akut sparring 2026",
    region="Region Midtjylland",
    municipalities=(),
    representative="PLO-Midtjylland",
    starts_on=date(2026, 1, 1),
    ends_before=date(2027, 1, 1),
    region_amount=Decimal("2000000.00"),
    municipal_amount=Decimal("1000000.00"),
    hourly=Decimal("1104.00"),
    money_used=MoneyUsed.OVERRUN,
    committee_on=date(2025, 10, 6),
    councils_on=date(2025, 12, 10),
    anchor=Anchor.END_OF_MONTH,
    note="Opdigtet aftale, som viser en anden nøgle, takst og opgørelse af varsel.",
)
REFUSES = Story(
    slug="akut-raadgivning-sjaelland",
    title="Akut rådgivning Sjælland",
    region="Region Sjælland",
    municipalities=SJAELLAND,
    representative="PLO-Sjælland",
    starts_on=date(2020, 1, 1),
    ends_before=date(2021, 1, 1),
    region_amount=Decimal("40000.00"),
    municipal_amount=Decimal("20000.00"),
    hourly=HOURLY,
    money_used=MoneyUsed.REFUSE,
    committee_on=date(2019, 10, 1),
    councils_on=date(2019, 12, 12),
    anchor=Anchor.TO_THE_FIRST,
    note="Opdigtet aftale, som afviser nye sessioner, når midlerne er brugt.",
)

EAST = replace(
    PRESENT,
    slug="akut-sparring-sjaelland-2026",
    title="Akut sparring Sjælland 2026",
    region="Region Sjælland",
    municipalities=SJAELLAND,
    representative="PLO-Sjælland",
    ends_before=date(2029, 1, 1),
    region_amount=Decimal("300000.00"),
    municipal_amount=Decimal("150000.00"),
    note="Opdigtet aftale, som løber hen over den dag, regionen videreføres af en anden.",
)
CROSSING = (
    EAST,
    replace(
        EAST,
        slug="akut-sparring-hovedstaden-2026",
        title="Akut sparring Hovedstaden 2026",
        region="Region Hovedstaden",
        municipalities=HOVEDSTADEN,
        representative="PLO-Hovedstaden",
    ),
)


def exists() -> bool:
    """Whether the demo has been made in this database."""
    plo = selectors.register_of(OrganisationKind.GP_ORGANISATION)
    return any(row.source == "demo" for row in plo)


def build() -> dict[str, int]:
    """Make the demo and start its clock; returns the number of sessions per agreement."""
    maker = system(name="Demo")
    with rowsecurity.scope(maker):
        places = make_places(maker)
    actor = system(*(row.pk for row in places.values()), name="Demo")
    with rowsecurity.scope(actor):
        citizens = make_citizens(actor, places)
        people = make_people(actor, places)
        make_scores(actor, places)
        nineteen = municipalities_of("region_midtjylland_19.csv")
        sessions = {}
        for story, parts in (
            (
                replace(MIDTJYLLAND, municipalities=nineteen),
                (
                    (date(2019, 9, 1), date(2020, 3, 1), Decimal("1172361.40")),
                    (date(2020, 3, 2), date(2020, 5, 31), Decimal("687638.60")),
                ),
            ),
            (
                replace(PRESENT, municipalities=nineteen),
                ((date(2026, 1, 2), date(2026, 11, 20), Decimal("412400.00")),),
            ),
            (REFUSES, ((date(2020, 1, 2), date(2020, 5, 29), Decimal("59700.00")),)),
        ):
            region = places[story.region]
            steward = replace(actor, organisation_id=region.pk, organisation_name=region.name)
            agreement = make_agreement(steward, places, story)
            practices = {
                places[name]: practice
                for name in story.municipalities
                if (practice := practice_of(places, name)) is not None
            }
            make_participation(
                steward, agreement, practices.values(), places[service_of(story.region)]
            )
            sessions[story.slug] = sum(
                make_history(
                    actor,
                    agreement,
                    practices,
                    first=first,
                    last=last,
                    total=total - _logged_with_citizens(story, first, last),
                    hourly=story.hourly,
                    seed=2019 + number,
                )
                for number, (first, last, total) in enumerate(parts)
            )
            if story.slug == MIDTJYLLAND.slug:
                make_settlements(steward, agreement, until=FIRST_OPEN)
                towns = [places[name] for name in story.municipalities]
                make_invoicing(steward, agreement, region, towns)
                make_claims(steward, agreement, citizens["Lægehuset Ikast-Brande"], people)
        make_rota(actor, places)
        make_numbers(
            actor,
            places,
            dict.fromkeys(nineteen, MIDTJYLLAND.region) | dict.fromkeys(SJAELLAND, REFUSES.region),
        )
        for story in CROSSING:
            region = places[story.region]
            steward = replace(actor, organisation_id=region.pk, organisation_name=region.name)
            crossing = make_agreement(steward, places, story)
        make_crossing_notice(crossing, places[HOVEDSTADEN[-1]])
        region = places[MIDTJYLLAND.region]
        make_specialist_agreement(
            actor, region, [places[SPECIALISTS]], slug="speciallaegeraadgivning"
        )
        make_meetings(actor, councils_of(places, region, nineteen))
        steward = replace(actor, organisation_id=region.pk, organisation_name=region.name)
        make_approval(steward, places, region, nineteen, MIDTJYLLAND.representative)
        make_consultants(actor, places)
    clock.jump(START)
    return sessions


def _logged_with_citizens(story: Story, first: date, last: date) -> Decimal:
    """Kroner of the history that stand on sessions with citizens instead."""
    if story.slug != MIDTJYLLAND.slug:
        return Decimal("0.00")
    return total_of_cases(story.hourly, first, last)


def spend_until(percent: Decimal, *, today: date) -> int:
    """Post sessions of today under the first demo agreement until `percent` is spent."""
    places = {row.name: row for row in selectors.register_of()}
    actor = system(*(row.pk for row in places.values()), name="Demo")
    with rowsecurity.scope(actor):
        agreement = agreements.agreement_by_slug(actor, MIDTJYLLAND.slug)
        budget = ledger.budget_of(actor, agreement)
        total = kroner(budget.appropriated * percent / 100) - budget.spent
        if total <= 0:
            return 0
        nineteen = municipalities_of("region_midtjylland_19.csv")
        practices = {places[name]: practice_of(places, name) for name in nineteen}
        return make_history(
            actor,
            agreement,
            {place: practice for place, practice in practices.items() if practice},
            first=today,
            last=today,
            total=total,
            hourly=HOURLY,
            seed=today.toordinal(),
        )
