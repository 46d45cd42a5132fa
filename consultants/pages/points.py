"""Improvement points as a board and a list of the same rows, and what is done with one."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consultants import policies, selectors, services
from consultants.enums import OPEN_POINTS, PointState
from consultants.forms import (
    ChooseForm,
    CloseForm,
    ContentForm,
    MoveForm,
    NoteForm,
    PointFilterForm,
    PointForm,
)
from consultants.models import ImprovementPoint
from consultants.pages.snags import snag_row
from consultants.pages.texts import KINDS_OF_POINT
from consultants.rules.durations import hours_text
from consultants.rules.measures import value_text
from coordination.access.enums import MemberRole
from coordination.base import clock
from coordination.base.errors import allowed
from coordination.web import idempotency
from coordination.web.http import ActorRequest
from coordination.web.pages import attempt, new_key

BOARD = "tavle"


@require_GET
def point_list(request: ActorRequest) -> HttpResponse:
    """The points of the own places: as a list, or by state as a board."""
    actor, today = request.actor, clock.today()
    form = PointFilterForm(request.GET, hosts=selectors.hosts_of_points(actor))
    chosen = form.chosen()
    rows = [point_row(row, today) for row in selectors.chosen_points(actor, chosen, today=today)]
    as_board = request.GET.get("visning") == BOARD
    states = [*OPEN_POINTS, PointState.CLOSED, PointState.DROPPED]
    context = {
        "rows": rows,
        "columns": _columns(rows, states) if as_board else [],
        "as_board": as_board,
        "form": form,
        "is_filtered": chosen != selectors.Chosen(),
        "silent_days": selectors.SILENT_DAYS,
        "silent": selectors.silent_count(actor, today=today),
        "inbox_url": reverse("snag-inbox") if allowed(policies.check_receive, actor) else "",
        "other_view": _address(request, "" if as_board else BOARD),
    }
    return render(request, "consultants/point_list.html", context)


def _columns(rows: list[dict[str, Any]], states: list[PointState]) -> list[dict[str, Any]]:
    columns = [
        {"label": state.label, "rows": [row for row in rows if row["state"] == state]}
        for state in states
    ]
    open_ones = len(OPEN_POINTS)
    return columns[:open_ones] + [column for column in columns[open_ones:] if column["rows"]]


def _address(request: ActorRequest, view: str) -> str:
    asked = request.GET.copy()
    asked.pop("visning", None)
    if view:
        asked["visning"] = view
    return f"?{asked.urlencode()}"


def point_row(point: ImprovementPoint, today: Any) -> dict[str, Any]:
    """A point as the list and the board show it."""
    still_for = (today - point.moved_on).days
    return {
        "url": reverse("point", args=[point.uuid]),
        "number": point.number,
        "title": point.title,
        "place": point.place.name,
        "host": point.host.name,
        "owner": point.owner,
        "due_on": point.due_on,
        "overdue": point.is_open and point.due_on < today,
        "state": PointState(point.state),
        "state_label": point.get_state_display(),
        "state_kind": KINDS_OF_POINT[PointState(point.state)],
        "silent": point.is_open and still_for >= selectors.SILENT_DAYS,
        "still_for": still_for,
        "effect": point.measure.sentence,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@idempotency.form
def new_point(request: ActorRequest) -> HttpResponse:
    """One joint point of the ticked snags; they are ticked already where one comes from."""
    actor, now = request.actor, clock.now()
    policies.check_group(actor)
    waiting = selectors.waiting_snags(actor)
    ticked = {"snags": request.GET.getlist("snags")}
    form = PointForm(request.POST or None, snags=waiting, initial=ticked)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form,
            lambda: services.open_point(
                actor=actor,
                snags=form.chosen(),
                content=form.content(),
                baseline=form.baseline(),
                now=now,
            ),
        )
        if made is not None:
            messages.success(request, _("Punktet er oprettet, og de, der meldte, får besked."))
            return redirect("point", uuid=made.uuid)
    context = {"form": form, "waits": bool(waiting), "idempotency_key": new_key()}
    return render(request, "consultants/point_form.html", context)


@require_GET
def detail(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """One point: its snags, its measure, its trail, and what the reader may do."""
    return _show(request, uuid)


def _show(request: ActorRequest, uuid: UUID, **typed: forms.Form) -> HttpResponse:
    actor, today = request.actor, clock.today()
    point = selectors.point_for(actor, uuid)
    appointments = selectors.appointments_at(actor, point, on=today)
    context: dict[str, Any] = {
        "row": point_row(point, today),
        "facts": [*_facts(point), *_worked(point)],
        "snags": [snag_row(row) for row in selectors.snags_of(actor, point)],
        "timeline": [
            {
                "at": step.at,
                "who": step.actor_name,
                "role": MemberRole(step.role).label,
                "organisation": step.organisation_name,
                "text": f"{step.get_kind_display()}: {step.text}",
                "kind": step.kind,
            }
            for step in selectors.steps_of(actor, point)
        ],
        "idempotency_key": new_key(),
    }
    if point.is_open and allowed(policies.check_move, actor, point, appointments):
        context["acts"] = _acts(point, typed)
        if allowed(policies.check_group, actor, appointments):
            log_url = reverse("activity-new", args=[appointments[0].uuid])
            context["log_url"] = f"{log_url}?punkt={point.uuid}"
            waiting = selectors.waiting_snags(actor)
            same = [row for row in waiting if row.host_id == point.host_id]
            if same:
                form = typed.get("add") or ChooseForm(None, snags=same)
                context["acts"].append(_act(point, "add", _("Læg knaster til"), form))
    if point.is_open and allowed(policies.check_close, actor, point):
        context["close_form"] = typed.get("close") or CloseForm()
        context["close_url"] = reverse("point-close", args=[uuid])
    return render(request, "consultants/point.html", context)


def _facts(point: ImprovementPoint) -> list[tuple[str, str]]:
    measure = point.measure
    rows = [
        (_("Ejer på stedet"), point.owner),
        (_("Sted"), point.place.name),
        (_("Aftalt"), point.aim),
        (_("Hvad måles"), f"{measure.name}. {measure.get_better_display()}"),
        (_("Før"), value_text(measure.before, measure.unit)),
        (_("Efter"), "" if measure.after is None else value_text(measure.after, measure.unit)),
        (_("Afslutning"), point.closing_note),
    ]
    return [(str(label), text) for label, text in rows if text]


def _worked(point: ImprovementPoint) -> list[tuple[str, str]]:
    """The hours that consultants logged on the point, as far as the reader sees them."""
    minutes = selectors.minutes_on([point]).get(point.pk)
    return [(_("Tid brugt"), hours_text(minutes))] if minutes else []


def _acts(point: ImprovementPoint, typed: dict[str, forms.Form]) -> list[dict[str, Any]]:
    now = {name: getattr(point, name) for name in ("title", "owner", "due_on", "aim")}
    change = typed.get("change") or ContentForm(initial=now)
    move = typed.get("move") or MoveForm(point=point)
    return [
        _act(point, "note", _("Skriv, hvad der er sket"), typed.get("note") or NoteForm()),
        _act(point, "move", _("Skift tilstand"), move),
        _act(point, "change", _("Ret ejer eller frist"), change),
    ]


def _act(point: ImprovementPoint, name: str, label: str, form: forms.Form) -> dict[str, Any]:
    return {"url": reverse(f"point-{name}", args=[point.uuid]), "label": label, "form": form}


def _act_on(
    request: ActorRequest,
    uuid: UUID,
    name: str,
    form_of: Callable[[ImprovementPoint], Any],
    call: Callable[[Any], object],
) -> HttpResponse:
    """Carry out what was posted about a point the actor may move."""
    actor = request.actor
    policies.check_move(actor)
    point = selectors.point_for(actor, uuid)
    policies.check_move(actor, point, selectors.appointments_at(actor, point, on=clock.today()))
    form = form_of(point)
    if form.is_valid() and attempt(form, lambda: call(form)) is not None:
        messages.success(request, _("Punktet er opdateret."))
        return redirect("point", uuid=uuid)
    return _show(request, uuid, **{name: form})


@require_POST
@idempotency.form
def note(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Write what happened."""

    def call(form: NoteForm) -> object:
        return services.note_point(
            actor=request.actor, uuid=uuid, note=form.cleaned_data["note"], now=clock.now()
        )

    return _act_on(request, uuid, "note", lambda _point: NoteForm(request.POST), call)


