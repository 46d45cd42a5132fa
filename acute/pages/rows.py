"""Words that list and detail share."""

from django.utils.translation import gettext as _

from acute.enums import RequestState
from acute.models import Request
from coordination.base.actor import Actor, Role

KINDS = {
    RequestState.WAITING: "warning",
    RequestState.TAKEN: "info",
    RequestState.ANSWERED: "info",
    RequestState.CARRIED_OUT: "success",
    RequestState.NOT_POSSIBLE: "error",
    RequestState.CANCELLED: "none",
}
"""The design system's colour of each state; the words stand beside it."""


def turn_of(actor: Actor, request: Request) -> str:
    """Whose turn it is, as the reader would say it."""
    asks = actor.role == Role.ACUTE_NURSE
    if request.state == (RequestState.ANSWERED if asks else RequestState.WAITING):
        return _("Venter på jer")
    match request.state:
        case RequestState.WAITING:
            return _("Venter på %(practice)s") % {"practice": request.practice.name}
        case RequestState.TAKEN:
            return _("%(doctor)s er i gang") % {"doctor": request.taken_by}
        case RequestState.ANSWERED:
            return _("Venter på sygeplejersken")
    return ""
