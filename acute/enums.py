from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestState(models.TextChoices):
    WAITING = "waiting", _("Venter på læge")
    TAKEN = "taken", _("Læge i gang")
    ANSWERED = "answered", _("Besvaret")
    CARRIED_OUT = "carried_out", _("Udført")
    NOT_POSSIBLE = "not_possible", _("Ikke muligt")
    CANCELLED = "cancelled", _("Annulleret")
    INSTRUCTED = "instructed", _("Ring selv")
    CALLED = "called", _("Ringet")


OPEN_STATES = [RequestState.WAITING, RequestState.TAKEN, RequestState.INSTRUCTED]

PROMISED_STATES = [RequestState.WAITING, RequestState.TAKEN]
"""Where somebody has been asked and has until a moment; after that the next is asked."""

LASTING_STATES = [*OPEN_STATES, RequestState.ANSWERED]
"""Nobody has closed it: a unit sees it so long, and somebody's turn it is."""

MOVES: dict[RequestState, frozenset[RequestState]] = {
    RequestState.WAITING: frozenset(
        {RequestState.TAKEN, RequestState.CANCELLED, RequestState.INSTRUCTED}
    ),
    RequestState.TAKEN: frozenset(
        {
            RequestState.ANSWERED,
            RequestState.WAITING,
            RequestState.CANCELLED,
            RequestState.INSTRUCTED,
        }
    ),
    RequestState.ANSWERED: frozenset(
        {RequestState.CARRIED_OUT, RequestState.NOT_POSSIBLE, RequestState.WAITING}
    ),
    RequestState.CARRIED_OUT: frozenset(),
    RequestState.NOT_POSSIBLE: frozenset(),
    RequestState.CANCELLED: frozenset(),
    RequestState.INSTRUCTED: frozenset(
        {RequestState.TAKEN, RequestState.CALLED, RequestState.CANCELLED}
    ),
    RequestState.CALLED: frozenset(),
}


class Urgency(models.TextChoices):
    NOW = "now", _("Straks: læge inden 15 minutter")
    TODAY = "today", _("I dag: læge inden 4 timer")
    CAN_WAIT = "can_wait", _("Kan vente: læge inden 24 timer")


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
    VISIT = "visit", _("Lægen kommer på besøg")
    AT_HOME = "at_home", _("Behandles hjemme")
    ACUTE_PLACE = "acute_place", _("Akutplads i kommunen")
    ADMITTED = "admitted", _("Indlægges")
    OTHER = "other", _("Andet")


class StepKind(models.TextChoices):
    SENT = "sent", _("Anmodning sendt")
    MEASURED = "measured", _("Målinger tilføjet")
    ATTACHED = "attached", _("Bilag tilføjet")
    TAKEN = "taken", _("Læge har taget anmodningen")
    HANDED_BACK = "handed_back", _("Lægen har givet anmodningen tilbage")
    ANSWERED = "answered", _("Råd givet")
    CARRIED_OUT = "carried_out", _("Rådet er udført")
    NOT_POSSIBLE = "not_possible", _("Rådet kunne ikke udføres")
    CANCELLED = "cancelled", _("Anmodning annulleret")
    TAKEN_BACK = "taken_back", _("Lægen har fortrudt svaret")
    EDITED = "edited", _("Rådet er skrevet om")
    REPORTED = "reported", _("Indlæggelse oplyst")
    REPLACES = "replaces", _("Sendt i stedet for")
    ASKED = "asked", _("Spurgt")
    NO_CONTACT = "no_contact", _("Ingen kontakt inden fristen")
    NO_ADVICE = "no_advice", _("Intet råd efter samtalen")
    PASSED_OVER = "passed_over", _("Ingen at spørge")
    INSTRUCTED = "instructed", _("Ring selv")
    CALLED = "called", _("Sygeplejersken har ringet")
    CONTACT = "contact", _("Kontakt i gang")
    UNANSWERED = "unanswered", _("Opkald uden svar")
    REDIRECTED = "redirected", _("Sendt videre")


AUTOMATIC = frozenset(
    {
        StepKind.ASKED,
        StepKind.NO_CONTACT,
        StepKind.NO_ADVICE,
        StepKind.PASSED_OVER,
        StepKind.INSTRUCTED,
    }
)
"""Steps that the ladder takes by itself, whoever set it going."""


