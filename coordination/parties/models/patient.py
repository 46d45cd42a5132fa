import uuid

from django.db import models
from django.db.models import Q

from coordination.base import crypto
from coordination.base.actor import Actor
from coordination.base.identifiers import Cpr, masked, parse_cpr
from coordination.parties.enums import Sex
from coordination.parties.models.dated import Dated, ends_after_start, one_at_a_time
from coordination.parties.models.organisation import Organisation


def cpr_index(cpr: Cpr) -> bytes:
    """The keyed index under which a CPR number is found."""
    return crypto.blind_index(cpr.digits.encode(), purpose="patient.cpr")


def cpr_indexes(cpr: Cpr) -> list[bytes]:
    """Every index a row may hold for a number while index keys are rotated, newest first."""
    return crypto.blind_indexes(cpr.digits.encode(), purpose="patient.cpr")


class PatientQuerySet(models.QuerySet["Patient"]):
    def visible_to(self, actor: Actor) -> "PatientQuerySet":
        """Citizens of the actor's own municipality, or listed with the own practice."""
        return self.filter(Q(municipality__in=actor.care_orgs) | Q(practice__in=actor.care_orgs))


class Patient(models.Model):
    """A citizen. `municipality` and `practice` are today's, kept from the dated rows below."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cpr_sealed = models.BinaryField()
    cpr_index = models.BinaryField(unique=True)
    cpr_is_replacement = models.BooleanField(default=False)
    given_names = models.CharField(max_length=120)
    family_name = models.CharField(max_length=80)
    sex = models.CharField(max_length=6, choices=Sex.choices)
    born_on = models.DateField()
    municipality = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    practice = models.ForeignKey(Organisation, models.PROTECT, related_name="+", null=True)

    objects = PatientQuerySet.as_manager()

    @property
    def name(self) -> str:
        return f"{self.given_names} {self.family_name}"

    @property
    def initials(self) -> str:
        return "".join(part[0] for part in self.name.split())

    @property
    def cpr_place(self) -> str:
        """What the sealed number is bound to, so that it cannot be moved to another row."""
        return f"parties_patient|{self.uuid}|cpr_sealed"

    def seal_cpr(self, cpr: Cpr) -> None:
        self.cpr_sealed = crypto.encrypt(cpr.digits.encode(), place=self.cpr_place)
        self.cpr_index = cpr_index(cpr)
        self.cpr_is_replacement = cpr.replacement

    @property
    def masked_cpr(self) -> str:
        return masked(parse_cpr(crypto.decrypt(self.cpr_sealed, place=self.cpr_place).decode()))


class Residence(Dated):
    """A citizen lives in a municipality, from a day and perhaps until one."""

    patient = models.ForeignKey(Patient, models.CASCADE, related_name="residences")
    municipality = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            ends_after_start("residence_ends_after_start"),
            one_at_a_time("residence_one_at_a_time", "patient"),
        ]


class PracticeChoice(Dated):
    """A citizen is listed with a practice, from a day and perhaps until one."""

    patient = models.ForeignKey(Patient, models.CASCADE, related_name="practice_choices")
    practice = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            ends_after_start("practice_choice_ends_after_start"),
            one_at_a_time("practice_choice_one_at_a_time", "patient"),
        ]
