"""Where a walk begins, and the model that it is held against."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import ClassVar

from django.db import connection, transaction
from hypothesis.stateful import RuleBasedStateMachine, invariant, multiple

from coordination.agreements.enums import MoneyUsed
from coordination.base.actor import Actor, Role
from coordination.base.rowsecurity import scope
from coordination.ledger import selectors
from coordination.ledger.enums import ClaimState
from coordination.ledger.models import Budget
from tests import make
from tests.acute.shared import Shared

START = Decimal("900.00")
HOURLY_ORE = 94147
TOWNS = 2
FIRST = datetime(2020, 2, 10, 8, tzinfo=UTC)


def fee_of(number: int) -> Decimal:
    """The price of minutes, worked out anew: whole øre, half an øre up."""
    return Decimal(floor(Fraction(HOURLY_ORE * number, 60) + Fraction(1, 2))) / 100


class Place:
    """One agreement and its people, made once; each walk goes back to where it began."""

    def __init__(self, clause: MoneyUsed) -> None:
        self.clause = clause
        self.shared = Shared(amount=START, money_used=clause)
        practices, municipalities = self.shared.practices[:TOWNS], self.shared.towns[:TOWNS]
        self.doctors = [make.actor(Role.GP, practice) for practice in practices]
        self.nurses = [make.actor(Role.ACUTE_NURSE, town) for town in municipalities]
        for doctor in self.doctors:
            make.can_be_asked(doctor, self.shared.agreement, since=FIRST.date())
        self.payer = make.actor(Role.REGION_FINANCE, self.shared.region)


class Walk(RuleBasedStateMachine):
    """A model of what the sums must be, which is asked after every step."""

    place: ClassVar[Place]
    steps_taken: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.shared, self.clause = self.place.shared, self.place.clause
        self.agreement, self.admin = self.shared.agreement, self.shared.admin
        self.doctors, self.nurses = self.place.doctors, self.place.nurses
        self.now, self.number = FIRST, 0
        self.appropriated, self.reserved, self.spent = START, Decimal(0), Decimal(0)
        self.given_back: set[str] = set()
        self.fees: dict[object, Decimal] = {}
        self.open: dict[int, tuple[object, Decimal | None]] = {}
        self.savepoint = transaction.savepoint()

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)

    @property
    def free(self) -> Decimal:
        return self.appropriated - self.reserved - self.spent

    def has_room(self, amount: Decimal) -> bool:
        return self.clause == MoneyUsed.OVERRUN or self.free >= amount

    def new(self, name: str) -> str:
        self.number += 1
        return f"{name}:{self.number}"

    def tried(self, actor: Actor, call: Callable[[], object], *refusals: type[Exception]) -> object:
        """What a service answers; None where it refuses, of which nothing may remain."""
        try:
            with scope(actor):
                return call()
        except refusals:
            return None

    def was_spent(self, town: int, logged: object, fee: Decimal, held: Decimal = Decimal(0)):
        """What a session does to the sums, where it was logged."""
        if logged is None:
            return multiple()
        self.reserved -= held
        funded = self.has_room(fee)
        assert funded or self.clause == MoneyUsed.HOLD
        assert funded == (logged.claim_state != ClaimState.UNFUNDED)
        if funded:
            self.spent += fee
        self.fees[logged.uuid] = fee if funded else Decimal(0)
        return town, logged

    @invariant()
    def every_krone_is_accounted_for(self) -> None:
        type(self).steps_taken += 1
        with scope(self.admin):
            budget = Budget.objects.get(agreement=self.agreement)
        sums = (budget.appropriated, budget.reserved, budget.spent)
        assert sums == (self.appropriated, self.reserved, self.spent)
        assert self.clause == MoneyUsed.OVERRUN or self.free >= 0

    @invariant()
    def the_funders_bear_all_of_it(self) -> None:
        if self.steps_taken % 5:
            return
        with scope(self.admin):
            statement = selectors.statement_of(self.admin, self.agreement)
        assert statement.total == sum(statement.totals.values(), Decimal(0)) == self.spent

    @invariant()
    def the_database_holds_what_it_must(self) -> None:
        with scope(self.shared.worker), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("EXECUTE broken_money")
            broken = [code for (code,) in cursor.fetchall()]
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        assert broken == []
