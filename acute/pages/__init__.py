from acute.pages.asking import find, new_request
from acute.pages.attachments import attach, attachment, attachments
from acute.pages.calls import new_session
from acute.pages.consultations import consult, consult_score
from acute.pages.corrections import edit_advice, resend
from acute.pages.delegations import delegations, end_delegation
from acute.pages.fees import fee
from acute.pages.figures import figures, figures_file, report_admission
from acute.pages.ladder import called, ring, send_on, unanswered
from acute.pages.lists import doctors, inbox, inbox_list, inbox_news
from acute.pages.measurements import measure, score
from acute.pages.requests import (
    answer,
    cancel,
    close,
    detail,
    hand_back,
    news,
    take,
)
from acute.pages.rota import (
    answer_duty,
    cancel_duty,
    duties,
    duty,
    leave_duty,
    set_availability,
    set_participation,
)
from acute.pages.sessions import correct, sessions, void
from acute.pages.undo import take_back, undo_session
from acute.pages.use import use, use_file

__all__ = [
    "answer",
    "answer_duty",
    "attach",
    "attachment",
    "attachments",
    "called",
    "cancel",
    "cancel_duty",
    "close",
    "consult",
    "consult_score",
    "correct",
    "delegations",
    "detail",
    "doctors",
    "duties",
    "duty",
    "edit_advice",
    "end_delegation",
    "fee",
    "figures",
    "figures_file",
    "find",
    "hand_back",
    "inbox",
    "inbox_list",
    "inbox_news",
    "leave_duty",
    "measure",
    "new_request",
    "new_session",
    "news",
    "report_admission",
    "resend",
    "ring",
    "score",
    "send_on",
    "sessions",
    "set_availability",
    "set_participation",
    "take",
    "take_back",
    "unanswered",
    "undo_session",
    "use",
    "use_file",
    "void",
]
