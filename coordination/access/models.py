import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

from coordination.access.enums import MemberRole
from coordination.parties.models.dated import Dated, ends_after_start, one_at_a_time


class User(AbstractUser):
    """A person who logs in. What they may do follows from memberships, never from flags here."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    practitioner = models.OneToOneField(
        "parties.Practitioner", models.PROTECT, related_name="+", null=True, blank=True
    )

    @property
    def name(self) -> str:
        return self.get_full_name() or self.username


class Membership(Dated):
    """A person holds a role for an organisation, from a day and perhaps until one.

    A local superuser may also let other people in there for a time.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    role = models.CharField(max_length=30, choices=MemberRole.choices)
    is_superuser = models.BooleanField(default=False)

    class Meta:
        constraints = [
            ends_after_start("membership_ends_after_start"),
            one_at_a_time("membership_once_at_a_time", "user", "organisation", "role"),
            models.CheckConstraint(
                condition=Q(role__in=MemberRole.values), name="membership_role_known"
            ),
        ]


class ApiClient(models.Model):
    """What an OAuth2 client may do: one role for one organisation. Scopes narrow it per token."""

    application = models.OneToOneField(
        "oauth2_provider.Application", models.CASCADE, related_name="+"
    )
    name = models.CharField(max_length=120)
    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    role = models.CharField(max_length=30, choices=MemberRole.choices)
    is_active = models.BooleanField(default=True)

    objects = models.Manager()
