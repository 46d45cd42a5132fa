import uuid

from django.db import models
from django.db.models import Q

from coordination.agreements.models import Agreement
from coordination.base.actor import Actor
from coordination.base.states import only_moves
from coordination.notices.enums import MOVES, NoticeKind, NoticeState
from coordination.parties.models import Organisation


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, actor: Actor) -> "NoticeQuerySet":
        """Notices of agreements the actor looks after; another party's draft is its own affair."""
        mine = Q(given_by__in=actor.office_orgs)
        return self.filter(
            mine | ~Q(state=NoticeState.DRAFT),
            agreement__party_ids__overlap=list(actor.office_orgs),
        )


class Notice(models.Model):
    """A party ends or suspends an agreement. Its dates are frozen with what they came from."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=NoticeKind.choices)
    state = models.CharField(max_length=10, choices=NoticeState.choices, default=NoticeState.DRAFT)
    given_by = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    reason = models.TextField()
    drafted_by = models.CharField(max_length=120)
    drafted_at = models.DateTimeField()
    given_on = models.DateField(null=True)
    received_on = models.DateField(null=True)
    last_day_on = models.DateField(null=True)
    inputs = models.JSONField(default=dict)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "kind"],
                condition=Q(state__in=["given", "received"]),
                name="notice_one_standing_of_a_kind",
            ),
            models.UniqueConstraint(
                fields=["agreement", "kind", "given_by"],
                condition=Q(state="draft"),
                name="notice_one_draft_of_a_kind",
            ),
            models.CheckConstraint(
                condition=~Q(state="received")
                | Q(given_on__isnull=False, received_on__isnull=False, last_day_on__isnull=False),
                name="notice_received_has_dates",
            ),
        ]
        triggers = [only_moves("notice_moves", MOVES)]


class Receipt(models.Model):
    """One party that must have a notice, and the day it had it."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="receipts")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    received_on = models.DateField(null=True)
    recorded_by = models.CharField(max_length=120, blank=True)

    objects = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "organisation"], name="receipt_once_per_party"
            )
        ]
