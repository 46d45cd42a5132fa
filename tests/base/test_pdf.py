"""A letter is a tagged, Danish PDF/UA-1 document, and whatever it is told stays plain text."""

import io
import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from coordination.base import pdf

LETTER = {
    "title": "Varsel om opsigelse",
    "sender": "Region Midtjylland",
    "receiver": "Ringkøbing-Skjern Kommune",
    "references": [["Dato", "2.6.2020"], ["Vores sag", "1-16-02-118-19"]],
    "mark": None,
    "foot": "Varsel om opsigelse",
    "opening": "Region Midtjylland opsiger hermed aftalen.",
    "quote": "Aftalen kan opsiges med 3 måneders varsel.",
    "reading": "Et varsel på 3 måneder.",
    "reason": ["Midlerne rækker ikke."],
    "counting": "Varslet løber fra den dag, den sidste har modtaget det.",
    "address": "https://samspil.invalid/aftaler/varsler/1/",
    "author": "Anna Krogh",
    "receivers": ["Ringkøbing-Skjern Kommune", "Aarhus Kommune"],
}
SIGNS = [chr(n) for n in range(0x20, sys.maxunicode) if not pdf.UNPRINTABLE.match(chr(n))]


def rendered(**changes: object) -> PdfReader:
    return PdfReader(io.BytesIO(pdf.render("notice", LETTER | changes)))


def text_of(document: PdfReader) -> str:
    """The text in reading order, without the white space that lines are broken at."""
    return "".join("".join(page.extract_text() for page in document.pages).split())


def tags(node: Any) -> Iterator[str]:
    """The structure tree's tags, from the root down in reading order."""
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from tags(child)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node["/S"]
        if "/K" in node:
            yield from tags(node["/K"])


def test_a_letter_says_that_it_is_tagged_danish_and_pdf_ua():
    document = rendered()
    root = document.trailer["/Root"]
    metadata = document.xmp_metadata.stream.get_data().decode()

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "da-DK"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert document.metadata.title == "Varsel om opsigelse"
    assert document.metadata.author == "Region Midtjylland"
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata


def test_headings_tables_quotes_and_lists_are_tagged_as_what_they_are():
    found = list(tags(rendered().trailer["/Root"]["/StructTreeRoot"]))

    assert found.count("/H1") == 1
    assert found.count("/H2") == 5
    assert [tag for tag in found if tag in ("/TH", "/TD")] == ["/TH", "/TH", "/TD", "/TD"]
    assert found.count("/BlockQuote") == 1
    assert found.count("/LI") == 2
    assert found.index("/H1") < found.index("/BlockQuote") < found.index("/Link")


def test_danish_letters_can_be_read_out():
    text = text_of(rendered(reason=["Åbn øjnene: æblegrød på Ærø – »fjerde fløjte« til aftalen"]))

    assert "Åbnøjnene:æblegrødpåÆrø–»fjerdefløjte«tilaftalen" in text


@pytest.mark.parametrize(
    "reason",
    [
        '#include "letter.typ"',
        '#read("letter.typ") $x^2$ \\ \\u{41} "citat" \'citat\'',
        "*fed* _kursiv_ `kode` <mærke> @ref = Overskrift // note /* note */",
        "https://et.sted/ -- --- ... ~ ",
        '"}, "sender": "En anden", "x": {"',
    ],
)
def test_markup_in_a_text_is_plain_text(reason):
    assert "".join(reason.split()) in text_of(rendered(reason=[reason], quote=reason))


def test_a_letter_that_does_not_count_says_so_to_eye_and_ear():
    says = "Kladde. Varslet er ikke afgivet."
    text = text_of(rendered(mark=["KLADDE", says]))

    assert "KLADDE" in text
    assert "".join(says.split()) in text
    assert "KLADDE" not in text_of(rendered())


def test_every_sign_that_is_let_through_has_a_glyph():
    everything = "".join(SIGNS)

    assert rendered(reason=[everything, " ".join(SIGNS)], receiver=everything).pages


def test_a_sign_without_a_glyph_is_shown_to_be_missing():
    text = text_of(rendered(reason=["Tak 😀 for 漢 a\u030a\u200b\u202e\x07rene"]))

    assert "Tak�for�årene" in text


@given(st.text(max_size=300), st.text(st.sampled_from(SIGNS), max_size=300))
@settings(max_examples=60, deadline=None)
def test_no_text_stops_a_letter(anything, printable):
    assert rendered(reason=[anything, printable], quote=printable, sender=anything).pages


def test_the_same_data_gives_the_same_bytes():
    assert pdf.render("notice", LETTER) == pdf.render("notice", LETTER)


@pytest.mark.parametrize("path", ["/../secret.txt", "../secret.txt", "/etc/hostname"])
def test_a_template_reads_nothing_outside_its_folder(tmp_path, monkeypatch, path):
    folder = tmp_path / "pdf"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "spy.typ").write_text(f'#set document(title: "x")\n#read("{path}")')
    monkeypatch.setattr(pdf, "TEMPLATES", folder)

    with pytest.raises(typst.TypstError):
        pdf.render("spy", {})


def test_no_template_fetches_a_package_or_reads_the_clock():
    for template in pdf.TEMPLATES.glob("*.typ"):
        assert not re.search(r"@\w+/|datetime\.today", template.read_text()), template.name
