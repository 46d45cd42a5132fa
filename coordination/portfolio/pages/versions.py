"""The texts of an agreement, and what differs between two of them."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from coordination.portfolio.pages.approval_rows import change_row, grouped
from coordination.portfolio.selectors import versions
from coordination.web.http import ActorRequest


@require_GET
def difference(request: ActorRequest, slug: str) -> HttpResponse:
    """Two texts held against each other; by default the newest two."""
    page = versions.versions_page(
        request.actor, slug, before=_number(request, "fra"), after=_number(request, "til")
    )
    found, agreement = page.comparison, page.agreement
    context = {
        "agreement": {
            "title": agreement.title,
            "url": reverse("agreement-detail", args=[slug]) + "#versions",
        },
        "versions": page.versions,
        "in_force": agreement.version_id if agreement.activated_at else None,
        "before": found.before,
        "after": found.after,
        "changes": [change_row(change) for change in found.changes],
        "groups": grouped(found.lines),
    }
    return render(request, "portfolio/version_difference.html", context)


def _number(request: ActorRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 6):
        raise Http404
    return int(text)
