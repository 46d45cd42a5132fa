"""The one table from a domain error to an HTTP answer."""

from typing import Any

from django.db.utils import IntegrityError, OperationalError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from psycopg import errors as postgres

from coordination.base.errors import (
    Busy,
    DomainError,
    Invalid,
    NotAllowed,
    NotFound,
    Stale,
    StateConflict,
    TooMany,
)
from coordination.base.identifiers import InvalidIdentifier
from coordination.base.money import InvalidAmount
from coordination.base.periods import InvalidPeriod

RETRY_AFTER_SECONDS = 2
PROBLEM = "application/problem+json"


class WrongValue(Invalid):
    """A value object refused its text; the sentence is its own."""

    code = "wrong_value"


class BadRequest(DomainError):
    """The request itself is malformed or lacks a header (400)."""

    code = "bad_request"


class VersionMissing(DomainError):
    """A change that must say what it changes came without If-Match (428)."""

    code = "version_missing"
    message = "Send headeren If-Match med ETag fra den seneste visning."


class KeyReused(Invalid):
    code = "idempotency_key_reused"
    message = "Idempotency-Key er allerede brugt med et andet indhold. Brug en ny nøgle."


class PartyAbsent(Invalid):
    code = "party_absent"
    field = "service_on"
    message = gettext_lazy(
        "En af parterne findes ikke den dag, så der er ikke bogført noget. Ret dagen."
    )


class FunderAbsent(Invalid):
    code = "funder_absent"
    field = "shares"
    message = gettext_lazy(
        "En af betalerne findes ikke i hele nøglens tid, så nøglen er ikke gemt. Vælg en anden."
    )


STATUS: tuple[tuple[type[DomainError], int], ...] = (
    (BadRequest, 400),
    (VersionMissing, 428),
    (NotAllowed, 403),
    (NotFound, 404),
    (Stale, 412),
    (StateConflict, 409),
    (Invalid, 422),
    (TooMany, 429),
    (Busy, 503),
    (DomainError, 409),
)


CONSTRAINTS: dict[str, type[DomainError]] = {
    "entry_parties_exist": PartyAbsent,
    "key_funders_exist": FunderAbsent,
}
"""What a person is told where the database itself refuses, by the name of its constraint."""


def as_domain_error(error: Exception) -> DomainError | None:
    """The named refusal behind an exception, or None where it is a fault of ours."""
    if isinstance(error, DomainError):
        return error
    if isinstance(error, InvalidIdentifier | InvalidAmount | InvalidPeriod):
        return WrongValue(str(error))
    if isinstance(error, OperationalError) and isinstance(
        error.__cause__, postgres.LockNotAvailable | postgres.QueryCanceled
    ):
        return Busy()
    if isinstance(error, IntegrityError) and isinstance(error.__cause__, postgres.Error):
        refused = CONSTRAINTS.get(error.__cause__.diag.constraint_name or "")
        return refused() if refused else None
    return None


def status_of(error: DomainError) -> int:
    """The HTTP status of a refusal."""
    return next(status for kind, status in STATUS if isinstance(error, kind))


TITLES = {
    400: "Forespørgslen kan ikke læses",
    401: "Log ind",
    403: "Ingen adgang",
    404: "Findes ikke",
    405: "Metoden kan ikke bruges her",
    406: "Formatet kan ikke leveres",
    409: "Kan ikke lade sig gøre nu",
    412: "Ændret siden",
    415: "Formatet kan ikke læses",
    422: "Indholdet er forkert",
    428: "Mangler version",
    429: "For mange forespørgsler",
    500: "Fejl hos os",
    503: "Travlt",
}


def problem(
    status: int, code: str, detail: str, *, errors: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    """A problem document of RFC 9457. It never repeats what the caller sent."""
    body: dict[str, Any] = {
        "type": f"urn:samspil:problem:{code}",
        "title": _(TITLES.get(status, "Fejl")),
        "status": status,
        "code": code,
        "detail": detail,
    }
    if errors:
        body["errors"] = errors
    return body


def field_errors(error: DomainError) -> list[dict[str, Any]]:
    """Where in the body the error lies, as JSON pointers."""
    field = getattr(error, "field", None)
    if not field:
        return []
    return [{"pointer": f"/{field}", "code": error.code, "detail": error.text}]
