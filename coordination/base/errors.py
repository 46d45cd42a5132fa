"""Named refusals. Each has a code for machines and a Danish sentence that says what to do next."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """A refusal the user can understand; the five kinds below decide the HTTP status."""

    code: ClassVar[str] = "refused"
    message: ClassVar[str | Promise] = _("Det kan ikke lade sig gøre.")

    def __init__(self, message: str | Promise | None = None, /, **params: Any) -> None:
        """`params` fill the message's %(name)s places; they must never hold patient data."""
        self.params = params
        text = str(message or self.message)
        self.text = text % params if params else text
        super().__init__(self.text)


class NotAllowed(DomainError):
    """The role lacks the function (403)."""

    code = "not_allowed"
    message = _("Din rolle giver ikke adgang til det. Skift rolle, eller spørg din administrator.")


class NotFound(DomainError):
    """The object does not exist, or is not visible to the actor: the same answer (404)."""

    code = "not_found"
    message = _("Det findes ikke, eller du har ikke adgang til det.")


class StateConflict(DomainError):
    """The state or the budget says no (409)."""

    code = "conflict"


class Stale(StateConflict):
    """It has changed since the caller saw it (412)."""

    code = "stale"
    message = _("Det er ændret, siden du så det. Genindlæs, og prøv igen.")


class Invalid(DomainError):
    """The content is wrong (422). `field` names the input it belongs to."""

    code = "invalid"
    field: ClassVar[str | None] = None


class ReasonMissing(Invalid):
    """Something that can only be done with a reason was asked for without one."""

    code = "reason_missing"
    field = "reason"
    message = _("Skriv kort hvorfor.")


class TooMany(DomainError):
    """The actor does this too often (429)."""

    code = "too_many"


class Busy(DomainError):
    """Somebody else holds what is needed; try again in a moment (503)."""

    code = "busy"
    message = _("Der er travlt netop nu. Intet er gemt. Prøv igen om et øjeblik.")


def allowed(check: Callable[..., object], *args: Any) -> bool:
    """Ask a policy without raising, for what a page offers: the same body decides both."""
    try:
        check(*args)
    except NotAllowed:
        return False
    return True
