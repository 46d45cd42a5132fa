from django.utils.translation import gettext_lazy as _

from coordination.base.errors import Invalid, StateConflict


class UnknownCitizen(Invalid):
    code = "unknown_citizen"
    field = "cpr"
    message = _("Vi fandt ingen borger med det nummer. Tjek nummeret, eller ring til kommunen.")


class NeedsMissing(Invalid):
    code = "needs_missing"
    field = "needs"
    message = _("Skriv i én linje, hvad borgeren har brug for hjemme.")


class DayHasPassed(Invalid):
    code = "day_has_passed"
    field = "expected_on"
    message = _("Dagen er passeret. Vælg i dag eller en senere dag.")


class NothingChanged(Invalid):
    code = "nothing_changed"
    field = "expected_on"
    message = _("Dagen og teksten er som før. Ret en af dem, eller lad den stå.")


class AlreadyAnnounced(StateConflict):
    code = "already_announced"
    message = _("Afsnittet har allerede meldt en udskrivning for borgeren. Ret den i stedet.")


class NoLongerAnnounced(StateConflict):
    code = "no_longer_announced"
    message = _("Udskrivningen venter ikke længere. Den er %(state)s.")
