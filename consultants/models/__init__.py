from consultants.models.activities import Activity, MonthSheet, Travel
from consultants.models.appointments import Appointment, AppointmentQuerySet
from consultants.models.lines import AdviceLine
from consultants.models.meetings import Meeting, MeetingItem, MeetingQuerySet
from consultants.models.points import (
    HostedQuerySet,
    ImprovementPoint,
    Measure,
    PointQuerySet,
    PointStep,
    Snag,
    SnagQuerySet,
)
from consultants.models.reports import OfYear, Plan, YearlyReport

__all__ = [
    "Activity",
    "AdviceLine",
    "Appointment",
    "AppointmentQuerySet",
    "HostedQuerySet",
    "ImprovementPoint",
    "Measure",
    "Meeting",
    "MeetingItem",
    "MeetingQuerySet",
    "MonthSheet",
    "OfYear",
    "Plan",
    "PointQuerySet",
    "PointStep",
    "Snag",
    "SnagQuerySet",
    "Travel",
    "YearlyReport",
]
