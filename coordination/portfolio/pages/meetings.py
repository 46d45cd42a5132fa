"""When a body meets, and until when its secretariat takes cases."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from coordination.agreements import policies
from coordination.agreements import selectors as agreements
from coordination.agreements import services as agreement_services
from coordination.agreements.enums import BodyKind
from coordination.agreements.models import Body, Meeting
from coordination.agreements.selectors import approvals
from coordination.base import clock
from coordination.base.errors import allowed
from coordination.parties import selectors as parties
from coordination.portfolio.forms import MeetingsForm
from coordination.web import idempotency
from coordination.web.http import ActorRequest
from coordination.web.pages import attempt, attempt_or_say, new_key

MOST_SHOWN, NEAREST = 120, 6


@require_http_methods(["GET", "HEAD", "POST"])
@idempotency.form
def meetings(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The meetings of one body; whoever keeps its calendar adds more."""
    actor, today = request.actor, clock.today()
    policies.check_manage(actor)
    if request.method == "POST":
        policies.check_add_meetings(actor)
    body = agreements.body_for(uuid)
    form = MeetingsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        days = form.cleaned_data["days"]
        made = attempt(
            form, lambda: agreement_services.add_meetings(actor=actor, body=body, days=days)
        )
        if made is not None:
            messages.success(request, _added(made, len(days) - made))
            return redirect("body-meetings", uuid=uuid)
    may = _may_add(request, body, today)
    rows = list(approvals.meetings_of(body)[:MOST_SHOWN])
    coming = [_row(row, today, may) for row in reversed(rows) if row.held_on >= today]
    context = {
        "body": {"name": body.name, "kind_label": BodyKind(body.kind).label},
        "coming": coming[:NEAREST],
        "later": coming[NEAREST:],
        "past": [_row(row, today, may=False) for row in rows if row.held_on < today],
        "form": form if may else None,
        "idempotency_key": new_key(),
    }
    return render(request, "portfolio/body_meetings.html", context)


def _may_add(request: ActorRequest, body: Body, today: date) -> bool:
    region = parties.region_of(body.organisation_id, on=today)
    return allowed(policies.check_add_meetings, request.actor, body.organisation_id, region)


def _row(meeting: Meeting, today: date, may: bool) -> dict[str, Any]:
    return {
        "held_on": meeting.held_on,
        "papers_by": meeting.papers_by,
        "takes_cases": meeting.papers_by >= today,
        "remove_url": reverse("body-meeting-remove", args=[meeting.uuid]) if may else "",
    }


def _added(new: int, known: int) -> str:
    text = ngettext("%s møde er tilføjet.", "%s møder er tilføjet.", new) % new
    if not known:
        return text
    return (
        f"{text} "
        + ngettext(
            "%s stod der i forvejen og er ikke ændret.",
            "%s stod der i forvejen og er ikke ændret.",
            known,
        )
        % known
    )


@require_POST
@idempotency.form
def remove(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Take a meeting out of the calendar."""
    policies.check_add_meetings(request.actor)
    meeting = approvals.meeting_for(uuid)
    if attempt_or_say(
        request,
        lambda: agreement_services.remove_meeting(actor=request.actor, meeting=meeting),
    ):
        messages.success(request, _("Mødet er fjernet fra kalenderen."))
    return redirect("body-meetings", uuid=meeting.body.uuid)
