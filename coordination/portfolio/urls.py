from django.urls import path

from coordination.portfolio import pages
from coordination.portfolio.pages import clauses, drafting

urlpatterns = [
    path("", pages.agreement_list, name="agreement-list"),
    path("ny/", drafting.start, name="drafting-start"),
    path("ny/<uuid:uuid>/slet/", drafting.drop, name="drafting-drop"),
    path("ny/<uuid:uuid>/<slug:slug>/", drafting.step, name="drafting-step"),
    path("<slug:slug>/ret/", drafting.change, name="drafting-change"),
    path("<slug:slug>/vilkaar/<slug:kind>/", clauses.clause, name="clause"),
    path("<slug:slug>/vilkaar/<slug:kind>/afgoer/", clauses.settle, name="clause-settle"),
    path("<slug:slug>/vilkaar/<slug:kind>/bekraeft/", clauses.confirm, name="clause-confirm"),
    path("<slug:slug>/", pages.agreement_detail, name="agreement-detail"),
]
