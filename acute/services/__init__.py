from acute.services.attachments import attach, open_attachment, scan_pending
from acute.services.consultations import consult
from acute.services.delegations import end_delegation, sign_delegation
from acute.services.ladder import fire_due, log_called, log_unanswered, make_contact, redirect
from acute.services.readings import ScoreChoice, set_score
from acute.services.reports import report_admission
from acute.services.requests import (
    WorkList,
    answer,
    answer_without_fee,
    cancel,
    close,
    hand_back,
    measure,
    note_seen,
    open_request,
    open_work_list,
    ring,
    send,
    take,
)
from acute.services.resending import resend
from acute.services.rota import (
    answer_duty,
    answer_for_practice,
    cancel_duty,
    leave_duty,
    plan_duty,
    set_available,
    stop_taking_part,
    take_part,
    when_text,
)
from acute.services.sessions import (
    carry_over_sessions,
    correct_session,
    extend_session,
    log_session,
    void_session,
)
from acute.services.settings import set_call_number, set_ladder_times
from acute.services.undo import take_back, undo_session
from acute.services.wordings import edit_advice

__all__ = [
    "ScoreChoice",
    "WorkList",
    "answer",
    "answer_duty",
    "answer_for_practice",
    "answer_without_fee",
    "attach",
    "cancel",
    "cancel_duty",
    "carry_over_sessions",
    "close",
    "consult",
    "correct_session",
    "edit_advice",
    "end_delegation",
    "extend_session",
    "fire_due",
    "hand_back",
    "leave_duty",
    "log_called",
    "log_session",
    "log_unanswered",
    "make_contact",
    "measure",
    "note_seen",
    "open_attachment",
    "open_request",
    "open_work_list",
    "plan_duty",
    "redirect",
    "report_admission",
    "resend",
    "ring",
    "scan_pending",
    "send",
    "set_available",
    "set_call_number",
    "set_ladder_times",
    "set_score",
    "sign_delegation",
    "stop_taking_part",
    "take",
    "take_back",
    "take_part",
    "undo_session",
    "void_session",
    "when_text",
]
