"""Read the numbers Danish health care names people and organisations by.

Every function takes what a person typed, returns the one form we store, and raises
`InvalidIdentifier` otherwise. No message repeats the number: it may be a CPR, and messages
end in logs.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from stdnum import ean, verhoeff
from stdnum.dk import cvr as stdnum_cvr

Sex = Literal["female", "male"]

REPLACEMENT_DAY_OFFSET = 60

_BLANKS = re.compile(r"\s+")
_CPR = re.compile(r"([0-9]{6})[\s\-–]*([0-9]{4})")
_CPR_INSIDE = re.compile(r"(?<![0-9])[0-9]{6}[\s\-–]*[0-9]{4}(?![0-9])")
_SOR = re.compile(r"[1-9][0-9]{0,7}100001600[0-9]")
_CVR = re.compile(r"[1-9][0-9]{7}")
_GLN = re.compile(r"[0-9]{13}")
_PROVIDER_NUMBER = re.compile(r"[0-9]{5,6}")
_AUTHORISATION_ID = re.compile(r"[B-DF-HJ-NP-TV-Z0-9]{5}")
_MUNICIPALITY_CODE = re.compile(r"0?[1-8][0-9]{2}")
_SHAK = re.compile(r"[0-9]{4}([0-9A-Z]{2}[0-9A-Z]?)?")


class InvalidIdentifier(ValueError):
    """A number that cannot be what it claims to be; says what to do, never the number."""

    code = "invalid_identifier"

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True, repr=False)
class Cpr:
    """A civil registration number as ten digits, with what the digits say."""

    digits: str
    birth_date: date
    sex: Sex
    replacement: bool

    def __repr__(self) -> str:
        return f"Cpr({masked(self)})"


def parse_cpr(text: str) -> Cpr:
    """Read a CPR number, with or without a hyphen or a space.

    The date part must exist in the century the seventh digit gives. Modulus 11 is not demanded:
    numbers have been issued without it since 2007. A replacement number carries day + 60 and is
    accepted and marked.
    """
    match = _CPR.fullmatch(text.strip())
    if match is None:
        raise InvalidIdentifier(
            _("Skriv CPR-nummeret som ti cifre, med eller uden bindestreg efter de første seks.")
        )
    digits = match[1] + match[2]
    day, month, short_year = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    replacement = day > REPLACEMENT_DAY_OFFSET
    if replacement:
        day -= REPLACEMENT_DAY_OFFSET
    try:
        birth_date = date(birth_year(int(digits[6]), short_year), month, day)
    except ValueError:
        raise InvalidIdentifier(
            _("De første seks cifre i CPR-nummeret er ikke en dato. Ret dag, måned og år.")
        ) from None
    sex: Sex = "male" if int(digits[9]) % 2 else "female"
    return Cpr(digits=digits, birth_date=birth_date, sex=sex, replacement=replacement)


def contains_cpr(text: str) -> bool:
    """Whether somewhere in a text stands what can be a CPR number."""
    return any(_can_be_cpr(found) for found in _CPR_INSIDE.findall(text))


def _can_be_cpr(digits: str) -> bool:
    try:
        parse_cpr(digits)
    except InvalidIdentifier:
        return False
    return True


def birth_year(seventh_digit: int, short_year: int) -> int:
    """Return the full year of a CPR number, 1858 to 2057, from its seventh digit and its year."""
    if seventh_digit <= 3:
        return 1900 + short_year
    if seventh_digit in (4, 9):
        return short_year + (2000 if short_year <= 36 else 1900)
    return short_year + (2000 if short_year <= 57 else 1800)


def masked(cpr: Cpr) -> str:
    """Show a CPR number without its serial part, as `DDMMYY-****`."""
    return f"{cpr.digits[:6]}-****"


def check_sor(text: str) -> str:
    """Return a SOR code: item, namespace 1000016, partition 00 and a Verhoeff check digit."""
    number = _without_blanks(text)
    if not (_SOR.fullmatch(number) and verhoeff.is_valid(number)):
        raise InvalidIdentifier(
            _("SOR-koden er ikke gyldig. Kopiér den fra SOR; den ender på 100001600 og et ciffer.")
        )
    return number


def check_cvr(text: str) -> str:
    """Return a CVR number: eight digits with a valid check digit. A leading DK is dropped."""
    number = _without_blanks(text).upper().removeprefix("DK")
    if not (_CVR.fullmatch(number) and stdnum_cvr.is_valid(number)):
        raise InvalidIdentifier(_("CVR-nummeret er ikke gyldigt. Skriv de otte cifre fra CVR."))
    return number


def check_gln(text: str) -> str:
    """Return a GLN (EAN location number): thirteen digits with a valid check digit."""
    number = _without_blanks(text)
    if not (_GLN.fullmatch(number) and ean.is_valid(number)):
        raise InvalidIdentifier(
            _("EAN-lokationsnummeret er ikke gyldigt. Skriv alle 13 cifre, og tjek det sidste.")
        )
    return number


def check_provider_number(text: str) -> str:
    """Return a provider number (ydernummer) as six digits; five are filled with a zero."""
    number = _without_blanks(text)
    if not _PROVIDER_NUMBER.fullmatch(number):
        raise InvalidIdentifier(_("Skriv ydernummeret som fem eller seks cifre."))
    return number.zfill(6)


def check_authorisation_id(text: str) -> str:
    """Return an authorisation ID: five digits or consonants (Y counts as one), in capitals."""
    number = _without_blanks(text).upper()
    if not _AUTHORISATION_ID.fullmatch(number):
        raise InvalidIdentifier(
            _("Skriv autorisations-ID'et som fem tegn: cifre og konsonanter, for eksempel 005ML.")
        )
    return number


def check_municipality_code(text: str) -> str:
    """Return a municipality code as four digits, 0101 to 0860; three are filled with a zero.

    The form only: that a municipality has the code is for the register of organisations to say.
    Christiansø (0411) is no municipality, but people live there.
    """
    number = _without_blanks(text)
    if not (_MUNICIPALITY_CODE.fullmatch(number) and 101 <= int(number) <= 860):
        raise InvalidIdentifier(
            _("Skriv kommunekoden som fire cifre fra 0101 til 0860; tre cifre kan også bruges.")
        )
    return number.zfill(4)


def check_shak(text: str) -> str:
    """Return a SHAK code in capitals: hospital (4 characters), department (6) or section (7)."""
    number = _without_blanks(text).upper()
    if not _SHAK.fullmatch(number):
        raise InvalidIdentifier(
            _("Skriv SHAK-koden med 4 tegn for sygehus, 6 for afdeling eller 7 for afsnit.")
        )
    return number


def _without_blanks(text: str) -> str:
    return _BLANKS.sub("", text)
