"""A telephone call that no request was sent for: logged as fast, and as one unit per episode."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from acute import policies, selectors, services
from acute.forms import SessionForm
from acute.models import Session
from acute.pages.sessions import field_of
from coordination.base import clock
from coordination.base.actor import Actor
from coordination.base.danish import day_text
from coordination.base.periods import local_date
from coordination.parties import services as parties
from coordination.web import idempotency
from coordination.web.http import ActorRequest
from coordination.web.pages import attempt, new_key
from coordination.web.templatetags.samspil import kr


@require_http_methods(["GET", "HEAD", "POST"])
@idempotency.form
def new_session(request: ActorRequest) -> HttpResponse:
    """Log advice that was given without a request; whom and how much is seen before it is saved."""
    actor, now = request.actor, clock.now()
    policies.check_log_session(actor)
    form = SessionForm(request.POST or None, initial={"service_on": day_text(local_date(now))})
    call = None
    if request.method == "POST" and form.is_valid():
        call = _call(actor, form, now)
        logged = call and _log(actor, form, call, now)
        if logged:
            messages.success(request, _("Registreret: %s") % kr(logged.amount))
            return redirect("acute-sessions")
    if call is not None:  # what was found has the focus, not the number
        del form.fields["cpr"].widget.attrs["autofocus"]
    context = {
        "form": form,
        "call": _row(call) if call else None,
        "shown": _key(form, call) if call else "",
        "idempotency_key": new_key(),
    }
    return render(request, "acute/session_form.html", context)


def _call(actor: Actor, form: SessionForm, now: datetime) -> selectors.Call | None:
    """Search, then look: the search stays recorded and counted where the call is refused."""
    data = form.cleaned_data
    patient = attempt(form, lambda: parties.find_patient(actor=actor, cpr=data["cpr"]))
    if patient is None:
        if not form.errors:
            form.add_error("cpr", _("Vi fandt ingen borger hos jer med det nummer. Tjek det."))
        return None
    return attempt(
        form,
        lambda: selectors.call_about(
            actor,
            patient,
            on=data["service_on"],
            minutes=data["minutes"],
            began_at=form.began_at,
            now=now,
        ),
        field_of,
    )


def _log(actor: Actor, form: SessionForm, call: selectors.Call, now: datetime) -> Session | None:
    """Save what was shown; where the episode may be the same, once that has been said."""
    data = form.cleaned_data
    if data["shown"] != _key(form, call):
        return None
    moment = {"actor": actor, "minutes": data["minutes"], "began_at": form.began_at, "now": now}
    if call.episode is None or data["episode"] == "new":
        patient, day = call.patient.uuid, data["service_on"]
        number = {"ordinal": call.ordinal, "ordinal_reason": data["ordinal_reason"]}
        return attempt(
            form,
            lambda: services.log_session(patient=patient, service_on=day, **number, **moment),
            field_of,
        )
    episode = call.episode.uuid
    if data["episode"] == "same":
        return attempt(form, lambda: services.extend_session(uuid=episode, **moment), field_of)
    form.add_error("episode", _("Vælg, om det er samme forløb."))
    return None


def _key(form: SessionForm, call: selectors.Call) -> str:
    """What the shown amounts rest on."""
    data = form.cleaned_data
    episode = call.episode.uuid if call.episode else ""
    began = data["began"] or ""
    parts = (call.patient.uuid, data["service_on"], data["minutes"], began, episode)
    return "/".join(str(part) for part in parts)


def _row(call: selectors.Call) -> dict[str, Any]:
    asked, episode = call.request, call.episode
    return {
        "name": call.patient.name,
        "masked_cpr": call.patient.masked_cpr,
        "fee": call.fee,
        "together": call.together,
        "episode_minutes": episode.minutes if episode else None,
        "episode_amount": episode.amount if episode else None,
        "request_url": reverse("acute-request", args=[asked.uuid]) if asked else "",
        "request_number": asked.number if asked else "",
    }
