from celery import shared_task

from coordination.base import clock
from coordination.reminders import services


@shared_task
def send_due_reminders() -> None:
    """Sweep: what is due becomes deliveries, what nobody takes goes on, what waits is delivered."""
    while services.fire_due(now=clock.now()):
        pass
    while services.escalate_untaken(now=clock.now()):
        pass
    while services.deliver_waiting(now=clock.now()):
        pass
