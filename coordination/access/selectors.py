"""From a log-in or a token to an `Actor`. Revocation holds from the next request on.

A role at an organisation that has been succeeded is, from that day, the same role at the successor.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from coordination.access import policies
from coordination.access.models import ApiClient, Membership, User
from coordination.base.actor import (
    CARE_ROLES,
    MANAGING_ROLES,
    OFFICE_ROLES,
    SERVICE_ROLES,
    UNBOUND_ROLES,
    UNIT_ROLES,
    Actor,
    Role,
)
from coordination.parties import selectors as parties
from coordination.parties.enums import OrganisationKind


def memberships_of(user: User, *, today: date) -> list[Membership]:
    """The memberships a person holds today, in a fixed order."""
    rows = Membership.objects.filter(user=user).open_on(today).select_related("organisation")
    return list(rows.order_by("starts_on", "id"))


def _is_municipal_consultant(membership: Membership) -> bool:
    return (
        membership.role == Role.PRACTICE_CONSULTANT
        and membership.organisation.kind == OrganisationKind.MUNICIPALITY
    )


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role a person can act in; `membership` chooses it, `active` says that it is chosen."""

    membership: UUID
    role: str
    organisation: str
    active: bool


def roles_of(user: User, *, today: date, chosen: UUID | None) -> list[HeldRole]:
    """The roles a person can act in today; what succession has made one is shown once.

    Of several memberships the one given at the successor itself is shown, else the first.
    """
    held = memberships_of(user, today=today)
    places = {row.organisation_id for row in held}
    now = parties.successors_of(places, on=today)
    names = parties.names_on(places, on=today)
    shown: dict[tuple[str, int], Membership] = {}
    active = None
    for row in held:
        acting = (row.role, now[row.organisation_id])
        if acting not in shown or row.organisation_id == now[row.organisation_id]:
            shown[acting] = row
        if active is None or row.uuid == chosen:
            active = acting
    return [
        HeldRole(row.uuid, row.role, names[row.organisation_id], acting == active)
        for acting, row in shown.items()
    ]


def _actor(role: str, organisation_id: int, today: date, **who: object) -> Actor:
    place = parties.standing_of(organisation_id, on=today)
    kin = (
        ()
        if role in UNBOUND_ROLES
        else place.line + parties.representatives_of(place.line, on=today)
    )
    return Actor(
        role=Role(role),
        organisation_id=place.organisation_id,
        organisation_name=place.name,
        own_orgs=place.continued,
        # To prepare a takeover opens agreements and money; patients follow on the day.
        care_orgs=place.continued if role in CARE_ROLES | SERVICE_ROLES else (),
        office_orgs=place.line if role in OFFICE_ROLES else (),
        kin_orgs=kin,
        unit_orgs=place.continued if role in UNIT_ROLES else (),
        ward_orgs=place.continued if role == Role.WARD else (),
        consultant_orgs=place.continued if _sees_consultants(role, who) else (),
        **who,  # type: ignore[arg-type]
    )


def _sees_consultants(role: str, who: dict[str, object]) -> bool:
    """A management sees its consultants, and a clinic's own system those who work there."""
    return role in MANAGING_ROLES or (role == Role.PRACTICE_CONSULTANT and "client_id" in who)


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
        practitioner_id=user.practitioner_id,
        is_municipal_consultant=any(map(_is_municipal_consultant, held)),
        is_superuser=chosen.is_superuser,
        request_id=request_id,
    )


def actor_of_client(
    application_id: int, *, scopes: frozenset[str], today: date, request_id: str = ""
) -> Actor | None:
    """The API client in its grant; None where the grant was revoked."""
    rows = ApiClient.objects.select_related("application")
    client = rows.filter(application=application_id, is_active=True).first()
    if client is None:
        return None
    return _actor(
        client.role,
        client.organisation_id,
        today,
        user_id=None,
        name=client.name,
        is_superuser=True,  # a program acts for the whole organisation, though it lets nobody in
        client_id=client.application.client_id,
        scopes=scopes,
        request_id=request_id,
    )


def staff_for_a_time(actor: Actor, *, today: date) -> list[Membership]:
    """The memberships at the own organisation that end by themselves, the next to end first."""
    policies.check_add_staff(actor)
    rows = Membership.objects.filter(organisation=actor.organisation_id, ends_before__gt=today)
    return list(rows.select_related("user").order_by("ends_before", "id"))


def user_of(practitioner_id: int) -> User | None:
    """The person who logs in as a health professional, if there is one."""
    return User.objects.filter(practitioner=practitioner_id).first()


def holders(organisation_id: int, roles: tuple[str, ...], *, today: date) -> list[User]:
    """The active people who hold one of the roles for an organisation on a day.

    Where it has been succeeded they are the successor's: its own, and those of all it continues.
    """
    place = parties.standing_of(organisation_id, on=today)
    rows = Membership.objects.filter(
        organisation__in=place.continued, role__in=roles, user__is_active=True
    )
    users = {row.user for row in rows.open_on(today).select_related("user")}
    return sorted(users, key=lambda user: user.pk)
