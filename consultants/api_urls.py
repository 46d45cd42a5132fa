from django.urls import path

from consultants.api import appointments

urlpatterns = [
    path("appointments", appointments.AppointmentListView.as_view(), name="api-appointments"),
    path(
        "appointments/<uuid:uuid>",
        appointments.AppointmentView.as_view(),
        name="api-appointment",
    ),
]
