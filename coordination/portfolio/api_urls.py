from django.urls import path

from coordination.portfolio import api

urlpatterns = [
    path("agreements", api.AgreementListView.as_view(), name="api-agreements"),
    path("agreements/<uuid:uuid>", api.AgreementView.as_view(), name="api-agreement"),
    path(
        "agreements/<uuid:uuid>/deadlines",
        api.AgreementDeadlinesView.as_view(),
        name="api-agreement-deadlines",
    ),
    path(
        "agreements/<uuid:uuid>/ledger",
        api.AgreementEntriesView.as_view(),
        name="api-agreement-ledger",
    ),
]
