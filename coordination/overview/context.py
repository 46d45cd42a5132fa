"""What the page shell shows on every page: who, menu, unread messages, and the demo's clock."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac

from acute import policies as acute
from consultants import policies as consultants
from coordination.access import policies as access
from coordination.access.enums import MemberRole
from coordination.agreements import policies as agreements
from coordination.base import clock
from coordination.base.actor import OFFICE_ROLES, PATIENT_ROLES, Actor, Role
from coordination.base.errors import allowed
from coordination.ledger import policies as ledger
from coordination.overview.demo.people import DEMO_LOGINS, DEMO_PASSWORD
from coordination.reminders import selectors as reminders
from discharges import policies as discharges

OF_CONSULTANTS = (
    ("hours", "Timer", consultants.check_see_appointments),
    ("appointment-list", "Konsulenter", consultants.check_see_appointments),
    ("point-list", "Forbedringer", consultants.check_see_points),
    ("snag-list", "Knaster", consultants.check_file),
)
"""What the menu has of consultants, for those who may."""


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context for `base.html`. After a refusal the transaction is dead and asked nothing."""
    actor = getattr(request, "actor", None)
    if getattr(request, "roll_back", False):
        return {"demo": settings.DEMO, "who": _who(actor), "menu": _menu(request, actor)}
    context: dict[str, Any] = {"demo": settings.DEMO, "who": _who(actor)}
    if settings.DEMO:
        context["demo_now"] = clock.now()
    if actor is None:
        return context | ({"demo_logins": _demo_logins()} if settings.DEMO else {})
    return context | {
        "menu": _menu(request, actor),
        "unread_count": reminders.unread_count(actor),
    }


def _who(actor: Actor | None) -> dict[str, str]:
    if actor is None:
        return {}
    label = MemberRole(actor.role.value).label
    return {
        "name": actor.name,
        "role": str(label),
        "organisation": actor.organisation_name,
        "mark": salted_hmac("draft", actor.key).hexdigest()[:16],
    }


def _menu(request: HttpRequest, actor: Actor | None) -> list[dict[str, Any]]:
    if actor is None:
        return []
    urls = [(reverse(name), label) for name, label, shown in _items(actor) if shown]
    parts = [url for url, _label in urls if url != "/" and request.path.startswith(url)]
    here = max(parts, default=request.path, key=len)
    return [{"url": url, "label": label, "active": url == here} for url, label in urls]


def _items(actor: Actor) -> list[tuple[str, str, bool]]:
    """What the menu can hold, in order, and whether it does for the actor."""
    cares, practice = actor.role in PATIENT_ROLES, allowed(ledger.check_see_own_claims, actor)
    return [
        ("home", "Overblik", not cares and actor.role != Role.WARD),
        ("acute-inbox", "Min dag" if actor.role == Role.GP else "Anmodninger", cares),
        ("discharge-list", "Udskrivninger", allowed(discharges.check_see, actor)),
        ("acute-sessions", "Sessioner", practice),
        ("my-claims", "Mine krav", practice),
        ("acute-delegations", "Delegation", practice),
        ("acute-duties", "Vagter", allowed(acute.check_see_duties, actor)),
        ("staff", "Personale", allowed(access.check_add_staff, actor)),
        ("agreement-list", "Aftaler", allowed(agreements.check_see_agreements, actor)),
        ("approval-board", "Godkendelser", actor.role in OFFICE_ROLES),
        ("claims", "Krav", allowed(ledger.check_work_claims, actor)),
        ("settlements", "Afregning", actor.role in OFFICE_ROLES),
        *((name, label, allowed(check, actor)) for name, label, check in OF_CONSULTANTS),
        ("finder", "Hvad gælder her?", True),
        ("consultant-directory", "Hvem kan jeg spørge?", True),
        ("succession", "Overgang", actor.role == Role.REGION_ADMIN),
    ]


def _demo_logins() -> list[dict[str, str]]:
    return [
        {
            "role": str(MemberRole(login.role.value).label),
            "who": f"{login.first_name} {login.last_name}, {login.where}",
            "username": login.username,
            "password": DEMO_PASSWORD,
        }
        for login in DEMO_LOGINS
    ]
