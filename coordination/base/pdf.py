"""Letters as PDF/UA-1: tagged, in Danish, from a template and plain data."""

import json
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import typst

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "pdf"

UNPRINTABLE = re.compile(
    "[^\n -~\u00a0-\u00ac\u00ae-\u0241\u0250-\u02ff\u1e00-\u1e9b\u1e9e-\u1ef9"  # Latin
    "\u038e-\u03a1\u03a3-\u03ce\u0400-\u045f"  # Greek and Cyrillic
    "\u2010-\u2027\u2030-\u2037\u2039-\u203f\u2116\u2122"  # punctuation
    "\u2070\u2071\u2074-\u208e\u20a0-\u20b5\u2153-\u2184"  # indices, currencies, fractions
    "\u2190-\u2220\u2223-\u222d\u2234-\u223d\u2241-\u226b\u2500-\u25ff]"  # arrows, sums, boxes
)
"""What the fonts cannot show. PDF/UA forbids a sign without a glyph, and the library may crash."""
MISSING = "\N{REPLACEMENT CHARACTER}"


def render(template: str, data: Mapping[str, object]) -> bytes:
    """Compile `templates/pdf/<template>.typ` with `data`, which it reads as JSON.

    The data is never part of the source, so no text in it is markup. Templates read nothing outside
    their folder and use the library's own fonts: the same data gives the same bytes everywhere. A
    sign that the fonts lack becomes a replacement character.
    """
    return typst.compile(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(_printable(data))},
        pdf_standards="ua-1",
    )


def _printable(value: object) -> object:
    if isinstance(value, str):
        return _printable_text(value)
    if isinstance(value, Mapping):
        return {key: _printable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(inner) for inner in value]
    return value


def _printable_text(text: str) -> str:
    """Composed letters on lines of their own, without what has no shape or turns the direction."""
    lines = unicodedata.normalize("NFC", text.replace("\t", " ")).splitlines()
    shown = "\n".join(
        "".join(sign for sign in line if unicodedata.category(sign)[0] not in "CM")
        for line in lines
    )
    return UNPRINTABLE.sub(MISSING, shown)
