from django.urls import path

from coordination.ledger.api import funding

urlpatterns = [
    path(
        "agreements/<uuid:uuid>/funding",
        funding.FundingStatementView.as_view(),
        name="api-funding-statement",
    ),
]
