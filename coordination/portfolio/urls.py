from django.urls import path

from coordination.portfolio import pages
from coordination.portfolio.pages import (
    approvals,
    clauses,
    deadlines,
    documents,
    drafting,
    finder,
    meetings,
    simulator,
    succession,
    versions,
    whatif,
)

urlpatterns = [
    path("", pages.agreement_list, name="agreement-list"),
    path("hvad-gaelder/", finder.finder, name="finder"),
    path("ny/", drafting.start, name="drafting-start"),
    path("ny/<uuid:uuid>/slet/", drafting.drop, name="drafting-drop"),
    path("ny/<uuid:uuid>/<slug:slug>/", drafting.step, name="drafting-step"),
    path("simulator/", simulator.simulator, name="simulator"),
    path("kalender/", deadlines.calendar, name="deadline-calendar"),
    path("godkendelser/", approvals.board, name="approval-board"),
    path("overgang/", succession.succession, name="succession"),
    path("overgang/proev/", succession.plan, name="succession-plan"),
    path("overgang/gem/", succession.apply, name="succession-apply"),
    path("organer/<uuid:uuid>/moeder/", meetings.meetings, name="body-meetings"),
    path("moeder/<uuid:uuid>/fjern/", meetings.remove, name="body-meeting-remove"),
    path("dokumenter/<uuid:uuid>/", documents.document, name="agreement-document"),
    path("<slug:slug>/godkendelser/send/", approvals.send, name="agreement-send"),
    path("<slug:slug>/godkendelser/<uuid:body>/", approvals.record, name="approval-record"),
    path("<slug:slug>/saet-i-kraft/", approvals.start, name="agreement-start"),
    path("<slug:slug>/versioner/", versions.difference, name="version-difference"),
    path("<slug:slug>/dokumenter/", documents.documents, name="agreement-documents"),
    path("<slug:slug>/ret/", drafting.change, name="drafting-change"),
    path("<slug:slug>/hvad-hvis/", whatif.what_if, name="what-if"),
    path("<slug:slug>/vilkaar/<slug:kind>/", clauses.clause, name="clause"),
    path("<slug:slug>/vilkaar/<slug:kind>/afgoer/", clauses.settle, name="clause-settle"),
    path("<slug:slug>/vilkaar/<slug:kind>/bekraeft/", clauses.confirm, name="clause-confirm"),
    path("<slug:slug>/", pages.agreement_detail, name="agreement-detail"),
]
