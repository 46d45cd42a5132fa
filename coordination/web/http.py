"""Requests as views meet them, with the actor that the middleware put there; files as answers."""

from django.http import HttpRequest, HttpResponse
from rest_framework.request import Request

from coordination.base.actor import Actor


class ActorRequest(HttpRequest):
    """A page request; `actor` is None only for somebody without a role today."""

    actor: Actor


class ApiRequest(Request):
    """A REST request by somebody with a role and, for a client, the scope."""

    actor: Actor


def pdf_download(content: bytes, name: str) -> HttpResponse:
    """A PDF that a browser saves and never opens as part of this site."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)
