from consultants.serializers.appointments import AppointmentIn, AppointmentOut, AppointmentPage

__all__ = ["AppointmentIn", "AppointmentOut", "AppointmentPage"]
