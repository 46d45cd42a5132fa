from consultants.services.activities import correct, log, quote, take_back
from consultants.services.appointments import TERM_MONTHS, Contract, appoint, end, extend
from consultants.services.lines import open_line
from consultants.services.months import approve, begin, send_back, sign
from consultants.services.reminding import remind_mileage, remind_terms

__all__ = [
    "TERM_MONTHS",
    "Contract",
    "appoint",
    "approve",
    "begin",
    "correct",
    "end",
    "extend",
    "log",
    "open_line",
    "quote",
    "remind_mileage",
    "remind_terms",
    "send_back",
    "sign",
    "take_back",
]
