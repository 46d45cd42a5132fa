from coordination.ledger.letters.invoices import credit_note, invoice
from coordination.ledger.letters.statements import (
    funder_statement,
    own_statement,
    practice_statement,
)
from coordination.ledger.letters.tables import payment_file, table, workbook

__all__ = [
    "credit_note",
    "funder_statement",
    "invoice",
    "own_statement",
    "payment_file",
    "practice_statement",
    "table",
    "workbook",
]
