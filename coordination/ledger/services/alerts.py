"""Warnings when a budget's consumption passes a threshold, each once per appropriation."""

from datetime import datetime
from decimal import Decimal

from django.db.models import F

from coordination.agreements.enums import State
from coordination.base import rowsecurity
from coordination.base.actor import Role
from coordination.base.danish import kroner_text
from coordination.ledger.models import Budget
from coordination.reminders import services as reminders

THRESHOLDS = (75, 90, 100)
"""Percent of the appropriation."""

RECIPIENTS = (Role.REGION_ADMIN.value, Role.REGION_FINANCE.value)


def warn_of_thresholds(*, now: datetime) -> int:
    """Sweep: plan a warning for the highest threshold each budget has passed; returns how many.

    The key holds threshold and appropriation, so a warning goes out once, and again only when a
    top-up has made the same percentage a new fact. Lower thresholds passed at the same time are
    covered by the highest.
    """
    passed = 0
    with rowsecurity.sweep():
        budgets = Budget.objects.filter(
            agreement__state=State.IN_FORCE,
            appropriated__gt=0,
            spent__gte=F("appropriated") * Decimal(THRESHOLDS[0]) / 100,
        )
        for budget in budgets.select_related("agreement").order_by("id"):
            passed += 1
            _warn(budget, now)
    return passed


def _warn(budget: Budget, now: datetime) -> None:
    agreement = budget.agreement
    threshold = max(t for t in THRESHOLDS if budget.spent * 100 >= budget.appropriated * t)
    left = budget.appropriated - budget.spent
    reminders.schedule(
        key=f"budget:{budget.uuid}:{threshold}:{budget.appropriated}",
        group=f"budget:{budget.uuid}",
        organisation_id=agreement.region_id,
        roles=RECIPIENTS,
        title=f"{threshold} % af midlerne er brugt: {agreement.title}",
        body=f"Der er brugt {kroner_text(budget.spent)} af {kroner_text(budget.appropriated)}; "
        f"tilbage er {kroner_text(left)}",
        path=f"/aftaler/{agreement.slug}/#money",
        due_at=now,
    )
