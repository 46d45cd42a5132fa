"""What of django-allauth is open: log-in of people whom an administrator has registered."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody registers themselves."""
        return False


def client_address(request: HttpRequest) -> str:
    """The address log-ins are counted by: the one our outermost trusted proxy saw.

    `SAMSPIL_TRUSTED_PROXIES` says how many proxies of ours add to X-Forwarded-For; what stands
    before that in the header is the caller's own claim.
    """
    direct = str(request.META.get("REMOTE_ADDR", ""))
    hops = [*request.headers.get("X-Forwarded-For", "").split(","), direct]
    seen = [hop.strip() for hop in hops if hop.strip()] or [""]
    return seen[max(len(seen) - 1 - settings.TRUSTED_PROXIES, 0)]


def attempted_username(request: HttpRequest, credentials: dict[str, str] | None) -> str | None:
    """The name a log-in is tried with: from the credentials, or from the form before they are made.

    Without it failures would be counted by address alone, and five typing errors behind one
    address would shut a whole hospital out.
    """
    name = (credentials or {}).get("username") or request.POST.get("login")
    return name.strip().lower() if name else None
