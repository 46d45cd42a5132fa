from acute.api.attachments import AttachmentContentView, AttachmentListView, AttachmentView
from acute.api.calls import ExtendView
from acute.api.corrections import EditAdviceView, ResendView, TakeBackView, UndoView
from acute.api.delegations import DelegationEndView, DelegationListView
from acute.api.figures import FiguresView, ReportView
from acute.api.ladder import CalledView, RingView, SendOnView, UnansweredView
from acute.api.requests import (
    AnswerView,
    CancelView,
    CloseView,
    HandBackView,
    MeasurementKindListView,
    MeasurementListView,
    RequestListView,
    RequestView,
    SessionListView,
    SessionView,
    TakeView,
    VoidView,
)
from acute.api.rota import (
    AvailabilityView,
    DutyAnswerView,
    DutyCancelView,
    DutyLeaveView,
    DutyListView,
)
from acute.api.use import UseView

__all__ = [
    "AnswerView",
    "AttachmentContentView",
    "AttachmentListView",
    "AttachmentView",
    "AvailabilityView",
    "CalledView",
    "CancelView",
    "CloseView",
    "DelegationEndView",
    "DelegationListView",
    "DutyAnswerView",
    "DutyCancelView",
    "DutyLeaveView",
    "DutyListView",
    "EditAdviceView",
    "ExtendView",
    "FiguresView",
    "HandBackView",
    "MeasurementKindListView",
    "MeasurementListView",
    "ReportView",
    "RequestListView",
    "RequestView",
    "ResendView",
    "RingView",
    "SendOnView",
    "SessionListView",
    "SessionView",
    "TakeBackView",
    "TakeView",
    "UnansweredView",
    "UndoView",
    "UseView",
    "VoidView",
]
