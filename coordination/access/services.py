import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from oauth2_provider.models import get_application_model

from coordination.access import policies, selectors
from coordination.access.errors import (
    AnotherPerson,
    HasNoEnd,
    ImpossibleAuthorisationId,
    PeriodTooLong,
)
from coordination.access.models import ApiClient, Membership, User
from coordination.audit import services as audit
from coordination.base.actor import Actor, Role
from coordination.base.identifiers import InvalidIdentifier, check_authorisation_id
from coordination.parties import selectors as registers
from coordination.parties import services as parties
from coordination.parties.enums import Profession
from coordination.parties.models import Organisation, Practitioner

LONGEST_STAY = timedelta(days=366)


@transaction.atomic
def register_user(
    *,
    actor: Actor,
    username: str,
    password: str,
    first_name: str,
    last_name: str,
    email: str = "",
    practitioner: Practitioner | None = None,
) -> User:
    """Create a person who can log in; without a membership they see nothing."""
    user = User(
        username=username,
        first_name=first_name,
        last_name=last_name,
        email=email,
        practitioner=practitioner,
    )
    user.set_password(password)
    user.save()
    audit.record(actor=actor, action="user.registered", subject_type="user", subject=user.uuid)
    return user


@transaction.atomic
def grant_role(
    *,
    actor: Actor,
    user: User,
    organisation: Organisation,
    role: Role,
    starts_on: date,
    ends_before: date | None = None,
    is_superuser: bool = False,
) -> Membership:
    """Give a person a role for an organisation, dated."""
    membership = Membership.objects.create(
        user=user,
        organisation=organisation,
        role=role.value,
        starts_on=starts_on,
        ends_before=ends_before,
        is_superuser=is_superuser,
    )
    audit.record(
        actor=actor,
        action="membership.granted",
        subject_type="membership",
        subject=membership.uuid,
        role=role.value,
        organisation=organisation.name,
    )
    return membership


@transaction.atomic
def hold_role(
    *,
    actor: Actor,
    user: User,
    organisation: Organisation,
    role: Role,
    starts_on: date,
    ends_before: date,
) -> Membership:
    """Let a person hold a role in a period: a new membership, or the one there is made to fit.

    One without end is left as it is.
    """
    rows = Membership.objects.filter(user=user, organisation=organisation, role=role.value)
    ends = Q(ends_before__isnull=True) | Q(ends_before__gte=starts_on)
    held = rows.filter(ends, starts_on__lt=ends_before).select_for_update(no_key=True).first()
    if held is None:
        return grant_role(
            actor=actor,
            user=user,
            organisation=organisation,
            role=role,
            starts_on=starts_on,
            ends_before=ends_before,
        )
    if held.ends_before is None or held.ends_before == ends_before:
        return held
    before, held.ends_before = held.ends_before, ends_before
    held.save(update_fields=["ends_before"])
    audit.record(
        actor=actor,
        action="membership.moved",
        subject_type="membership",
        subject=held.uuid,
        before=before,
        after=ends_before,
    )
    return held


@dataclass(frozen=True, slots=True)
class LetIn:
    """Somebody who has been let in; a new log-in has a password, which is told this once."""

    membership: Membership
    username: str
    password: str


@transaction.atomic
def add_staff(
    *,
    actor: Actor,
    role: Role,
    given_names: str,
    family_name: str,
    authorisation_id: str,
    email: str,
    starts_on: date,
    ends_before: date,
) -> LetIn:
    """Let a person into the own organisation for a time; the access ends by itself.

    Whoever is known by the authorisation ID gets one more affiliation and keeps the log-in.
    """
    policies.check_add_staff(actor, role)
    assert actor.organisation_id is not None
    if not starts_on < ends_before <= starts_on + LONGEST_STAY:
        raise PeriodTooLong
    try:
        number = check_authorisation_id(authorisation_id)
    except InvalidIdentifier as error:
        raise ImpossibleAuthorisationId from error
    place = registers.organisation(actor.organisation_id)
    name = f"{given_names.strip()} {family_name.strip()}"
    profession = Profession.NURSE if role == Role.ACUTE_NURSE else Profession.DOCTOR
    person = parties.affiliate(
        actor=actor,
        name=name,
        profession=profession,
        authorisation_id=number,
        works_at=place,
        starts_on=starts_on,
        ends_before=ends_before,
    )
    if person.name.casefold() != name.casefold():
        raise AnotherPerson
    user, password = selectors.user_of(person.pk), ""
    if user is None:
        password = secrets.token_urlsafe(12)
        user = register_user(
            actor=actor,
            username=number.lower(),
            password=password,
            first_name=given_names.strip(),
            last_name=family_name.strip(),
            email=email,
            practitioner=person,
        )
    held = hold_role(
        actor=actor,
        user=user,
        organisation=place,
        role=role,
        starts_on=starts_on,
        ends_before=ends_before,
    )
    if held.ends_before is None:
        raise HasNoEnd
    return LetIn(held, user.username, password)


@transaction.atomic
def register_client(
    *,
    actor: Actor,
    name: str,
    organisation: Organisation,
    role: Role,
    client_id: str = "",
    secret: str = "",
) -> tuple[ApiClient, str]:
    """Create an OAuth2 client with one role; its secret is returned once and stored hashed.

    Identity and secret are drawn at random where none is given (demo mode gives known ones).
    """
    secret = secret or secrets.token_urlsafe(40)
    application_model = get_application_model()
    application = application_model.objects.create(
        name=name,
        client_id=client_id or secrets.token_urlsafe(24),
        client_secret=secret,
        client_type=application_model.CLIENT_CONFIDENTIAL,
        authorization_grant_type=application_model.GRANT_CLIENT_CREDENTIALS,
    )
    client = ApiClient.objects.create(
        application=application, name=name, organisation=organisation, role=role.value
    )
    audit.record(
        actor=actor, action="client.registered", subject_type="client", subject=None, name=name
    )
    return client, secret
