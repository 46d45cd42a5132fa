"""Meetings of consultants and dates of their points, as days of a calendar."""

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from consultants import selectors as consultants
from coordination.base.actor import Actor
from coordination.base.periods import COPENHAGEN
from coordination.reminders import calendar as feeds


def entries(actor: Actor, *, today: date) -> list[feeds.Entry]:
    """What is to come at the actor's places; no text that people wrote, and no person."""
    meetings = [
        feeds.Entry(
            uid=f"meeting:{row.uuid}@samspil",
            on=row.held_on,
            title=_("Møde: %s") % row.host.name,
            text=f"kl. {row.held_at.astimezone(COPENHAGEN):%H:%M}",
            url=settings.SAMSPIL_BASE_URL + reverse("meeting", args=[row.uuid]),
        )
        for row in consultants.coming_meetings(actor, after=today)
    ]
    dues = [
        feeds.Entry(
            uid=f"point:{row.uuid}@samspil",
            on=row.due_on,
            title=_("Frist for %(number)s: %(host)s")
            % {"number": row.number, "host": row.host.name},
            text="",
            url=settings.SAMSPIL_BASE_URL + reverse("point", args=[row.uuid]),
        )
        for row in consultants.coming_dues(actor, after=today)
    ]
    return meetings + dues
