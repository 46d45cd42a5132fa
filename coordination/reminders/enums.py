from django.db import models
from django.utils.translation import gettext_lazy as _


class ReminderState(models.TextChoices):
    WAITING = "waiting", _("Venter")
    SENT = "sent", _("Sendt")
    CLOSED = "closed", _("Lukket uden at blive sendt")


class Channel(models.TextChoices):
    IN_APP = "in_app", _("I Samspil")
    MAIL = "mail", _("Mail")


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("På vej")
    DELIVERED = "delivered", _("Leveret")
    DEAD = "dead", _("Opgivet")


MOVED = "Fristen er flyttet eller gælder ikke længere."
"""Why a reminder was closed that is no longer planned; it waits again if it is planned again."""

PASSED = "Fristen var passeret."
"""Why a reminder was closed that was not sent in time; only a later deadline opens it again."""

NOT_TAKEN = "Ingen har taget den:"
"""What the title begins with where a critical reminder goes on to the next in line."""
