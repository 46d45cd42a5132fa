from celery import shared_task

from consultants import services
from coordination.base import clock


@shared_task
def remind_terms() -> None:
    """Sweep: what must be decided about appointments is said before its day."""
    services.remind_terms(now=clock.now())
