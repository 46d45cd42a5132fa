from django.urls import path

from coordination.ledger.pages import funding

urlpatterns = [
    path("fordeling/<slug:slug>/", funding.statement, name="funding-statement"),
]
