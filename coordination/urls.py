"""All routes. What each role gets from each of them stands in `tests/access/matrix.py`."""

from django.urls import include, path, register_converter

from coordination.portfolio.pages.deadlines import feed as deadline_feed
from coordination.web.converters import YearConverter

register_converter(YearConverter, "year")

handler500 = "coordination.web.pages.server_error"

urlpatterns = [
    path("", include("coordination.overview.urls")),
    path("", include("coordination.access.urls")),
    path("beskeder/", include("coordination.reminders.urls")),
    path("aftaler/", include("coordination.notices.urls")),
    path("aftaler/", include("coordination.portfolio.urls")),
    path("oekonomi/", include("coordination.ledger.urls")),
    path("akut/", include("acute.urls")),
    path("konsulenter/", include("consultants.urls")),
    path("udskrivninger/", include("discharges.urls")),
    path("kalender/<slug:token>.ics", deadline_feed, name="deadline-feed"),
    path("api/", include("coordination.api_urls")),
]
