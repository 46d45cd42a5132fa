from django.urls import path

from coordination.notices import api

urlpatterns = [
    path("agreements/<uuid:uuid>/notices", api.NoticeListView.as_view(), name="api-notices"),
    path("notices/<uuid:uuid>", api.NoticeView.as_view(), name="api-notice"),
    path("notices/<uuid:uuid>/letter", api.NoticeLetterView.as_view(), name="api-notice-letter"),
    path("notices/<uuid:uuid>/give", api.NoticeGiveView.as_view(), name="api-notice-give"),
    path("notices/<uuid:uuid>/receive", api.NoticeReceiveView.as_view(), name="api-notice-receive"),
    path(
        "notices/<uuid:uuid>/withdraw",
        api.NoticeWithdrawView.as_view(),
        name="api-notice-withdraw",
    ),
    path("notices/<uuid:uuid>/agree", api.NoticeAgreeView.as_view(), name="api-notice-agree"),
    path("notices/<uuid:uuid>/body", api.NoticeBodyView.as_view(), name="api-notice-body"),
    path("notices/<uuid:uuid>/resume", api.NoticeResumeView.as_view(), name="api-notice-resume"),
]
