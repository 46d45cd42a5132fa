from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coordination.access import policies, selectors, services
from coordination.access.enums import MemberRole
from coordination.access.forms import StaffForm
from coordination.access.middleware import MEMBERSHIP, role_not_required
from coordination.access.models import User
from coordination.access.policies import STAFF
from coordination.base import clock
from coordination.base.errors import NotFound
from coordination.base.periods import DAY
from coordination.web import idempotency
from coordination.web.http import ActorRequest
from coordination.web.pages import attempt, new_key


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


@require_http_methods(["GET", "HEAD", "POST"])
@idempotency.form
def staff(request: ActorRequest) -> HttpResponse:
    """A local superuser lets somebody in for a time; a new password is shown this once."""
    actor, today = request.actor, clock.today()
    policies.check_add_staff(actor)
    roles = [(role.value, str(MemberRole(role.value).label)) for role in sorted(STAFF[actor.role])]
    form = StaffForm(request.POST or None, roles=roles, initial={"starts_on": today})
    let_in = None
    if request.method == "POST" and form.is_valid():
        let_in = attempt(form, lambda: services.add_staff(actor=actor, **form.wanted))
    rows = [
        {
            "name": row.user.name,
            "role": MemberRole(row.role).label,
            "starts_on": row.starts_on,
            "last_day_on": row.ends_before - DAY if row.ends_before else None,
        }
        for row in selectors.staff_for_a_time(actor, today=today)
    ]
    context = {
        "form": StaffForm(roles=roles, initial={"starts_on": today}) if let_in else form,
        "let_in": let_in,
        "rows": rows,
        "idempotency_key": new_key(),
    }
    return render(request, "account/staff.html", context)
