from django.utils.translation import gettext_lazy as _

from coordination.base.errors import Invalid, StateConflict


class WrongState(StateConflict):
    code = "agreement_wrong_state"
    message = _("Aftalen er ikke i en tilstand, hvor det kan lade sig gøre. Genindlæs siden.")


class OutsidePeriod(Invalid):
    code = "outside_agreement_period"
    field = "service_on"
    message = _("Dagen ligger uden for aftalens periode (%(period)s). Ret datoen.")


class NotInForce(StateConflict):
    code = "agreement_not_in_force"
    message = _("Aftalen er ikke i kraft, så der kan ikke registreres ydelser under den.")


class Suspended(StateConflict):
    code = "agreement_suspended"
    message = _("Aftalen er suspenderet fra %(since)s, så ydelser den dag honoreres ikke.")


class NoAgreement(StateConflict):
    code = "no_agreement"
    message = _(
        "Der er ingen aftale om rådgivning i kraft for borgerens kommune den dag. "
        "Ring til lægen som ved en almindelig henvendelse."
    )


class NotAnApprover(Invalid):
    code = "not_an_approver"
    field = "body"
    message = _("Organet hører ikke til en part, der skal godkende aftalen.")


class AlreadyDecided(StateConflict):
    code = "already_decided"
    message = _("Organets beslutning om denne version er allerede registreret.")
