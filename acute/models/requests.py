import uuid
from decimal import Decimal
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from acute.enums import (
    LASTING_STATES,
    MOVES,
    OPEN_STATES,
    PROMISED_STATES,
    Consent,
    Outcome,
    Reason,
    RequestState,
    Rung,
    SessionState,
    StepKind,
    Urgency,
)
from coordination.agreements.models import Agreement
from coordination.base.actor import Actor
from coordination.base.states import only_moves
from coordination.parties.models import Organisation, Patient, Practitioner


class MeasurementKind(models.Model):
    """What can be measured: code (NPU or MedCom), unit, and the values that can be true."""

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=80)
    unit = models.CharField(max_length=20, blank=True)
    lowest = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    highest = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    decimals = models.PositiveSmallIntegerField(default=0)
    position = models.PositiveSmallIntegerField(default=100)
    on_request_form = models.BooleanField(default=False)

    objects = models.Manager()


class ScoreBand(models.Model):
    """One inclusive band of an early-warning score (TOBS or NEWS2), of one version of its table."""

    score = models.CharField(max_length=10)
    version = models.CharField(max_length=20)
    parameter = models.CharField(max_length=30)
    value = models.CharField(max_length=30, blank=True)
    lowest = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    highest = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    points = models.PositiveSmallIntegerField()

    objects = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["score", "version", "parameter", "value", "lowest", "highest"],
                name="score_band_once",
                nulls_distinct=False,
            )
        ]


class OwnQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Rows of the actor's own municipality or practice."""
        return self.filter(Q(municipality__in=actor.care_orgs) | Q(practice__in=actor.care_orgs))


class RequestQuerySet(models.QuerySet["Request"]):
    def visible_to(self, actor: Actor) -> "RequestQuerySet":
        """Those the own municipality asked, those asked of the own place now, or part taken in.

        Of a unit's, those that last.
        """
        own, unit = actor.care_orgs, actor.unit_orgs
        asked = Q(practice__in=own, state__in=OPEN_STATES)
        lasting = Q(municipality__in=unit) | Q(practice__in=unit)
        return self.filter(
            Q(municipality__in=own)
            | asked
            | Q(seen_by__overlap=list(own))
            | lasting & Q(state__in=LASTING_STATES)
        )


class OfRequestQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> "OfRequestQuerySet":
        """What belongs to a request that the actor sees."""
        return self.filter(request__in=Request.objects.visible_to(actor))


class Request(models.Model):
    """A municipal nurse asks for advice about one patient.

    `practice` is who is asked now, in the `rung` of the ladder; `due_at` is when the next is asked
    unless a doctor makes contact before. `seen_by` are those that took part and go on seeing it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="+")
    municipality = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    practice = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    own_practice = models.ForeignKey(Organisation, models.PROTECT, related_name="+", null=True)
    seen_by = ArrayField(models.BigIntegerField(), default=list)
    reason = models.CharField(max_length=15, choices=Reason.choices)
    urgency = models.CharField(max_length=10, choices=Urgency.choices)
    question = models.CharField(max_length=200)
    background = models.TextField(blank=True)
    callback_phone = models.CharField(max_length=20)
    is_paid = models.BooleanField(default=True)
    """Whether the answer is a session; what a hospital unit is asked is paid by no fee."""
    consent = models.CharField(max_length=15, choices=Consent.choices)
    state = models.CharField(
        max_length=15, choices=RequestState.choices, default=RequestState.WAITING
    )
    version = models.PositiveIntegerField(default=1)
    sent_at = models.DateTimeField()
    sent_by = models.CharField(max_length=120)
    promised_at = models.DateTimeField()
    rung = models.CharField(max_length=15, choices=Rung.choices, default=Rung.OWN_GP)
    rung_number = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    contact_at = models.DateTimeField(null=True)
    call_name = models.CharField(max_length=160, blank=True)
    call_phone = models.CharField(max_length=20, blank=True)
    reservation = models.CharField(max_length=80, blank=True)
    taken_at = models.DateTimeField(null=True)
    taken_by = models.CharField(max_length=120, blank=True)
    taken_by_key = models.CharField(max_length=80, blank=True)
    answered_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=15, choices=Outcome.choices, blank=True)
    advice = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    closing_note = models.CharField(max_length=300, blank=True)
    avoided_admission = models.BooleanField(null=True)
    updated_at = models.DateTimeField()

    objects = RequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=PROMISED_STATES, due_at__isnull=False)
                | (~Q(state__in=PROMISED_STATES) & Q(due_at__isnull=True)),
                name="request_promised_has_next",
            ),
            models.CheckConstraint(
                condition=~Q(state="instructed") | ~Q(call_phone=""),
                name="request_instructed_has_number",
            ),
            models.UniqueConstraint(
                fields=["patient"],
                condition=Q(state__in=OPEN_STATES, is_paid=True),
                name="request_one_open_per_patient",
            ),
            models.UniqueConstraint(
                fields=["patient", "practice"],
                condition=Q(state__in=OPEN_STATES, is_paid=False),
                name="request_one_open_per_unit",
            ),
            models.CheckConstraint(
                condition=~Q(state="taken") | Q(taken_at__isnull=False),
                name="request_taken_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["answered", "carried_out", "not_possible"])
                | (Q(answered_at__isnull=False) & ~Q(outcome="")),
                name="request_answered_has_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "state", "promised_at"], name="request_of_team"),
            models.Index(fields=["practice", "state", "promised_at"], name="request_of_practice"),
            models.Index(fields=["municipality", "-id"], name="request_newest_of_team"),
            models.Index(fields=["practice", "-id"], name="request_newest_of_practice"),
            models.Index(fields=["due_at"], name="request_due", condition=Q(due_at__isnull=False)),
            GinIndex(fields=["seen_by"], name="request_seen_by"),
        ]
        triggers = [only_moves("request_moves", MOVES)]

    @property
    def number(self) -> str:
        return f"A-{self.pk:06d}"


class Measurement(models.Model):
    """One measured value that belongs to a request: a number, or a word of its kind."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="measurements")
    municipality = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    practice = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.ForeignKey(MeasurementKind, models.PROTECT, related_name="+")
    value = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    word = models.CharField(max_length=30, blank=True)
    measured_at = models.DateTimeField()

    objects = OfRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(value__isnull=True) ^ Q(word=""), name="measurement_number_or_word"
            ),
            models.UniqueConstraint(
                fields=["request", "kind", "measured_at"], name="measurement_once_per_moment"
            ),
        ]

    @property
    def reading(self) -> Decimal | str:
        return self.word if self.value is None else self.value


