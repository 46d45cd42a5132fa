from django.db import models
from django.utils.translation import gettext_lazy as _


class Anchor(models.TextChoices):
    """What a notice period is counted to."""

    DAY_TO_DAY = "day_to_day", _("fra dag til dag")
    END_OF_MONTH = "end_of_month", _("til udgangen af en måned (løbende måned plus varslet)")
    TO_THE_FIRST = "to_the_first", _("til den 1. i en måned")
    END_OF_QUARTER = "end_of_quarter", _("til udgangen af et kvartal")
    END_OF_YEAR = "end_of_year", _("til udgangen af et kalenderår")


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
    State.APPROVAL: frozenset({State.DRAFT, State.IN_FORCE, State.REJECTED}),
    State.IN_FORCE: frozenset({State.ENDED}),
    State.REJECTED: frozenset({State.DRAFT}),
    State.ENDED: frozenset(),
}
"""A text that was sent goes back to draft only by becoming a new version."""


AGREED = frozenset({State.IN_FORCE, State.ENDED})
"""The parties have agreed; what applies on a day is then read from the dates."""


class PartyRole(models.TextChoices):
    FUNDER = "funder", _("Finansierer")
    PROVIDER = "provider", _("Leverer")
    AUTHORITY = "authority", _("Myndighed")
    OPERATOR = "operator", _("Driver")
    APPROVER = "approver", _("Godkender")


class ClauseKind(models.TextChoices):
    TERMINATE = "terminate", _("Opsigelse")
    LEAVE = "leave", _("Udtræden af én part")
    SUSPEND = "suspend", _("Suspension")
    MONEY_USED = "money_used", _("Når midlerne er brugt")
    TASK = "task", _("Opgaven")
    FUNDING = "funding", _("Finansiering")
    FEE = "fee", _("Honorar")


NOTICE_CLAUSES = frozenset({ClauseKind.TERMINATE, ClauseKind.LEAVE, ClauseKind.SUSPEND})
"""Clauses that give a right to notice, with months, an anchor and a trigger."""


class Trigger(models.TextChoices):
    ANY_TIME = "any_time", _("Når som helst")
    MONEY_USED = "money_used", _("Først når midlerne er brugt")
    MONEY_WILL_BE_USED = "money_will", _("Når midlerne bliver brugt før udløbet")


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


DECIDING = frozenset({BodyKind.REGIONAL_COUNCIL, BodyKind.MUNICIPAL_COUNCIL, BodyKind.GP_BOARD})
"""Bodies that decide for their organisation; the others recommend."""


class Decision(models.TextChoices):
    """What a body has done with one version."""

    NOT_SENT = "not_sent", _("Ikke sendt")
    ON_AGENDA = "on_agenda", _("På dagsordenen")
    APPROVED = "approved", _("Godkendt")
    APPROVED_WITH_RESERVATION = "reservation", _("Godkendt med forbehold")
    REJECTED = "rejected", _("Afvist")
    POSTPONED = "postponed", _("Udsat")


DECISIONS: dict[Decision, frozenset[Decision]] = {
    Decision.NOT_SENT: frozenset(Decision) - {Decision.NOT_SENT},
    Decision.ON_AGENDA: frozenset(
        {
            Decision.APPROVED,
            Decision.APPROVED_WITH_RESERVATION,
            Decision.REJECTED,
            Decision.POSTPONED,
        }
    ),
    Decision.POSTPONED: frozenset(
        {
            Decision.ON_AGENDA,
            Decision.APPROVED,
            Decision.APPROVED_WITH_RESERVATION,
            Decision.REJECTED,
        }
    ),
    Decision.APPROVED_WITH_RESERVATION: frozenset({Decision.APPROVED, Decision.REJECTED}),
    Decision.APPROVED: frozenset({Decision.REJECTED}),
    Decision.REJECTED: frozenset(),
}
"""How a body's decision moves. A yes can be taken back only before the version is in force."""

STANDING = frozenset({Decision.APPROVED, Decision.APPROVED_WITH_RESERVATION})
"""Decisions that count as a yes."""

DECIDED = STANDING | {Decision.REJECTED}
"""Decisions that were taken at a meeting."""


class Succession(models.TextChoices):
    """What becomes of an agreement when one of its parties is continued by another."""

    CONTINUES = "continues", _("Fortsætter")
    NEW_KEY = "new_key", _("Fortsætter med ny nøgle")
    ENDS = "ends", _("Ophører")
    NEW_DECISION = "new_decision", _("Kræver ny beslutning")
