"""What an invoice or a credit note says, named as in EN 16931 (the BT numbers of the norm)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Party:
    """A public body. A seller is known by its CVR number, a buyer is addressed by its GLN."""

    name: str
    cvr: str = ""
    gln: str = ""
    town: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """The bank account that is paid to (BT-84), as four and up to ten digits."""

    registration: str
    number: str


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is paid for, its amount in kroner without VAT (BT-131)."""

    name: str
    amount: Decimal
    text: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """An invoice or a credit note, which may name the invoice that it takes back (BT-25).

    Amounts are positive in both. `buyer_reference` is the payer's own account string or
    requisition (BT-10), `order_reference` the agreement (BT-13). Everything is exempt from VAT for
    one and the same reason.
    """

    number: str
    issued_on: date
    due_on: date
    starts_on: date
    last_day: date
    seller: Party
    buyer: Party
    buyer_reference: str
    order_reference: str
    account: Account
    lines: tuple[Line, ...]
    exemption: str
    note: str = ""
    is_credit: bool = False
    credits: str = ""
    credits_issued_on: date | None = None

    @property
    def total(self) -> Decimal:
        """The sum of the lines, which is what is to be paid: nothing carries VAT."""
        return sum((line.amount for line in self.lines), Decimal("0.00"))
