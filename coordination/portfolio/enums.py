from django.db import models
from django.utils.translation import gettext_lazy as _


class Operation(models.TextChoices):
    """Who has authority for a task and who operates it, as an agreement says."""

    MUNICIPALITIES = "municipalities", _("Kommunerne er myndighed og driver")
    REGION = "region", _("Regionen er myndighed og driver")
    SHARED = "shared", _("Regionen er myndighed, kommunerne driver")
    UNSAID = "unsaid", _("Det siger aftalen ikke noget om")


class Key(models.TextChoices):
    """How the municipalities divide their part of the money."""

    EQUAL = "equal", _("I lige dele")
    INHABITANTS = "inhabitants", _("Efter indbyggertal")


class Turn(models.TextChoices):
    """Who must do what next, before a text under approval can go on."""

    NOBODY = "nobody", _("Ingen")
    RECOMMENDATION = "recommendation", _("Venter på indstilling")
    PUT_ON_AGENDA = "put_on_agenda", _("Sættes på dagsordenen")
    DECIDE = "decide", _("Afventer mødet")
    RECORD = "record", _("Beslutningen registreres")
    NEW_MEETING = "new_meeting", _("Nyt møde findes")
    REWRITE = "rewrite", _("Teksten rettes")


class What(models.TextChoices):
    """What a choice at a succession changes."""

    CHOICE = "choice", _("Valg")
    KEY = "key", _("Fordelingsnøgle")
    END = "end", _("Sidste dag")
    PARTY = "party", _("Part")
    TEXT = "text", _("Næste tekst")
    OPERATOR = "operator", _("Driver af akutsygepleje")
