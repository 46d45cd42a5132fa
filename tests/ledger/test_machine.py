"""Whatever people do to an agreement's money, in any order, every krone stays accounted for.

The steps go through the services, one at a time and the same in every run. A small model, which
knows nothing of the database, says beforehand what each step must do to the sums.
"""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import HealthCheck, Phase, assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from acute import services as acute
from acute.enums import Consent, Outcome, Reason, Urgency
from acute.errors import AlreadyVoid, FeeNotCovered, NotCovered, SameSession
from coordination.agreements.enums import MoneyUsed
from coordination.base.actor import Actor
from coordination.base.errors import DomainError, StateConflict
from coordination.base.rowsecurity import scope
from coordination.ledger import selectors
from coordination.ledger import services as ledger
from coordination.ledger.enums import ClaimState, KeyKind
from coordination.ledger.errors import BelowUsed, BudgetUsed
from coordination.ledger.models import Claim, Settlement
from coordination.overview.invariants import CHECKS
from tests.ledger.place import TOWNS, Place, Walk, fee_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

DEEP = os.environ.get("SAMSPIL_DEEP") == "1"
WALKS, LEAST = (96, 8400) if DEEP else (9, 900)
LENGTH = 100
"""For each clause: together 25,000 steps, or 2,700; some walks end early."""
MONEY = [check for check in CHECKS if check.code.startswith("M") and check.sql]

towns = st.integers(0, TOWNS - 1)
minutes = st.integers(1, 90)
amounts = st.integers(1, 60_000).map(lambda ore: Decimal(ore) / 100)
weights = st.lists(st.integers(1, 9), min_size=1 + TOWNS, max_size=1 + TOWNS)


