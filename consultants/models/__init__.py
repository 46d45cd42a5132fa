from consultants.models.activities import Activity, MonthSheet, Travel
from consultants.models.appointments import Appointment, AppointmentQuerySet
from consultants.models.lines import AdviceLine
from consultants.models.points import (
    HostedQuerySet,
    ImprovementPoint,
    Measure,
    PointQuerySet,
    PointStep,
    Snag,
    SnagQuerySet,
)

__all__ = [
    "Activity",
    "AdviceLine",
    "Appointment",
    "AppointmentQuerySet",
    "HostedQuerySet",
    "ImprovementPoint",
    "Measure",
    "MonthSheet",
    "PointQuerySet",
    "PointStep",
    "Snag",
    "SnagQuerySet",
    "Travel",
]
