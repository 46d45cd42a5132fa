from celery import shared_task

from consultants import services
from coordination.base import clock


@shared_task
def remind_terms() -> None:
    """Sweep: what must be decided about appointments is said before its day."""
    services.remind_terms(now=clock.now())


@shared_task
def remind_mileage() -> None:
    """Sweep: mileage that nobody has signed for is mentioned before it lapses."""
    services.remind_mileage(now=clock.now())


@shared_task
def remind_points() -> None:
    """Sweep: points that are silent or nearly due are mentioned to those who own them."""
    services.remind_points(now=clock.now())
