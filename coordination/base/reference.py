"""Reading the CSV files that belong to the project (`coordination/reference`)."""

import csv
from pathlib import Path

DIRECTORY = Path(__file__).resolve().parent.parent / "reference"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a reference file, by column name."""
    with (DIRECTORY / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
