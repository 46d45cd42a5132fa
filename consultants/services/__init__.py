from consultants.services.appointments import TERM_MONTHS, Contract, appoint, end, extend
from consultants.services.reminding import remind_terms

__all__ = ["TERM_MONTHS", "Contract", "appoint", "end", "extend", "remind_terms"]
