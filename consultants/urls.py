from django.urls import path

from consultants.pages import appointments, directory, hours, months

urlpatterns = [
    path("", directory.directory, name="consultant-directory"),
    path("ansaettelser/", appointments.appointment_list, name="appointment-list"),
    path("ansaettelser/ny/", appointments.appoint, name="appointment-new"),
    path("ansaettelser/<uuid:uuid>/", appointments.detail, name="appointment"),
    path("ansaettelser/<uuid:uuid>/genansaet/", appointments.extend, name="appointment-extend"),
    path("ansaettelser/<uuid:uuid>/ophoer/", appointments.end, name="appointment-end"),
    path("timer/", hours.overview, name="hours"),
    path("ansaettelser/<uuid:uuid>/timer/", hours.account, name="hours-account"),
    path("ansaettelser/<uuid:uuid>/aktivitet/", hours.log, name="activity-new"),
    path("ansaettelser/<uuid:uuid>/beloeb/", hours.quote, name="activity-quote"),
    path("ansaettelser/<uuid:uuid>/maaned/", months.begin, name="month-begin"),
    path("aktiviteter/<uuid:uuid>/", hours.correct, name="activity"),
    path("aktiviteter/<uuid:uuid>/slet/", hours.take_back, name="activity-take-back"),
    path("maaneder/<uuid:uuid>/", months.detail, name="month"),
    path("maaneder/<uuid:uuid>/underskriv/", months.sign, name="month-sign"),
    path("maaneder/<uuid:uuid>/godkend/", months.approve, name="month-approve"),
    path("maaneder/<uuid:uuid>/tilbage/", months.send_back, name="month-return"),
]
