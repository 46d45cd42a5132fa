from django.urls import path

from acute import api

urlpatterns = [
    path("availability", api.AvailabilityView.as_view(), name="api-availability"),
    path("duties", api.DutyListView.as_view(), name="api-duties"),
    path("duties/<uuid:uuid>/answer", api.DutyAnswerView.as_view(), name="api-duty-answer"),
    path("duties/<uuid:uuid>/leave", api.DutyLeaveView.as_view(), name="api-duty-leave"),
    path("duties/<uuid:uuid>/cancel", api.DutyCancelView.as_view(), name="api-duty-cancel"),
    path("requests", api.RequestListView.as_view(), name="api-requests"),
    path("requests/<uuid:uuid>", api.RequestView.as_view(), name="api-request"),
    path(
        "requests/<uuid:uuid>/attachments", api.AttachmentListView.as_view(), name="api-attachments"
    ),
    path("attachments/<uuid:uuid>", api.AttachmentView.as_view(), name="api-attachment"),
    path(
        "attachments/<uuid:uuid>/content",
        api.AttachmentContentView.as_view(),
        name="api-attachment-content",
    ),
    path(
        "requests/<uuid:uuid>/measurements",
        api.MeasurementListView.as_view(),
        name="api-measurements",
    ),
    path("measurement-kinds", api.MeasurementKindListView.as_view(), name="api-measurement-kinds"),
    path("requests/<uuid:uuid>/take", api.TakeView.as_view(), name="api-request-take"),
    path(
        "requests/<uuid:uuid>/hand-back", api.HandBackView.as_view(), name="api-request-hand-back"
    ),
    path("requests/<uuid:uuid>/answer", api.AnswerView.as_view(), name="api-request-answer"),
    path("requests/<uuid:uuid>/ring", api.RingView.as_view(), name="api-request-ring"),
    path(
        "requests/<uuid:uuid>/unanswered",
        api.UnansweredView.as_view(),
        name="api-request-unanswered",
    ),
    path("requests/<uuid:uuid>/redirect", api.SendOnView.as_view(), name="api-request-redirect"),
    path("requests/<uuid:uuid>/called", api.CalledView.as_view(), name="api-request-called"),
    path("requests/<uuid:uuid>/close", api.CloseView.as_view(), name="api-request-close"),
    path("requests/<uuid:uuid>/cancel", api.CancelView.as_view(), name="api-request-cancel"),
    path("requests/<uuid:uuid>/advice", api.EditAdviceView.as_view(), name="api-request-advice"),
    path(
        "requests/<uuid:uuid>/take-back", api.TakeBackView.as_view(), name="api-request-take-back"
    ),
    path("sessions/<uuid:uuid>/undo", api.UndoView.as_view(), name="api-session-undo"),
    path("requests/<uuid:uuid>/resend", api.ResendView.as_view(), name="api-request-resend"),
    path("delegations", api.DelegationListView.as_view(), name="api-delegations"),
    path("delegations/<uuid:uuid>/end", api.DelegationEndView.as_view(), name="api-delegation-end"),
    path("sessions", api.SessionListView.as_view(), name="api-sessions"),
    path("sessions/<uuid:uuid>", api.SessionView.as_view(), name="api-session"),
    path("sessions/<uuid:uuid>/void", api.VoidView.as_view(), name="api-session-void"),
    path("sessions/<uuid:uuid>/extend", api.ExtendView.as_view(), name="api-session-extend"),
    path("agreements/<uuid:uuid>/figures", api.FiguresView.as_view(), name="api-figures"),
    path("requests/<uuid:uuid>/report", api.ReportView.as_view(), name="api-request-report"),
    path("agreements/<uuid:uuid>/use", api.UseView.as_view(), name="api-use"),
]
