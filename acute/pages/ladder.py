"""The ladder of a request: who is asked and who comes next, ringing, sending on, and the call."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from acute import policies, selectors, services
from acute.enums import PROMISED_STATES, RequestState, Responsible, Rung, Urgency
from acute.forms import CalledForm, ReasonForm
from acute.models import Request
from acute.tasks import wake
from coordination.base import clock
from coordination.base.actor import Actor
from coordination.base.errors import StateConflict, allowed
from coordination.base.periods import local_date
from coordination.parties.models import Patient
from coordination.web import idempotency
from coordination.web.http import ActorRequest
from coordination.web.pages import attempt_or_say


def promises(actor: Actor, patient: Patient, now: datetime) -> list[dict[str, Any]]:
    """For each urgency who will be asked, in what order and by when, before anything is sent."""
    try:
        agreement = selectors.agreement_in_municipality(
            actor, patient.municipality_id, on=local_date(now)
        )
    except StateConflict:
        return []
    found = []
    for urgency in Urgency:
        case = selectors.Case(agreement.pk, patient.municipality_id, patient.practice, urgency)
        steps = [_row(row) for row in selectors.foreseen(case, at=now)]
        found.append({"label": str(urgency.label).split(":")[0], "steps": steps})
    return found


def _row(step: selectors.Foreseen) -> dict[str, Any]:
    return {
        "who": Rung(step.rung).label,
        "name": step.name,
        "phone": step.phone,
        "at": step.at,
        "until_at": step.until_at,
        "is_call": step.rung == Rung.INSTRUCTION,
    }


def can_ring(case: Request) -> bool:
    """Whether a doctor who is asked may take the request: also after the ladder has ended."""
    return case.state in (RequestState.WAITING, RequestState.INSTRUCTED)


def ladder_context(actor: Actor, case: Request, now: datetime) -> dict[str, Any]:
    """Who is asked now, who comes next, who is responsible, and what the reader can do."""
    in_charge = selectors.responsible(case, at=now)
    names = ", ".join(filter(None, (in_charge.name, in_charge.organisation)))
    is_promised = case.state in PROMISED_STATES
    ladder = {
        "responsible": Responsible(in_charge.kind).label,
        "responsible_names": names,
        "who": Rung(case.rung).label if is_promised else "",
        "place": case.practice.name,
        "until_at": case.due_at,
        "in_contact": case.contact_at is not None,
        # Whoever meets no agreements sees what is asked of the own unit, and not the rest.
        "next": [_row(row) for row in selectors.still_to_come(case)] if actor.kin_orgs else [],
    }
    context: dict[str, Any] = {"ladder": ladder}
    doctor = allowed(policies.check_take, actor, case)
    mine = case.state == RequestState.TAKEN and case.taken_by_key == actor.key
    if doctor and (can_ring(case) or (mine and not case.contact_at)):
        context["ring_url"] = reverse("acute-ring", args=[case.uuid])
    if doctor and (case.state == RequestState.WAITING or mine):
        context |= {
            "on_form": ReasonForm(),
            "on_url": reverse("acute-redirect", args=[case.uuid]),
        }
    nurse = allowed(policies.check_close, actor, case)
    if (nurse and case.state in (*PROMISED_STATES, RequestState.INSTRUCTED)) or mine:
        context["unanswered_url"] = reverse("acute-unanswered", args=[case.uuid])
    if case.state == RequestState.INSTRUCTED:
        context["call"] = {"name": case.call_name, "phone": case.call_phone}
        if nurse:
            context |= {
                "called_form": CalledForm(),
                "called_url": reverse("acute-called", args=[case.uuid]),
            }
    return context


@require_POST
@idempotency.form
def ring(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The doctor rings: the request is taken, and the clock stops."""
    actor, now = request.actor, clock.now()
    attempt_or_say(request, lambda: services.ring(actor=actor, uuid=uuid, now=now))
    return redirect("acute-request", uuid=uuid)


@require_POST
@idempotency.form
def unanswered(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """A call that nobody answered, in one tap."""
    actor, now = request.actor, clock.now()
    if attempt_or_say(request, lambda: services.log_unanswered(actor=actor, uuid=uuid, now=now)):
        messages.success(request, _("Opkaldet uden svar er noteret."))
    return redirect("acute-request", uuid=uuid)


@require_POST
@idempotency.form
def send_on(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The doctor sends the request on; the next is asked at once."""
    actor, reason, now = request.actor, request.POST.get("reason", ""), clock.now()
    if attempt_or_say(
        request, lambda: services.redirect(actor=actor, uuid=uuid, reason=reason, now=now)
    ):
        wake()
        messages.success(request, _("Anmodningen er sendt videre. Intet er annulleret."))
        return redirect("acute-inbox")
    return redirect("acute-request", uuid=uuid)


@require_POST
@idempotency.form
def called(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The nurse has followed the instruction."""
    actor, note, now = request.actor, request.POST.get("note", "")[:300], clock.now()
    if attempt_or_say(
        request, lambda: services.log_called(actor=actor, uuid=uuid, note=note, now=now)
    ):
        messages.success(request, _("Gemt. Anmodningen er lukket."))
        return redirect("acute-inbox")
    return redirect("acute-request", uuid=uuid)
