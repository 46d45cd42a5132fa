from celery import shared_task

from coordination.base import clock
from coordination.notices import services


@shared_task
def refresh_deadlines() -> None:
    """Sweep: deadlines follow the agreements, reminders follow the deadlines."""
    services.refresh_deadlines(now=clock.now())


@shared_task
def remind_bodies() -> None:
    """Sweep: who must decide about a draft is reminded before its day."""
    services.remind_bodies(now=clock.now())


@shared_task
def remind_councils() -> None:
    """Sweep: parties that have not approved a text are reminded before it should begin."""
    services.remind_councils(now=clock.now())


@shared_task
def put_into_effect() -> None:
    """Sweep: what has passed its last day says so, in notices and in agreements."""
    services.put_into_effect(today=clock.today())
