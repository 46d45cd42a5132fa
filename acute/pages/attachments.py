"""Pictures, sounds and films of a request: taking them, and looking at them."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from acute import policies, selectors, services
from acute.enums import SHOWN, AttachmentKind, Scan
from acute.forms import AttachmentForm
from acute.models import Attachment, Request
from coordination.base import clock
from coordination.base.actor import Actor
from coordination.web import idempotency
from coordination.web.http import ActorRequest, private_file
from coordination.web.pages import attempt, new_key

CAMERAS = (
    ("image/jpeg,image/png", "environment", gettext_lazy("Tag billede")),
    ("video/*", "environment", gettext_lazy("Optag video")),
    ("audio/*", "user", gettext_lazy("Optag lyd")),
)


def attachment_rows(actor: Actor, case: Request) -> list[dict[str, Any]]:
    """The attachments as the page shows them, with what the scanner said."""
    return [_row(row) for row in selectors.attachments_of(actor, case)]


def _row(row: Attachment) -> dict[str, Any]:
    return {
        "url": reverse("acute-attachment", args=[row.uuid]),
        "kind": row.kind,
        "label": f"{AttachmentKind(row.kind).label} {row.number}",
        "media_type": row.media_type,
        "width": row.width,
        "height": row.height,
        "seconds": row.seconds,
        "is_shown": row.state in SHOWN,
        "state": row.state,
        "state_label": Scan(row.state).label,
        "at": row.added_at,
        "who": row.added_by,
    }


def attachment_context(actor: Actor, case: Request) -> dict[str, Any]:
    """The list, and whether it is to be asked for again while something waits for the scanner."""
    rows = attachment_rows(actor, case)
    waits = any(row["state"] == Scan.PENDING for row in rows)
    address = reverse("acute-attachments", args=[case.uuid])
    return {"attachments": rows, "attachments_url": address, "attachments_wait": waits}


@require_GET
def attachments(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The list alone, fetched while something waits for the scanner."""
    case = selectors.request_for(request.actor, uuid)
    context = attachment_context(request.actor, case)
    return render(request, "acute/_attachments.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@idempotency.form
def attach(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """Add one picture, sound or film; the plain form has a button for each camera."""
    actor, now = request.actor, clock.now()
    policies.check_attach(actor)
    case = services.open_request(actor=actor, uuid=uuid)
    policies.check_attach(actor, case)
    form = AttachmentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: services.attach(actor=actor, uuid=uuid, content=form.content(), now=now),
        )
        if done is not None:
            said = _("%(what)s er sendt. %(state)s.")
            what = f"{AttachmentKind(done.kind).label} {done.number}"
            messages.success(request, said % {"what": what, "state": Scan(done.state).label})
            return redirect("acute-request", uuid=uuid)
    context = {
        "forms": [_camera(*camera) for camera in CAMERAS],
        "form": form,
        "case": {"number": case.number, "url": reverse("acute-request", args=[uuid])},
    }
    return render(request, "acute/attach.html", context)


def _camera(accept: str, capture: str, verb: Any) -> dict[str, Any]:
    attributes = {"accept": accept, "capture": capture, "class": "form-input"}
    key = "id_file" if accept == CAMERAS[0][0] else f"id_file_{accept[:5]}"
    widget = forms.FileInput(attrs=attributes | {"id": key, "aria-label": verb})
    return {
        "id": key,
        "input": widget.render("file", None),
        "verb": verb,
        "idempotency_key": new_key(),
    }


@require_GET
def attachment(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The content, to whoever sees the request; each look is written down."""
    asked = request.headers.get("Range", "")
    first = asked in ("", "bytes=0-") or asked.startswith("bytes=0-")
    found, content = services.open_attachment(actor=request.actor, uuid=uuid, look=first)
    return private_file(content, found.name, found.media_type, asked)
