from coordination.reminders.services.messages import acknowledge, mark_read, retry
from coordination.reminders.services.planning import Planned, close_group, plan, schedule
from coordination.reminders.services.sending import (
    BATCH,
    FIRST_BACKOFF,
    MAX_ATTEMPTS,
    deliver_waiting,
    escalate_untaken,
    fire_due,
)

__all__ = [
    "BATCH",
    "FIRST_BACKOFF",
    "MAX_ATTEMPTS",
    "Planned",
    "acknowledge",
    "close_group",
    "deliver_waiting",
    "escalate_untaken",
    "fire_due",
    "mark_read",
    "plan",
    "retry",
    "schedule",
]
