"""What was measured: checked as typed, written, and scored by the region's table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from acute import policies, selectors
from acute.enums import WORDS, ScoreKind
from acute.errors import (
    ImpossibleMeasurement,
    RepeatedMeasurement,
    ScoreActionsMissing,
    TooPrecise,
    UnknownMeasurement,
    UnknownScore,
    UnknownWord,
)
from acute.models import (
    Measurement,
    MeasurementKind,
    Request,
    Score,
    ScoreAction,
    ScoreBand,
    ScoreSetting,
)
from acute.rules.scores import Circumstances, Reading
from coordination.audit import services as audit
from coordination.base.actor import Actor
from coordination.base.danish import number_text
from coordination.base.periods import local_date
from coordination.parties.models import Organisation

Checked = list[tuple[MeasurementKind, Reading]]


def check(values: Sequence[tuple[str, Reading]]) -> Checked:
    """The kinds of what was measured; refuses what no citizen can have, without echoing it."""
    kinds = selectors.measurement_kinds(code for code, _reading in values)
    checked: dict[str, tuple[MeasurementKind, Reading]] = {}
    for index, (code, reading) in enumerate(values):
        kind = kinds.get(code)
        if kind is None:
            raise UnknownMeasurement(measurement=code, index=index)
        if code in checked:
            raise RepeatedMeasurement(measurement=code, index=index)
        _check_reading(kind, reading, index)
        checked[code] = (kind, reading)
    return list(checked.values())


def _check_reading(kind: MeasurementKind, reading: Reading, index: int) -> None:
    words = WORDS.get(kind.code)
    if words is not None or isinstance(reading, str):
        if words is None or reading not in words.values:
            raise UnknownWord(measurement=kind.code, index=index, name=kind.name)
        return
    low, high = kind.lowest, kind.highest
    if (low is not None and reading < low) or (high is not None and reading > high):
        raise ImpossibleMeasurement(
            measurement=kind.code, index=index, name=kind.name, low=_text(low), high=_text(high)
        )
    if reading != round(reading, kind.decimals):
        raise TooPrecise(measurement=kind.code, index=index, name=kind.name, decimals=kind.decimals)


def _text(value: Decimal | None) -> str:
    return number_text(value or Decimal(0))


def write(request: Request, checked: Checked, circumstances: Circumstances, now: datetime) -> None:
    """Keep the measurements, and the score of the newest of each kind where the region has one."""
    Measurement.objects.bulk_create(
        Measurement(
            request=request,
            municipality_id=request.municipality_id,
            practice_id=request.practice_id,
            kind=kind,
            value=None if isinstance(reading, str) else reading,
            word=reading if isinstance(reading, str) else "",
            measured_at=now,
        )
        for kind, reading in checked
    )
    _write_score(request, circumstances, now)


def _write_score(request: Request, circumstances: Circumstances, now: datetime) -> None:
    on = local_date(now)
    setting = selectors.score_setting(request.municipality_id, on=on)
    if setting is None:
        return
    result = selectors.score_of(
        setting,
        selectors.newest_readings(request),
        born_on=request.patient.born_on,
        circumstances=circumstances,
        on=on,
    )
    if not result.lines and result.obstacle is None:
        return
    Score.objects.create(
        request=request,
        municipality_id=request.municipality_id,
        practice_id=request.practice_id,
        score=setting.score,
        version=setting.version,
        spo2_scale=circumstances.spo2_scale,
        pregnant=circumstances.pregnant,
        total=result.total,
        missing=list(result.missing),
        obstacle=result.obstacle or "",
        lines=selectors.lines_of(result),
        action=selectors.action_of(setting, result),
        made_at=now,
    )


@dataclass(frozen=True, slots=True)
class ScoreChoice:
    """A score with what is to be done: pairs of a lowest total and a text."""

    score: ScoreKind
    version: str
    actions: Sequence[tuple[int, str]]
    single_three_as: int | None = None


@transaction.atomic
def set_score(
    *, actor: Actor, region: Organisation, choice: ScoreChoice, starts_on: date
) -> ScoreSetting:
    """Let a region use a score from a day on; what applied until then ends there."""
    policies.check_set_score(actor, region.pk)
    if not ScoreBand.objects.filter(score=choice.score, version=choice.version).exists():
        raise UnknownScore
    totals = [lowest for lowest, _text in choice.actions]
    if 0 not in totals or len(set(totals)) < len(totals):
        raise ScoreActionsMissing
    rows = ScoreSetting.objects.select_for_update(no_key=True).filter(region=region)
    rows.filter(starts_on__gte=starts_on).delete()
    rows.open_on(starts_on).update(ends_before=starts_on)
    setting = ScoreSetting.objects.create(
        region=region,
        score=choice.score,
        version=choice.version,
        single_three_as=choice.single_three_as,
        starts_on=starts_on,
    )
    ScoreAction.objects.bulk_create(
        ScoreAction(setting=setting, lowest=lowest, text=text) for lowest, text in choice.actions
    )
    audit.record(
        actor=actor,
        action="score.set",
        subject_type="organisation",
        subject=region.uuid,
        score=choice.score,
        version=choice.version,
        starts_on=starts_on,
    )
    return setting
