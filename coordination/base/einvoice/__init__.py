"""Electronic invoices: what one says (EN 16931), how Peppol writes it, and the official rules."""

from coordination.base.einvoice.model import Account, Document, Line, Party
from coordination.base.einvoice.rules import broken_rules
from coordination.base.einvoice.ubl import write

__all__ = ["Account", "Document", "Line", "Party", "broken_rules", "write"]
