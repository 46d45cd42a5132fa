"""Requests as views meet them: with the actor that the middleware put there."""

from django.http import HttpRequest
from rest_framework.request import Request

from coordination.base.actor import Actor


class ActorRequest(HttpRequest):
    """A page request; `actor` is None only for somebody without a role today."""

    actor: Actor


class ApiRequest(Request):
    """A REST request by somebody with a role and, for a client, the scope."""

    actor: Actor
