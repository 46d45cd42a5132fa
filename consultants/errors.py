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
