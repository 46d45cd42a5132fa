from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coordination.access import selectors
from coordination.access.enums import MemberRole
from coordination.access.middleware import MEMBERSHIP, role_not_required
from coordination.access.models import User
from coordination.base import clock
from coordination.base.errors import NotFound
from coordination.web.http import ActorRequest


@role_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def switch_role(request: ActorRequest) -> HttpResponse:
    """Choose which of one's own roles to act in."""
    user = cast(User, request.user)  # a stranger is sent to log in first
    chosen = _uuid(request.session.get(MEMBERSHIP, ""))
    held = selectors.roles_of(user, today=clock.today(), chosen=chosen)
    if request.method == "POST":
        wanted = _uuid(request.POST.get("membership", ""))
        found = next((row for row in held if row.membership == wanted), None)
        if found is None:
            raise NotFound
        request.session[MEMBERSHIP] = str(found.membership)
        messages.success(request, _("Du arbejder nu som %s.") % MemberRole(found.role).label)
        return redirect("home")
    rows = [
        {
            "id": row.membership,
            "role_label": MemberRole(row.role).label,
            "organisation": row.organisation,
            "active": row.active,
        }
        for row in held
    ]
    return render(request, "overview/switch_role.html", {"memberships": rows})


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
