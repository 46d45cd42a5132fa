"""From a log-in or a token to an `Actor`. Revocation holds from the next request on."""

from datetime import date
from uuid import UUID

from coordination.access.models import ApiClient, Membership, User
from coordination.base.actor import CARE_ROLES, OFFICE_ROLES, UNBOUND_ROLES, Actor, Role
from coordination.parties import selectors as parties


def memberships_of(user: User, *, today: date) -> list[Membership]:
    """The roles a person holds today, in a fixed order."""
    rows = Membership.objects.filter(user=user).open_on(today).select_related("organisation")
    return list(rows.order_by("starts_on", "id"))


def _actor(role: str, organisation_id: int, today: date, **who: object) -> Actor:
    own = (organisation_id,)
    kin = (
        () if role in UNBOUND_ROLES else own + parties.representatives_of(organisation_id, on=today)
    )
    return Actor(
        role=Role(role),
        organisation_id=organisation_id,
        care_orgs=own if role in CARE_ROLES else (),
        office_orgs=own if role in OFFICE_ROLES else (),
        kin_orgs=kin,
        **who,  # type: ignore[arg-type]
    )


def actor_of(
    user: User, *, today: date, membership: UUID | None = None, request_id: str = ""
) -> Actor | None:
    """The person in the chosen membership, else the first; None without any role today."""
    if not user.is_active:
        return None
    held = memberships_of(user, today=today)
    if not held:
        return None
    chosen = next((row for row in held if row.uuid == membership), held[0])
    return _actor(
        chosen.role,
        chosen.organisation_id,
        today,
        user_id=user.pk,
        name=user.name,
        organisation_name=chosen.organisation.name,
        practitioner_id=user.practitioner_id,
        request_id=request_id,
    )


def actor_of_client(
    application_id: int, *, scopes: frozenset[str], today: date, request_id: str = ""
) -> Actor | None:
    """The API client in its grant; None where the grant was revoked."""
    rows = ApiClient.objects.select_related("organisation", "application")
    client = rows.filter(application=application_id, is_active=True).first()
    if client is None:
        return None
    return _actor(
        client.role,
        client.organisation_id,
        today,
        user_id=None,
        name=client.name,
        organisation_name=client.organisation.name,
        client_id=client.application.client_id,
        scopes=scopes,
        request_id=request_id,
    )


def holders(organisation_id: int, roles: tuple[str, ...], *, today: date) -> list[User]:
    """The active people who hold one of the roles for an organisation on a day."""
    rows = Membership.objects.filter(
        organisation=organisation_id, role__in=roles, user__is_active=True
    )
    users = {row.user for row in rows.open_on(today).select_related("user")}
    return sorted(users, key=lambda user: user.pk)
