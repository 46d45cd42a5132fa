import uuid
from datetime import date

from django.db import models
from django.db.models import Q

from consultants.enums import ConsultantKind, Employment, PayForm, SickLeave, TravelRule
from coordination.agreements.enums import Anchor
from coordination.agreements.models import Agreement
from coordination.agreements.rules import NoticeRule
from coordination.base.actor import Actor, Role
from coordination.base.periods import DAY, Period
from coordination.parties.models import Organisation, Practitioner
from coordination.parties.models.dated import DatedQuerySet, ends_after_start, one_at_a_time


class AppointmentQuerySet(DatedQuerySet):
    def visible_to(self, actor: Actor) -> "AppointmentQuerySet":
        """Those of the own employees, of the own management, and the consultant's own."""
        seen = Q(employer__in=actor.office_orgs)
        seen |= Q(host__in=actor.consultant_orgs) | Q(clinic__in=actor.consultant_orgs)
        if actor.role == Role.PRACTICE_CONSULTANT and actor.practitioner_id is not None:
            seen |= Q(practitioner=actor.practitioner_id)
        return self.filter(seen)

    def of(self, actor: Actor) -> "AppointmentQuerySet":
        """The own ones of a consultant, or those from a clinic for its system."""
        own = Q(practitioner=actor.practitioner_id) if actor.practitioner_id else Q(pk__in=[])
        return self.filter(own | Q(clinic__in=actor.consultant_orgs))


class Appointment(models.Model):
    """A doctor with a clinic advises a hospital, psychiatry, a department or a municipality.

    `host` is whose management approves the hours; `place` is the host or a department of it.
    `employer` pays: the region, or the municipality of a municipal consultant.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=ConsultantKind.choices)
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, related_name="+")
    clinic = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    employer = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    host = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    place = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_before = models.DateField()
    specialty = models.CharField(max_length=80, blank=True)
    task = models.TextField()
    monthly_minutes = models.PositiveSmallIntegerField()
    employment = models.CharField(max_length=8, choices=Employment.choices)
    pay_form = models.CharField(max_length=8, choices=PayForm.choices)
    travel = models.CharField(max_length=8, choices=TravelRule.choices)
    sick_leave = models.CharField(max_length=8, choices=SickLeave.choices)
    notice_months = models.PositiveSmallIntegerField()
    notice_anchor = models.CharField(max_length=15, choices=Anchor.choices)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    reachable = models.CharField(max_length=120, blank=True)
    extended_on = models.DateField(null=True)
    ended_reason = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            ends_after_start("appointment_ends_after_start"),
            one_at_a_time("appointment_one_at_a_time", "practitioner", "place"),
            models.CheckConstraint(
                condition=Q(kind__in=ConsultantKind.values), name="appointment_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(monthly_minutes__gt=0), name="appointment_has_hours"
            ),
            models.CheckConstraint(
                condition=~Q(kind="municipal") | Q(employer=models.F("host")),
                name="appointment_municipal_by_municipality",
            ),
        ]
        indexes = [
            models.Index(fields=["practitioner"], name="appointment_of_practitioner"),
            models.Index(fields=["host", "ends_before"], name="appointment_of_host"),
            models.Index(fields=["employer", "ends_before"], name="appointment_of_employer"),
        ]

    @property
    def last_day_on(self) -> date:
        return self.ends_before - DAY

    @property
    def period(self) -> Period:
        return Period(self.starts_on, self.ends_before)

    @property
    def is_invoiced(self) -> bool:
        """Whether the clinic claims what is paid; else it is a salary."""
        return self.employment == Employment.INVOICE

    @property
    def notice(self) -> NoticeRule:
        """How the notice of either side is counted."""
        return NoticeRule(self.notice_months, Anchor(self.notice_anchor))
