from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coordination.agreements import selectors as agreements
from coordination.agreements.models import Agreement, Body
from coordination.base import clock
from coordination.base.danish import day_text
from coordination.notices import policies, selectors, services
from coordination.notices.enums import NoticeKind
from coordination.notices.forms import LAST_DAYS, DraftForm
from coordination.notices.models import Notice
from coordination.notices.pages.plan import plan_rows
from coordination.notices.selectors import Plan
from coordination.web import idempotency
from coordination.web.http import ActorRequest
from coordination.web.pages import attempt, new_key

SLUGS = {
    "opsig": NoticeKind.TERMINATE,
    "suspender": NoticeKind.SUSPEND,
    "udtraed": NoticeKind.LEAVE,
}


@require_http_methods(["GET", "HEAD", "POST"])
@idempotency.form
def draft(request: ActorRequest, slug: str, kind: str) -> HttpResponse:
    """Draft a notice: the last day aimed at, who must act by when, and why.

    "Vis varselsplan" shows the plan of another day without saving anything.
    """
    if kind not in SLUGS:
        raise Http404
    policies.check_draft(request.actor)
    agreement = agreements.agreement_by_slug(request.actor, slug)
    policies.check_draft(request.actor, agreement)
    today = clock.today()
    bodies = selectors.bodies_for(request.actor, agreement, today=today)
    shows = "show" in request.POST
    usual = selectors.plan_of(request.actor, agreement, SLUGS[kind], today=today)
    form = DraftForm(
        request.POST or None,
        kind=SLUGS[kind],
        bodies=bodies,
        initial=_initial(request, usual, bodies),
    )
    if shows:
        form.errors.pop("reason", None)
    elif request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: _make(request, agreement, SLUGS[kind], bodies, form))
        if made is not None:
            messages.success(request, _("Kladden er gemt. Den har ingen virkning endnu."))
            return redirect("notice", uuid=made.uuid)
    plan = selectors.plan_of(
        request.actor, agreement, SLUGS[kind], today=today, wanted=_wanted(form, usual)
    )
    context = {
        "form": form,
        "what": SLUGS[kind].label,
        "kinds": _kinds(agreement, kind),
        "agreement": {
            "title": agreement.title,
            "url": reverse("agreement-detail", args=[agreement.slug]),
        },
        "clause": _clause(agreement, plan) if plan else None,
        "plan": plan_rows(plan, today=today) if plan else None,
        "last_day": LAST_DAYS[SLUGS[kind]],
        "idempotency_key": new_key(),
    }
    return render(request, "notices/draft.html", context)


def _make(
    request: ActorRequest,
    agreement: Agreement,
    kind: NoticeKind,
    bodies: list[Body],
    form: forms.Form,
) -> Notice:
    data = form.cleaned_data
    return services.draft(
        actor=request.actor,
        agreement=agreement,
        kind=kind,
        reason=data["reason"],
        wanted_last_day_on=data["wanted_last_day_on"],
        body=next((row for row in bodies if str(row.uuid) == data["body"]), None),
        now=clock.now(),
    )


def _initial(request: ActorRequest, usual: Plan | None, bodies: list[Body]) -> dict[str, Any]:
    """The day in the address (as another page links to it) or the usual one; the likeliest body."""
    day = request.GET.get("dag") or (usual and usual.wanted_last_day_on)
    return {
        "wanted_last_day_on": day_text(day) if isinstance(day, date) else day,
        "body": str(bodies[0].uuid) if bodies else "",
    }


def _wanted(form: DraftForm, usual: Plan | None) -> date | None:
    """The day whose plan is shown: the one that was typed, where it can be read."""
    if form.is_bound:
        return getattr(form, "cleaned_data", {}).get("wanted_last_day_on")
    try:
        typed = form.fields["wanted_last_day_on"].clean(form.initial["wanted_last_day_on"])
    except forms.ValidationError:
        return usual.wanted_last_day_on if usual else None
    return typed if isinstance(typed, date) else None


def _kinds(agreement: Agreement, kind: str) -> list[dict[str, Any]]:
    """The other notices that the agreement gives a right to."""
    rights = {clause.kind for clause in agreements.clauses_of(agreement)}
    return [
        {"label": other.label, "url": reverse("notice-draft", args=[agreement.slug, slug])}
        for slug, other in SLUGS.items()
        if other.value in rights and slug != kind
    ]


def _clause(agreement: Agreement, plan: Plan) -> dict[str, Any]:
    clause = plan.clause
    return {
        "quote": clause.quote,
        "is_settled": clause.is_settled,
        "confirmed_by": clause.confirmed_by,
        "url": reverse("clause", args=[agreement.slug, clause.kind]),
    }
