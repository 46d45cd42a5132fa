from django.urls import path

from consultants.api import appointments, directory, hours, meetings, points, reports, snags

urlpatterns = [
    path("directory", directory.DirectoryView.as_view(), name="api-directory"),
    path("appointments", appointments.AppointmentListView.as_view(), name="api-appointments"),
    path(
        "appointments/<uuid:uuid>",
        appointments.AppointmentView.as_view(),
        name="api-appointment",
    ),
    path(
        "appointments/<uuid:uuid>/extend",
        appointments.ExtendView.as_view(),
        name="api-appointment-extend",
    ),
    path(
        "appointments/<uuid:uuid>/end",
        appointments.EndView.as_view(),
        name="api-appointment-end",
    ),
    path(
        "appointments/<uuid:uuid>/activities",
        hours.ActivityListView.as_view(),
        name="api-activities",
    ),
    path("appointments/<uuid:uuid>/quote", hours.QuoteView.as_view(), name="api-activity-quote"),
    path("appointments/<uuid:uuid>/account", hours.AccountView.as_view(), name="api-hours-account"),
    path("activities/<uuid:uuid>", hours.ActivityView.as_view(), name="api-activity"),
    path("months", hours.MonthListView.as_view(), name="api-months"),
    path("months/<uuid:uuid>", hours.MonthView.as_view(), name="api-month"),
    path("months/<uuid:uuid>/sign", hours.SignView.as_view(), name="api-month-sign"),
    path("months/<uuid:uuid>/approve", hours.ApproveView.as_view(), name="api-month-approve"),
    path("months/<uuid:uuid>/return", hours.ReturnView.as_view(), name="api-month-return"),
    path("snags", snags.SnagListView.as_view(), name="api-snags"),
    path("snags/<uuid:uuid>", snags.SnagView.as_view(), name="api-snag"),
    path("snags/<uuid:uuid>/answer", snags.SnagAnswerView.as_view(), name="api-snag-answer"),
    path("points", points.PointListView.as_view(), name="api-points"),
    path("points/<uuid:uuid>", points.PointView.as_view(), name="api-point"),
    path("points/<uuid:uuid>/snags", points.PointSnagsView.as_view(), name="api-point-snags"),
    path("points/<uuid:uuid>/move", points.PointMoveView.as_view(), name="api-point-move"),
    path("points/<uuid:uuid>/notes", points.PointNoteView.as_view(), name="api-point-note"),
    path("points/<uuid:uuid>/close", points.PointCloseView.as_view(), name="api-point-close"),
    path("meetings", meetings.MeetingListView.as_view(), name="api-consultant-meetings"),
    path("meetings/<uuid:uuid>", meetings.MeetingView.as_view(), name="api-consultant-meeting"),
    path("meetings/<uuid:uuid>/minutes", meetings.MinutesView.as_view(), name="api-minutes"),
    path(
        "meetings/<uuid:uuid>/cancel",
        meetings.CancelMeetingView.as_view(),
        name="api-meeting-cancel",
    ),
    path("tasks/<uuid:uuid>/done", meetings.TaskDoneView.as_view(), name="api-task-done"),
    path("reports/<uuid:uuid>/<year:year>", reports.ReportView.as_view(), name="api-report"),
    path(
        "reports/<uuid:uuid>/<year:year>/issue",
        reports.IssueView.as_view(),
        name="api-report-issue",
    ),
    path("plans/<uuid:uuid>/<year:year>", reports.PlanView.as_view(), name="api-plan"),
    path("plans/<uuid:uuid>/<year:year>/adopt", reports.AdoptView.as_view(), name="api-plan-adopt"),
]
