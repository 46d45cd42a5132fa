"""Guided drafting: twenty questions on seven pages, each page kept as it is sent."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coordination.agreements import policies
from coordination.agreements import selectors as agreements
from coordination.agreements import services as agreement_services
from coordination.agreements.models import Sketch
from coordination.base import clock
from coordination.base.errors import NotAllowed
from coordination.parties import selectors as parties
from coordination.parties.models import Organisation
from coordination.portfolio import services
from coordination.portfolio.forms import (
    QUESTIONS,
    STEPS,
    Choices,
    Step,
    answers_of,
    unanswered,
    wanted,
)
from coordination.portfolio.selectors import drafting
from coordination.web import idempotency
from coordination.web.http import ActorRequest
from coordination.web.pages import attempt_or_say, new_key

REVIEW = "gennemse"


def _region(request: ActorRequest) -> Organisation:
    """The region the actor drafts for."""
    actor = request.actor
    if actor.organisation_id is None:
        raise NotAllowed
    policies.check_draft(actor, actor.organisation_id)
    return parties.organisation(actor.organisation_id)


def _choices(request: ActorRequest, sketch: Sketch) -> Choices:
    today = clock.today()
    return Choices(
        region=sketch.region,
        municipalities=parties.municipalities_of(sketch.region, on=today),
        providers=drafting.providers_for(sketch.region, on=today),
        bodies=drafting.bodies_for(sketch.region, on=today),
        parents=drafting.parents_for(request.actor, without=sketch.agreement),
    )


def _address(sketch: Sketch, slug: str) -> str:
    return reverse("drafting-step", args=[sketch.uuid, slug])


def _steps(sketch: Sketch, here: str) -> list[dict[str, Any]]:
    pages = [(step.slug, step.heading) for step in STEPS] + [(REVIEW, _("Gennemse"))]
    return [
        {"url": _address(sketch, slug), "label": label, "active": slug == here}
        for slug, label in pages
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@idempotency.form
def start(request: ActorRequest) -> HttpResponse:
    """Begin a new agreement, or go on with one that was begun."""
    region = _region(request)
    if request.method == "POST":
        sketch = agreement_services.start_sketch(
            actor=request.actor, region=region, answers={}, now=clock.now()
        )
        return redirect(_address(sketch, STEPS[0].slug))
    begun = [
        {
            "url": _address(row, STEPS[0].slug),
            "drop_url": reverse("drafting-drop", args=[row.uuid]),
            "title": row.answers.get("title") or _("Uden navn"),
            "by": row.started_by,
            "at": row.saved_at,
        }
        for row in agreements.sketches_of(request.actor)
    ]
    context = {"begun": begun, "questions": QUESTIONS, "idempotency_key": new_key()}
    return render(request, "portfolio/drafting_start.html", context)


@require_POST
@idempotency.form
def change(request: ActorRequest, slug: str) -> HttpResponse:
    """Begin a change of an agreement from its newest text."""
    _region(request)
    agreement = agreements.agreement_by_slug(request.actor, slug)
    policies.check_draft(request.actor, agreement.region_id)
    sketch = agreement_services.start_sketch(
        actor=request.actor,
        region=agreement.region,
        answers=answers_of(drafting.drafted(request.actor, agreement)),
        agreement=agreement,
        now=clock.now(),
    )
    return redirect(_address(sketch, STEPS[0].slug))


@require_POST
def drop(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Throw away what was begun."""
    _region(request)
    agreement_services.drop_sketch(actor=request.actor, uuid=uuid)
    messages.success(request, _("Det påbegyndte er slettet."))
    return redirect("drafting-start")


@require_http_methods(["GET", "HEAD", "POST"])
@idempotency.form
def step(request: ActorRequest, uuid: UUID, slug: str) -> HttpResponse:
    """One page of questions; what is answered is kept before the next page opens."""
    _region(request)
    sketch = agreements.sketch_for(request.actor, uuid)
    choices = _choices(request, sketch)
    if slug == REVIEW:
        return _review(request, sketch, choices)
    number = next((n for n, row in enumerate(STEPS) if row.slug == slug), None)
    if number is None:
        raise Http404
    form: Step
    if request.method == "POST":
        form = STEPS[number](request.POST, choices=choices)
        if form.is_valid():
            agreement_services.save_answers(
                actor=request.actor, uuid=uuid, answers=_typed(request, form), now=clock.now()
            )
            following = [row.slug for row in STEPS[number + 1 :]] + [REVIEW]
            return redirect(_address(sketch, following[0]))
    elif "ret" in request.GET:  # sent back here: show what is missing
        form = STEPS[number](dict(sketch.answers), choices=choices)
    else:
        form = STEPS[number](choices=choices, initial=_initial(STEPS[number], sketch))
    context = {
        "form": form,
        "sketch_title": sketch.answers.get("title") or _("Ny aftale"),
        "steps": _steps(sketch, slug),
        "number": number + 1,
        "count": len(STEPS),
        "questions": QUESTIONS,
        "back_url": _address(sketch, STEPS[number - 1].slug) if number else "",
        "idempotency_key": new_key(),
    }
    return render(request, "portfolio/drafting_step.html", context)


def _typed(request: ActorRequest, form: Step) -> dict[str, Any]:
    """The answers as they were typed, so that they can be shown and read again."""
    return {name: form[name].data if form[name].data is not None else "" for name in form.fields}


def _initial(step: type[Step], sketch: Sketch) -> dict[str, Any]:
    return {name: sketch.answers[name] for name in step.base_fields if name in sketch.answers}


def _review(request: ActorRequest, sketch: Sketch, choices: Choices) -> HttpResponse:
    missing = unanswered(sketch.answers, choices)
    if missing is not None:
        messages.warning(request, _("Her mangler der svar, før kladden kan gemmes."))
        return redirect(_address(sketch, missing) + "?ret=1")
    found = wanted(sketch.answers, choices)
    if request.method == "POST":
        made: list[str] = []

        def finish() -> None:
            done = services.finish_sketch(
                actor=request.actor, uuid=sketch.uuid, wanted=found, now=clock.now()
            )
            made.append(done.slug)

        if attempt_or_say(request, finish):
            messages.success(
                request, _("Kladden er gemt. Bed nu en kollega om at bekræfte vilkårene.")
            )
            return redirect("agreement-detail", slug=made[0])
    context = {
        "sketch_title": found.text.title,
        "steps": _steps(sketch, REVIEW),
        "pages": [_answers(step, sketch, choices) for step in STEPS],
        "total": sum(amount for _funder, amount in found.contributions),
        "contributions": found.contributions,
        "is_change": sketch.agreement_id is not None,
        "idempotency_key": new_key(),
    }
    return render(request, "portfolio/drafting_review.html", context)


def _answers(step: type[Step], sketch: Sketch, choices: Choices) -> dict[str, Any]:
    form = step(dict(sketch.answers), choices=choices)
    form.full_clean()
    rows = []
    for asked in form.asked:
        values = [_shown(form, field.name) for field in asked.fields]
        rows.append(
            {"asks": asked.asks, "number": asked.number, "values": [v for v in values if v]}
        )
    return {"heading": step.heading, "url": _address(sketch, step.slug), "rows": rows}


def _shown(form: Step, name: str) -> str:
    """An answer in words."""
    field, value = form.fields[name], form[name].data
    options = dict(getattr(field, "choices", []))
    if isinstance(value, list):
        return ", ".join(str(options.get(row, row)) for row in value)
    if options:
        return str(options.get(value or "", value or ""))
    if value in (True, "on"):
        return str(field.label)
    return str(value or "")
