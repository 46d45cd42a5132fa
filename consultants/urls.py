from django.urls import path

from consultants.pages import appointments

urlpatterns = [
    path("ansaettelser/", appointments.appointment_list, name="appointment-list"),
    path("ansaettelser/<uuid:uuid>/", appointments.detail, name="appointment"),
]
