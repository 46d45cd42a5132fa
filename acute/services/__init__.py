from acute.services.requests import (
    WorkList,
    answer,
    answer_without_fee,
    cancel,
    close,
    hand_back,
    note_seen,
    open_request,
    open_work_list,
    send,
    take,
)
from acute.services.sessions import carry_over_sessions, log_session, void_session

__all__ = [
    "WorkList",
    "answer",
    "answer_without_fee",
    "cancel",
    "carry_over_sessions",
    "close",
    "hand_back",
    "log_session",
    "note_seen",
    "open_request",
    "open_work_list",
    "send",
    "take",
    "void_session",
]
