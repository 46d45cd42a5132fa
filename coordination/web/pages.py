"""What every page needs: a fresh idempotency key, and a refusal put into its form."""

import secrets
from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import defaults

from coordination.base.errors import Invalid, StateConflict, TooMany
from coordination.web.errors import PROBLEM, problem

Result = TypeVar("Result")


def new_key() -> str:
    """A key for one form on one page, so that sending it twice does it once."""
    return secrets.token_urlsafe(24)


def attempt(
    form: forms.Form,
    call: Callable[[], Result],
    field_of: Callable[[Exception], str | None] = lambda _error: None,
) -> Result | None:
    """Carry out a service; a refusal of content or state becomes an error in the form.

    What the person typed stays. Nothing of the refused work is kept.
    """
    try:
        with transaction.atomic():
            return call()
    except (Invalid, StateConflict, TooMany) as error:
        name = field_of(error) or getattr(error, "field", None)
        form.add_error(name if name in form.fields else None, error.text)
        return None


def attempt_or_say(request: HttpRequest, call: Callable[[], object]) -> bool:
    """Carry out a service that has no form; a refusal becomes a message. Whether it went well."""
    try:
        with transaction.atomic():
            call()
    except (Invalid, StateConflict) as error:
        messages.error(request, error.text)
        return False
    return True


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours: nothing of it is shown, and a program gets a problem document."""
    if not request.path.startswith("/api/"):
        return defaults.server_error(request)
    body = problem(500, "server_error", _("Fejlen er hos os. Intet er gemt. Prøv igen om lidt."))
    return JsonResponse(body, status=500, content_type=PROBLEM)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose protection has run out: nothing is done, and the person is told what to do."""
    context = {
        "title": _("Siden er blevet for gammel"),
        "detail": _("Intet er gemt. Gå tilbage, genindlæs siden, og send igen."),
    }
    return render(request, "refusal.html", context, status=403)
