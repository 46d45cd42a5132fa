from django.db import models
from django.utils.translation import gettext_lazy as _

from coordination.base import actor


class MemberRole(models.TextChoices):
    """The roles a person or a client can hold; the words of `base.actor.Role` in Danish."""

    ACUTE_NURSE = actor.Role.ACUTE_NURSE.value, _("Akutsygeplejerske")
    GP = actor.Role.GP.value, _("Praktiserende læge")
    PRACTICE_STAFF = actor.Role.PRACTICE_STAFF.value, _("Praksispersonale")
    PRACTICE_CONSULTANT = actor.Role.PRACTICE_CONSULTANT.value, _("Praksiskonsulent")
    MUNICIPAL_ADMIN = actor.Role.MUNICIPAL_ADMIN.value, _("Kommunal administrator")
    REGION_ADMIN = actor.Role.REGION_ADMIN.value, _("Regional administrator")
    REGION_FINANCE = actor.Role.REGION_FINANCE.value, _("Regional økonomi")
    HOSPITAL_MANAGEMENT = actor.Role.HOSPITAL_MANAGEMENT.value, _("Hospitalsledelse")
    HOSPITAL_SPECIALIST = actor.Role.HOSPITAL_SPECIALIST.value, _("Speciallæge på hospital")
    OUT_OF_HOURS_DOCTOR = actor.Role.OUT_OF_HOURS_DOCTOR.value, _("Lægevagt")
    PARAMEDIC = actor.Role.PARAMEDIC.value, _("Paramediciner")
    WARD = actor.Role.WARD.value, _("Sengeafsnit")
    CARE_HOME = actor.Role.CARE_HOME.value, _("Plejehjem")
    GP_ORGANISATION = actor.Role.GP_ORGANISATION.value, _("Lægernes organisation")
