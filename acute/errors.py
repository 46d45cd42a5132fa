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


class NoFeeHere(Invalid):
    code = "no_fee_here"
    field = "without_fee"
    message = _("Aftalen giver intet honorar for dette råd. Svar uden honorar.")


class NotCoveredUnit(StateConflict):
    code = "unit_not_covered"
    message = _(
        "Ingen aftale om speciallægerådgivning dækker afsnittet i dag. "
        "Ring til hospitalet som ved en almindelig henvendelse."
    )


class UnknownCitizen(Invalid):
    code = "unknown_citizen"
    field = "cpr"
    message = _("Vi fandt ingen borger med det nummer. Tjek nummeret, eller ring til hospitalet.")


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


class BadFile(Invalid):
    """A file that is not kept."""

    field = "file"


class FileIsEmpty(BadFile):
    code = "file_empty"
    message = _("Filen er tom. Tag billedet eller optagelsen igen.")


class FileTooLarge(BadFile):
    code = "file_too_large"
    message = _("Filen fylder for meget: højst 12 MB for billede og lyd, 25 MB for video.")


class UnknownFileKind(BadFile):
    code = "file_kind"
    message = _(
        "Filen er hverken et billede, en lyd eller en video, vi kan rense. "
        "Brug JPEG, PNG eller GIF, og MP4, MOV, WebM, MP3, OGG eller WAV."
    )


class StillPictureFormat(BadFile):
    code = "file_heic"
    message = _("Billedformatet HEIC kan ikke vises hos modtageren. Vælg JPEG i kameraet.")


class UnknownCodec(BadFile):
    code = "file_codec"
    message = _("Optagelsen er kodet på en måde, vi ikke kan rense. Optag med telefonens kamera.")


class TooManyPixels(BadFile):
    code = "too_many_pixels"
    message = _("Billedet har for mange punkter: højst 40 millioner, i video 10 millioner.")


class TooLong(BadFile):
    code = "too_long"
    message = _("Optagelsen er for lang: højst 3 minutters video eller 10 minutters lyd.")


class DamagedFile(BadFile):
    code = "file_damaged"
    message = _("Filen kan ikke læses. Tag billedet eller optagelsen igen.")


class TooManyAttachments(StateConflict):
    code = "too_many_attachments"
    message = _("Anmodningen har allerede 10 bilag. Det er så mange, som der kan være.")


class NotYetScanned(StateConflict):
    code = "not_yet_scanned"
    message = _("Bilaget venter på virusscanning og kan ikke åbnes endnu. Prøv igen om lidt.")


class BlockedFile(StateConflict):
    code = "file_blocked"
    message = _("Virusscanningen har blokeret bilaget, og indholdet er slettet.")


class CarriedOver(StateConflict):
    code = "carried_over"
    message = _(
        "Sessionen er overført fra et tidligere system uden borger, så den kan ikke rettes her. "
        "Tilbagefør den, og registrér den igen."
    )


class PatientGone(StateConflict):
    code = "patient_gone"
    message = _(
        "Borgeren er ikke længere hos jer, så sessionen kan ikke rettes. "
        "Tilbagefør den, og skriv til regionen."
    )


class SameCitizen(Invalid):
    code = "same_citizen"
    field = "cpr"
    message = _("Anmodningen handler allerede om den borger. Skriv nummeret på den rigtige.")


class AskTheUnitAnew(StateConflict):
    code = "ask_the_unit_anew"
    message = _("En anmodning til et afsnit kan ikke sendes igen. Annullér den, og spørg på ny.")


class TooLateToUndo(StateConflict):
    code = "too_late_to_undo"
    message = _("De 30 sekunder er gået. Skriv rådet om, eller tilbagefør sessionen.")


class NotAnsweredYet(StateConflict):
    code = "not_answered_yet"
    message = _("Lægen har ikke svaret endnu. Oplys det, når rådet er givet.")


class NothingChanged(Invalid):
    code = "nothing_changed"
    field = "advice"
    message = _("Rådet er uændret. Ret teksten eller det, der blev besluttet.")


class PracticeTakesNoPart(StateConflict):
    code = "practice_takes_no_part"
    message = _("Praksis har ikke sagt ja til at blive spurgt. Vælg en anden.")


class TakesPartAlready(StateConflict):
    code = "takes_part_already"
    message = _("Praksis deltager allerede.")


class NotADoctorThere(Invalid):
    code = "not_a_doctor_there"
    field = "doctor"
    message = _("Lægen arbejder ikke i %(name)s den dag. Vælg en anden.")


class NotInMunicipality(Invalid):
    code = "not_in_municipality"
    field = "municipality"
    message = _("Kommunen er ikke med i aftalen. Vælg en anden.")


class ImpossibleHours(Invalid):
    code = "impossible_hours"
    field = "ends_at"
    message = _(
        "Vagten skal slutte senere, end den begynder, højst 24 timer efter, og ikke før nu."
    )


class AlreadyPlanned(StateConflict):
    code = "duty_already_planned"
    field = "starts_at"
    message = _("Lægen har allerede en vagt i det tidsrum. Vælg en anden tid.")


class DutyMoved(StateConflict):
    code = "duty_moved"
    message = _("Vagten er i mellemtiden %(state)s. Genindlæs siden.")


class DutyHasBegun(StateConflict):
    code = "duty_has_begun"
    message = _("Vagten er begyndt. Lægen kan selv forlade den.")


class NobodyToAsk(StateConflict):
    """Nobody can be asked, so nothing is sent: the nurse is told whom to ring instead."""

    code = "nobody_to_ask"
    message = _("Ingen læge kan spørges nu. Ring til %(name)s: %(phone)s.")
