from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    REGION = "region", _("Region")
    MUNICIPALITY = "municipality", _("Kommune")
    HEALTH_COUNCIL = "health_council", _("Sundhedsråd")
    HOSPITAL = "hospital", _("Hospital")
    PSYCHIATRY = "psychiatry", _("Psykiatri")
    DEPARTMENT = "department", _("Afdeling")
    WARD = "ward", _("Afsnit")
    GP_PRACTICE = "gp_practice", _("Almen praksis")
    OTHER_PRACTICE = "other_practice", _("Anden praksis")
    CARE_HOME = "care_home", _("Plejehjem")
    OUT_OF_HOURS = "out_of_hours", _("Lægevagt")
    AMBULANCE = "ambulance", _("Ambulancetjeneste")
    GP_ORGANISATION = "gp_organisation", _("Lægernes organisation")


class IdentifierSystem(models.TextChoices):
    SOR = "sor", _("SOR-kode")
    CVR = "cvr", _("CVR-nummer")
    GLN = "gln", _("GLN (EAN-nummer)")
    PROVIDER_NUMBER = "provider_number", _("Ydernummer")
    SHAK = "shak", _("SHAK-kode")
    MUNICIPALITY_CODE = "municipality_code", _("Kommunekode")
    REGION_CODE = "region_code", _("Regionskode")


class RelationKind(models.TextChoices):
    PART_OF = "part_of", _("hører under")
    SUCCEEDED_BY = "succeeded_by", _("videreføres af")
    PREPARED_BY = "prepared_by", _("forberedes af")
    REPRESENTED_BY = "represented_by", _("repræsenteres af")
    AUTHORITY_FOR = "authority_for", _("er myndighed for")
    OPERATOR_OF = "operator_of", _("driver")
    PAYER_OF = "payer_of", _("betaler")


HELD = (RelationKind.AUTHORITY_FOR, RelationKind.OPERATOR_OF, RelationKind.PAYER_OF)
"""The parts of a function, which may be three different parties, or the municipality itself."""


class Function(models.TextChoices):
    """A task done in a municipality, whoever has, runs and pays it."""

    ACUTE_NURSING = "acute_nursing", _("Akutsygepleje")


class Profession(models.TextChoices):
    DOCTOR = "7170", _("Læge")
    NURSE = "5166", _("Sygeplejerske")
    CARE_ASSISTANT = "5152", _("Social- og sundhedsassistent")


class Sex(models.TextChoices):
    FEMALE = "female", _("Kvinde")
    MALE = "male", _("Mand")
