from django.utils.translation import gettext_lazy as _

from coordination.base.errors import Invalid, StateConflict


class AnotherPerson(Invalid):
    code = "another_person"
    field = "authorisation_id"
    message = _("Autorisations-ID'et tilhører en anden. Tjek både navn og ID.")


class ImpossibleAuthorisationId(Invalid):
    code = "impossible_authorisation_id"
    field = "authorisation_id"
    message = _("Et autorisations-ID har fem tegn, for eksempel 005ML. Tjek det.")


class PeriodTooLong(Invalid):
    code = "period_too_long"
    field = "ends_on"
    message = _("En midlertidig adgang varer mindst en dag og højst et år. Ret dagene.")


class HasNoEnd(StateConflict):
    code = "already_there"
    message = _("Personen har allerede rollen hos jer uden slutdato.")
