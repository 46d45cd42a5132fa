"""Terms, hours and measures as pages write them."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultants.enums import PointState, SnagState
from consultants.models import Appointment
from consultants.rules.durations import hours_text
from coordination.base.danish import day_text, month_text


def month_title(month: date) -> str:
    """Maj 2020"""
    return month_text(month).capitalize()


def facts_of(appointment: Appointment) -> list[tuple[str, str]]:
    """The terms of an appointment, each with its name."""
    period = f"{day_text(appointment.starts_on)} – {day_text(appointment.last_day_on)}"
    if appointment.extended_on:
        period += _(" (genansat fra %s)") % day_text(appointment.extended_on)
    months = appointment.notice_months
    notice = ngettext("%s måned", "%s måneder", months) % months
    rows = [
        (_("Periode"), period),
        (_("Aftale"), appointment.agreement.title),
        (_("Opgave"), appointment.task),
        (_("Speciale"), appointment.specialty),
        (_("Timer om måneden"), hours_text(appointment.monthly_minutes)),
        (_("Ansættelse"), appointment.get_employment_display()),
        (_("Honorar"), appointment.get_pay_form_display()),
        (_("Rejse"), appointment.get_travel_display()),
        (_("Sygdom"), appointment.get_sick_leave_display()),
        (_("Opsigelsesvarsel"), f"{notice}, {appointment.get_notice_anchor_display()}"),
        (_("Egen praksis"), appointment.clinic.name),
        (_("Betales af"), appointment.employer.name),
        (_("Timer godkendes af"), appointment.host.name),
        (_("Telefon"), appointment.phone),
        (_("E-mail"), appointment.email),
        (_("Træffes"), appointment.reachable),
        (_("Ophørt fordi"), appointment.ended_reason),
    ]
    return [(str(label), str(text)) for label, text in rows if text]


KINDS_OF_SNAG = {
    SnagState.WAITING: "warning",
    SnagState.IN_POINT: "info",
    SnagState.ANSWERED: "success",
}
KINDS_OF_POINT = {
    PointState.OPEN: "warning",
    PointState.ACTIVE: "info",
    PointState.READY: "warning",
    PointState.CLOSED: "success",
    PointState.DROPPED: "",
}
