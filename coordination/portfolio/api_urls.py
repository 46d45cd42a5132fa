from django.urls import path

from coordination.portfolio import api

urlpatterns = [
    path("agreements", api.AgreementsView.as_view(), name="api-agreements"),
    path("agreements/applicable", api.ApplicableView.as_view(), name="api-applicable"),
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
    path("agreements/<uuid:uuid>/what-if", api.WhatIfView.as_view(), name="api-what-if"),
    path(
        "agreements/<uuid:uuid>/deadlines",
        api.AgreementDeadlinesView.as_view(),
        name="api-agreement-deadlines",
    ),
    path("simulator", api.SimulatorView.as_view(), name="api-simulator"),
    path("deadlines", api.DeadlineListView.as_view(), name="api-deadlines"),
    path(
        "agreements/<uuid:uuid>/ledger",
        api.AgreementEntriesView.as_view(),
        name="api-agreement-ledger",
    ),
    path("agreements/<uuid:uuid>/versions", api.VersionListView.as_view(), name="api-versions"),
    path("versions/<uuid:uuid>", api.VersionView.as_view(), name="api-version"),
    path(
        "versions/<uuid:uuid>/difference",
        api.VersionDifferenceView.as_view(),
        name="api-version-difference",
    ),
    path("agreements/<uuid:uuid>/approvals", api.ApprovalListView.as_view(), name="api-approvals"),
    path("agreements/<uuid:uuid>/send", api.AgreementSendView.as_view(), name="api-agreement-send"),
    path(
        "agreements/<uuid:uuid>/start", api.AgreementStartView.as_view(), name="api-agreement-start"
    ),
    path("agreements/<uuid:uuid>/documents", api.DocumentListView.as_view(), name="api-documents"),
    path("documents/<uuid:uuid>", api.DocumentView.as_view(), name="api-document"),
    path("successions", api.SuccessionListView.as_view(), name="api-successions"),
    path(
        "successions/<uuid:uuid>/agreements",
        api.SuccessionAgreementsView.as_view(),
        name="api-succession-agreements",
    ),
    path(
        "successions/<uuid:uuid>/choices",
        api.SuccessionChoicesView.as_view(),
        name="api-succession-choices",
    ),
    path(
        "successions/<uuid:uuid>/functions",
        api.SuccessionFunctionsView.as_view(),
        name="api-succession-functions",
    ),
    path("bodies", api.BodyListView.as_view(), name="api-bodies"),
    path("bodies/<uuid:uuid>/meetings", api.MeetingListView.as_view(), name="api-meetings"),
]