class Money(Walk):
    """People at work, in any order."""

    held = Bundle("held")
    sessions = Bundle("sessions")

    @rule(hours=st.integers(1, 24 * 9))
    def time_goes_on(self, hours: int) -> None:
        self.now = min(self.now + timedelta(hours=hours), datetime(2020, 12, 30, 8, tzinfo=UTC))

    @rule(amount=amounts, takes_out=st.booleans())
    def money_is_put_in_or_taken_out(self, amount: Decimal, takes_out: bool) -> None:
        change = -amount if takes_out else amount
        done = self.tried(
            self.admin,
            lambda: ledger.contribute(
                actor=self.admin,
                agreement=self.agreement,
                amounts=[(self.shared.region, change)],
                decision="Ændret bevilling",
                decided_on=self.now.date(),
                now=self.now,
            ),
            BelowUsed,
        )
        assert (done is None) == (change < 0 and self.free + change < 0)
        if done:
            self.appropriated += change

    @rule(target=held, town=towns, amount=amounts)
    def money_is_set_aside(self, town: int, amount: Decimal) -> object:
        actor, source = self.doctors[town], self.new("held")
        purchase = ledger.Purchase(
            source,
            amount,
            self.now.date(),
            self.shared.towns[town].pk,
            self.shared.practices[town].pk,
        )
        done = self.tried(
            actor,
            lambda: ledger.reserve(
                actor=actor, agreement=self.agreement, purchase=purchase, now=self.now
            ),
            BudgetUsed,
        )
        assert (done is None) == (self.clause == MoneyUsed.REFUSE and self.free < amount)
        if not self.has_room(amount):
            return multiple()
        self.reserved += amount
        return town, source, amount

    @rule(what=held, again=st.booleans())
    def it_is_given_back_at_most_once(self, what: tuple, again: bool) -> None:
        town, source, amount = what
        actor = self.doctors[town]
        for _time in range(1 + again):
            with scope(actor):
                ledger.release(
                    actor=actor, agreement=self.agreement, reservation=source, now=self.now
                )
        if source not in self.given_back:
            self.given_back.add(source)
            self.reserved -= amount

    @rule(
        target=sessions,
        town=towns,
        number=minutes,
        days_ago=st.integers(0, 40),
        ordinal=st.integers(1, 2),
    )
    def a_session_is_logged(self, town: int, number: int, days_ago: int, ordinal: int) -> object:
        actor, fee = self.doctors[town], fee_of(number)
        day = max(self.now.date() - timedelta(days_ago), date(2020, 1, 1))
        logged = self.tried(
            actor,
            lambda: acute.log_session(
                actor=actor,
                patient=self.shared.patients[town].uuid,
                service_on=day,
                minutes=number,
                ordinal=ordinal,
                ordinal_reason="Nyt forløb" if ordinal > 1 else "",
                now=self.now,
            ),
            BudgetUsed,
            SameSession,
        )
        return self.was_spent(town, logged, fee)

    @rule(what=sessions)
    def a_session_is_voided(self, what: tuple) -> None:
        town, logged = what
        actor = self.doctors[town]
        done = self.tried(
            actor,
            lambda: acute.void_session(actor=actor, uuid=logged.uuid, reason="Fejl", now=self.now),
            AlreadyVoid,
            StateConflict,
        )
        if done is not None:
            self.spent -= self.fees.pop(logged.uuid)

    @precondition(lambda self: len(self.open) < TOWNS)
    @rule(data=st.data())
    def a_nurse_asks(self, data: st.DataObject) -> None:
        town = data.draw(st.sampled_from(sorted(set(range(TOWNS)) - self.open.keys())))
        actor = self.nurses[town]
        sent = self.tried(
            actor,
            lambda: acute.send(
                actor=actor,
                patient=self.shared.patients[town].uuid,
                reason=Reason.BREATHING,
                urgency=Urgency.NOW,
                question="Skal hun have ilt?",
                consent=Consent.GIVEN,
                callback_phone="20 10 20 30",
                measurements=[],
                now=self.now,
            ),
            NotCovered,
        )
        assert (sent is None) == (self.clause == MoneyUsed.REFUSE and self.free < fee_of(15))
        if sent is not None:
            self.open[town] = (sent.uuid, None)

    def asked(self, data: st.DataObject, *, taken: bool) -> tuple[int, Actor, object, Decimal]:
        """A request that waits, or one that a doctor has taken with the money set aside for it."""
        known = [town for town, (_uuid, held) in self.open.items() if (held is not None) == taken]
        town = data.draw(st.sampled_from(known))
        uuid, held = self.open[town]
        return town, self.doctors[town], uuid, held or Decimal(0)

    @precondition(lambda self: any(held is None for _uuid, held in self.open.values()))
    @rule(data=st.data())
    def a_doctor_takes_it(self, data: st.DataObject) -> None:
        town, actor, uuid, _held = self.asked(data, taken=False)
        fee = fee_of(15)
        done = self.tried(
            actor, lambda: acute.take(actor=actor, uuid=uuid, now=self.now), BudgetUsed
        )
        assert (done is None) == (self.clause == MoneyUsed.REFUSE and self.free < fee)
        if done is not None:
            held = fee if self.has_room(fee) else Decimal(0)
            self.open[town] = (uuid, held)
            self.reserved += held

    @precondition(lambda self: any(held is not None for _uuid, held in self.open.values()))
    @rule(target=sessions, data=st.data(), number=minutes)
    def it_is_answered(self, data: st.DataObject, number: int) -> object:
        town, actor, uuid, held = self.asked(data, taken=True)
        words = {"outcome": Outcome.AT_HOME, "advice": "Giv ilt.", "now": self.now}
        logged = self.tried(
            actor,
            lambda: acute.answer(actor=actor, uuid=uuid, minutes=number, **words),
            FeeNotCovered,
            SameSession,
        )
        if logged is None:
            with scope(actor):
                acute.answer_without_fee(actor=actor, uuid=uuid, **words)
            self.reserved -= held
        del self.open[town]
        return self.was_spent(town, logged, fee_of(number), held)

    @precondition(lambda self: any(held is not None for _uuid, held in self.open.values()))
    @rule(data=st.data())
    def it_is_handed_back(self, data: st.DataObject) -> None:
        town, actor, uuid, held = self.asked(data, taken=True)
        with scope(actor):
            acute.hand_back(actor=actor, uuid=uuid, reason="Akut hjemmebesøg", now=self.now)
        self.reserved -= held
        self.open[town] = (uuid, None)

    @precondition(lambda self: bool(self.open))
    @rule(data=st.data())
    def it_is_cancelled(self, data: st.DataObject) -> None:
        town = data.draw(st.sampled_from(sorted(self.open)))
        uuid, held = self.open.pop(town)
        actor = self.nurses[town]
        with scope(actor):
            acute.cancel(actor=actor, uuid=uuid, reason="Bedre igen", now=self.now)
        self.reserved -= held or Decimal(0)

    @rule(row=weights, kind=st.sampled_from(KeyKind), days=st.integers(0, 40))
    def the_funders_agree_on_a_key(self, row: list[int], kind: KeyKind, days: int) -> None:
        funders = [self.shared.region, *self.shared.towns]
        shares = [(funder, Decimal(n)) for funder, n in zip(funders, row, strict=False)]
        with scope(self.admin):
            ledger.set_key(
                actor=self.admin,
                agreement=self.agreement,
                shares=shares,
                starts_on=self.now.date() + timedelta(days),
                decision="Ny fordeling",
                decided_on=self.now.date(),
                now=self.now,
                kind=kind,
            )

    @rule(which=st.integers(0, 9), how=st.sampled_from(["approve", "clear", "reject", "resubmit"]))
    def a_claim_is_decided(self, which: int, how: str) -> None:
        actor = {"clear": self.place.payer, "resubmit": self.doctors[0]}.get(how, self.admin)
        wanted = {
            "approve": [ClaimState.SUBMITTED],
            "clear": [ClaimState.APPROVED],
            "reject": [ClaimState.SUBMITTED, ClaimState.APPROVED],
            "resubmit": [ClaimState.REJECTED],
        }[how]
        with scope(actor):
            rows = Claim.objects.filter(agreement=self.agreement, state__in=wanted).order_by("pk")
            found = list(rows)
        assume(found)
        uuid = found[which % len(found)].uuid
        with scope(actor):
            match how:
                case "approve":
                    ledger.approve(actor=actor, claims=[row.uuid for row in found], now=self.now)
                case "clear":
                    ledger.clear(actor=actor, claims=[row.uuid for row in found], now=self.now)
                case "reject":
                    ledger.reject(actor=actor, claim=uuid, reason="Ser dobbelt ud", now=self.now)
                case "resubmit":
                    ledger.resubmit(actor=actor, claim=uuid, answer="To borgere", now=self.now)

    @rule(grace=st.integers(0, 4))
    def the_next_month_is_closed(self, grace: int) -> None:
        actor = self.admin

        def call() -> Settlement:
            month = selectors.next_month(self.agreement)
            return ledger.close_month(
                actor=actor, agreement=self.agreement, month=month, grace_days=grace, now=self.now
            )

        self.tried(actor, call, DomainError)

    @rule()
    def the_latest_month_is_reopened(self) -> None:
        actor = self.admin
        with scope(actor):
            standing = Settlement.objects.filter(agreement=self.agreement).standing()
            latest = standing.order_by("-starts_on").first()
        assume(latest is not None)
        with scope(actor):
            ledger.reopen_latest(
                actor=actor,
                agreement=self.agreement,
                month=latest.starts_on,
                reason="Forkert",
                now=self.now,
            )


