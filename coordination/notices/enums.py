from django.db import models
from django.utils.translation import gettext_lazy as _


class DeadlineKind(models.TextChoices):
    TERMINATE = "terminate", _("Opsigelse")
    EXPIRY = "expiry", _("Udløb")
