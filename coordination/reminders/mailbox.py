"""A Django mail backend that keeps mails in the database, for demo mode and tests.

The row is written in the transaction of the delivery, so a killed worker leaves neither.
"""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from coordination.base import clock
from coordination.reminders.models import DemoMail


class MailboxBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep each mail once, known by its Message-ID."""
        for message in email_messages:
            DemoMail.objects.create(
                message_id=message.extra_headers["Message-ID"],
                to=", ".join(message.to),
                subject=str(message.subject),
                body=str(message.body),
                at=clock.now(),
            )
        return len(email_messages)
