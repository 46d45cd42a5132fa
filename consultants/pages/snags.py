"""Filing a snag, what came of one's own, and those that wait for the consultant."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consultants import policies, selectors, services
from consultants.enums import Frequency, PointState, SnagState
from consultants.forms import AnswerForm, SnagForm
from consultants.models import Snag
from consultants.pages.texts import KINDS_OF_SNAG
from coordination.base import clock
from coordination.base.errors import allowed
from coordination.web import idempotency
from coordination.web.http import ActorRequest
from coordination.web.pages import attempt, new_key

MOST_SHOWN = 200


@require_GET
def snag_list(request: ActorRequest) -> HttpResponse:
    """What the own organisation has filed, and what came of each."""
    rows = selectors.filed_snags(request.actor)[:MOST_SHOWN]
    context = {"rows": [snag_row(row) for row in rows], "new_url": reverse("snag-new")}
    return render(request, "consultants/snag_list.html", context)


def snag_row(snag: Snag) -> dict[str, Any]:
    """A snag as lists show it."""
    where = snag.place.name
    if snag.place_id != snag.host_id:
        where = f"{where}, {snag.host.name}"
    return {
        "uuid": snag.uuid,
        "url": reverse("snag", args=[snag.uuid]),
        "number": snag.number,
        "what": snag.what,
        "place": where,
        "filer": snag.filer.name,
        "frequency": snag.get_frequency_display(),
        "filed_on": snag.filed_on,
        "state_label": snag.get_state_display(),
        "state_kind": KINDS_OF_SNAG[SnagState(snag.state)],
        "outcome": _outcome(snag),
    }


def _outcome(snag: Snag) -> str:
    """What came of a snag, as those who filed it are told."""
    if snag.point is None:
        return snag.answer
    state = PointState(snag.point.state)
    told = f"{snag.point.title}: {str(state.label).lower()}."
    if state == PointState.CLOSED:
        return f"{told} {snag.point.measure.sentence}. {snag.point.closing_note}"
    return f"{told} {snag.point.closing_note}".strip()


@require_http_methods(["GET", "HEAD", "POST"])
@idempotency.form
def new_snag(request: ActorRequest) -> HttpResponse:
    """File a snag: where, what and how often."""
    actor, now = request.actor, clock.now()
    places = selectors.places_for(actor, on=clock.today())
    form = SnagForm(request.POST or None, places=places)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        filed = attempt(
            form,
            lambda: services.file_snag(
                actor=actor,
                place=form.chosen_place(),
                what=data["what"],
                frequency=Frequency(data["frequency"]),
                now=now,
            ),
        )
        if filed is not None:
            messages.success(request, _("Knasten er sendt. Du får besked, når der sker noget."))
            return redirect("snag-list")
    context = {"form": form, "idempotency_key": new_key(), "can_file": bool(places)}
    return render(request, "consultants/snag_form.html", context)


@require_GET
def detail(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """One snag, and what came of it."""
    return _show(request, uuid)


def _show(request: ActorRequest, uuid: UUID, form: AnswerForm | None = None) -> HttpResponse:
    actor = request.actor
    snag = selectors.snag_for(actor, uuid)
    appointments = selectors.appointments_at(actor, snag, on=clock.today())
    can_answer = allowed(policies.check_answer, actor, appointments)
    receives = allowed(policies.check_receive, actor) and can_answer
    parent = ("snag-inbox", _("Knaster")) if receives else ("snag-list", _("Mine knaster"))
    context: dict[str, Any] = {
        "row": snag_row(snag),
        "parent_url": reverse(parent[0]),
        "parent_label": parent[1],
        "idempotency_key": new_key(),
    }
    if snag.point is not None and allowed(policies.check_see_points, actor) and receives:
        context["point_url"] = reverse("point", args=[snag.point.uuid])
    if can_answer and snag.state == SnagState.WAITING:
        context |= {
            "answer_form": form or AnswerForm(),
            "answer_url": reverse("snag-answer", args=[uuid]),
            "point_new_url": f"{reverse('point-new')}?snags={uuid}",
        }
    return render(request, "consultants/snag.html", context)


@require_POST
@idempotency.form
def answer(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Answer a snag that becomes no point."""
    actor, now = request.actor, clock.now()
    policies.check_answer(actor)
    snag = selectors.snag_for(actor, uuid)
    policies.check_answer(actor, selectors.appointments_at(actor, snag, on=clock.today()))
    form = AnswerForm(request.POST)
    if form.is_valid():
        done = attempt(
            form,
            lambda: services.answer_snag(
                actor=actor, uuid=uuid, answer=form.cleaned_data["answer"], now=now
            ),
        )
        if done is not None:
            messages.success(request, _("Svaret er sendt til dem, der har meldt knasten."))
            return redirect("snag-inbox")
    return _show(request, uuid, form)


@require_GET
def inbox(request: ActorRequest) -> HttpResponse:
    """What waits for the consultant; ticked snags become one point."""
    actor = request.actor
    context = {
        "rows": [snag_row(row) for row in selectors.waiting_snags(actor)],
        "can_group": allowed(policies.check_group, actor),
        "group_url": reverse("point-new"),
    }
    return render(request, "consultants/snag_inbox.html", context)
