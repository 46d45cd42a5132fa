from django.urls import path

from coordination.ledger.api import (
    appropriations,
    caps,
    claims,
    forecasts,
    funding,
    invoicing,
    settlements,
)

urlpatterns = [
    path("agreements/<uuid:uuid>/caps", caps.CapListView.as_view(), name="api-caps"),
    path("agreements/<uuid:uuid>/caps/lift", caps.CapLiftView.as_view(), name="api-cap-lift"),
    path("claims", claims.ClaimListView.as_view(), name="api-claims"),
    path("claims/approve", claims.ClaimsApproveView.as_view(), name="api-claims-approve"),
    path("claims/clear", claims.ClaimsClearView.as_view(), name="api-claims-clear"),
    path("claims/<uuid:uuid>", claims.ClaimView.as_view(), name="api-claim"),
    path("claims/<uuid:uuid>/approve", claims.ClaimApproveView.as_view(), name="api-claim-approve"),
    path("claims/<uuid:uuid>/clear", claims.ClaimClearView.as_view(), name="api-claim-clear"),
    path("claims/<uuid:uuid>/reject", claims.ClaimRejectView.as_view(), name="api-claim-reject"),
    path(
        "claims/<uuid:uuid>/resubmit",
        claims.ClaimResubmitView.as_view(),
        name="api-claim-resubmit",
    ),
    path(
        "agreements/<uuid:uuid>/claims/post-waiting",
        claims.PostWaitingView.as_view(),
        name="api-claims-post-waiting",
    ),
    path(
        "agreements/<uuid:uuid>/settlements",
        settlements.SettlementListView.as_view(),
        name="api-settlements",
    ),
    path(
        "agreements/<uuid:uuid>/settlements/reopen",
        settlements.SettlementReopenView.as_view(),
        name="api-settlement-reopen",
    ),
    path("settlements/<uuid:uuid>", settlements.SettlementView.as_view(), name="api-settlement"),
    path(
        "settlements/<uuid:uuid>/files",
        settlements.MonthFileView.as_view(),
        name="api-settlement-files",
    ),
    path(
        "settlement-shares/<uuid:uuid>/files",
        settlements.ShareFileView.as_view(),
        name="api-share-files",
    ),
    path(
        "settlement-files/<uuid:uuid>",
        settlements.SettlementFileView.as_view(),
        name="api-settlement-file",
    ),
    path("own-settlements", settlements.OwnMonthListView.as_view(), name="api-own-settlements"),
    path(
        "own-settlements/<uuid:uuid>",
        settlements.OwnMonthView.as_view(),
        name="api-own-settlement",
    ),
    path(
        "agreements/<uuid:uuid>/invoice-addresses",
        invoicing.InvoiceAddressesView.as_view(),
        name="api-invoice-addresses",
    ),
    path(
        "agreements/<uuid:uuid>/invoice-sender",
        invoicing.InvoiceSenderView.as_view(),
        name="api-invoice-sender",
    ),
    path(
        "agreements/<uuid:uuid>/appropriations",
        appropriations.AppropriationsView.as_view(),
        name="api-appropriations",
    ),
    path(
        "agreements/<uuid:uuid>/forecast",
        forecasts.ForecastView.as_view(),
        name="api-forecast",
    ),
    path(
        "agreements/<uuid:uuid>/funding",
        funding.FundingStatementView.as_view(),
        name="api-funding-statement",
    ),
]