class Rung(models.TextChoices):
    """Who is asked after whom."""

    OWN_GP = "own_gp", _("Borgerens egen læge")
    ROTA = "rota", _("Vagthavende læge i rotationen")
    OUT_OF_HOURS = "out_of_hours", _("Lægevagten")
    UNIT = "unit", _("Hospitalsafsnittet")
    INSTRUCTION = "instruction", _("Ring selv")


class Responsible(models.TextChoices):
    """What kind of doctor or place is responsible for the treatment at a moment."""

    OWN_GP = "own_gp", _("Egen læge")
    OUT_OF_HOURS = "out_of_hours", _("Lægevagten")
    UNIT = "unit", _("Hospitalsafdelingen")
    DOCTOR = "doctor", _("Lægen, der har taget anmodningen")


class SessionState(models.TextChoices):
    """Whether it stands; how far its payment has come is told by its claim."""

    POSTED = "posted", _("Bogført")
    VOID = "void", _("Tilbageført")


class ScoreKind(models.TextChoices):
    TOBS = "tobs", _("TOBS")
    NEWS2 = "news2", _("NEWS2")


class Obstacle(models.TextChoices):
    """Why a score may not be used for a citizen."""

    UNDER_16 = "under_16", _("NEWS2 bruges ikke til børn og unge under 16 år.")
    PREGNANT = "pregnant", _("NEWS2 bruges ikke under graviditet.")


class Consciousness(models.TextChoices):
    """As TOBS asks for it; MedCom's code holds the points 0 to 3, and two words count 1."""

    HABITUAL = "habituel", _("Habituel")
    AGITATED = "agiteret", _("Agiteret")
    VOICE = "reagerer_kun_paa_tiltale", _("Reagerer kun på tiltale")
    PAIN = "reagerer_kun_paa_smerte", _("Reagerer kun på smerte")
    NOTHING = "ingen_reaktion", _("Ingen reaktion")


class Acvpu(models.TextChoices):
    """As NEWS2 asks for it."""

    ALERT = "A", _("Vågen (A)")
    CONFUSED = "C", _("Nyopstået forvirring (C)")
    VOICE = "V", _("Reagerer på tiltale (V)")
    PAIN = "P", _("Reagerer på smerte (P)")
    UNRESPONSIVE = "U", _("Reagerer ikke (U)")


class Oxygen(models.TextChoices):
    AIR = "no", _("Uden ilt")
    OXYGEN = "yes", _("Med ilt")


WORDS: dict[str, type[models.TextChoices]] = {
    "MCS88126": Consciousness,
    "ACVPU": Acvpu,
    "O2": Oxygen,
}
"""Kinds of measurement that are told by a word, by their code. The last two codes are our own."""


class AttachmentKind(models.TextChoices):
    PICTURE = "picture", _("Billede")
    SOUND = "sound", _("Lyd")
    VIDEO = "video", _("Video")


class Scan(models.TextChoices):
    """What the malware scanner has said of an attachment."""

    PENDING = "pending", _("Afventer virusscanning")
    CLEAN = "clean", _("Virusscannet")
    BLOCKED = "blocked", _("Blokeret af virusscanningen")
    NOT_SCANNED = "not_scanned", _("Ikke scannet for virus")


SHOWN = [Scan.CLEAN, Scan.NOT_SCANNED]
"""Attachments whose content anybody is given."""


class Hours(models.TextChoices):
    DAY = "day", _("Dagtid: hverdage kl. 8-16")
    OUT_OF_HOURS = "out_of_hours", _("Vagttid: hverdage kl. 16-8, weekender og helligdage")


class DutyState(models.TextChoices):
    PLANNED = "planned", _("Foreslået")
    ACCEPTED = "accepted", _("Accepteret")
    DECLINED = "declined", _("Afslået")
    CANCELLED = "cancelled", _("Aflyst")


DUTY_MOVES: dict[DutyState, frozenset[DutyState]] = {
    DutyState.PLANNED: frozenset({DutyState.ACCEPTED, DutyState.DECLINED, DutyState.CANCELLED}),
    DutyState.ACCEPTED: frozenset({DutyState.CANCELLED}),
    DutyState.DECLINED: frozenset(),
    DutyState.CANCELLED: frozenset(),
}
