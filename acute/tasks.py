from celery import shared_task

from acute import services
from coordination.base import clock


@shared_task
def scan_attachments() -> None:
    """Sweep: let the malware scanner judge the attachments that wait for it."""
    services.scan_pending(now=clock.now())
