from django.utils.translation import gettext_lazy as _

from coordination.base.errors import Invalid, StateConflict


class WrongAgreement(Invalid):
    code = "wrong_agreement"
    field = "agreement"
    message = _("Vælg en aftale om praksiskonsulenter, som gælder den første dag.")


class PlaceNotInAgreement(Invalid):
    code = "place_not_in_agreement"
    field = "host"
    message = _("%(name)s er ikke part i aftalen. Vælg et sted, som aftalen omfatter.")


class WrongPlace(Invalid):
    code = "wrong_place"
    field = "place"
    message = _("En %(kind)s kan ikke knyttes til %(name)s. Vælg et andet sted.")


class TermTooLong(Invalid):
    code = "term_too_long"
    field = "last_day_on"
    message = _("En periode kan højst vare 3 år, her til og med %(day)s. Ret den sidste dag.")


class AppointedTwice(StateConflict):
    code = "appointed_twice"
    message = _("Konsulenten er allerede tilknyttet stedet i en del af perioden.")


class NoClinic(Invalid):
    code = "no_clinic"
    field = "practitioner"
    message = _("Lægen arbejder ikke i en praksis den %(day)s. En konsulent beholder sin praksis.")


class ExtendedAlready(StateConflict):
    code = "extended_already"
    message = _("Konsulenten er genansat én gang. En ny periode kræver et nyt opslag.")


class AlreadyOver(StateConflict):
    code = "appointment_over"
    message = _("Ansættelsen er slut eller ophører allerede. Opret en ny i stedet.")


class NoticeTooShort(Invalid):
    code = "notice_too_short"
    field = "last_day_on"
    message = _("Med opsigelsesvarslet er den første mulige dag %(day)s. Vælg den eller en senere.")


class OutsideTerm(Invalid):
    code = "outside_term"
    field = "last_day_on"
    message = _("Den sidste dag skal ligge i perioden, senest %(day)s. Ret dagen.")


class PatientInText(Invalid):
    code = "patient_in_text"
    message = _(
        "Teksten ligner et CPR-nummer. Her må der ikke stå noget om patienter. "
        "Fjern nummeret, og skriv, hvad samarbejdet drejer sig om."
    )

    def __init__(self, field: str) -> None:
        super().__init__()
        self.field = field  # type: ignore[misc]
