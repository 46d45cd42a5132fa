import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from coordination.agreements.enums import (
    MOVES,
    AgreementKind,
    Anchor,
    BodyKind,
    ClauseKind,
    Decision,
    MoneyUsed,
    PartyRole,
    State,
    Trigger,
)
from coordination.agreements.rules import NoticeRule
from coordination.base.actor import Actor
from coordination.base.periods import Period
from coordination.base.states import only_moves
from coordination.parties.models import Organisation
from coordination.parties.models.dated import Dated, ends_after_start, one_at_a_time


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, actor: Actor) -> "AgreementQuerySet":
        """Agreements that bind the actor's organisation, itself or through who represents it."""
        return self.filter(party_ids__overlap=list(actor.kin_orgs))

    def applying_on(self, day: object) -> "AgreementQuerySet":
        """In force with a period that covers the day (a suspension is checked separately)."""
        return self.filter(
            Q(ends_before__isnull=True) | Q(ends_before__gt=day),
            state=State.IN_FORCE,
            starts_on__lte=day,
        )


class Agreement(models.Model):
    """What parties agreed, from a day and perhaps until one. `region` looks after it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=20, choices=AgreementKind.choices)
    title = models.CharField(max_length=160)
    legal_basis = models.CharField(max_length=200)
    region = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)
    party_ids = ArrayField(models.BigIntegerField(), default=list)
    activated_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
                name="agreement_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~Q(state="in_force") | Q(activated_at__isnull=False),
                name="agreement_in_force_has_moment",
            ),
        ]
        triggers = [only_moves("agreement_moves", MOVES)]

    @property
    def period(self) -> Period:
        return Period(self.starts_on, self.ends_before)


class Version(models.Model):
    """The text as it was put to the parties. Approvals belong to exactly one content hash."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    author = models.CharField(max_length=80)
    created_at = models.DateTimeField()

    objects = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="version_number_once")
        ]


class Party(models.Model):
    """An organisation takes part in an agreement in one role."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=PartyRole.choices)

    objects = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "organisation", "role"], name="party_once_per_role"
            )
        ]


class Clause(models.Model):
    """One reading of one clause, quoted, and who confirmed it."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="clauses")
    kind = models.CharField(max_length=12, choices=ClauseKind.choices)
    quote = models.TextField()
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    anchor = models.CharField(max_length=15, choices=Anchor.choices, blank=True)
    trigger = models.CharField(max_length=12, choices=Trigger.choices, blank=True)
    body_lead_days = models.PositiveSmallIntegerField(default=0)
    money_used = models.CharField(max_length=10, choices=MoneyUsed.choices, blank=True)
    confirmed_by = models.CharField(max_length=120, blank=True)

    objects = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "kind"], name="clause_once_per_kind"),
            models.CheckConstraint(
                condition=(Q(kind="money_used") & ~Q(money_used=""))
                | (~Q(kind="money_used") & Q(months__isnull=False) & ~Q(anchor="")),
                name="clause_complete",
            ),
        ]

    @property
    def rule(self) -> NoticeRule:
        """The notice rule of a terminate or suspend clause."""
        return NoticeRule(months=self.months or 0, anchor=Anchor(self.anchor))


class Body(Dated):
    """A body that decides or recommends for an organisation, while it exists."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30, choices=BodyKind.choices)
    name = models.CharField(max_length=160)

    class Meta:
        constraints = [
            ends_after_start("body_ends_after_start"),
            one_at_a_time("body_one_of_a_kind", "organisation", "kind"),
        ]


class ApprovalQuerySet(models.QuerySet["Approval"]):
    def standing(self) -> "ApprovalQuerySet":
        """Decisions that count as a yes."""
        return self.filter(decision__in=[Decision.APPROVED, Decision.APPROVED_WITH_RESERVATION])


class Approval(models.Model):
    """A body's decision on one version, on behalf of one party."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="approvals")
    version = models.ForeignKey(Version, models.PROTECT, related_name="approvals")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    decision = models.CharField(max_length=12, choices=Decision.choices)
    is_recommendation = models.BooleanField(default=False)
    meeting_on = models.DateField(null=True, blank=True)
    agenda_number = models.CharField(max_length=20, blank=True)
    case_number = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    recorded_by = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "body"], name="approval_once_per_body"),
            models.CheckConstraint(
                condition=Q(decision__in=["not_sent", "on_agenda", "postponed"])
                | Q(meeting_on__isnull=False),
                name="approval_has_meeting",
            ),
        ]


class SuspendedInterval(models.Model):
    """Days on which nothing under the agreement may be posted; written by notices."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="suspended_intervals")
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=200)

    objects = models.Manager()

    class Meta:
        constraints = [
            ends_after_start("suspension_ends_after_start"),
            one_at_a_time("suspension_one_at_a_time", "agreement"),
        ]
