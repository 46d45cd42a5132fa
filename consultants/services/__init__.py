from consultants.services.appointments import TERM_MONTHS, Contract, appoint

__all__ = ["TERM_MONTHS", "Contract", "appoint"]
