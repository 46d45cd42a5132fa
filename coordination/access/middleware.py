"""One transaction per request, in which the database shows the actor's rows and no others."""

import uuid
from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from oauth2_provider.oauth2_backends import get_oauthlib_core

from coordination.access import selectors
from coordination.audit import services as audit
from coordination.base import clock, rowsecurity
from coordination.base.actor import Actor

MEMBERSHIP = "membership"
"""The session key of the role a person has chosen."""

OUTSIDE = ("/livez", "/readyz", "/static/")
"""Paths that need no actor and no transaction."""

View = Callable[..., HttpResponse]


def role_not_required(view: View) -> View:
    """Open a page to people who are logged in but hold no role today."""
    view.role_required = False  # type: ignore[attr-defined]
    return view


class ActorMiddleware:
    """Puts `request.actor` in place, owns the transaction, and records what was denied."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_id = uuid.uuid4().hex  # type: ignore[attr-defined]
        if request.path.startswith(OUTSIDE):
            request.actor = None  # type: ignore[attr-defined]
            return self.get_response(request)
        with transaction.atomic(), clock.one_reading():
            actor = _actor(request)
            request.actor = actor  # type: ignore[attr-defined]
            rowsecurity.apply_scope(actor)
            response = self.get_response(request)
            response["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
            if getattr(request, "roll_back", False):
                transaction.set_rollback(True)
        denial = getattr(request, "denial", "")
        if denial and actor is not None:
            _record_denial(request, actor, denial)
        return response

    def process_view(
        self, request: HttpRequest, view: View, _args: object, _kwargs: object
    ) -> None:
        """Somebody logged in without a role today gets the pages that say so, and no others."""
        is_open = not getattr(view, "login_required", True) or not getattr(
            view, "role_required", True
        )
        if request.actor is None and request.user.is_authenticated and not is_open:  # type: ignore[attr-defined]
            raise PermissionDenied

    def process_exception(self, request: HttpRequest, _error: Exception) -> None:
        """Whatever was not answered by a view leaves nothing behind."""
        request.roll_back = True  # type: ignore[attr-defined]


def _actor(request: HttpRequest) -> Actor | None:
    request_id = request.request_id  # type: ignore[attr-defined]
    if request.headers.get("Authorization", "").startswith("Bearer "):
        return _client_actor(request, request_id)
    user = request.user
    if isinstance(user, AnonymousUser):
        return None
    chosen = request.session.get(MEMBERSHIP)
    return selectors.actor_of(
        user,
        today=clock.today(),
        membership=UUID(chosen) if chosen else None,
        request_id=request_id,
    )


def _client_actor(request: HttpRequest, request_id: str) -> Actor | None:
    request.user = AnonymousUser()
    valid, found = get_oauthlib_core().verify_request(request, scopes=[])
    if not valid:
        return None
    scopes = frozenset(found.access_token.scope.split())
    return selectors.actor_of_client(
        found.access_token.application_id,
        scopes=scopes,
        today=clock.today(),
        request_id=request_id,
    )


def _record_denial(request: HttpRequest, actor: Actor, code: str) -> None:
    """In a transaction of its own, since the refused one was rolled back."""
    with rowsecurity.scope(actor):
        audit.record(
            actor=actor,
            action="access.denied",
            subject_type="route",
            subject=None,
            route=getattr(request.resolver_match, "view_name", ""),
            method=request.method,
            code=code,
        )
