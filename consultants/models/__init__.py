from consultants.models.activities import Activity, MonthSheet, Travel
from consultants.models.appointments import Appointment, AppointmentQuerySet

__all__ = ["Activity", "Appointment", "AppointmentQuerySet", "MonthSheet", "Travel"]
