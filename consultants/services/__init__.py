from consultants.services.activities import correct, log, quote, take_back
from consultants.services.appointments import TERM_MONTHS, Contract, appoint, end, extend
from consultants.services.improving import remind_points
from consultants.services.lines import open_line
from consultants.services.meetings import (
    Outcome,
    call_meeting,
    cancel_meeting,
    finish_task,
    hold_meeting,
)
from consultants.services.months import approve, begin, send_back, sign
from consultants.services.points import (
    Baseline,
    Content,
    add_snags,
    change_point,
    close_point,
    move_point,
    note_point,
    open_point,
)
from consultants.services.reminding import remind_mileage, remind_terms
from consultants.services.reports import adopt_plan, issue_report, write_plan, write_remarks
from consultants.services.snags import answer_snag, file_snag

__all__ = [
    "TERM_MONTHS",
    "Baseline",
    "Content",
    "Contract",
    "Outcome",
    "add_snags",
    "adopt_plan",
    "answer_snag",
    "appoint",
    "approve",
    "begin",
    "call_meeting",
    "cancel_meeting",
    "change_point",
    "close_point",
    "correct",
    "end",
    "extend",
    "file_snag",
    "finish_task",
    "hold_meeting",
    "issue_report",
    "log",
    "move_point",
    "note_point",
    "open_line",
    "open_point",
    "quote",
    "remind_mileage",
    "remind_points",
    "remind_terms",
    "send_back",
    "sign",
    "take_back",
    "write_plan",
    "write_remarks",
]
