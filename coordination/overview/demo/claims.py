"""Sessions with citizens before the demo's clock starts, and what became of their claims."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from acute import services as acute
from coordination.access import selectors as access
from coordination.access.models import User
from coordination.agreements.models import Agreement
from coordination.base import rowsecurity
from coordination.base.actor import Actor
from coordination.base.money import pro_rata
from coordination.base.periods import DAY
from coordination.ledger import selectors as claims
from coordination.ledger import services as ledger
from coordination.ledger.enums import CapParty, CapWindow, ClaimState
from coordination.parties.models import Patient

DOCTOR, ADMINISTRATOR, FINANCE = "laege", "region", "oekonomi"
CAPPED_ON = date(2020, 6, 1)
"""A day on which the demo's cap leaves no room, so that a claim waits for the region."""


@dataclass(frozen=True, slots=True)
class Case:
    """One session with the citizen of this number in the practice, and how far its claim came."""

    citizen: int
    on: date
    minutes: int
    claim: ClaimState = ClaimState.SUBMITTED
    ordinal: int = 1
    said: str = ""


def _may(day: int, citizen: int, minutes: int) -> Case:
    return Case(citizen, date(2020, 5, day), minutes)


CASES = (
    Case(
        *(0, date(2020, 4, 15), 25, ClaimState.REJECTED),
        said="25 minutter er længere end samtalen i journalen. Ret, eller skriv hvorfor.",
    ),
    Case(1, date(2020, 4, 16), 15, ClaimState.CLEARED),
    Case(2, date(2020, 4, 21), 10, ClaimState.CLEARED),
    Case(0, date(2020, 4, 28), 12, ClaimState.WITHDRAWN, said="Registreret to gange"),
    Case(1, date(2020, 5, 4), 15, ClaimState.APPROVED),
    Case(2, date(2020, 5, 5), 20, ClaimState.APPROVED),
    Case(0, date(2020, 5, 6), 15, ClaimState.APPROVED),
    Case(
        *(0, date(2020, 5, 6), 15, ClaimState.SUBMITTED, 2),
        said="Ny vejrtrækning om aftenen",
    ),
    *(_may(day, day % 3, 5 + day % 4 * 5) for day in (7, 8, 11, 12, 13, 14, 18, 19, 20, 22, 25)),
)
HELD = Case(1, CAPPED_ON, 15, ClaimState.UNFUNDED)


def total_of_cases(hourly: Decimal, first: date, last: date) -> Decimal:
    """Kroner that the sessions of some days cost, the voided ones left out."""
    return sum(
        (
            pro_rata(hourly, case.minutes)
            for case in CASES
            if first <= case.on <= last and case.claim != ClaimState.WITHDRAWN
        ),
        Decimal("0.00"),
    )


def make_claims(
    steward: Actor, agreement: Agreement, citizens: list[Patient], people: dict[str, User]
) -> None:
    """Log the sessions as their doctor, and decide as the region's two people."""
    who = {name: _acting(people[name]) for name in (DOCTOR, ADMINISTRATOR, FINANCE)}
    for case in CASES:
        _log(citizens[case.citizen], case, who)
    ledger.set_cap(
        actor=steward,
        agreement=agreement,
        party=CapParty.MUNICIPALITY,
        window=CapWindow.PERIOD,
        amount=Decimal("100.00"),
        starts_on=CAPPED_ON,
        decision="Afprøvning af loft anden pinsedag",
    )
    _log(citizens[HELD.citizen], HELD, who)
    ledger.lift_cap(
        actor=steward,
        agreement=agreement,
        party=CapParty.MUNICIPALITY,
        window=CapWindow.PERIOD,
        ends_before=CAPPED_ON + DAY,
    )


def _acting(user: User) -> Actor:
    actor = access.actor_of(user, today=CAPPED_ON)
    assert actor is not None
    return actor


def _log(citizen: Patient, case: Case, who: dict[str, Actor]) -> None:
    now = datetime(case.on.year, case.on.month, case.on.day, 16, tzinfo=UTC)
    doctor, admin, finance = who[DOCTOR], who[ADMINISTRATOR], who[FINANCE]
    with rowsecurity.scope(doctor):
        session = acute.log_session(
            actor=doctor,
            patient=citizen.uuid,
            service_on=case.on,
            minutes=case.minutes,
            ordinal=case.ordinal,
            ordinal_reason=case.said if case.ordinal > 1 else "",
            now=now,
        )
        if case.claim == ClaimState.WITHDRAWN:
            acute.void_session(actor=doctor, uuid=session.uuid, reason=case.said, now=now)
        claim = claims.claims_for(doctor).get(source=session.source).uuid
    if case.claim == ClaimState.REJECTED:
        with rowsecurity.scope(admin):
            ledger.reject(actor=admin, claim=claim, reason=case.said, now=now)
    if case.claim in (ClaimState.APPROVED, ClaimState.CLEARED):
        with rowsecurity.scope(admin):
            ledger.approve(actor=admin, claims=[claim], now=now)
    if case.claim == ClaimState.CLEARED:
        with rowsecurity.scope(finance):
            ledger.clear(actor=finance, claims=[claim], now=now)
