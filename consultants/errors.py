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


class OutsideAppointment(Invalid):
    code = "outside_appointment"
    field = "done_on"
    message = _("Dagen ligger uden for ansættelsen (%(period)s). Ret dagen.")


class DoneInTheFuture(Invalid):
    code = "done_in_the_future"
    field = "done_on"
    message = _("Dagen ligger i fremtiden. Skriv den dag, det blev gjort.")


class NoTime(Invalid):
    code = "no_time"
    field = "minutes"
    message = _("Skriv, hvor lang tid det tog, for eksempel 1:30.")


class TooManyMinutes(Invalid):
    code = "too_many_minutes"
    field = "minutes"
    message = _("En aktivitet kan højst vare 12 timer. Del den i flere.")


class TravelMissing(Invalid):
    code = "travel_missing"
    field = "out_from"
    message = _("Skriv mindst én tur med klokkeslæt eller antal kilometer.")


class TravelBackwards(Invalid):
    code = "travel_backwards"
    message = _("Turen skal slutte, efter den begynder, og højst vare 12 timer.")

    def __init__(self, field: str = "out_from") -> None:
        super().__init__()
        self.field = field  # type: ignore[misc]


class MileageTooLate(Invalid):
    code = "mileage_too_late"
    field = "km"
    message = _(
        "Kørsel betales kun i tre måneder, her til og med %(day)s. "
        "Lad kilometerne være tomme for at gemme resten."
    )


class MonthLocked(StateConflict):
    code = "month_locked"
    message = _(
        "Måneden er underskrevet og kan ikke ændres. "
        "Bed stedets ledelse om at sende den tilbage, hvis noget skal rettes."
    )


class NothingToSign(StateConflict):
    code = "nothing_to_sign"
    message = _("Der er ikke noget at underskrive i den måned endnu.")


class MonthMoved(StateConflict):
    code = "month_moved"
    message = _("Måneden er i mellemtiden %(state)s. Genindlæs siden.")


class UnknownPlace(Invalid):
    code = "unknown_place"
    field = "place"
    message = _("Vælg et hospital, en afdeling eller en kommune i jeres region.")


class WhatMissing(Invalid):
    code = "what_missing"
    field = "what"
    message = _("Skriv kort, hvad der går galt i samarbejdet.")


class AnswerMissing(Invalid):
    code = "answer_missing"
    field = "answer"
    message = _("Skriv et svar til dem, der har meldt knasten.")


class SnagMoved(StateConflict):
    code = "snag_moved"
    message = _("Knasten er i mellemtiden taget af en anden. Genindlæs siden.")


class OtherHost(Invalid):
    code = "other_host"
    field = "snags"
    message = _("Knasterne skal handle om samme hospital eller kommune for at blive ét punkt.")


class TitleMissing(Invalid):
    code = "title_missing"
    field = "title"
    message = _("Skriv, hvad punktet skal forbedre.")


class OwnerMissing(Invalid):
    code = "owner_missing"
    field = "owner"
    message = _("Skriv, hvem på stedet der ejer punktet: en funktion eller en afdeling.")


class DueInThePast(Invalid):
    code = "due_in_the_past"
    field = "due_on"
    message = _("Fristen er passeret. Vælg en dag, der kommer.")


class PointMoved(StateConflict):
    code = "point_moved"
    message = _("Punktet er i mellemtiden %(state)s. Genindlæs siden.")


class MeasuredTooEarly(Invalid):
    code = "measured_too_early"
    field = "measured_on"
    message = _("Målingen efter skal være senere end målingen før, den %(day)s, og ikke i morgen.")


class NotYourPlace(Invalid):
    code = "not_your_place"
    field = "host"
    message = _("Vælg et sted, hvor du er konsulent eller leder i dag.")


class MeetingMoved(StateConflict):
    code = "meeting_moved"
    message = _("Mødet er i mellemtiden %(state)s. Genindlæs siden.")


class TaskIncomplete(Invalid):
    code = "task_incomplete"
    field = "task"
    message = _("En opgave skal have både tekst, ejer og frist.")


class AlreadyAdopted(StateConflict):
    code = "plan_adopted"
    message = _("Handleplanen er vedtaget og kan ikke ændres. Skriv det nye i næste års plan.")


class AlreadyIssued(StateConflict):
    code = "report_issued"
    message = _("Årsberetningen er udgivet og kan ikke ændres.")


class YearNotBegun(Invalid):
    code = "year_not_begun"
    field = "year"
    message = _("Året er ikke begyndt endnu. Vælg et år, der er i gang eller forbi.")


class PointElsewhere(Invalid):
    code = "point_elsewhere"
    field = "point"
    message = _("Punktet hører ikke til stedet. Vælg et af stedets punkter, eller intet.")


class MonthNotCovered(StateConflict):
    code = "month_not_covered"
    message = _(
        "Der er ikke flere midler i aftalen, så timerne er ikke godkendt. "
        "Kontakt den, der betaler, og godkend, når der er bevilget flere."
    )