@require_POST
@idempotency.form
def move(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Begin, hand over to the management, or give up."""

    def call(form: MoveForm) -> object:
        data = form.cleaned_data
        return services.move_point(
            actor=request.actor,
            uuid=uuid,
            to=PointState(data["to"]),
            note=data["note"],
            now=clock.now(),
        )

    return _act_on(request, uuid, "move", lambda point: MoveForm(request.POST, point=point), call)


@require_POST
@idempotency.form
def change(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Another owner, date or wording."""

    def call(form: ContentForm) -> object:
        return services.change_point(
            actor=request.actor, uuid=uuid, content=form.content(), now=clock.now()
        )

    return _act_on(request, uuid, "change", lambda _point: ContentForm(request.POST), call)


@require_POST
@idempotency.form
def add(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Let more snags be part of the point."""
    actor = request.actor
    policies.check_group(actor)

    def call(form: ChooseForm) -> object:
        return services.add_snags(actor=actor, uuid=uuid, snags=form.chosen(), now=clock.now())

    def form_of(_point: ImprovementPoint) -> ChooseForm:
        return ChooseForm(request.POST, snags=selectors.waiting_snags(actor))

    return _act_on(request, uuid, "add", form_of, call)


@require_POST
@idempotency.form
def close(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The management closes the point with a measure."""
    actor = request.actor
    policies.check_close(actor)
    policies.check_close(actor, selectors.point_for(actor, uuid))
    form = CloseForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        done = attempt(
            form, lambda: services.close_point(actor=actor, uuid=uuid, now=clock.now(), **data)
        )
        if done is not None:
            messages.success(request, _("Punktet er lukket, og de, der meldte, får besked."))
            return redirect("point", uuid=uuid)
    return _show(request, uuid, close=form)
