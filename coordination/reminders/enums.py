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


MOVED = "Fristen er flyttet."
"""Why a reminder was closed whose date moved; it waits again if the date moves back."""
