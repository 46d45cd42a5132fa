from django.utils.translation import gettext_lazy as _

from coordination.base.errors import Invalid, TooMany


class ImpossibleCpr(Invalid):
    code = "impossible_cpr"
    field = "cpr"
    message = _("CPR-nummeret kan ikke passe. Skriv ti cifre, først fødselsdagen (ddmmåå).")


class TooManySearches(TooMany):
    code = "too_many_searches"
    message = _(
        "Du har slået mange CPR-numre op på kort tid. Vent en time, eller ring til lægen direkte."
    )


class NotThereThen(Invalid):
    code = "not_there_then"
    field = "holder"
    message = _("%(name)s findes ikke den %(day)s. Vælg en anden, eller ret dagen.")


class UnknownPractitioner(Invalid):
    code = "unknown_practitioner"
    field = "practitioner"
    message = _("Ingen sundhedsperson har det autorisations-ID. Ret det, eller opret personen.")


class UnknownOrganisation(Invalid):
    code = "unknown_organisation"
    field = "organisation"
    message = _("En af organisationerne findes ikke. Slå dens id op i /api/v1/organisations.")
