from django.urls import path

from coordination.notices import pages

urlpatterns = [
    path("<slug:slug>/varsel/<slug:kind>/", pages.draft, name="notice-draft"),
    path("varsler/<uuid:uuid>/", pages.detail, name="notice"),
    path("varsler/<uuid:uuid>/brev.pdf", pages.letter, name="notice-letter"),
    path("varsler/<uuid:uuid>/afgiv/", pages.give, name="notice-give"),
    path("varsler/<uuid:uuid>/modtaget/", pages.receive, name="notice-receive"),
    path("varsler/<uuid:uuid>/traek-tilbage/", pages.withdraw, name="notice-withdraw"),
    path("varsler/<uuid:uuid>/enig/", pages.agree, name="notice-agree"),
    path("varsler/<uuid:uuid>/organ/", pages.body, name="notice-body"),
    path("varsler/<uuid:uuid>/genoptag/", pages.resume, name="notice-resume"),
]
