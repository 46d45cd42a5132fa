"""All routes. What each role gets from each of them stands in `tests/access/matrix.py`."""

from django.urls import include, path

handler500 = "coordination.web.pages.server_error"

urlpatterns = [
    path("", include("coordination.overview.urls")),
    path("", include("coordination.access.urls")),
    path("beskeder/", include("coordination.reminders.urls")),
    path("aftaler/", include("coordination.notices.urls")),
    path("aftaler/", include("coordination.portfolio.urls")),
    path("akut/", include("acute.urls")),
    path("api/", include("coordination.api_urls")),
]
