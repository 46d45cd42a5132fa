"""No patient data in anything that people write here."""

from consultants.errors import PatientInText
from coordination.base.identifiers import contains_cpr


def check_no_patient(**texts: str) -> None:
    """Refuse a text with what can be a CPR number; the names are the fields it was typed in."""
    for field, text in texts.items():
        if contains_cpr(text):
            raise PatientInText(field)
