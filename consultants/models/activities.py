import uuid
from decimal import Decimal

from django.db import models
from django.db.models import Q

from consultants.enums import LOCKED, SHEET_MOVES, ActivityKind, SheetState
from consultants.models.appointments import Appointment
from consultants.models.points import ImprovementPoint
from coordination.base.actor import Actor
from coordination.base.states import only_moves

NOTHING = Decimal("0.00")


class OfAppointment(models.QuerySet):
    def visible_to(self, actor: Actor) -> "OfAppointment":
        """What belongs to an appointment the actor may see."""
        return self.filter(appointment__in=Appointment.objects.all().visible_to(actor))


class MonthSheet(models.Model):
    """The hours of one appointment in one month: signed by the consultant, approved by the host.

    `month` is its first day. The fixed fee is frozen when the month is signed.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="+")
    month = models.DateField()
    state = models.CharField(max_length=8, choices=SheetState.choices, default=SheetState.OPEN)
    fixed_amount = models.DecimalField(max_digits=12, decimal_places=2, default=NOTHING)
    fixed_reason = models.CharField(max_length=200, blank=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.CharField(max_length=120, blank=True)
    signed_by_key = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=120, blank=True)
    returned_reason = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = OfAppointment.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["appointment", "month"], name="month_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="month_begins_on_the_first"),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(LOCKED)) | Q(signed_at__isnull=False),
                name="month_signed_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(returned_reason=""),
                name="month_returned_has_reason",
            ),
        ]
        triggers = [only_moves("month_moves", SHEET_MOVES)]

    @property
    def is_locked(self) -> bool:
        return self.state in LOCKED

    @property
    def source(self) -> str:
        """What its money is posted under; another each time it is approved."""
        return f"month:{self.uuid}:{self.version}"


class Activity(models.Model):
    """What a consultant did on a day, and what is paid for it by the tariffs of that day."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="+")
    sheet = models.ForeignKey(MonthSheet, models.PROTECT, related_name="activities")
    kind = models.CharField(max_length=12, choices=ActivityKind.choices)
    done_on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    day_number = models.PositiveSmallIntegerField(default=1)
    km = models.DecimalField(max_digits=6, decimal_places=1, default=Decimal(0))
    department = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=300, blank=True)
    product_title = models.CharField(max_length=160, blank=True)
    product_url = models.URLField(max_length=300, blank=True)
    point = models.ForeignKey(ImprovementPoint, models.PROTECT, null=True, related_name="+")
    work_amount = models.DecimalField(max_digits=12, decimal_places=2, default=NOTHING)
    work_reason = models.CharField(max_length=200, blank=True)
    km_amount = models.DecimalField(max_digits=12, decimal_places=2, default=NOTHING)
    km_reason = models.CharField(max_length=200, blank=True)
    logged_at = models.DateTimeField()
    logged_by = models.CharField(max_length=120)
    version = models.PositiveIntegerField(default=1)

    objects = OfAppointment.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="travel", minutes=0) | (~Q(kind="travel") & Q(minutes__gt=0)),
                name="activity_takes_time",
            ),
            models.CheckConstraint(
                condition=Q(minutes__lte=720), name="activity_at_most_twelve_hours"
            ),
            models.CheckConstraint(
                condition=Q(km__gte=0, work_amount__gte=0, km_amount__gte=0),
                name="activity_amounts_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ActivityKind.values), name="activity_kind_known"
            ),
        ]
        indexes = [models.Index(fields=["appointment", "done_on"], name="activity_by_day")]

    @property
    def amount(self) -> Decimal:
        """All that is paid for it: work, travel and kilometres."""
        travel = sum((row.amount for row in self.travels.all()), NOTHING)
        return self.work_amount + self.km_amount + travel


class Travel(models.Model):
    """One way of a journey, by the clock, since travel outside weekdays 08-16 may be paid less."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="travels")
    began_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    amount = models.DecimalField(max_digits=12, decimal_places=2, default=NOTHING)
    reason = models.CharField(max_length=200, blank=True)

    objects = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=720), name="travel_minutes_possible"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="travel_amount_not_negative"),
        ]
