from consultants.models.activities import Activity, MonthSheet, Travel
from consultants.models.appointments import Appointment, AppointmentQuerySet
from consultants.models.lines import AdviceLine

__all__ = ["Activity", "AdviceLine", "Appointment", "AppointmentQuerySet", "MonthSheet", "Travel"]
