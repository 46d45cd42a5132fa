from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from drf_spectacular.views import SpectacularJSONAPIView
from oauth2_provider.views import TokenView

from coordination.overview.api import RootView, UnknownView
from coordination.parties.api import OrganisationListView, PatientSearchView

urlpatterns = [
    path("token", login_not_required(TokenView.as_view()), name="api-token"),
    path("schema/", SpectacularJSONAPIView.as_view(), name="api-schema"),
    path("v1/", RootView.as_view(), name="api-root"),
    path("v1/patients/search", PatientSearchView.as_view(), name="api-patient-search"),
    path("v1/organisations", OrganisationListView.as_view(), name="api-organisations"),
    path("v1/acute/", include("acute.api_urls")),
    path("v1/consultants/", include("consultants.api_urls")),
    path("v1/", include("discharges.api_urls")),
    path("v1/", include("coordination.ledger.api_urls")),
    path("v1/", include("coordination.notices.api_urls")),
    path("v1/", include("coordination.portfolio.api_urls")),
    path("<path:rest>", UnknownView.as_view(), name="api-unknown"),
]
