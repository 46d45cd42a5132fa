"""Headers on every answer, and refusals as Danish pages."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url

from coordination.web.errors import RETRY_AFTER_SECONDS, TITLES, as_domain_error, status_of


class RefusalMiddleware:
    """A named refusal that no form caught becomes a page that says what to do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if _asks_fragment_after_log_out(request, response):
            response = HttpResponse(status=204, headers={"HX-Redirect": response["Location"]})
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=()")
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        known = as_domain_error(error)
        if known is None:
            return None
        status = status_of(known)
        request.roll_back = True  # type: ignore[attr-defined]
        request.denial = known.code if status in (403, 404) else ""  # type: ignore[attr-defined]
        response = render(
            request,
            "refusal.html",
            {"title": TITLES[status], "detail": known.text, "status": status},
            status=status,
        )
        if status == 503:
            response["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response


def _asks_fragment_after_log_out(request: HttpRequest, response: HttpResponse) -> bool:
    """A live list must not swap the log-in page into itself: the whole page goes there."""
    if not getattr(request, "htmx", False) or response.status_code != 302:
        return False
    return response["Location"].startswith(resolve_url(settings.LOGIN_URL))
