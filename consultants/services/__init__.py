from consultants.services.activities import correct, log, quote, take_back
from consultants.services.appointments import TERM_MONTHS, Contract, appoint, end, extend
from consultants.services.lines import open_line
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
from consultants.services.snags import answer_snag, file_snag

__all__ = [
    "TERM_MONTHS",
    "Baseline",
    "Content",
    "Contract",
    "add_snags",
    "answer_snag",
    "appoint",
    "approve",
    "begin",
    "change_point",
    "close_point",
    "correct",
    "end",
    "extend",
    "file_snag",
    "log",
    "move_point",
    "note_point",
    "open_line",
    "open_point",
    "quote",
    "remind_mileage",
    "remind_terms",
    "send_back",
    "sign",
    "take_back",
]
