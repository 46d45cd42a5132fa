from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request


class HasActor(BasePermission):
    """Somebody with a role today, and, for an API client, with the view's scope."""

    def has_permission(self, request: Request, view: Any) -> bool:
        actor = request._request.actor  # type: ignore[attr-defined]
        if actor is None:
            return False
        scope = view.scopes.get(request.method)
        return not actor.client_id or (scope is not None and scope in actor.scopes)
