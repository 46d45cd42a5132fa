import uuid
from datetime import date

from django.db import models
from django.db.models import Case, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce, TruncDate

from coordination.agreements.enums import (
    DECIDED,
    DECIDING,
    DECISIONS,
    STANDING,
    BodyKind,
    Decision,
)
from coordination.agreements.models.agreement import Agreement, Version
from coordination.base.periods import COPENHAGEN, Period
from coordination.base.states import only_moves
from coordination.parties.models import Organisation, SuccessorOf
from coordination.parties.models.dated import Dated, ends_after_start, one_at_a_time


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

    @property
    def decides(self) -> bool:
        """Whether it decides for its organisation; the other bodies recommend."""
        return self.kind in DECIDING

    def exists_on(self, day: date) -> bool:
        """Whether it can meet on a day."""
        return Period(self.starts_on, self.ends_before).contains(day)


class Meeting(models.Model):
    """A day a body meets, and the last day its secretariat takes cases for it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings")
    held_on = models.DateField()
    papers_by = models.DateField()

    objects = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "held_on"], name="meeting_once_a_day"),
            models.CheckConstraint(
                condition=Q(papers_by__lte=models.F("held_on")), name="meeting_after_papers"
            ),
        ]


class ApprovalQuerySet(models.QuerySet["Approval"]):
    def standing(self) -> "ApprovalQuerySet":
        """Decisions that count as a yes."""
        return self.filter(decision__in=STANDING)

    def deciding(self) -> "ApprovalQuerySet":
        """Decisions on behalf of a party, not recommendations."""
        return self.filter(is_recommendation=False)

    def of_party(self) -> "ApprovalQuerySet":
        """For a subquery over parties: the decisions that count for each, the last one first.

        Those of its own body, and of the body of whoever continues it on the day of the meeting
        (or, where none is known, of the recording). What a meeting decided comes before plans.
        """
        day = Coalesce("meeting_on", TruncDate("recorded_at", tzinfo=COPENHAGEN))
        own = Q(organisation=OuterRef("organisation"))
        # The cheap question comes first: few parties have ended.
        continued = Q(day__gte=OuterRef("organisation__ends_before")) & Q(
            organisation=SuccessorOf(OuterRef("organisation"), F("day"))
        )
        rows = self.deciding().filter(version=OuterRef("version")).annotate(day=day)
        planned = Case(When(decision__in=DECIDED, then=Value(0)), default=Value(1))
        return rows.filter(own | continued).order_by(planned, "-day", "-recorded_at")


class Approval(models.Model):
    """What a body has decided about one version, on behalf of one party."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="approvals")
    version = models.ForeignKey(Version, models.PROTECT, related_name="approvals")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    decision = models.CharField(max_length=12, choices=Decision.choices, default=Decision.NOT_SENT)
    is_recommendation = models.BooleanField(default=False)
    meeting_on = models.DateField(null=True, blank=True)
    agenda_number = models.CharField(max_length=20, blank=True)
    case_number = models.CharField(max_length=40, blank=True)
    link = models.URLField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    recorded_by = models.CharField(max_length=120)
    recorded_by_key = models.CharField(max_length=80)
    by_the_party = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "body"], name="approval_once_per_body"),
            models.UniqueConstraint(
                fields=["version", "organisation"],
                condition=Q(is_recommendation=False),
                name="approval_once_per_party",
            ),
            models.UniqueConstraint(
                fields=["version", "recorded_by_key"],
                condition=Q(is_recommendation=False, by_the_party=True),
                name="approval_nobody_for_two",
            ),
            models.CheckConstraint(
                condition=Q(decision__in=["not_sent", "on_agenda", "postponed"])
                | Q(meeting_on__isnull=False),
                name="approval_has_meeting",
            ),
        ]
        triggers = [only_moves("approval_moves", DECISIONS, field="decision")]
