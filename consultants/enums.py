from django.db import models
from django.utils.translation import gettext_lazy as _


class ConsultantKind(models.TextChoices):
    PRACTICE = "practice", _("Praksiskonsulent")
    COORDINATOR = "coordinator", _("Praksiskoordinator")
    MUNICIPAL = "municipal", _("Kommunal praksiskonsulent")
    SPECIALTY = "specialty", _("Specialepraksiskonsulent")


class Ending(models.TextChoices):
    """Why an appointment ends before its term."""

    BY_EMPLOYER = "employer", _("Opsagt af arbejdsgiveren")
    BY_CONSULTANT = "consultant", _("Opsagt af konsulenten")
    AGREED = "agreed", _("Aftalt mellem parterne")


class TermKind(models.TextChoices):
    DECIDE = "decide", _("Genansættelse skal være besluttet")
    ENDS = "ends", _("Ansættelsen udløber")


class Employment(models.TextChoices):
    SALARY = "salary", _("Ansat med løn (A-indkomst)")
    INVOICE = "invoice", _("Faktura fra praksis")


class PayForm(models.TextChoices):
    HOURS = "hours", _("Efter timer")
    MONTHLY = "monthly", _("Fast honorar om måneden")


class TravelRule(models.TextChoices):
    NONE = "none", _("Ingen betaling for rejse")
    KM = "km", _("Kilometer betales")
    TIME = "time", _("Rejsetid betales")
    TIME_AND_KM = "time_km", _("Rejsetid og kilometer betales")


class SickLeave(models.TextChoices):
    PAID = "paid", _("Løn under sygdom")
    UNPAID = "unpaid", _("Ingen betaling under sygdom")
    LATER = "later", _("Timerne lægges på et senere tidspunkt")


class ActivityKind(models.TextChoices):
    MANAGEMENT_MEETING = "meeting", _("Møde med ledelsen")
    REFERRAL_GUIDELINE = "guideline", _("Visitationsretningslinje")
    REFERRAL_AUDIT = "referrals", _("Gennemgang af henvisninger")
    DISCHARGE_AUDIT = "discharges", _("Gennemgang af epikriser")
    PATHWAY = "pathway", _("Patientforløbsbeskrivelse")
    NEWSLETTER = "newsletter", _("Nyhedsbrev og formidling")
    TEACHING = "teaching", _("Kursus og undervisning")
    QUALITY = "quality", _("Kvalitetsprojekt")
    PLAN = "plan", _("Handleplan og årsberetning")
    BROKERING = "brokering", _("Kontaktformidling")
    TRAVEL = "travel", _("Kun rejse")


class SheetState(models.TextChoices):
    OPEN = "open", _("Åben")
    SIGNED = "signed", _("Underskrevet, venter på godkendelse")
    APPROVED = "approved", _("Godkendt")
    RETURNED = "returned", _("Sendt tilbage")


SHEET_MOVES: dict[SheetState, frozenset[SheetState]] = {
    SheetState.OPEN: frozenset({SheetState.SIGNED}),
    SheetState.SIGNED: frozenset({SheetState.APPROVED, SheetState.RETURNED}),
    SheetState.APPROVED: frozenset({SheetState.RETURNED}),
    SheetState.RETURNED: frozenset({SheetState.SIGNED}),
}
"""How a month moves; an approved one is reopened by being sent back, with a reason."""

LOCKED = frozenset({SheetState.SIGNED, SheetState.APPROVED})
"""Months whose activities stay as they are."""


class LineKind(models.TextChoices):
    ADVICE = "advice", _("Speciallægerådgivning")
    CONFERENCE = "conference", _("Speciallægekonference")


class Frequency(models.TextChoices):
    """How often a snag is met, as whoever files it says."""

    ONCE = "once", _("En enkelt gang")
    MONTHLY = "monthly", _("Hver måned")
    WEEKLY = "weekly", _("Hver uge")
    DAILY = "daily", _("Næsten hver dag")


class SnagState(models.TextChoices):
    WAITING = "waiting", _("Venter på konsulenten")
    IN_POINT = "in_point", _("Indgår i et forbedringspunkt")
    ANSWERED = "answered", _("Besvaret")


SNAG_MOVES: dict[SnagState, frozenset[SnagState]] = {
    SnagState.WAITING: frozenset({SnagState.IN_POINT, SnagState.ANSWERED}),
    SnagState.IN_POINT: frozenset(),
    SnagState.ANSWERED: frozenset({SnagState.IN_POINT}),
}
"""How a snag moves; one that was answered can still join a point when others meet the same."""


class PointState(models.TextChoices):
    OPEN = "open", _("Åbent")
    ACTIVE = "active", _("I gang")
    READY = "ready", _("Venter på ledelsen")
    CLOSED = "closed", _("Lukket med effekt")
    DROPPED = "dropped", _("Opgivet")


POINT_MOVES: dict[PointState, frozenset[PointState]] = {
    PointState.OPEN: frozenset(
        {PointState.ACTIVE, PointState.READY, PointState.CLOSED, PointState.DROPPED}
    ),
    PointState.ACTIVE: frozenset({PointState.READY, PointState.CLOSED, PointState.DROPPED}),
    PointState.READY: frozenset({PointState.ACTIVE, PointState.CLOSED, PointState.DROPPED}),
    PointState.CLOSED: frozenset(),
    PointState.DROPPED: frozenset(),
}

OPEN_POINTS = (PointState.OPEN, PointState.ACTIVE, PointState.READY)
"""Points that somebody still has to do something about."""


class Better(models.TextChoices):
    """Which way a measure should go."""

    LOWER = "lower", _("Jo lavere, jo bedre")
    HIGHER = "higher", _("Jo højere, jo bedre")


class StepKind(models.TextChoices):
    OPENED = "opened", _("Punkt oprettet")
    SNAGS = "snags", _("Knaster lagt til")
    CHANGED = "changed", _("Ejer eller frist ændret")
    MOVED = "moved", _("Tilstand ændret")
    NOTED = "noted", _("Notat")
    DECIDED = "decided", _("Beslutning på møde")
    CLOSED = "closed", _("Lukket")


class MeetingState(models.TextChoices):
    PLANNED = "planned", _("Planlagt")
    HELD = "held", _("Holdt")
    CANCELLED = "cancelled", _("Aflyst")


MEETING_MOVES: dict[MeetingState, frozenset[MeetingState]] = {
    MeetingState.PLANNED: frozenset({MeetingState.HELD, MeetingState.CANCELLED}),
    MeetingState.HELD: frozenset(),
    MeetingState.CANCELLED: frozenset(),
}
