from django.utils.translation import gettext_lazy as _

from coordination.base.errors import Invalid, ReasonMissing, StateConflict


class OpenRequestExists(StateConflict):
    code = "open_request_exists"
    message = _("Der er allerede en åben anmodning for borgeren. Følg den i stedet for en ny.")


class NotCovered(StateConflict):
    code = "not_covered"
    message = _(
        "Aftalen dækker ikke flere anmodninger lige nu. "
        "Ring til borgerens læge som ved en almindelig henvendelse."
    )


class FeeNotCovered(StateConflict):
    code = "budget_used"
    field = "without_fee"
    message = _(
        "Midlerne i aftalen rækker ikke til så mange minutter. Ret minutterne, "
        "eller sæt kryds for at sende rådet uden honorar."
    )


class NoPractice(StateConflict):
    code = "no_practice"
    message = _("Borgeren har ingen registreret praksis. Ring til lægevagten eller kommunens læge.")


class ConsentMissing(Invalid):
    code = "consent_missing"
    field = "consent"
    message = _("Vælg, hvem der har sagt ja til, at lægen spørges.")


class QuestionMissing(Invalid):
    code = "question_missing"
    field = "question"
    message = _("Skriv med én linje, hvad du vil spørge lægen om.")


class BadMeasurement(Invalid):
    """One of the measurements is wrong: `index` is its place in what was sent, from 0."""

    def __init__(self, *, measurement: str, index: int, **params: object) -> None:
        super().__init__(**params)
        self.measurement = measurement
        self.field = f"measurements/{index}"  # type: ignore[misc]


class ImpossibleMeasurement(BadMeasurement):
    code = "impossible_measurement"
    message = _("%(name)s skal være et tal fra %(low)s til %(high)s. Ret værdien.")


class UnknownWord(BadMeasurement):
    code = "unknown_word"
    message = _("%(name)s angives med et af ordene på listen. Vælg et af dem.")


class TooPrecise(BadMeasurement):
    code = "too_precise"
    message = _("%(name)s skal skrives med højst %(decimals)s decimaler. Afrund værdien.")


class UnknownMeasurement(BadMeasurement):
    code = "unknown_measurement"
    message = _("Målingens kode kendes ikke. Brug en kode fra listen over målinger.")


class RepeatedMeasurement(BadMeasurement):
    code = "repeated_measurement"
    message = _("Målingen står der to gange. Send den nyeste værdi.")


class NotYours(StateConflict):
    code = "not_taken_by_you"
    message = _("Anmodningen er taget af en anden. Genindlæs siden for at se, hvem der har den.")


class AlreadyMoved(StateConflict):
    code = "already_moved"
    message = _("Anmodningen er i mellemtiden blevet %(state)s. Genindlæs siden.")


class DatedInTheFuture(Invalid):
    code = "dated_in_the_future"
    field = "service_on"
    message = _("Dagen ligger i fremtiden. Skriv den dag, sessionen fandt sted.")


class ImpossibleMinutes(Invalid):
    code = "impossible_minutes"
    field = "minutes"
    message = _("Skriv minutterne som et helt tal fra 1 til 600.")


class SameSession(StateConflict):
    code = "session_already_logged"
    message = _(
        "Der er allerede registreret en session for borgeren den dag. "
        "Var der flere, så angiv nummer og begrundelse."
    )


class NoteMissing(ReasonMissing):
    field = "note"


class OrdinalReasonMissing(ReasonMissing):
    field = "ordinal_reason"


class AlreadyVoid(StateConflict):
    code = "already_void"
    message = _("Sessionen er allerede tilbageført.")


class BeganAnotherDay(Invalid):
    code = "began_another_day"
    field = "began_at"
    message = _("Klokkeslættet hører ikke til den dag. Ret dagen eller klokkeslættet.")


class NothingDelegated(Invalid):
    code = "nothing_delegated"
    field = "codes"
    message = _("Vælg mindst én måling.")


class UnknownKind(Invalid):
    code = "unknown_measurement"
    field = "codes"
    message = _("En af målingerne kendes ikke. Brug koder fra listen over målinger.")


class EndsBeforeItStarts(Invalid):
    code = "ends_before_it_starts"
    field = "ends_on"
    message = _("Den sidste dag ligger før den første. Ret dagene.")


class DelegationHasEnded(StateConflict):
    code = "delegation_has_ended"
    message = _("Rammedelegationen er allerede ophørt.")


class NothingMeasured(Invalid):
    code = "nothing_measured"
    field = "measurements"
    message = _("Skriv mindst én måling.")


class UnknownScore(Invalid):
    code = "unknown_score"
    field = "version"
    message = _("Scoren findes ikke i den version. Vælg en, der er indlæst.")


class ScoreActionsMissing(Invalid):
    code = "score_actions_missing"
    field = "actions"
    message = _("Skriv, hvad der skal ske fra score 0 og op, hver score kun én gang.")
