"""What every REST view stands on: the actor's scopes, problem documents, keyset pages, ETags."""

import base64
import binascii
import json
import re
from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.encoding import force_str
from django_filters import MultipleChoiceFilter
from drf_spectacular.utils import OpenApiParameter
from rest_framework import exceptions
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer, Serializer
from rest_framework.views import APIView, exception_handler, set_rollback

from coordination.base.errors import NotAllowed
from coordination.web.errors import (
    PROBLEM,
    RETRY_AFTER_SECONDS,
    BadRequest,
    VersionMissing,
    as_domain_error,
    field_errors,
    problem,
    status_of,
)
from coordination.web.keyset import slice_of
from coordination.web.permissions import HasActor

ETAG = re.compile(r'"([0-9]{1,9})"')
PAGE_SIZE = 50
MAX_PAGE_SIZE = 200

WITHOUT_VALUE = {"invalid_choice": "Værdien er ikke en af dem, der kan vælges."}
"""Our words where the framework's would repeat what was sent."""


class ApiView(APIView):
    """A thin edge: parse, one service or selector, answer. `scopes` maps method to OAuth2 scope."""

    scopes: ClassVar[dict[str, str]] = {}
    permission_classes = (HasActor,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        request.actor = request._request.actor  # type: ignore[attr-defined]


class OneFormat(DefaultContentNegotiation):
    """A file has one format, whatever is asked for; a refusal of it is a problem document."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        only = next(iter(renderers))
        return only, only.media_type


def handle_exception(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer every refusal as problem+json and roll its transaction back."""
    known = as_domain_error(error)
    if known is None and not isinstance(error, exceptions.APIException):
        response = exception_handler(error, context)  # Http404, PermissionDenied
        if response is None:
            return None
        known = as_domain_error(NotAllowed()) if response.status_code == 403 else None
        body = problem(response.status_code, "not_found", "Det findes ikke.")
        if known is not None:
            body = problem(403, known.code, known.text)
        return _answer(context, body, {})
    if known is not None:
        status = status_of(known)
        headers = {"Retry-After": str(RETRY_AFTER_SECONDS)} if status == 503 else {}
        return _answer(
            context, problem(status, known.code, known.text, errors=field_errors(known)), headers
        )
    return _framework_error(error, context)


def _framework_error(error: Any, context: dict[str, Any]) -> Response:
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = error.auth_header
    if getattr(error, "wait", None):
        headers["Retry-After"] = str(int(error.wait))
    if isinstance(error, exceptions.ValidationError):
        errors = list(_validation_errors(error.get_full_details()))
        body = problem(422, "invalid", "Ret de markerede felter, og send igen.", errors=errors)
        return _answer(context, body, headers)
    detail = {
        400: "Indholdet kan ikke læses. Send gyldig JSON (UTF-8).",
        401: "Log ind, eller send et gyldigt adgangstoken.",
        403: str(NotAllowed.message),
        405: "Brug en af metoderne i headeren Allow.",
        415: f"Send indholdet med Content-Type: {_media_type(context)}.",
        429: "Der er sendt for mange forespørgsler. Vent lidt, og prøv igen.",
    }.get(error.status_code, "Det findes ikke, eller du har ikke adgang til det.")
    code = {401: "not_authenticated", 403: "not_allowed"}.get(
        error.status_code, force_str(error.default_code)
    )
    return _answer(context, problem(error.status_code, code, detail), headers)


def _media_type(context: dict[str, Any]) -> str:
    return str(context["view"].parser_classes[0].media_type)


def _validation_errors(details: Any, path: str = "") -> Iterable[dict[str, Any]]:
    if isinstance(details, dict) and "message" in details and "code" in details:
        code = details["code"]
        detail = WITHOUT_VALUE.get(code, details["message"])
        yield {"pointer": path or "/", "code": code, "detail": detail}
    elif isinstance(details, dict):
        for name, inner in details.items():
            yield from _validation_errors(
                inner, f"{path}/{name}" if name != "non_field_errors" else path
            )
    else:
        for index, inner in enumerate(details):
            leaf = isinstance(inner, dict) and "message" in inner
            yield from _validation_errors(inner, path if leaf else f"{path}/{index}")


def _answer(context: dict[str, Any], body: dict[str, Any], headers: dict[str, str]) -> Response:
    set_rollback()
    request = context["request"]._request
    request.roll_back = True
    request.denial = body["code"] if body["status"] in (403, 404) else ""
    return Response(body, status=body["status"], headers=headers, content_type=PROBLEM)


def etag_of(version: int) -> str:
    """A weak-free entity tag of an integer version."""
    return f'"{version}"'


def seen_version(request: Request) -> int:
    """The version that If-Match names; a change without one is refused with 428."""
    text = request.headers.get("If-Match", "")
    if not text:
        raise VersionMissing
    found = ETAG.fullmatch(text)
    if found is None:
        raise BadRequest('If-Match skal være en ETag som "3".')
    return int(found[1])


def parsed(request: Request, serializer: "type[Serializer[Any]]") -> dict[str, Any]:
    """The body as the serializer reads it; what is wrong with it is answered with 422."""
    given = serializer(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


def filtered(request: Request, filters: type[Any], rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows that the query string asks for; unknown parameters and bad values are refused."""
    chosen = filters(request.query_params, queryset=rows)
    known = [*chosen.filters, "cursor", "limit"]
    if set(request.query_params) - set(known):
        raise BadRequest(f"Ukendt parameter. Brug {', '.join(known)}.")
    if not chosen.is_valid():
        raise BadRequest(f"Ret værdien af {', '.join(sorted(chosen.errors))}.")
    return chosen.qs


def parameters_of(filters: type[Any]) -> list[OpenApiParameter]:
    """What a list can be asked for, as the API's description says it."""
    return [
        OpenApiParameter(
            name,
            str,
            description=str(row.label or ""),
            enum=[value for value, _label in row.extra.get("choices", ())] or None,
            many=isinstance(row, MultipleChoiceFilter),
        )
        for name, row in filters.base_filters.items()
    ]


def page(
    request: Request,
    rows: QuerySet[Any],
    out: type[BaseSerializer[Any]],
    *,
    seen: Callable[[list[Any]], None] = lambda _rows: None,
) -> Response:
    """One keyset page of rows ordered by `-id`, with a `Link` header to the next.

    Keys first, rows after: the joins then meet one page, however long the list is. `seen` is told
    which rows are about to be shown.
    """
    size = _page_size(request)
    after = request.query_params.get("cursor")
    if after:
        rows = rows.filter(pk__lt=_read_cursor(after))
    keys = list(rows.order_by("-pk").values_list("pk", flat=True)[: size + 1])
    found = list(rows.filter(pk__in=keys[:size]).order_by("-pk"))
    seen(found)
    response = Response({"results": out(found, many=True).data})
    if len(keys) > size:
        response["Link"] = _link(request, _write_cursor(keys[size - 1]))
    return response


def sorted_page(
    request: Request,
    rows: QuerySet[Any],
    out: type[BaseSerializer[Any]],
    *,
    descending: bool = False,
) -> Response:
    """One keyset page of rows by their never-null annotation `sort_by`, with a `Link` as above."""
    after = request.query_params.get("cursor", "")
    shown = slice_of(rows, after=after, size=_page_size(request), descending=descending)
    response = Response({"results": out(shown.rows, many=True).data})
    if shown.cursor:
        response["Link"] = _link(request, shown.cursor)
    return response


def _link(request: Request, cursor: str) -> str:
    params = request.query_params.copy()
    params["cursor"] = cursor
    address = request.build_absolute_uri(f"{request.path}?{params.urlencode()}")
    return f'<{address}>; rel="next"'


def _page_size(request: Request) -> int:
    text = request.query_params.get("limit", str(PAGE_SIZE))
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text[:6]) <= MAX_PAGE_SIZE:
        raise BadRequest(f"limit skal være et helt tal fra 1 til {MAX_PAGE_SIZE}.")
    return int(text)


def _write_cursor(key: int) -> str:
    return base64.urlsafe_b64encode(json.dumps({"before": key}).encode()).decode().rstrip("=")


def _read_cursor(text: str) -> int:
    try:
        found = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        return int(found["before"])
    except (binascii.Error, ValueError, KeyError, TypeError) as error:
        raise BadRequest("cursor er ikke gyldig. Brug adressen fra headeren Link.") from error
