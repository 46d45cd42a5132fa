from django.db import models
from django.utils.translation import gettext_lazy as _


class DeadlineKind(models.TextChoices):
    TERMINATE = "terminate", _("Opsigelse")
    LEAVE = "leave", _("Udtræden")
    SUSPEND = "suspend", _("Suspension")
    EXPIRY = "expiry", _("Udløb")
    RATIFICATION = "ratification", _("Godkendelse")
    TARIFF = "tariff", _("Takstregulering")


class Target(models.TextChoices):
    """The day a deadline is about."""

    END = "end", _("aftalens sidste dag")
    YEAR = "year", _("årets sidste dag")
    MERGER = "merger", _("sidste dag, før en part videreføres af en anden")
    MONEY = "money", _("den dag, midlerne er brugt")
    START = "start", _("aftalens første dag")
    REGULATION = "regulation", _("den dag, takster reguleres")


FORECAST = frozenset({Target.MONEY})
"""Targets that move every night, so that no reminder's key may name their date."""


class NoticeKind(models.TextChoices):
    TERMINATE = "terminate", _("Opsigelse")
    SUSPEND = "suspend", _("Suspension")
    LEAVE = "leave", _("Udtræden")


class NoticeState(models.TextChoices):
    DRAFT = "draft", _("Kladde")
    GIVEN = "given", _("Afgivet")
    RECEIVED = "received", _("Modtaget af alle")
    IN_EFFECT = "in_effect", _("I virkning")
    WITHDRAWN = "withdrawn", _("Trukket tilbage")


MOVES: dict[NoticeState, frozenset[NoticeState]] = {
    NoticeState.DRAFT: frozenset({NoticeState.GIVEN, NoticeState.WITHDRAWN}),
    NoticeState.GIVEN: frozenset({NoticeState.RECEIVED, NoticeState.WITHDRAWN}),
    NoticeState.RECEIVED: frozenset({NoticeState.IN_EFFECT, NoticeState.WITHDRAWN}),
    NoticeState.IN_EFFECT: frozenset(),
    NoticeState.WITHDRAWN: frozenset(),
}

STANDING = frozenset({NoticeState.GIVEN, NoticeState.RECEIVED})
"""Given, and neither in effect nor taken back."""

FIXED = frozenset({NoticeState.RECEIVED, NoticeState.IN_EFFECT})
"""Every party has it, so its last day is fixed."""
