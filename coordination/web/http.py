"""Requests as views meet them, with the actor that the middleware put there; files as answers."""

import re

from django.http import HttpRequest, HttpResponse
from rest_framework.request import Request

from coordination.base.actor import Actor


class ActorRequest(HttpRequest):
    """A page request; `actor` is None only for somebody without a role today."""

    actor: Actor


class ApiRequest(Request):
    """A REST request by somebody with a role and, for a client, the scope."""

    actor: Actor


RANGE = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")


def private_file(content: bytes, name: str, media_type: str, asked: str = "") -> HttpResponse:
    """A file of one person's: saved and never opened as a page, kept by no cache.

    `asked` is the header Range: players read films in parts, and some play nothing otherwise.
    """
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-store",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Accept-Ranges": "bytes",
    }
    part = RANGE.fullmatch(asked)
    if part is None or int(part[1]) >= len(content):
        return HttpResponse(content, content_type=media_type, headers=headers)
    first = int(part[1])
    last = min(int(part[2] or len(content)), len(content) - 1)
    headers["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
    return HttpResponse(
        content[first : last + 1], content_type=media_type, headers=headers, status=206
    )


def pdf_download(content: bytes, name: str) -> HttpResponse:
    """A PDF that a browser saves and never opens as part of this site."""
    return file_download(content, name, "application/pdf")


def file_download(content: bytes, name: str, content_type: str) -> HttpResponse:
    """A file that a browser saves and never opens as part of this site."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=content_type, headers=headers)
