from acute.api.delegations import DelegationEndView, DelegationListView
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

__all__ = [
    "AnswerView",
    "CancelView",
    "CloseView",
    "DelegationEndView",
    "DelegationListView",
    "HandBackView",
    "MeasurementKindListView",
    "MeasurementListView",
    "RequestListView",
    "RequestView",
    "SessionListView",
    "SessionView",
    "TakeView",
    "VoidView",
]
