from celery import shared_task

from coordination.base import clock
from coordination.parties import services


@shared_task
def apply_moves() -> None:
    """Sweep: from the day of a move, the new municipality and practice see the citizen."""
    services.apply_moves(today=clock.today())
