from django.utils.translation import gettext_lazy as _

from coordination.base.errors import Invalid, NotAllowed, StateConflict


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
    message = _("Organet har allerede besluttet »%(before)s«. Det kan ikke blive »%(after)s«.")


class TextChanged(StateConflict):
    code = "text_changed"
    message = _(
        "Teksten er ændret, siden I så den. Læs version %(number)s, før beslutningen registreres."
    )


class NothingChanged(Invalid):
    code = "nothing_changed"
    message = _("Teksten er den samme som før, så der er ingen ny version at gemme.")


class BodyGone(Invalid):
    code = "body_does_not_exist"
    field = "meeting_on"
    message = _("%(body)s findes ikke den %(day)s. Vælg det organ, der beslutter den dag.")


class MeetingMissing(Invalid):
    code = "meeting_missing"
    field = "meeting_on"
    message = _("Skriv mødedatoen.")


class MeetingInTheFuture(Invalid):
    code = "meeting_in_the_future"
    field = "meeting_on"
    message = _("Mødet er ikke holdt endnu. Vælg »På dagsordenen«, eller ret datoen.")


class ReferenceMissing(Invalid):
    code = "reference_missing"
    field = "case_number"
    message = _(
        "Når I registrerer en anden parts beslutning, skal den kunne findes: skriv sagsnummer, "
        "dagsordenspunkt eller link."
    )


class ReservationMissing(Invalid):
    code = "reservation_missing"
    field = "note"
    message = _("Skriv forbeholdet, som det står i beslutningen.")


class RecommendationMissing(StateConflict):
    code = "recommendation_missing"
    message = _("%(body)s skal indstille, før de andre organer beslutter. Registrér indstillingen.")


class ApprovesForAnother(StateConflict):
    code = "approves_for_another"
    message = _(
        "Du har allerede godkendt for en anden part, og ingen godkender for to. "
        "Bed en kollega hos parten om at registrere beslutningen."
    )


class AuthorAlone(StateConflict):
    code = "author_alone"
    message = _(
        "Den, der har skrevet teksten, kan ikke være den eneste, der registrerer godkendelser. "
        "Bed en kollega eller en part om at registrere den sidste."
    )


class NoApproval(StateConflict):
    code = "no_approval"
    message = _("Ingen part har godkendt endnu, så aftalen kan ikke sættes i kraft.")


class NoMeetings(Invalid):
    code = "no_meetings"
    field = "days"
    message = _("Skriv mindst ét møde.")


class PapersAfterMeeting(Invalid):
    code = "papers_after_meeting"
    field = "days"
    message = _("Papirerne til mødet %(day)s kan ikke afleveres efter mødet. Ret datoen.")


class NoSuchClause(StateConflict):
    code = "no_such_clause"
    message = _("Aftalen har ikke det vilkår. Læs aftalens vilkår igen.")


class OwnReading(StateConflict):
    code = "own_reading"
    message = _("Læsningen bekræftes af en anden end den, der har læst vilkåret.")


class ReadingOpen(StateConflict):
    code = "reading_open"
    message = _("Vilkåret kan læses på flere måder. Afgør først, hvilken læsning der gælder.")


class NotTakingPart(StateConflict):
    code = "not_taking_part"
    message = _("Parten er ikke med i aftalen den %(day)s, så der kan ikke registreres ydelser.")


class NotSuspended(StateConflict):
    code = "not_suspended"
    message = _("Aftalen er ikke suspenderet længere. Genindlæs siden.")


class ResumesTooEarly(Invalid):
    code = "resumes_too_early"
    field = "resumes_on"
    message = _("Dage, der er gået, forbliver suspenderede. Vælg %(day)s eller en senere dag.")


class SuccessionPassed(StateConflict):
    code = "succession_passed"
    message = _(
        "Overgangen skete den %(day)s, så valget ligger fast. Ret aftalen på dens egen side."
    )


class ChoiceNotOffered(Invalid):
    code = "choice_not_offered"
    field = "choice"
    message = _("»%(choice)s« kan ikke vælges for %(title)s. Vælg et af de andre.")


class NotAPdf(Invalid):
    code = "not_a_pdf"
    field = "file"
    message = _("Filen er ikke en PDF. Gem dokumentet som PDF, og vælg det igen.")


class TooLarge(Invalid):
    code = "too_large"
    field = "file"
    message = _("Filen fylder mere end 10 MB. Vælg en mindre fil.")


class NotForDoctors(NotAllowed):
    code = "not_for_doctors"
    message = _(
        "Den, der er kommunal praksiskonsulent, kan ikke træffe aftaler på lægernes vegne. "
        "Lad en anden i lægernes organisation gøre det."
    )
