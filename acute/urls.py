from django.urls import path

from acute import pages

urlpatterns = [
    path("", pages.inbox, name="acute-inbox"),
    path("liste/", pages.inbox_list, name="acute-inbox-list"),
    path("ny/", pages.find, name="acute-find"),
    path("ny/<uuid:patient>/", pages.new_request, name="acute-new"),
    path("ny/<uuid:patient>/score/", pages.score, name="acute-score"),
    path("hospital/ny/", pages.consult, name="acute-consult"),
    path("hospital/score/", pages.consult_score, name="acute-consult-score"),
    path("sessioner/", pages.sessions, name="acute-sessions"),
    path("sessioner/ny/", pages.new_session, name="acute-session-new"),
    path("sessioner/<uuid:uuid>/", pages.correct, name="acute-session-correct"),
    path("sessioner/<uuid:uuid>/tilbagefoer/", pages.void, name="acute-session-void"),
    path("delegationer/", pages.delegations, name="acute-delegations"),
    path("delegationer/<uuid:uuid>/ophoer/", pages.end_delegation, name="acute-delegation-end"),
    path("brug/<slug:slug>/", pages.use, name="acute-use"),
    path("brug/<slug:slug>/brug.xlsx", pages.use_file, {"kind": "xlsx"}, name="acute-use-xlsx"),
    path("brug/<slug:slug>/brug.csv", pages.use_file, {"kind": "csv"}, name="acute-use-csv"),
    path("<uuid:uuid>/", pages.detail, name="acute-request"),
    path("<uuid:uuid>/nyt/", pages.news, name="acute-news"),
    path("<uuid:uuid>/bilag/", pages.attachments, name="acute-attachments"),
    path("<uuid:uuid>/bilag/nyt/", pages.attach, name="acute-attach"),
    path("bilag/<uuid:uuid>/", pages.attachment, name="acute-attachment"),
    path("<uuid:uuid>/maalinger/", pages.measure, name="acute-measure"),
    path("<uuid:uuid>/tag/", pages.take, name="acute-take"),
    path("<uuid:uuid>/honorar/", pages.fee, name="acute-fee"),
    path("<uuid:uuid>/svar/", pages.answer, name="acute-answer"),
    path("<uuid:uuid>/giv-tilbage/", pages.hand_back, name="acute-hand-back"),
    path("<uuid:uuid>/luk/", pages.close, name="acute-close"),
    path("<uuid:uuid>/annuller/", pages.cancel, name="acute-cancel"),
]
