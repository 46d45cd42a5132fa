from django.urls import path

from discharges import api

urlpatterns = [
    path("discharges", api.DischargeListView.as_view(), name="api-discharges"),
    path("discharges/<uuid:uuid>", api.DischargeView.as_view(), name="api-discharge"),
    path("discharges/<uuid:uuid>/ready", api.ReadyView.as_view(), name="api-discharge-ready"),
    path("discharges/<uuid:uuid>/cancel", api.CancelView.as_view(), name="api-discharge-cancel"),
    path("discharges/<uuid:uuid>/at-home", api.AtHomeView.as_view(), name="api-discharge-at-home"),
]
