from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from acute.enums import WORDS, ScoreKind
from acute.models import Measurement, Request, Score, ScoreBand, ScoreSetting
from acute.rules import scores as rules
from acute.rules.scores import USUAL, Circumstances, Reading, Result
from coordination.base.actor import Actor
from coordination.base.periods import whole_years
from coordination.parties import selectors as parties
from coordination.parties.models import Patient

EARLIER = 40
"""How many earlier measurements of a citizen are told, the newest first."""


def score_setting(municipality_id: int, *, on: date) -> ScoreSetting | None:
    """The score that the municipality's region uses on a day; none where it has chosen none."""
    region = parties.region_of(municipality_id, on=on)
    rows = ScoreSetting.objects.filter(region=region).open_on(on)
    return rows.prefetch_related("actions").first()


def score_of(
    setting: ScoreSetting,
    readings: Mapping[str, Reading],
    *,
    born_on: date,
    circumstances: Circumstances,
    on: date,
) -> Result:
    """The score of the readings by the setting's table, for a citizen of that age."""
    rows = ScoreBand.objects.filter(score=setting.score, version=setting.version)
    bands = [
        rules.Band(row.parameter, row.points, row.value, row.lowest, row.highest)
        for row in rows.order_by("id")
    ]
    return rules.score(
        ScoreKind(setting.score),
        bands,
        readings,
        age=whole_years(born_on, on),
        circumstances=circumstances,
    )


def action_of(setting: ScoreSetting, result: Result) -> str:
    """What the region asks for at this score; empty without a total."""
    if result.total is None:
        return ""
    level = result.total
    if result.has_single_three and setting.single_three_as is not None:
        level = max(level, setting.single_three_as)
    rows = [row for row in setting.actions.all() if row.lowest <= level]
    return max(rows, key=lambda row: row.lowest).text if rows else ""


def lines_of(result: Result) -> list[dict[str, Any]]:
    """The explanation as it is kept: what was measured, its band and its points."""
    return [
        {
            "code": line.code,
            "reading": str(line.reading),
            "lowest": _plain(line.band.lowest),
            "highest": _plain(line.band.highest),
            "points": line.band.points,
        }
        for line in result.lines
    ]


def _plain(limit: Decimal | None) -> str | None:
    return None if limit is None else str(limit)


def newest_readings(request: Request) -> dict[str, Reading]:
    """The newest reading of each kind that belongs to a request."""
    rows = Measurement.objects.filter(request=request).select_related("kind")
    return {row.kind.code: row.reading for row in rows.order_by("measured_at", "id")}


def newest_score(actor: Actor, request: Request) -> Score | None:
    """The request's score as it was last computed."""
    return Score.objects.visible_to(actor).filter(request=request).order_by("-id").first()


def earlier_measurements(
    actor: Actor, patient: Patient, *, but: Request | None = None
) -> list[Measurement]:
    """What was measured of a citizen in other requests that the actor may see, newest first."""
    rows = Measurement.objects.visible_to(actor).filter(request__patient=patient)
    if but is not None:
        rows = rows.exclude(request=but)
    return list(rows.select_related("kind").order_by("-measured_at", "-id")[:EARLIER])


def word_of(code: str, word: str) -> str:
    """A word of a kind of measurement as it is said."""
    return str(WORDS[code](word).label)


def circumstances_of(actor: Actor, request: Request) -> Circumstances:
    """What the score of a request was told besides the measurements."""
    score = newest_score(actor, request)
    return Circumstances(score.spo2_scale, score.pregnant) if score else USUAL
