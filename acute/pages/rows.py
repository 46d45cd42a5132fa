"""Words that list and detail share."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from acute import selectors
from acute.enums import RequestState
from acute.models import Delegation, Request
from acute.policies import ASKERS
from coordination.base import clock
from coordination.base.actor import Actor
from coordination.base.periods import DAY, whole_years
from coordination.parties.models import Patient

KINDS = {
    RequestState.WAITING: "warning",
    RequestState.TAKEN: "info",
    RequestState.ANSWERED: "info",
    RequestState.CARRIED_OUT: "success",
    RequestState.NOT_POSSIBLE: "error",
    RequestState.CANCELLED: "none",
    RequestState.INSTRUCTED: "error",
    RequestState.CALLED: "none",
}
"""The design system's colour of each state; the words stand beside it."""


def turn_of(actor: Actor, request: Request) -> str:
    """Whose turn it is, as the reader would say it."""
    asks = actor.role in ASKERS
    match request.state:
        case RequestState.WAITING if not asks and request.practice_id in actor.case_orgs:
            return _("Venter på jer")
        case RequestState.WAITING:
            return _("Venter på %(practice)s") % {"practice": request.practice.name}
        case RequestState.TAKEN if request.contact_at:
            return _("Kontakt i gang: %(doctor)s") % {"doctor": request.taken_by}
        case RequestState.TAKEN:
            return _("%(doctor)s er i gang") % {"doctor": request.taken_by}
        case RequestState.ANSWERED | RequestState.INSTRUCTED if asks:
            return _("Venter på jer")
        case RequestState.ANSWERED | RequestState.INSTRUCTED:
            return _("Venter på %(who)s") % {"who": request.municipality.name}
    return ""


def delegation_rows(delegations: Iterable[Delegation]) -> list[dict[str, Any]]:
    """What is delegated, for whom, by whom, and until when."""
    rows = list(delegations)
    names = selectors.measurement_kinds(selectors.delegated_codes(rows))
    return [
        {
            "uuid": row.uuid,
            "measurements": ", ".join(names[code].name for code in row.codes),
            "group": row.patient_group,
            "practice": row.practice.name,
            "municipality": row.municipality.name,
            "starts_on": row.starts_on,
            "last_day_on": row.ends_before - DAY if row.ends_before else None,
            "signed_by": row.signed_by,
            "signed_at": row.signed_at,
        }
        for row in rows
    ]


def earlier_rows(request: Request) -> list[dict[str, Any]]:
    """What was advised before, as the nurse may have read it."""
    return [
        {
            "outcome_label": row.get_outcome_display(),
            "text": row.text,
            "given_at": row.given_at,
            "replaced_at": row.replaced_at,
            "who": row.replaced_by,
        }
        for row in selectors.earlier_advice(request)
    ]


def patient_row(patient: Patient) -> dict[str, Any]:
    """The citizen as the head of a page tells it."""
    return {
        "name": patient.name,
        "masked_cpr": patient.masked_cpr,
        "age": whole_years(patient.born_on, clock.today()),
        "practice": patient.practice.name if patient.practice else "",
        "practice_phone": patient.practice.phone if patient.practice else "",
        "municipality": patient.municipality.name,
    }
