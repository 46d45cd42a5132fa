from celery import shared_task

from coordination.base import clock
from discharges import services


@shared_task
def remind_to_get_ready() -> None:
    """Sweep: whoever is not ready is told when it is announced, and the morning before."""
    services.remind_to_get_ready(now=clock.now())
