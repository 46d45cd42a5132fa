from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages as flash
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coordination.access.enums import MemberRole
from coordination.base import clock
from coordination.base.errors import allowed
from coordination.reminders import policies, selectors, services
from coordination.reminders.models import Delivery
from coordination.reminders.selectors import Feed
from coordination.web.http import ActorRequest
from coordination.web.pages import attempt_or_say

FEED = "/kalender/{token}.ics"
"""Where a calendar program reads; the route stands above the reminders."""


@require_GET
def messages(request: ActorRequest) -> HttpResponse:
    """What was delivered to the person, newest first."""
    actor = request.actor
    context = {
        "notices": [_notice(row) for row in selectors.newest_messages(actor)],
        "sees_undelivered": allowed(policies.check_see_undelivered, actor),
        "has_feed": allowed(policies.check_have_feed, actor),
    }
    return render(request, "reminders/messages.html", context)


def _notice(row: Delivery) -> dict[str, Any]:
    reminder = row.reminder
    taken_by = reminder.acknowledged_by
    return {
        "title": row.title,
        "body": row.body,
        "at": row.delivered_at,
        "url": row.path,
        "unread": row.read_at is None,
        "read_url": reverse("message-read", args=[row.uuid]),
        "taken_by": taken_by.name if taken_by else "",
        "taken_at": reminder.acknowledged_at,
        "gone": reminder.closed_reason,
        "can_take": reminder.is_untaken and not reminder.closed_reason,
        "take_url": reverse("message-acknowledge", args=[row.uuid]),
    }


@require_POST
def read(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The person has seen a message."""
    services.mark_read(actor=request.actor, message=uuid, now=clock.now())
    return redirect("messages")


@require_POST
def acknowledge(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The person takes what a message is about."""
    actor, now = request.actor, clock.now()
    if attempt_or_say(request, lambda: services.acknowledge(actor=actor, message=uuid, now=now)):
        flash.success(request, _("Du har taget den. Den går ikke videre til andre."))
    return redirect("messages")


@require_GET
def undelivered(request: ActorRequest) -> HttpResponse:
    """What reached nobody at the administrator's organisation: no one in the role, or given up."""
    actor = request.actor
    unheld = selectors.unheld(actor, now=clock.now(), today=clock.today())
    given_up = selectors.given_up(actor)
    context = {
        "organisation": actor.organisation_name,
        "unheld": [
            {
                "title": row.title,
                "roles": ", ".join(str(MemberRole(role).label) for role in row.roles),
                "due_at": row.due_at,
            }
            for row in unheld
        ],
        "given_up": [
            {
                "title": row.title,
                "person": row.person,
                "channel": row.channel.label,
                "retry_url": reverse("message-retry", args=[row.uuid]),
            }
            for row in given_up
        ],
    }
    return render(request, "reminders/undelivered.html", context)


@require_POST
def retry(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Try a delivery again that was given up."""
    actor, now = request.actor, clock.now()
    if attempt_or_say(request, lambda: services.retry(actor=actor, delivery=uuid, now=now)):
        flash.success(request, _("Den er på vej igen."))
    return redirect("message-undelivered")


@require_http_methods(["GET", "HEAD", "POST"])
def calendar_feeds(request: ActorRequest) -> HttpResponse:
    """The person's calendar addresses; a new one is shown this once."""
    actor, now = request.actor, clock.now()
    secrets: list[str] = []
    if request.method == "POST":
        attempt_or_say(
            request, lambda: secrets.append(services.create_feed(actor=actor, now=now)[1])
        )
    feeds = selectors.feeds_of(actor, today=clock.today())
    context = {
        "address": settings.SAMSPIL_BASE_URL + FEED.format(token=secrets[0]) if secrets else "",
        "feeds": [_feed(row) for row in feeds],
        "can_create": not any(row.is_acting for row in feeds),
    }
    return render(request, "reminders/calendar_feeds.html", context)


def _feed(row: Feed) -> dict[str, Any]:
    return {
        "role": MemberRole(row.role).label,
        "organisation": row.organisation,
        "created_at": row.created_at,
        "last_read_at": row.last_read_at,
        "revoke_url": reverse("calendar-feed-revoke", args=[row.uuid]),
    }


@require_POST
def revoke_feed(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Close a calendar address for good."""
    services.revoke_feed(actor=request.actor, uuid=uuid, now=clock.now())
    flash.success(request, _("Adressen er tilbagekaldt og virker ikke mere."))
    return redirect("calendar-feeds")


@require_GET
def mailbox(request: ActorRequest) -> HttpResponse:
    """The mails that demo mode keeps instead of sending them."""
    if not settings.DEMO_CLOCK:
        raise Http404
    return render(request, "reminders/mailbox.html", {"mails": selectors.demo_mails()})
