from celery import shared_task

from coordination.base import clock
from coordination.ledger import services


@shared_task
def track_budgets() -> None:
    """Sweep: warn about budgets whose consumption passed a threshold."""
    services.warn_of_thresholds(now=clock.now())


@shared_task
def refresh_forecasts() -> None:
    """Sweep: keep the forecast of every budget that has moved, and of all after midnight."""
    services.refresh_forecasts(now=clock.now())
