import uuid

from django.db import models

from coordination.parties.enums import Profession
from coordination.parties.models.dated import Dated, ends_after_start, one_at_a_time
from coordination.parties.models.organisation import Organisation


class Practitioner(models.Model):
    """A health professional, once, whatever clinics they work at."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120)
    profession = models.CharField(max_length=4, choices=Profession.choices)
    authorisation_id = models.CharField(max_length=5, unique=True, null=True, blank=True)

    objects = models.Manager()

    def __str__(self) -> str:
        return self.name


class Affiliation(Dated):
    """A practitioner works at an organisation, from a day and perhaps until one."""

    practitioner = models.ForeignKey(Practitioner, models.PROTECT, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            ends_after_start("affiliation_ends_after_start"),
            one_at_a_time("affiliation_once_at_a_time", "practitioner", "organisation"),
        ]
