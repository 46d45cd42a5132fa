from django.urls import path

from discharges import pages

urlpatterns = [
    path("", pages.discharge_list, name="discharge-list"),
    path("ny/", pages.announce, name="discharge-new"),
    path("<uuid:uuid>/", pages.detail, name="discharge"),
    path("<uuid:uuid>/klar/", pages.get_ready, name="discharge-ready"),
    path("<uuid:uuid>/ret/", pages.change, name="discharge-change"),
    path("<uuid:uuid>/aflys/", pages.cancel, name="discharge-cancel"),
    path("<uuid:uuid>/udskrevet/", pages.come_home, name="discharge-at-home"),
]
