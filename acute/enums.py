from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestState(models.TextChoices):
    WAITING = "waiting", _("Venter på læge")
    TAKEN = "taken", _("Læge i gang")
    ANSWERED = "answered", _("Besvaret")
    CARRIED_OUT = "carried_out", _("Udført")
    NOT_POSSIBLE = "not_possible", _("Ikke muligt")
    CANCELLED = "cancelled", _("Annulleret")


OPEN_STATES = [RequestState.WAITING, RequestState.TAKEN]

MOVES: dict[RequestState, frozenset[RequestState]] = {
    RequestState.WAITING: frozenset({RequestState.TAKEN, RequestState.CANCELLED}),
    RequestState.TAKEN: frozenset(
        {RequestState.ANSWERED, RequestState.WAITING, RequestState.CANCELLED}
    ),
    RequestState.ANSWERED: frozenset({RequestState.CARRIED_OUT, RequestState.NOT_POSSIBLE}),
    RequestState.CARRIED_OUT: frozenset(),
    RequestState.NOT_POSSIBLE: frozenset(),
    RequestState.CANCELLED: frozenset(),
}


class Urgency(models.TextChoices):
    NOW = "now", _("Straks: læge inden 15 minutter")
    TODAY = "today", _("I dag: læge inden 4 timer")
    CAN_WAIT = "can_wait", _("Kan vente: læge inden 24 timer")


PROMISE: dict[Urgency, timedelta] = {
    Urgency.NOW: timedelta(minutes=15),
    Urgency.TODAY: timedelta(hours=4),
    Urgency.CAN_WAIT: timedelta(hours=24),
}
"""How soon a doctor is promised."""


class Reason(models.TextChoices):
    BREATHING = "breathing", _("Vejrtrækning")
    FEVER = "fever", _("Feber og infektion")
    PAIN = "pain", _("Smerter")
    FALL = "fall", _("Fald")
    CONSCIOUSNESS = "consciousness", _("Bevidsthed")
    MEDICINE = "medicine", _("Medicin")
    OTHER = "other", _("Andet")


class Consent(models.TextChoices):
    GIVEN = "given", _("Borgeren har sagt ja")
    REPRESENTATIVE = "representative", _("Pårørende eller værge har sagt ja")
    UNABLE = "unable", _("Borgeren kan ikke svare, og det haster")


class Outcome(models.TextChoices):
    PRESCRIPTION = "prescription", _("Ny eller ændret medicin")
    AT_HOME = "at_home", _("Behandles hjemme")
    VISIT = "visit", _("Lægen kommer på besøg")
    ACUTE_PLACE = "acute_place", _("Akutplads i kommunen")
    ADMITTED = "admitted", _("Indlægges")
    OTHER = "other", _("Andet")


class StepKind(models.TextChoices):
    SENT = "sent", _("Anmodning sendt")
    TAKEN = "taken", _("Læge har taget anmodningen")
    HANDED_BACK = "handed_back", _("Lægen har givet anmodningen tilbage")
    ANSWERED = "answered", _("Råd givet")
    CARRIED_OUT = "carried_out", _("Rådet er udført")
    NOT_POSSIBLE = "not_possible", _("Rådet kunne ikke udføres")
    CANCELLED = "cancelled", _("Anmodning annulleret")


class SessionState(models.TextChoices):
    """Whether it stands; how far its payment has come is told by its claim."""

    POSTED = "posted", _("Bogført")
    VOID = "void", _("Tilbageført")
