"""What an agreement that is only being negotiated would cost, and when its money would be used."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from coordination.agreements import selectors as agreements
from coordination.agreements.enums import Anchor, ClauseKind, Trigger
from coordination.agreements.models import Agreement
from coordination.agreements.rules import NoticeRule
from coordination.base.actor import Actor
from coordination.base.danish import kroner_text, number_text
from coordination.base.periods import DAY
from coordination.ledger import selectors as ledger
from coordination.ledger.enums import TariffRule
from coordination.ledger.rules import PACE_DAYS, Outlook, Service, Terms, fee, fee_reason
from coordination.portfolio.selectors.whatif import Case

WEEKS = PACE_DAYS // 7
SIMULATED = (
    TariffRule.PER_SERVICE,
    TariffRule.PER_MINUTE,
    TariffRule.PER_STARTED,
    TariffRule.FIRST_HOUR,
)
"""Rules whose fee follows from the minutes of a session alone."""


@dataclass(frozen=True, slots=True)
class Plan:
    """An agreement as it might be: money, period, use, price and the clause about suspension."""

    amount: Decimal
    starts_on: date
    last_day: date
    sessions_a_week: Decimal
    minutes: int
    rule: TariffRule
    price: Decimal
    unit_minutes: int = 0
    months: int = 1
    anchor: Anchor = Anchor.DAY_TO_DAY
    trigger: Trigger = Trigger.MONEY_WILL_BE_USED
    lead_days: int = 0

    @property
    def session_fee(self) -> Decimal:
        """What one session costs."""
        return fee(self._terms, self._service)

    @property
    def session_fee_says(self) -> str:
        """How that comes about."""
        return fee_reason(self._terms, self._service)

    @property
    def _terms(self) -> Terms:
        return Terms(self.rule, self.price, self.unit_minutes)

    @property
    def _service(self) -> Service:
        return Service(minutes=self.minutes)


def simulated(plan: Plan) -> Case:
    """The numbers of an agreement that would begin with its money whole; nothing is kept."""
    weekly = plan.session_fee * plan.sessions_a_week
    outlook = Outlook(
        as_of=plan.starts_on - DAY,
        last_day=plan.last_day,
        appropriated=plan.amount,
        spent=Decimal("0.00"),
        posted=weekly * WEEKS,
        history_days=PACE_DAYS,
    )
    return Case(
        outlook=outlook,
        trigger=plan.trigger,
        rule=NoticeRule(plan.months, plan.anchor),
        lead_days=plan.lead_days,
        pace_says=_(
            "%(count)s sessioner om ugen à %(fee)s (%(reason)s), gange 30,4375 og delt med 7."
        )
        % {
            "count": number_text(plan.sessions_a_week),
            "fee": kroner_text(plan.session_fee),
            "reason": plan.session_fee_says,
        },
    )


def plan_values(actor: Actor, agreement: Agreement) -> dict[str, object]:
    """What an agreement or a draft already says of a plan; the use is left to be thought of."""
    budget = ledger.budget_of(actor, agreement)
    clause = agreements.clause_of(agreement, ClauseKind.SUSPEND)
    tariff = next((row for row in ledger.tariffs_of(agreement) if row.rule in SIMULATED), None)
    values: dict[str, object] = {
        "amount": kroner_text(budget.appropriated).removesuffix(" kr."),
        "starts_on": agreement.starts_on,
        "last_day": agreement.period.last_day,
    }
    if tariff is not None:
        values |= {
            "minutes": tariff.expected_minutes,
            "rule": tariff.rule,
            "price": kroner_text(tariff.price).removesuffix(" kr."),
            "unit_minutes": tariff.unit_minutes or None,
        }
    if clause is not None:
        values |= {
            "months": clause.months,
            "anchor": clause.rule.anchor,
            "trigger": clause.triggers[0],
            "lead_days": clause.body_lead_days,
        }
    return values
