"""What applies here today: the one page about agreements that is for every role."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from coordination.agreements.selectors.applicable import Applicable
from coordination.base import clock
from coordination.base.danish import day_text
from coordination.portfolio.forms import FinderForm
from coordination.portfolio.selectors import finder as finders
from coordination.portfolio.selectors.finder import Place
from coordination.web.http import ActorRequest


@require_GET
def finder(request: ActorRequest) -> HttpResponse:
    """The agreements in force in a municipality on a day, and what they ask."""
    asked = FinderForm(request.GET)
    asked.is_valid()
    given = asked.cleaned_data
    day = given.get("dag") or clock.today()
    place = finders.place_for(
        request.actor,
        municipality=given.get("kommune"),
        practice=given.get("praksis"),
        on=day,
    )
    answer = None
    if place.municipality and not asked.errors:
        answer = finders.answer_for(place.municipality, place.practice, on=day)
    context = {
        "form": _shown(asked, place, day),
        "place": place.practice or place.municipality,
        "municipality": place.municipality,
        "day": day,
        "answer": answer,
        "rows": [_row(row, day) for row in answer.rows] if answer else [],
    }
    return render(request, "portfolio/finder.html", context)


def _shown(asked: FinderForm, place: Place, day: date) -> FinderForm:
    """The form with what was answered about; as it was sent where it has an error."""
    if asked.errors:
        form = asked
    else:
        form = FinderForm(
            initial={
                "kommune": place.municipality.uuid if place.municipality else "",
                "praksis": place.practice.uuid if place.practice else "",
                "dag": day,
            }
        )
    form.offer(place.municipalities, place.practices)
    return form


def _row(row: Applicable, day: date) -> dict[str, Any]:
    label, kind = _("Gælder"), "success"
    if row.suspended is not None:
        since = day_text(row.suspended.starts_on)
        rests = row.rests_on(day)
        label = (_("Suspenderet siden %s") if rests else _("Suspenderes fra %s")) % since
        kind = "error" if rests else "warning"
    return {
        "kind_label": row.kind.label,
        "title": row.title,
        "starts_on": row.period.starts_on,
        "ends_on": row.period.last_day,
        "state_label": label,
        "state_kind": kind,
        "suspended_until": row.suspended.last_day if row.suspended else None,
        "task": row.task,
    }
