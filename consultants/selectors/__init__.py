from consultants.selectors.appointments import (
    Offered,
    appointment_for,
    appointments_for,
    offered_to,
    scheme_for,
)
from consultants.selectors.directory import Entry, directory
from consultants.selectors.hours import (
    Account,
    MonthLine,
    account_of,
    activities_for,
    activities_of,
    activity_for,
    sheet_for,
    sheets_for,
)
from consultants.selectors.pay import Done, Leg, Paid, Quote, fixed_fee_of, quote_of
from consultants.selectors.terms import TermDay, days_of, term_days

__all__ = [
    "Account",
    "Done",
    "Entry",
    "Leg",
    "MonthLine",
    "Offered",
    "Paid",
    "Quote",
    "TermDay",
    "account_of",
    "activities_for",
    "activities_of",
    "activity_for",
    "appointment_for",
    "appointments_for",
    "days_of",
    "directory",
    "fixed_fee_of",
    "offered_to",
    "quote_of",
    "scheme_for",
    "sheet_for",
    "sheets_for",
    "term_days",
]
