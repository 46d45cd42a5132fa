from django.db import models
from django.utils.translation import gettext_lazy as _


class Anchor(models.TextChoices):
    """What a notice period is counted to."""

    DAY_TO_DAY = "day_to_day", _("fra dag til dag")
    END_OF_MONTH = "end_of_month", _("til udgangen af en måned (løbende måned plus varslet)")
    TO_THE_FIRST = "to_the_first", _("til den 1. i en måned")


class AgreementKind(models.TextChoices):
    ACUTE_ADVICE = "acute_advice", _("Lægefaglig rådgivning af akutfunktioner")
    PRACTICE_CONSULTANT = "practice_consultant", _("Praksiskonsulentordning")
    TASK_PACKAGE = "task_package", _("Opgavepakke")
    RELIEF = "relief", _("Aflastningsaftale")
    SPECIALIST_ADVICE = "specialist_advice", _("Speciallægerådgivning og samarbejde")
    HORIZONTAL = "horizontal", _("Horisontal samarbejdsaftale")
    LOCAL_SUPPLEMENT = "local_supplement", _("Lokal tillægsaftale")


class State(models.TextChoices):
    DRAFT = "draft", _("Kladde")
    APPROVAL = "approval", _("Til godkendelse")
    IN_FORCE = "in_force", _("I kraft")
    REJECTED = "rejected", _("Afvist")
    ENDED = "ended", _("Ophørt")


MOVES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.APPROVAL}),
    State.APPROVAL: frozenset({State.IN_FORCE, State.REJECTED}),
    State.IN_FORCE: frozenset({State.ENDED}),
    State.REJECTED: frozenset(),
    State.ENDED: frozenset(),
}


class PartyRole(models.TextChoices):
    FUNDER = "funder", _("Finansierer")
    PROVIDER = "provider", _("Leverer")
    AUTHORITY = "authority", _("Myndighed")
    OPERATOR = "operator", _("Driver")
    APPROVER = "approver", _("Godkender")


class ClauseKind(models.TextChoices):
    TERMINATE = "terminate", _("Opsigelse")
    SUSPEND = "suspend", _("Suspension")
    MONEY_USED = "money_used", _("Når midlerne er brugt")


class Trigger(models.TextChoices):
    ANY_TIME = "any_time", _("Når som helst")
    MONEY_USED = "money_used", _("Når midlerne er brugt")


class MoneyUsed(models.TextChoices):
    REFUSE = "refuse", _("Nye sessioner afvises")
    HOLD = "hold", _("Sessioner gemmes uden dækning, til regionen beslutter")
    OVERRUN = "overrun", _("Sessioner honoreres, indtil en suspension træder i kraft")


class BodyKind(models.TextChoices):
    REGIONAL_COUNCIL = "regional_council", _("Regionsråd")
    MUNICIPAL_COUNCIL = "municipal_council", _("Kommunalbestyrelse")
    PRACTICE_PLAN_COMMITTEE = "practice_plan_committee", _("Praksisplanudvalg")
    HEALTH_COUNCIL = "health_council", _("Sundhedsråd")
    GP_BOARD = "gp_board", _("Lægernes bestyrelse")


class Decision(models.TextChoices):
    NOT_SENT = "not_sent", _("Ikke sendt")
    ON_AGENDA = "on_agenda", _("På dagsordenen")
    APPROVED = "approved", _("Godkendt")
    APPROVED_WITH_RESERVATION = "reservation", _("Godkendt med forbehold")
    REJECTED = "rejected", _("Afvist")
    POSTPONED = "postponed", _("Udsat")
