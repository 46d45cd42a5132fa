from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from coordination.base import clock
from coordination.reminders import selectors, services
from coordination.web.http import ActorRequest


@require_GET
def messages(request: ActorRequest) -> HttpResponse:
    """What was delivered to the person, newest first."""
    notices = [
        {
            "title": row.title,
            "body": row.body,
            "at": row.delivered_at,
            "url": row.path,
            "unread": row.read_at is None,
            "read_url": reverse("message-read", args=[row.uuid]),
        }
        for row in selectors.messages_for(request.actor)[:100]
    ]
    return render(request, "reminders/messages.html", {"notices": notices})


@require_POST
def read(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The person has seen a message."""
    services.mark_read(actor=request.actor, message=uuid, now=clock.now())
    return redirect("messages")


@require_GET
def mailbox(request: ActorRequest) -> HttpResponse:
    """The mails that demo mode keeps instead of sending them."""
    if not settings.DEMO_CLOCK:
        raise Http404
    return render(request, "reminders/mailbox.html", {"mails": selectors.demo_mails()})
