"""Days and kroner as Danish sentences write them, and names in Danish order."""

from datetime import date
from decimal import Decimal

from django.db.models import Expression, Func, TextField, Value
from django.db.models.functions import Collate, Lower, Replace

MONTHS = (
    *("januar", "februar", "marts", "april", "maj", "juni"),
    *("juli", "august", "september", "oktober", "november", "december"),
)


def month_text(day: date) -> str:
    """maj 2020"""
    return f"{MONTHS[day.month - 1]} {day.year}"


def day_text(day: date) -> str:
    """31.5.2020"""
    return f"{day.day}.{day.month}.{day.year}"


def kroner_text(amount: Decimal) -> str:
    """1.140.000,00 kr."""
    swap = str.maketrans({",": ".", ".": ","})
    return f"{amount:,.2f}".translate(swap) + " kr."


def number_text(number: Decimal) -> str:
    """12,5 and 40: as many decimals as it has, without zeros at the end."""
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def age_text(days: int) -> str:
    """How long ago that many days are: i dag, i går, 5 dage, 3 uger, 4 måneder."""
    if days <= 1:
        return "i går" if days == 1 else "i dag"
    if days < 14:
        return f"{days} dage"
    return f"{days // 7} uger" if days < 61 else f"{days * 12 // 365} måneder"


_LATE = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}"})


def sort_key(name: str) -> tuple[str, str]:
    """Danish alphabetical order: æ, ø, å after z, and aa as å (Aarhus comes last)."""
    return name.lower().replace("aa", "å").translate(_LATE), name


def danish_order(column: str) -> Expression:
    """The same order in SQL, whatever the locale of the database."""
    spelt = Replace(Lower(column), Value("aa"), Value("å"))
    late = (Value("ÆæÄäØøÖöÅå"), Value("{{{{||||}}"))
    return Collate(Func(spelt, *late, function="translate", output_field=TextField()), "C")
