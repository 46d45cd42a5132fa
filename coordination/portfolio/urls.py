from django.urls import path

from coordination.portfolio import pages

urlpatterns = [
    path("", pages.agreement_list, name="agreement-list"),
    path("<slug:slug>/", pages.agreement_detail, name="agreement-detail"),
]