class Step(models.Model):
    """One line of a request's timeline; `number` counts those of the ladder. Append-only."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="steps")
    municipality = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    practice = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=15, choices=StepKind.choices)
    number = models.PositiveSmallIntegerField(null=True)
    at = models.DateTimeField()
    actor_name = models.CharField(max_length=120)
    role = models.CharField(max_length=30)
    organisation_name = models.CharField(max_length=160)
    text = models.CharField(max_length=300, blank=True)

    objects = OfRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="step_of_ladder_once")
        ]
        indexes = [models.Index(fields=["request", "id"], name="step_of_request")]


class Session(models.Model):
    """A session of advice that is paid for. Price, amount and reason are frozen when logged.

    `replaces` is the voided one that it corrects. `claim_state` is that of its claim, as a selector
    or the service that moved it put it there.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    request = models.ForeignKey(Request, models.PROTECT, null=True, related_name="+")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="+")
    patient = models.ForeignKey(Patient, models.PROTECT, null=True, related_name="+")
    region = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    municipality = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    practice = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, null=True, related_name="+")
    service_on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    service_code = models.CharField(max_length=10)
    price = models.DecimalField(max_digits=10, decimal_places=2)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    fee_reason = models.CharField(max_length=200, blank=True)
    ordinal = models.PositiveSmallIntegerField(default=1)
    ordinal_reason = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=SessionState.choices)
    void_reason = models.CharField(max_length=200, blank=True)
    logged_at = models.DateTimeField()
    logged_by = models.CharField(max_length=120)
    imported = models.BooleanField(default=False)
    claim_state: str

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "practice",
                    "patient",
                    "agreement",
                    "service_on",
                    "service_code",
                    "ordinal",
                ],
                condition=~Q(state="void"),
                name="session_once_a_day",
            ),
            models.UniqueConstraint(
                fields=["request"], condition=~Q(state="void"), name="session_one_per_request"
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=600), name="session_minutes_possible"
            ),
            models.CheckConstraint(
                condition=Q(imported=True) | Q(patient__isnull=False), name="session_has_patient"
            ),
            models.CheckConstraint(
                condition=Q(ordinal=1) | ~Q(ordinal_reason=""), name="session_ordinal_has_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["practice", "-id"], name="session_newest_of_practice"),
            models.Index(fields=["municipality", "-id"], name="session_newest_of_team"),
            models.Index(fields=["agreement", "service_on"], name="session_of_agreement"),
        ]

    @property
    def source(self) -> str:
        """The unique source of its consumption entry."""
        return f"session:{self.uuid}"
