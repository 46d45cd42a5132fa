from consultants.models.appointments import Appointment, AppointmentQuerySet

__all__ = ["Appointment", "AppointmentQuerySet"]
