from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryKind(models.TextChoices):
    APPROPRIATE = "appropriate", _("Bevilling")
    RESERVE = "reserve", _("Reservation")
    RELEASE = "release", _("Frigivelse")
    SPEND = "spend", _("Forbrug")


class TariffRule(models.TextChoices):
    PER_SERVICE = "per_service", _("Fast pris pr. ydelse")
    PER_MINUTE = "per_minute", _("Timepris, afregnet pr. minut")


class Posting(models.TextChoices):
    """What became of an amount when it was to be posted."""

    POSTED = "posted", _("Bogført")
    UNFUNDED = "unfunded", _("Gemt uden dækning")
