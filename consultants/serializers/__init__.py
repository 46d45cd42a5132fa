from consultants.serializers.appointments import (
    AppointmentIn,
    AppointmentOut,
    AppointmentPage,
    EndIn,
    ExtendIn,
)

__all__ = ["AppointmentIn", "AppointmentOut", "AppointmentPage", "EndIn", "ExtendIn"]
