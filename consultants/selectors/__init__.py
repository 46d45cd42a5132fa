from consultants.selectors.appointments import (
    Offered,
    appointment_for,
    appointments_for,
    offered_to,
    scheme_for,
)
from consultants.selectors.terms import TermDay, days_of, term_days

__all__ = [
    "Offered",
    "TermDay",
    "appointment_for",
    "appointments_for",
    "days_of",
    "offered_to",
    "scheme_for",
    "term_days",
]
