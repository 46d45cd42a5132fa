from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request


class HasActor(BasePermission):
    """Somebody with a role today, and, for an API client, with the view's scope.

    A method that the view does not have needs no scope: it is refused by name (405).
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        actor = request._request.actor  # type: ignore[attr-defined]
        if actor is None:
            return False
        if not actor.client_id or request.method not in view.allowed_methods:
            return True
        method = "GET" if request.method == "HEAD" else request.method
        return view.scopes.get(method) in actor.scopes
