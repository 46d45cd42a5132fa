from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    SEARCH = "search", _("Opslag på CPR-nummer")
    WORK_LIST = "work_list", _("Arbejdsliste")
    REQUEST = "request", _("Anmodning om rådgivning")
    DISCHARGE = "discharge", _("Udskrivning fra hospital")
    SESSION = "session", _("Registrering af session")
