"""A write with a key happens once; the same key answers the same again.

The record is claimed in the transaction of the work: a crash leaves neither, and a second caller
waits for the first and then reads its answer. Answers that say no are not kept, since they had no
effect and may be asked again.
"""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import connection
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from rest_framework.response import Response

from coordination.base import crypto
from coordination.base.actor import Actor
from coordination.web.errors import BadRequest, KeyReused
from coordination.web.models import IdempotencyRecord

KEY = re.compile(r"[\x21-\x7e]{16,64}")
KEPT = timedelta(days=30)


def _claim(principal: str, key: str, fingerprint: bytes) -> IdempotencyRecord | None:
    """None when this call is the first with its key; else the finished record of the first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO web_idempotencyrecord"
            " (principal, key, fingerprint, location, etag, created_at)"
            " VALUES (%s, %s, %s, '', '', clock_timestamp()) ON CONFLICT DO NOTHING",
            [principal, key, fingerprint],
        )
        if cursor.rowcount == 1:
            return None
    record = IdempotencyRecord.objects.get(principal=principal, key=key)
    if bytes(record.fingerprint) != fingerprint:
        raise KeyReused
    return record


def _place(principal: str, key: str) -> str:
    return f"web_idempotencyrecord|{principal}|{key}|body_sealed"


def _keep(principal: str, key: str, status: int, body: bytes, location: str, etag: str) -> None:
    IdempotencyRecord.objects.filter(principal=principal, key=key).update(
        status=status,
        body_sealed=crypto.encrypt(body, place=_place(principal, key)),
        location=location,
        etag=etag,
    )


def _fingerprint(actor: Actor, method: str, path: str, body: bytes) -> bytes:
    """The role and the organisation belong to it: an answer is replayed to nobody with less."""
    parts = [actor.role, str(actor.organisation_id), method, path]
    return hashlib.sha256(b"\x00".join([*(part.encode() for part in parts), body])).digest()


def _digest(upload: UploadedFile) -> str:
    """What stands for a file in the fingerprint; the file is then read from its beginning again."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def required(handler: Callable[..., Response]) -> Callable[..., Response]:
    """For API views that create or move money: demands `Idempotency-Key` and replays its answer."""

    @wraps(handler)
    def wrapper(view: Any, request: Any, *args: Any, **kwargs: Any) -> Response:
        key = request.headers.get("Idempotency-Key", "")
        if not KEY.fullmatch(key):
            raise BadRequest(
                "Send headeren Idempotency-Key med 16-64 synlige ASCII-tegn, ny for hver handling."
            )
        principal = request.actor.key
        body = json.dumps(request.data, sort_keys=True, default=_digest).encode()
        first = _claim(
            principal, key, _fingerprint(request.actor, request.method, request.path, body)
        )
        if first is not None:
            return _replay(first)
        response = handler(view, request, *args, **kwargs)
        _keep(
            principal,
            key,
            response.status_code,
            json.dumps(response.data, default=str).encode(),
            response.headers.get("Location", ""),
            response.headers.get("ETag", ""),
        )
        return response

    return wrapper


def _replay(record: IdempotencyRecord) -> Response:
    body = crypto.decrypt(record.body_sealed, place=_place(record.principal, record.key))
    response = Response(json.loads(body), status=record.status)
    response["Idempotent-Replayed"] = "true"
    for header, value in (("Location", record.location), ("ETag", record.etag)):
        if value:
            response[header] = value
    return response


def form(handler: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For pages: a form sent twice (double click, back button) leads to the first one's result."""

    @wraps(handler)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.POST.get("idempotency_key", "")
        if request.method != "POST" or not KEY.fullmatch(key):
            return handler(request, *args, **kwargs)
        actor: Actor = request.actor  # type: ignore[attr-defined]
        principal = actor.key
        first = _claim(principal, key, _fingerprint(actor, "POST", request.path, b""))
        if first is not None and first.location:
            return HttpResponseRedirect(first.location)
        response = handler(request, *args, **kwargs)
        if response.status_code == 302:
            _keep(principal, key, 302, b"", response.headers["Location"], "")
        else:
            IdempotencyRecord.objects.filter(principal=principal, key=key).delete()
        return response

    return wrapper


def forget_old() -> int:
    """Delete records older than 30 days; returns how many."""
    count, _per_model = IdempotencyRecord.objects.filter(created_at__lt=Now() - KEPT).delete()
    return count
