"""What was measured, the score of it, and what was measured before."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from acute import policies, selectors, services
from acute.enums import Obstacle, ScoreKind
from acute.errors import BadMeasurement
from acute.forms import MeasurementForm
from acute.models import Measurement, MeasurementKind, Request, Score, ScoreSetting
from acute.pages.rows import delegation_rows
from acute.services import readings
from coordination.base import clock
from coordination.base.actor import Actor
from coordination.base.periods import local_date
from coordination.parties import selectors as parties
from coordination.parties.models import Patient
from coordination.web import idempotency
from coordination.web.http import ActorRequest
from coordination.web.pages import attempt, new_key

WIDTH, HEIGHT, EDGE = 120, 32, 3
"""Of the small chart of earlier values, in its own units."""


def setting_of(patient: Patient) -> ScoreSetting | None:
    """The score that is used where the citizen lives today."""
    return selectors.score_setting(patient.municipality_id, on=clock.today())


def form_for(
    form: type[MeasurementForm],
    setting: ScoreSetting | None,
    data: Any,
    *,
    also: Iterable[str] = (),
    **options: Any,
) -> Any:
    """A form with the measurements that the score asks for, and those that are delegated."""
    score = setting.score if setting else ""
    return form(data, kinds=selectors.form_measurements(score, also), score=score, **options)


def typed_score(data: Any, setting: ScoreSetting | None, born_on: date) -> Any:
    """The score of what has been typed so far; what cannot be read counts as missing."""
    if setting is None or not data:
        return None
    form = form_for(MeasurementForm, setting, data)
    form.is_valid()
    found = {}
    for code, reading in form.measurements:
        try:
            readings.check([(code, reading)])
        except BadMeasurement:
            continue
        found[code] = reading
    result = selectors.score_of(
        setting,
        found,
        born_on=born_on,
        circumstances=form.circumstances,
        on=clock.today(),
    )
    return _score(
        ScoreKind(setting.score),
        setting.version,
        result.total,
        list(result.missing),
        result.obstacle or "",
        selectors.lines_of(result),
        selectors.action_of(setting, result),
    )


def score_rows(score: Score | None) -> Any:
    """A stored score as the page shows it, by the words of the version it was computed with."""
    if score is None:
        return None
    kind, version = ScoreKind(score.score), score.version
    rows = (score.total, score.missing, score.obstacle, score.lines, score.action)
    return _score(kind, version, *rows) | {"made_at": score.made_at}


def _score(
    kind: ScoreKind,
    version: str,
    total: int | None,
    missing: list[str],
    obstacle: str,
    lines: list[dict[str, Any]],
    action: str,
) -> dict[str, Any]:
    names = selectors.measurement_kinds([*missing, *(line["code"] for line in lines)])
    return {
        "name": kind.label,
        "version": version,
        "total": total,
        "missing": ", ".join(names[code].name for code in missing),
        "obstacle": Obstacle(obstacle).label if obstacle else "",
        "lines": [_line(names[line["code"]], line) for line in lines],
        "action": action,
    }


def _line(kind: MeasurementKind, line: dict[str, Any]) -> dict[str, Any]:
    low, high = line["lowest"], line["highest"]
    is_number = low is not None or high is not None
    reading = line["reading"]
    return {
        "name": kind.name,
        "reading": _number(kind, reading) if is_number else selectors.word_of(kind.code, reading),
        "unit": kind.unit,
        "band": _band(kind, low, high) if is_number else "",
        "points": line["points"],
    }


def _band(kind: MeasurementKind, low: str | None, high: str | None) -> str:
    if low is None:
        return _("%s og derunder") % _number(kind, high)
    if high is None:
        return _("%s og derover") % _number(kind, low)
    return f"{_number(kind, low)}–{_number(kind, high)}"


def _number(kind: MeasurementKind, value: Any) -> str:
    return f"{float(value):.{kind.decimals}f}".replace(".", ",")


def measurement_row(row: Measurement) -> dict[str, Any]:
    """A measurement as a table shows it."""
    code, word = row.kind.code, row.word
    return {
        "name": row.kind.name,
        "unit": row.kind.unit,
        "value": selectors.word_of(code, word) if word else _number(row.kind, row.value),
        "at": row.measured_at,
    }


def trends(actor: Actor, patient: Patient, case: Request | None = None) -> list[dict[str, Any]]:
    """Per kind of number that was measured before, its values with a small chart, oldest first."""
    rows = selectors.earlier_measurements(actor, patient, but=case)
    if case is not None:
        rows = [*selectors.measurements_of(actor, case)[::-1], *rows]
    by_kind: dict[int, list[Measurement]] = {}
    for row in sorted(rows, key=lambda row: (row.measured_at, row.pk)):
        if row.value is not None:
            by_kind.setdefault(row.kind_id, []).append(row)
    found = [values for values in by_kind.values() if case is None or len(values) > 1]
    found.sort(key=lambda values: (values[0].kind.position, values[0].kind.code))
    return [
        {
            "name": values[0].kind.name,
            "unit": values[0].kind.unit,
            "points": _points(values),
            "values": [measurement_row(row) for row in values],
        }
        for values in found
    ]


def _points(values: list[Measurement]) -> str:
    """The corners of the line, evenly spaced; the table beside it has the times."""
    numbers = [float(row.value) for row in values if row.value is not None]
    low, span = min(numbers), max(numbers) - min(numbers) or 1.0
    step = (WIDTH - 2 * EDGE) / max(len(numbers) - 1, 1)
    return " ".join(
        f"{EDGE + n * step:.1f},{HEIGHT - EDGE - (number - low) / span * (HEIGHT - 2 * EDGE):.1f}"
        for n, number in enumerate(numbers)
    )


@require_POST
def score(request: ActorRequest, patient: UUID) -> HttpResponse:
    """The score of what has been typed so far: nothing of the citizen is shown, nothing saved."""
    policies.check_send(request.actor)
    found = parties.patient_of(request.actor, patient)
    setting = setting_of(found)
    context = {"score": typed_score(request.POST, setting, found.born_on)}
    return render(request, "acute/_score.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@idempotency.form
def measure(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Add what was measured since the request was sent."""
    actor, now = request.actor, clock.now()
    policies.check_measure(actor)
    case = services.open_request(actor=actor, uuid=uuid)
    policies.check_measure(actor, case)
    setting = selectors.score_setting(case.municipality_id, on=local_date(now))
    delegations = (
        selectors.delegations_about(actor, case.patient, on=local_date(now)) if case.is_paid else []
    )
    also = selectors.delegated_codes(delegations)
    form = form_for(MeasurementForm, setting, request.POST or None, also=also)
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: _measure(actor, uuid, form, now), form.field_of)
        if done is not None:
            messages.success(request, _("Målingerne er sendt til lægen."))
            return redirect("acute-request", uuid=uuid)
    context = {
        "form": form,
        "delegations": delegation_rows(delegations),
        "case": {"number": case.number, "url": reverse("acute-request", args=[uuid])},
        "trends": trends(actor, case.patient, case),
        "score": score_rows(selectors.newest_score(actor, case)),
        "idempotency_key": new_key(),
    }
    return render(request, "acute/measure.html", context)


def _measure(actor: Actor, uuid: UUID, form: MeasurementForm, now: datetime) -> Request:
    return services.measure(
        actor=actor,
        uuid=uuid,
        measurements=form.measurements,
        circumstances=form.circumstances,
        now=now,
    )
