"""A number with what it was worked out from, so that anybody can work it out again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Choices
from django.utils.translation import gettext as _

from coordination.agreements.models import Clause
from coordination.base.danish import day_text, kroner_text
from coordination.ledger.rules import DAYS_A_MONTH
from coordination.web.templatetags.samspil import percent

Value = Decimal | date | int | str


@dataclass(frozen=True, slots=True)
class Input:
    """One thing that a number was worked out from; `name` is what a program calls it."""

    name: str
    label: str
    value: Value
    unit: str = ""

    @property
    def text(self) -> str:
        return text_of(self.value, self.unit)

    @property
    def raw(self) -> str:
        """The value as programs read it."""
        return str(self.value)


@dataclass(frozen=True, slots=True)
class Explained:
    """A number, how it comes about in words, from what, and by which clause that who confirmed."""

    key: str
    label: str
    value: Value
    formula: str
    inputs: Sequence[Input] = ()
    unit: str = ""
    clause: str = ""
    confirmed: str = ""

    @property
    def text(self) -> str:
        return text_of(self.value, self.unit)

    @property
    def raw(self) -> str:
        """The value as programs read it."""
        return str(self.value)


def text_of(value: Value, unit: str = "") -> str:
    """A value as Danish pages write it: 31.5.2020, 1.140.000,00 kr., 62 %, 150 dage."""
    if isinstance(value, Choices):
        return str(value.label)
    if isinstance(value, date):
        return day_text(value)
    if unit == "%":
        return percent(value)
    if isinstance(value, Decimal) and not unit:
        return kroner_text(value)
    if isinstance(value, Decimal):
        return f"{str(value).replace('.', ',')} {unit}"
    return f"{value} {unit}".rstrip()


def kroner(name: str, label: str, value: Decimal) -> Input:
    return Input(name, label, value)


def days(name: str, label: str, value: int) -> Input:
    return Input(name, label, value, _("dag") if value == 1 else _("dage"))


def day(name: str, label: str, value: date) -> Input:
    return Input(name, label, value)


def month_days() -> Input:
    """How long a month counts as."""
    return Input("month_days", _("En måned regnes som"), DAYS_A_MONTH, _("dage"))


def by_clause(clause: Clause | None) -> dict[str, str]:
    """The words a number rests on, and who has confirmed how they are read."""
    if clause is None:
        return {}
    return {
        "clause": clause.quote,
        "confirmed": _("Læst og bekræftet af %s.") % clause.confirmed_by
        if clause.confirmed_by
        else _("Læsningen er ikke bekræftet af nogen endnu."),
    }
