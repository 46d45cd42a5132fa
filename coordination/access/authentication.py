"""REST callers are whoever the middleware found: a person by session, or a client by token."""

from typing import Any

from rest_framework.authentication import BaseAuthentication, SessionAuthentication


class ActorAuthentication(BaseAuthentication):
    """An OAuth2 client with a valid token; anything else is asked to log in."""

    def authenticate(self, request: Any) -> tuple[Any, None] | None:
        actor = request._request.actor
        return (request._request.user, None) if actor is not None and actor.client_id else None

    def authenticate_header(self, request: Any) -> str:
        return 'Bearer realm="samspil"'


class PersonAuthentication(SessionAuthentication):
    """A logged-in person in the browser, with CSRF protection."""
