"""The region's worklist of claims: filtered, the oldest first, decided many at a time."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from coordination.agreements import selectors as agreements
from coordination.base import clock
from coordination.base.actor import Actor, Role
from coordination.base.danish import day_text, kroner_text
from coordination.ledger import policies, selectors, services
from coordination.ledger.enums import ClaimState
from coordination.ledger.filters import ClaimFilter, offer
from coordination.ledger.pages.claim_rows import claim_row
from coordination.parties.enums import OrganisationKind
from coordination.web import idempotency
from coordination.web.errors import BadRequest
from coordination.web.http import ActorRequest
from coordination.web.keyset import slice_of
from coordination.web.pages import attempt_or_say, new_key

PAGE_SIZE = 50
ALL = "alle"
MOST_SAID = 10
NARROW = ("agreement", "municipality", "practice", "month")
STEP = {Role.REGION_ADMIN: ClaimState.SUBMITTED, Role.REGION_FINANCE: ClaimState.APPROVED}
"""What waits for each of the two who decide."""

TABS = (
    (ClaimState.SUBMITTED, gettext_lazy("Venter på regionen")),
    (ClaimState.APPROVED, gettext_lazy("Venter på økonomi")),
    (ClaimState.UNFUNDED, gettext_lazy("Venter på dækning")),
    (ClaimState.REJECTED, gettext_lazy("Afvist")),
    (ClaimState.CLEARED, gettext_lazy("Klar til udbetaling")),
)
Decide = Callable[..., services.Outcome]


@require_GET
def claims(request: ActorRequest) -> HttpResponse:
    """What the region is asked to pay; first what waits for the reader."""
    actor, now = request.actor, clock.now()
    policies.check_work_claims(actor)
    asked = _asked(request.GET, actor)
    newest = request.GET.get("sorter") == "nyest"
    chosen = ClaimFilter(asked, queryset=selectors.claims_by_age(actor))
    after = request.GET.get("cursor", "")
    shown = slice_of(chosen.qs, after=after, size=PAGE_SIZE, descending=newest)
    towns = agreements.partners_of(actor)
    offer(
        chosen.form,
        selectors.claimed_agreements(actor),
        [row for row in towns if row.kind == OrganisationKind.MUNICIPALITY],
    )
    states = asked.getlist("state")
    undecided = states != [ClaimState.UNFUNDED]
    alike = selectors.alike(actor, shown.rows) if undecided else {}
    rows = [claim_row(actor, row, now, alike=alike.get(row.pk, 0)) for row in shown.rows]
    step, ticked = STEP[actor.role], "alle" in request.GET
    for row in rows:
        row["can_tick"] = row["state"] == step and not row["is_own"]
        row["ticked"] = ticked and row["can_tick"]
    context = {
        "rows": rows,
        "form": chosen.form,
        "tabs": _tabs(actor, asked, states),
        "states": states,
        "shows_state": states != [step],
        "newest": newest,
        "is_filtered": any(asked.get(name) for name in NARROW),
        "waiting": [] if undecided else _waiting(actor),
        "bulk": _bulk(actor) if any(row["can_tick"] for row in rows) else None,
        "tick_all_url": _address(request.GET, alle="1"),
        "back": request.GET.urlencode(),
        "idempotency_key": new_key(),
        "next_url": _address(request.GET, cursor=shown.cursor) if shown.cursor else "",
        "first_url": _address(request.GET, cursor="") if after else "",
    }
    return render(request, "ledger/claims.html", context)


def _asked(params: QueryDict, actor: Actor) -> QueryDict:
    """The filters of the address; without a state, what waits for the reader."""
    asked = params.copy()
    states = asked.getlist("state")
    if not states:
        asked["state"] = STEP[actor.role].value
    elif ALL in states:
        del asked["state"]
    return asked


def _address(params: QueryDict, **changes: str) -> str:
    """The list as it is asked for, with some of it changed; the page begins anew."""
    asked = params.copy()
    for name in ("cursor", "alle"):
        asked.pop(name, None)
    if "alle" in changes and "cursor" in params:
        asked["cursor"] = params.get("cursor", "")
    for name, value in changes.items():
        asked.pop(name, None)
        if value:
            asked[name] = value
    text = asked.urlencode()
    return reverse("claims") + (f"?{text}" if text else "")


def _tabs(actor: Actor, asked: QueryDict, states: list[str]) -> list[dict[str, Any]]:
    counts = selectors.counts_of_claims(actor, [state for state, _label in TABS])
    tabs = [
        {
            "url": _address(asked, state=state.value),
            "label": label,
            "count": counts[state],
            "active": states == [state.value],
        }
        for state, label in TABS
    ]
    every = {"url": _address(asked, state=ALL), "label": _("Alle"), "active": not states}
    return [*tabs, every]


def _bulk(actor: Actor) -> dict[str, str]:
    if actor.role == Role.REGION_FINANCE:
        return {"url": reverse("claims-clear"), "label": _("Godkend de valgte til udbetaling")}
    return {"url": reverse("claims-approve"), "label": _("Godkend de valgte")}


def _waiting(actor: Actor) -> list[dict[str, Any]]:
    return [
        {
            "title": row.title,
            "number": row.number,
            "amount": row.amount,
            "free": row.free,
            "url": reverse("claims-post-waiting", args=[row.slug]),
        }
        for row in selectors.waiting_for_money(actor)
    ]


@require_POST
@idempotency.form
def approve(request: ActorRequest) -> HttpResponse:
    """The region approves the ticked claims; finance is next."""
    return _decide(
        request,
        services.approve,
        lambda count: ngettext(
            "%(count)s krav er godkendt: %(total)s. Det venter nu på økonomi.",
            "%(count)s krav er godkendt: %(total)s. De venter nu på økonomi.",
            count,
        ),
    )


@require_POST
@idempotency.form
def clear(request: ActorRequest) -> HttpResponse:
    """Finance lets the ticked claims be paid."""
    return _decide(
        request,
        services.clear,
        lambda count: ngettext(
            "%(count)s krav er godkendt til udbetaling: %(total)s",
            "%(count)s krav er godkendt til udbetaling: %(total)s",
            count,
        ),
    )


def _decide(request: ActorRequest, decide: Decide, words: Callable[[int], str]) -> HttpResponse:
    actor, now = request.actor, clock.now()
    policies.check_work_claims(actor)
    uuids = _ticked(request)
    attempt_or_say(request, lambda: _say(request, decide, uuids, words, now))
    return redirect(back_to_list(request))


def _say(
    request: ActorRequest,
    decide: Decide,
    uuids: list[UUID],
    words: Callable[[int], str],
    now: datetime,
) -> None:
    """Decide, and say how many, how much, and why not for each of the others."""
    actor = request.actor
    outcome = decide(actor=actor, claims=uuids, now=now)
    if outcome.done:
        said = {"count": len(outcome.done), "total": kroner_text(outcome.total)}
        messages.success(request, words(len(outcome.done)) % said)
    named = selectors.claims_named(actor, [uuid for uuid, _error in outcome.refused])
    for uuid, error in outcome.refused[:MOST_SAID]:
        claim = named.get(uuid)
        who = f"{claim.practice.name}, {day_text(claim.service_on)}: " if claim else ""
        messages.warning(request, who + error.text)
    if len(outcome.refused) > MOST_SAID:
        rest = len(outcome.refused) - MOST_SAID
        messages.warning(request, _("%s andre kunne heller ikke.") % rest)


def _ticked(request: ActorRequest) -> list[UUID]:
    try:
        return [UUID(text) for text in request.POST.getlist("krav")]
    except ValueError as error:
        raise BadRequest(_("Et af kravene kendes ikke. Genindlæs siden.")) from error


def back_to_list(request: ActorRequest) -> str:
    """The list as it was before the decision: only its own filters are taken from the form."""
    asked = QueryDict(request.POST.get("back", "")).copy()
    return _address(asked)


@require_POST
@idempotency.form
def post_waiting(request: ActorRequest, slug: str) -> HttpResponse:
    """Post what waits for money under an agreement, as far as the money reaches."""
    actor, now = request.actor, clock.now()
    policies.check_fund(actor)
    agreement = agreements.agreement_by_slug(actor, slug)
    outcome = services.post_waiting(actor=actor, agreement=agreement, now=now)
    said = {
        "count": len(outcome.done),
        "total": kroner_text(outcome.total),
        "left": len(outcome.refused),
    }
    if outcome.done:
        text = _("%(count)s krav har fået dækning: %(total)s. %(left)s venter stadig.")
        messages.success(request, text % said)
    else:
        text = _("Der er ikke penge til det ældste krav endnu. %(left)s venter stadig.")
        messages.warning(request, text % said)
    return redirect(_address(QueryDict(), state=ClaimState.UNFUNDED.value))
