"""Measurement codes and early-warning bands from the reference files. Safe to run again."""

from decimal import Decimal

from acute.models import MeasurementKind, ScoreBand
from coordination.base.reference import rows

SCORES = (("tobs", "tobs.csv", "2020"), ("news2", "news2.csv", "2017"))

ON_FORM: dict[str, tuple[str, str, str, int]] = {
    "MCS88122": ("Respirationsfrekvens", "4", "60", 0),
    "NPU10197": ("Iltmætning (SpO₂)", "50", "100", 0),
    "NPU21692": ("Puls", "20", "250", 0),
    "DNK05472": ("Blodtryk, systolisk", "40", "280", 0),
    "DNK05473": ("Blodtryk, diastolisk", "20", "180", 0),
    "NPU08676": ("Temperatur", "25", "43", 1),
    "NPU22089": ("Blodsukker", "0.5", "50", 1),
    "NPU19748": ("CRP", "0", "500", 0),
}
"""Numbers a nurse is offered, with the lowest and highest that can be true and the decimals.

The limits catch slips of the finger; they are settings of ours, not clinical limits.
"""

IN_WORDS = {
    "MCS88126": "Bevidsthed (TOBS)",
    "ACVPU": "Bevidsthed (ACVPU)",
    "O2": "Ilttilskud",
}
"""What is told by a word. NPU and MedCom have no code for the last two; theirs are our own."""

UNIT = {"/min": "pr. min."}


def load_measurement_kinds() -> int:
    """The measurement codes (NPU and MedCom)."""
    source = rows("akut_measurements_npu.csv")
    order = [*ON_FORM, *IN_WORDS]
    for row in source:
        if row["code"] in IN_WORDS:
            continue
        name, low, high, decimals = ON_FORM.get(row["code"], (row["danish_name"], "", "", 2))
        MeasurementKind.objects.update_or_create(
            code=row["code"],
            defaults={
                "name": name,
                "unit": UNIT.get(row["unit_assumed"], row["unit_assumed"]),
                "lowest": Decimal(low) if low else None,
                "highest": Decimal(high) if high else None,
                "decimals": decimals,
                "position": order.index(row["code"]) if row["code"] in order else 100,
                "on_request_form": row["code"] in order,
            },
        )
    for code, name in IN_WORDS.items():
        place = {"name": name, "unit": "", "position": order.index(code), "on_request_form": True}
        MeasurementKind.objects.update_or_create(code=code, defaults=place)
    return len({row["code"] for row in source} | set(IN_WORDS))


def load_score_bands() -> int:
    """The bands of TOBS and NEWS2, each under the version of its table."""
    made = 0
    for score, file, version in SCORES:
        for row in rows(file):
            low, high = row["min_inclusive"], row["max_inclusive"]
            numeric = _is_number(low) or _is_number(high)
            ScoreBand.objects.update_or_create(
                score=score,
                version=version,
                parameter=row["parameter"],
                value="" if numeric else low,
                lowest=Decimal(low) if numeric and low else None,
                highest=Decimal(high) if numeric and high else None,
                defaults={"points": int(row["points"])},
            )
            made += 1
    return made


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal()
