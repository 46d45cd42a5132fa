"""TOBS and NEWS2 from a table of inclusive bands: pure, and explained line by line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from acute.enums import Obstacle, ScoreKind

Reading = Decimal | str
"""A number in the unit of its kind, or one of the words of its kind."""

YOUNGEST = 16
"""Whole years; under that, and in pregnancy, NEWS2 says nothing."""

PARAMETERS: dict[ScoreKind, dict[str, str]] = {
    ScoreKind.TOBS: {
        "respiration_rate": "MCS88122",
        "pulse": "NPU21692",
        "systolic_bp": "DNK05472",
        "temperature": "NPU08676",
        "consciousness": "MCS88126",
    },
    ScoreKind.NEWS2: {
        "respiration_rate": "MCS88122",
        "spo2": "NPU10197",
        "supplemental_oxygen": "O2",
        "systolic_bp": "DNK05472",
        "pulse": "NPU21692",
        "consciousness": "ACVPU",
        "temperature": "NPU08676",
    },
}
"""What each score is made of, in the order of its chart, and the code it is measured under."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What NEWS2 must know besides the measurements; scale 2 is chosen by a doctor beforehand."""

    spo2_scale: int = 1
    pregnant: bool = False


USUAL = Circumstances()


@dataclass(frozen=True, slots=True)
class Band:
    """Inclusive limits, or one word, and what they count."""

    parameter: str
    points: int
    word: str = ""
    lowest: Decimal | None = None
    highest: Decimal | None = None

    def holds(self, reading: Reading) -> bool:
        if isinstance(reading, str):
            return self.word == reading
        low, high = self.lowest, self.highest
        return (
            not self.word and (low is None or reading >= low) and (high is None or reading <= high)
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One parameter: what was measured, the band it lies in, and its points."""

    code: str
    reading: Reading
    band: Band


@dataclass(frozen=True, slots=True)
class Result:
    """`total` is None where something is missing or the score does not suit the citizen."""

    lines: tuple[Line, ...]
    missing: tuple[str, ...]
    obstacle: Obstacle | None
    total: int | None

    @property
    def has_single_three(self) -> bool:
        return any(line.band.points == 3 for line in self.lines)


def obstacle_to(kind: ScoreKind, *, age: int, circumstances: Circumstances) -> Obstacle | None:
    """Why the score may not be used for this citizen, if it may not."""
    if kind is not ScoreKind.NEWS2:
        return None
    if age < YOUNGEST:
        return Obstacle.UNDER_16
    return Obstacle.PREGNANT if circumstances.pregnant else None


def score(
    kind: ScoreKind,
    bands: Iterable[Band],
    readings: Mapping[str, Reading],
    *,
    age: int,
    circumstances: Circumstances,
) -> Result:
    """The score of the readings, which are by code. Never a total while a parameter is missing."""
    refused = obstacle_to(kind, age=age, circumstances=circumstances)
    if refused is not None:
        return Result((), (), refused, None)
    table = list(bands)
    lines, missing = [], []
    for parameter, code in PARAMETERS[kind].items():
        reading = readings.get(code)
        column = _column(parameter, readings, circumstances)
        band = _band(table, column, reading)
        if reading is None or band is None:
            missing.append(code)
        else:
            lines.append(Line(code, reading, band))
    total = None if missing else sum(line.band.points for line in lines)
    return Result(tuple(lines), tuple(missing), None, total)


def _column(
    parameter: str, readings: Mapping[str, Reading], circumstances: Circumstances
) -> str | None:
    """The column of the chart; on scale 2 saturation is judged by whether oxygen is given."""
    if parameter != "spo2":
        return parameter
    if circumstances.spo2_scale == 1:
        return "spo2_scale1"
    oxygen = readings.get(PARAMETERS[ScoreKind.NEWS2]["supplemental_oxygen"])
    return {"yes": "spo2_scale2_on_oxygen", "no": "spo2_scale2_on_air"}.get(str(oxygen))


def _band(table: list[Band], column: str | None, reading: Reading | None) -> Band | None:
    if column is None or reading is None:
        return None
    return next((row for row in table if row.parameter == column and row.holds(reading)), None)
