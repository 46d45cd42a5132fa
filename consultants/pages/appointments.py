from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from consultants import selectors
from consultants.models import Appointment
from consultants.pages.texts import facts_of, hours_text
from coordination.web.http import ActorRequest


@require_GET
def appointment_list(request: ActorRequest) -> HttpResponse:
    """The consultants of the actor's region, municipality or hospital, or the own appointments."""
    rows = [_row(row) for row in selectors.appointments_for(request.actor)]
    return render(request, "consultants/appointment_list.html", {"appointments": rows})


def _row(appointment: Appointment) -> dict[str, Any]:
    return {
        "url": reverse("appointment", args=[appointment.uuid]),
        "name": appointment.practitioner.name,
        "kind_label": appointment.get_kind_display(),
        "place": appointment.place.name,
        "starts_on": appointment.starts_on,
        "last_day_on": appointment.last_day_on,
        "hours": hours_text(appointment.monthly_minutes),
    }


@require_GET
def detail(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """One appointment with its terms."""
    appointment = selectors.appointment_for(request.actor, uuid)
    context = {"row": _row(appointment), "facts": facts_of(appointment)}
    return render(request, "consultants/appointment.html", context)