@pytest.fixture
def broken_money() -> Iterator[None]:
    """One statement that names the checks which do not hold, planned once."""
    parts = [
        f"SELECT '{check.code}' WHERE EXISTS (SELECT 1 FROM ({check.sql}) broken)"
        for check in MONEY
    ]
    with connection.cursor() as cursor:
        cursor.execute("PREPARE broken_money AS " + " UNION ALL ".join(parts))
        yield
        cursor.execute("DEALLOCATE broken_money")


def walk(clause: MoneyUsed, walks: int, *phases: Phase) -> None:
    Money.place, Money.steps_taken = Place(clause), 0
    run_state_machine_as_test(
        Money,
        settings=settings(
            max_examples=walks,
            stateful_step_count=LENGTH,
            derandomize=True,
            deadline=None,
            database=None,
            report_multiple_bugs=False,
            phases=[Phase.generate, *phases],
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.usefixtures("broken_money")
@pytest.mark.parametrize("clause", MoneyUsed)
def test_no_walk_of_people_and_money_breaks_an_invariant(clause):
    walk(clause, WALKS, Phase.shrink)

    assert Money.steps_taken >= LEAST


@pytest.mark.usefixtures("broken_money")
@pytest.mark.parametrize("service", ["release", "withdraw"])
def test_a_walk_finds_a_service_that_forgets_to_post(service, monkeypatch):
    monkeypatch.setattr(ledger, service, lambda **_words: None)

    with pytest.raises(AssertionError):
        walk(MoneyUsed.OVERRUN, WALKS)
