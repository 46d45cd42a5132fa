from coordination.reminders.services.feeds import create_feed, open_feed, revoke_feed
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
    "create_feed",
    "deliver_waiting",
    "escalate_untaken",
    "fire_due",
    "mark_read",
    "open_feed",
    "plan",
    "retry",
    "revoke_feed",
    "schedule",
]
