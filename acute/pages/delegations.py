"""What doctors let nurses measure before they ask: the list, signing and ending."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from acute import policies, selectors, services
from acute.forms import DelegationForm
from acute.pages.rows import delegation_rows
from coordination.base import clock
from coordination.base.actor import Actor
from coordination.base.errors import allowed
from coordination.web import idempotency
from coordination.web.http import ActorRequest
from coordination.web.pages import attempt, attempt_or_say, new_key


@require_http_methods(["GET", "HEAD", "POST"])
@idempotency.form
def delegations(request: ActorRequest) -> HttpResponse:
    """The delegations of the own practice or to the own municipality; a doctor signs a new one."""
    actor, today = request.actor, clock.today()
    rows = selectors.delegations_for(actor)
    form = None
    if request.method == "POST" or allowed(policies.check_sign_delegation, actor):
        form = DelegationForm(
            request.POST or None,
            kinds=selectors.all_measurement_kinds(actor),
            municipalities=selectors.municipalities_for(actor, on=today),
            initial={"starts_on": today},
        )
    if form is not None and form.is_valid() and _sign(actor, form):
        messages.success(request, _("Rammedelegationen er underskrevet."))
        return redirect("acute-delegations")
    context = {
        "form": form,
        "open": delegation_rows(rows.open_on(today)),
        "coming": delegation_rows(rows.filter(starts_on__gt=today)),
        "ended": delegation_rows(rows.filter(ends_before__lte=today)[:50]),
        "can_end": allowed(policies.check_end_delegation, actor),
        "idempotency_key": new_key(),
    }
    return render(request, "acute/delegations.html", context)


def _sign(actor: Actor, form: DelegationForm) -> Any:
    data = form.cleaned_data
    return attempt(
        form,
        lambda: services.sign_delegation(
            actor=actor,
            municipality=UUID(data["municipality"]),
            codes=data["codes"],
            patient_group=data["patient_group"],
            starts_on=data["starts_on"],
            ends_before=form.ends_before,
            now=clock.now(),
        ),
    )


@require_POST
@idempotency.form
def end_delegation(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Today becomes its last day."""
    actor, today = request.actor, clock.today()
    if attempt_or_say(
        request, lambda: services.end_delegation(actor=actor, uuid=uuid, today=today)
    ):
        messages.success(request, _("Rammedelegationen ophører."))
    return redirect("acute-delegations")
