from django.db import models
from django.utils.translation import gettext_lazy as _


class DischargeState(models.TextChoices):
    ANNOUNCED = "announced", _("Meldt")
    AT_HOME = "at_home", _("Udskrevet")
    CANCELLED = "cancelled", _("Aflyst")


MOVES: dict[DischargeState, frozenset[DischargeState]] = {
    DischargeState.ANNOUNCED: frozenset({DischargeState.AT_HOME, DischargeState.CANCELLED}),
    DischargeState.AT_HOME: frozenset(),
    DischargeState.CANCELLED: frozenset(),
}


class StepKind(models.TextChoices):
    ANNOUNCED = "announced", _("Udskrivning meldt")
    CHANGED = "changed", _("Udskrivning ændret")
    NURSE_READY = "nurse_ready", _("Kommunens sygeplejerske er klar")
    GP_READY = "gp_ready", _("Egen læge er klar")
    AT_HOME = "at_home", _("Borgeren er udskrevet")
    CANCELLED = "cancelled", _("Udskrivning aflyst")
