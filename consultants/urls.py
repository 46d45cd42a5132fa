from django.urls import path

from consultants.pages import appointments

urlpatterns = [
    path("ansaettelser/", appointments.appointment_list, name="appointment-list"),
    path("ansaettelser/ny/", appointments.appoint, name="appointment-new"),
    path("ansaettelser/<uuid:uuid>/", appointments.detail, name="appointment"),
    path("ansaettelser/<uuid:uuid>/genansaet/", appointments.extend, name="appointment-extend"),
    path("ansaettelser/<uuid:uuid>/ophoer/", appointments.end, name="appointment-end"),
]
