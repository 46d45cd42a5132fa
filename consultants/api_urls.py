from django.urls import path

from consultants.api import appointments

urlpatterns = [
    path("appointments", appointments.AppointmentListView.as_view(), name="api-appointments"),
    path(
        "appointments/<uuid:uuid>",
        appointments.AppointmentView.as_view(),
        name="api-appointment",
    ),
    path(
        "appointments/<uuid:uuid>/extend",
        appointments.ExtendView.as_view(),
        name="api-appointment-extend",
    ),
    path(
        "appointments/<uuid:uuid>/end",
        appointments.EndView.as_view(),
        name="api-appointment-end",
    ),
]
