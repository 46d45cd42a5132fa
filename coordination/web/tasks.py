from celery import shared_task

from coordination.web import idempotency


@shared_task
def forget_old_answers() -> None:
    """Sweep: answers kept for idempotent writes are deleted after 30 days."""
    idempotency.forget_old()
