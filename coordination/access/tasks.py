from celery import shared_task
from django.core.management import call_command
from oauth2_provider.models import clear_expired


@shared_task
def forget_expired_logins() -> None:
    """Sweep: tokens and log-in sessions that have run out are deleted."""
    clear_expired()
    call_command("clearsessions")
