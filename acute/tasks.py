"""The sweeps, and the wake-up that lets urgent requests be noticed at once."""

from celery import shared_task
from django.db import transaction

from acute import services
from coordination.base import clock
from coordination.celery import app
from coordination.reminders.tasks import send_due_reminders


@shared_task
def fire_due_steps() -> None:
    """Sweep: where nobody made contact in time the next is asked, and told so at once."""
    fired = 0
    while count := services.fire_due(now=clock.now()):
        fired += count
    if fired:
        send_due_reminders()


@shared_task
def scan_attachments() -> None:
    """Sweep: let the malware scanner judge the attachments that wait for it."""
    services.scan_pending(now=clock.now())


def wake() -> None:
    """Let a worker look once this transaction is committed. A lost message costs one tick."""
    transaction.on_commit(_look, robust=True)


def _look() -> None:
    app.send_task(send_due_reminders.name, retry=False, expires=30)
