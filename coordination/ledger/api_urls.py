from django.urls import path

from coordination.ledger.api import funding, invoicing, settlements

urlpatterns = [
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
        "agreements/<uuid:uuid>/funding",
        funding.FundingStatementView.as_view(),
        name="api-funding-statement",
    ),
]
