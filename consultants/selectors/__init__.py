from consultants.selectors.appointments import appointment_for, appointments_for

__all__ = ["appointment_for", "appointments_for"]
