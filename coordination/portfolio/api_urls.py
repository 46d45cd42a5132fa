from django.urls import path

from coordination.portfolio import api

urlpatterns = [
    path("agreements", api.AgreementsView.as_view(), name="api-agreements"),
    path("agreements/<uuid:uuid>", api.AgreementView.as_view(), name="api-agreement"),
    path("agreements/<uuid:uuid>/text", api.AgreementTextView.as_view(), name="api-agreement-text"),
    path("agreements/<uuid:uuid>/clauses", api.ClauseListView.as_view(), name="api-clauses"),
    path(
        "agreements/<uuid:uuid>/clauses/<slug:kind>/settle",
        api.ClauseSettleView.as_view(),
        name="api-clause-settle",
    ),
    path(
        "agreements/<uuid:uuid>/clauses/<slug:kind>/confirm",
        api.ClauseConfirmView.as_view(),
        name="api-clause-confirm",
    ),
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
