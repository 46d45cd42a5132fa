import uuid
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from coordination.agreements.enums import (
    AGREED,
    MOVES,
    NOTICE_CLAUSES,
    AgreementKind,
    Anchor,
    ClauseKind,
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
from coordination.parties.models.dated import ends_after_start, one_at_a_time

UNSAID_ANCHORS = (Anchor.DAY_TO_DAY, Anchor.END_OF_MONTH)
"""How a notice may be counted where the words name no anchor."""

UNSAID_TRIGGERS = (Trigger.MONEY_WILL_BE_USED, Trigger.MONEY_USED)
"""When a notice may be given where the words say "when the money is used" and no more."""


def usual_ladder() -> list[int]:
    """Days before a deadline on which a reminder goes out."""
    return [90, 60, 30, 14, 7, 1]


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, actor: Actor) -> "AgreementQuerySet":
        """Agreements that bind the actor's organisation, itself or through who represents it."""
        return self.filter(party_ids__overlap=list(actor.kin_orgs))

    def with_party(self, organisation_id: int, *, on: date) -> "AgreementQuerySet":
        """Those that an organisation takes part in on a day, by the text that applies."""
        taking_part = Party.objects.filter(
            Q(leaves_before__isnull=True) | Q(leaves_before__gt=on),
            version=OuterRef("version"),
            organisation=organisation_id,
            joins_on__lte=on,
        )
        return self.filter(Exists(taking_part), party_ids__contains=[organisation_id])

    def applying_on(self, day: date) -> "AgreementQuerySet":
        """Agreed for a period that covers the day (a suspension is checked separately)."""
        return self.filter(
            Q(ends_before__isnull=True) | Q(ends_before__gt=day),
            state__in=AGREED,
            starts_on__lte=day,
        )


class Agreement(models.Model):
    """What parties agreed, from a day and perhaps until one. `region` looks after it.

    `version` is the text that applies, or that is negotiated while none applies. `ends_before` is
    kept by a trigger: the earliest of what the text says, a termination, and the end of the
    agreement it falls with.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=20, choices=AgreementKind.choices)
    title = models.CharField(max_length=160)
    legal_basis = models.CharField(max_length=200)
    region = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    version = models.ForeignKey("Version", models.PROTECT, null=True, related_name="+")
    starts_on = models.DateField()
    agreed_before = models.DateField(null=True, blank=True)
    terminated_before = models.DateField(null=True, blank=True)
    ends_before = models.DateField(null=True, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    falls_with_parent = models.BooleanField(default=False)
    party_ids = ArrayField(models.BigIntegerField(), default=list)
    ladder = ArrayField(models.PositiveSmallIntegerField(), default=usual_ladder)
    activated_at = models.DateTimeField(null=True, blank=True)
    partial_start_reason = models.TextField(blank=True)
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
            models.CheckConstraint(
                condition=Q(falls_with_parent=False) | Q(parent__isnull=False),
                name="agreement_falls_with_a_parent",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "state"], name="agreement_region_state"),
            GinIndex(fields=["party_ids"], name="agreement_parties"),
        ]
        triggers = [only_moves("agreement_moves", MOVES)]

    @property
    def period(self) -> Period:
        return Period(self.starts_on, self.ends_before)

    def is_live(self, day: date) -> bool:
        """Agreed, and its last day has not passed."""
        return self.state in AGREED and (self.ends_before is None or day < self.ends_before)


class VersionQuerySet(models.QuerySet["Version"]):
    def under_approval(self) -> "VersionQuerySet":
        """Texts the bodies decide about now: the newest one of each agreement, once it was sent.

        It remains so while a party has yet to join, although it is in force for the others.
        """
        newer = Version.objects.filter(
            agreement=OuterRef("agreement"), number__gt=OuterRef("number")
        )
        waiting = Party.objects.filter(
            version=OuterRef("pk"), role=PartyRole.APPROVER, joins_on__isnull=True
        )
        return self.filter(
            ~Exists(newer),
            Q(activated_at__isnull=True) | Exists(waiting),
            sent_at__isnull=False,
            agreement__state__in=[State.APPROVAL, State.IN_FORCE],
        )


class Version(models.Model):
    """The text as it was put to the parties. Approvals belong to exactly one content hash."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    recommending_body = models.ForeignKey("Body", models.PROTECT, null=True, related_name="+")
    author = models.CharField(max_length=80)
    author_name = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    activated_at = models.DateTimeField(null=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="version_number_once"),
            models.CheckConstraint(
                condition=Q(activated_at__isnull=True) | Q(sent_at__isnull=False),
                name="version_sent_before_active",
            ),
        ]


class Party(models.Model):
    """An organisation takes part in one role, from the day it joined and perhaps until it left."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="+")
    version = models.ForeignKey(Version, models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=PartyRole.choices)
    joins_on = models.DateField(null=True)
    leaves_before = models.DateField(null=True)

    objects = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "organisation", "role"], name="party_once_per_role"
            ),
            models.CheckConstraint(
                condition=Q(leaves_before__isnull=True) | Q(joins_on__isnull=False),
                name="party_joined_before_it_left",
            ),
        ]


class Clause(models.Model):
    """The words of one clause, quoted, and how a person reads them.

    The words belong to the version. The reading (anchor, trigger, the body's lead time) does not:
    where the words are silent it is blank, both readings are shown, and somebody settles it.
    """

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="+")
    version = models.ForeignKey(Version, models.CASCADE, related_name="clauses")
    kind = models.CharField(max_length=12, choices=ClauseKind.choices)
    quote = models.TextField()
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    anchor = models.CharField(max_length=15, choices=Anchor.choices, blank=True)
    trigger = models.CharField(max_length=12, choices=Trigger.choices, blank=True)
    body_lead_days = models.PositiveSmallIntegerField(default=0)
    money_used = models.CharField(max_length=10, choices=MoneyUsed.choices, blank=True)
    read_by = models.CharField(max_length=120)
    read_by_key = models.CharField(max_length=80)
    settled_reason = models.CharField(max_length=300, blank=True)
    confirmed_by = models.CharField(max_length=120, blank=True)
    confirmed_at = models.DateTimeField(null=True)

    objects = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "kind"], name="clause_once_per_kind"),
            models.CheckConstraint(
                condition=~Q(kind="money_used") | ~Q(money_used=""), name="clause_money_used_says"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=sorted(NOTICE_CLAUSES)) | Q(months__gte=1),
                name="clause_notice_has_months",
            ),
        ]

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        """The ways the notice may be counted, the likeliest first: one where that is settled."""
        return (Anchor(self.anchor),) if self.anchor else UNSAID_ANCHORS

    @property
    def triggers(self) -> tuple[Trigger, ...]:
        """When the notice may be given: one where that is settled."""
        return (Trigger(self.trigger),) if self.trigger else UNSAID_TRIGGERS

    @property
    def rules(self) -> tuple[NoticeRule, ...]:
        """The readings as rules, the likeliest first."""
        return tuple(NoticeRule(self.months or 0, anchor) for anchor in self.anchors)

    @property
    def rule(self) -> NoticeRule:
        """The likeliest reading: day to day where the words name no anchor."""
        return self.rules[0]

    @property
    def is_settled(self) -> bool:
        """Whether the words, or somebody, leave one reading only."""
        return self.kind not in NOTICE_CLAUSES or bool(self.anchor and self.trigger)


class Document(models.Model):
    """A PDF that belongs to an agreement: the signed text, minutes, an annex."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="documents")
    title = models.CharField(max_length=160)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    added_by = models.CharField(max_length=120)
    added_at = models.DateTimeField()

    objects = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "sha256"], name="document_once")
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
