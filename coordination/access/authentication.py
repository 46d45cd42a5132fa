"""REST callers are whoever the middleware found: a person by session, or a client by token."""

from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
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


class ActorScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the schema describes a client's token."""

    target_class = ActorAuthentication
    name = "oauth2"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        flow = {"tokenUrl": "/api/token", "scopes": settings.OAUTH2_PROVIDER["SCOPES"]}
        return {"type": "oauth2", "flows": {"clientCredentials": flow}}

    def get_security_requirement(self, auto_schema: Any) -> dict[str, list[str]]:
        scope = auto_schema.view.scopes.get(auto_schema.method)
        return {self.name: [scope] if scope else []}


class PersonScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the schema describes a person's session."""

    target_class = PersonAuthentication
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}
