import uuid
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from coordination.agreements.enums import Anchor, Trigger
from coordination.agreements.models import Agreement, Body, Clause
from coordination.base.actor import Actor
from coordination.base.states import only_moves
from coordination.notices import rules
from coordination.notices.enums import (
    FIXED,
    MOVES,
    STANDING,
    DeadlineKind,
    NoticeKind,
    NoticeState,
    Target,
)
from coordination.parties.models import Organisation


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, actor: Actor) -> "NoticeQuerySet":
        """Notices of agreements the actor looks after; another party's draft is its own affair."""
        mine = Q(given_by__in=actor.office_orgs)
        return self.filter(
            mine | ~Q(state=NoticeState.DRAFT),
            agreement__party_ids__overlap=list(actor.office_orgs),
        )

    def passed(self, day: date) -> "NoticeQuerySet":
        """Those that every party has and whose last day lies before a day."""
        return self.filter(state=NoticeState.RECEIVED, last_day_on__lt=day)

    def waiting_for_body(self) -> "NoticeQuerySet":
        """Drafts that a body has yet to decide about."""
        return self.filter(state=NoticeState.DRAFT, body__isnull=False, decided_on__isnull=True)


class Notice(models.Model):
    """A party ends, suspends or leaves an agreement. Its dates are frozen with their reasons.

    A draft aims at `wanted_last_day_on`, and asks `body` to decide before it is given. Taking back
    what others have had waits, from `withdrawal_asked_on`, for each of them to agree.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=NoticeKind.choices)
    state = models.CharField(max_length=10, choices=NoticeState.choices, default=NoticeState.DRAFT)
    given_by = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    reason = models.TextField()
    drafted_by = models.CharField(max_length=120)
    drafted_at = models.DateTimeField()
    wanted_last_day_on = models.DateField(null=True)
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True)
    decided_note = models.CharField(max_length=300, blank=True)
    decision_recorded_by = models.CharField(max_length=120, blank=True)
    given_on = models.DateField(null=True)
    received_on = models.DateField(null=True)
    last_day_on = models.DateField(null=True)
    inputs = models.JSONField(default=dict)
    withdrawal_asked_on = models.DateField(null=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "kind"],
                condition=Q(state__in=sorted(STANDING)) & ~Q(kind="leave"),
                name="notice_one_standing_of_a_kind",
            ),
            models.UniqueConstraint(
                fields=["agreement", "given_by"],
                condition=Q(state__in=sorted(STANDING), kind="leave"),
                name="notice_a_party_leaves_once",
            ),
            models.UniqueConstraint(
                fields=["agreement", "kind", "given_by"],
                condition=Q(state="draft"),
                name="notice_one_draft_of_a_kind",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(FIXED))
                | Q(given_on__isnull=False, received_on__isnull=False, last_day_on__isnull=False),
                name="notice_received_has_dates",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True) | Q(body__isnull=False),
                name="notice_decided_by_a_body",
            ),
        ]
        triggers = [only_moves("notice_moves", MOVES)]

    def state_on(self, day: date) -> NoticeState:
        """Where it stands by its dates, also when the sweep has not been there yet."""
        state = NoticeState(self.state)
        passed = self.last_day_on is not None and self.last_day_on < day
        return NoticeState.IN_EFFECT if state == NoticeState.RECEIVED and passed else state

    @property
    def waits_for_body(self) -> bool:
        """Whether a body has yet to decide before it can be given."""
        return self.state == NoticeState.DRAFT and bool(self.body_id) and not self.decided_on


class Receipt(models.Model):
    """One party that must have a notice, the day it had it, and when it agreed to forget it."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="receipts")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    received_on = models.DateField(null=True)
    recorded_by = models.CharField(max_length=120, blank=True)
    withdrawal_agreed_on = models.DateField(null=True)
    withdrawal_agreed_by = models.CharField(max_length=120, blank=True)

    objects = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "organisation"], name="receipt_once_per_party"
            ),
            models.CheckConstraint(
                condition=Q(withdrawal_agreed_on__isnull=True) | Q(received_on__isnull=False),
                name="receipt_agrees_to_what_it_had",
            ),
        ]


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def visible_to(self, actor: Actor) -> "DeadlineQuerySet":
        """Deadlines of agreements the actor looks after."""
        return self.filter(agreement__party_ids__overlap=list(actor.office_orgs))


class Deadline(models.Model):
    """The last day to act (`act_by`) so that the effect falls no later than `target_on`.

    The rows are what `agreement_deadlines` gave last time it was asked for all agreements; the page
    of one agreement asks it anew. `last_day_on` is what acting on the last day leads to, `body_by`
    the last day for the secretariat of the body that decides. `wording` marks the words that
    reminders repeat, and `is_planned` says that they follow the row as it is.
    """

    # The database deletes these rows with what they follow from: only the sweep may write here.
    agreement = models.ForeignKey(
        Agreement, models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    clause = models.ForeignKey(
        Clause, models.DO_NOTHING, db_constraint=False, null=True, related_name="+"
    )
    kind = models.CharField(max_length=12, choices=DeadlineKind.choices)
    target = models.CharField(max_length=12, choices=Target.choices)
    anchor = models.CharField(max_length=15, choices=Anchor.choices, blank=True)
    target_on = models.DateField()
    act_by = models.DateField()
    last_day_on = models.DateField(null=True)
    body_by = models.DateField(null=True)
    ladder = ArrayField(models.PositiveSmallIntegerField())
    wording = models.CharField(max_length=32)
    refreshed_on = models.DateField()
    is_planned = models.BooleanField(default=False)

    # Where they are computed and spread over days: the day, and whether it is the body's own.
    day: date
    for_body: bool

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "kind", "target", "anchor"], name="deadline_once"
            )
        ]
        indexes = [
            models.Index(fields=["act_by"], name="deadline_next"),
            models.Index(
                fields=["agreement"], name="deadline_unplanned", condition=Q(is_planned=False)
            ),
        ]

    @property
    def group(self) -> str:
        """What its reminders have in common, also when the date moves."""
        return f"deadline:{self.agreement.uuid}:{self.kind}:{self.target}:{self.anchor}"

    @property
    def is_confirmed(self) -> bool:
        """Whether a person has confirmed the reading; what needs none is sure."""
        return self.clause is None or bool(self.clause.confirmed_by)

    @property
    def is_one_reading_of_several(self) -> bool:
        return self.clause is not None and not self.clause.anchor

    @property
    def waits_for_money(self) -> bool:
        """Whether it is the first day that notice can be given, and not the last."""
        return (
            self.target == Target.MONEY
            and self.clause is not None
            and self.clause.trigger == Trigger.MONEY_USED
        )

    @property
    def explanation(self) -> str:
        """Formula, inputs and clause in a few sentences."""
        return rules.explanation(
            DeadlineKind(self.kind),
            Target(self.target),
            target_on=self.target_on,
            act_by=self.act_by,
            last_day_on=self.last_day_on,
            body_by=self.body_by,
            reading=rules.Reading(
                self.clause.months or 0,
                Anchor(self.anchor),
                self.clause.quote,
                needs_money_used=self.clause.trigger == Trigger.MONEY_USED,
            )
            if self.clause is not None
            else None,
        )
