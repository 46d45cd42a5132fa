"""Two worlds that share nothing, and everybody who may knock on a door of the first."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import Client
from django.test.client import ClientHandler
from django.urls import URLPattern, URLResolver
from oauth2_provider.models import get_access_token_model

from acute import services as acute
from acute.enums import Outcome
from coordination.access import selectors as access
from coordination.access import services as people
from coordination.access.models import ApiClient, Membership
from coordination.agreements import services as agreements
from coordination.base import clock, rowsecurity
from coordination.base.actor import CALENDAR_ROLES, UNIT_ROLES, Actor, Role, system
from coordination.ledger.models import Claim
from coordination.parties import selectors as parties
from coordination.parties.enums import OrganisationKind, RelationKind
from coordination.parties.models import Organisation, Relation
from coordination.reminders import services as reminders
from coordination.reminders.models import Delivery
from tests import make
from tests.access import at_service, consulting, noticed, settled, units, waiting
from tests.access.consulting import Consulting
from tests.access.matrix import ALL, GIVERS
from tests.access.waiting import Waiting

SECRET = "a-secret-that-only-tests-know"
SCOPES = frozenset(settings.OAUTH2_PROVIDER["SCOPES"])
LATER = datetime(2099, 1, 1, tzinfo=UTC)
EARLIER = datetime(2019, 1, 1, tzinfo=UTC)
HANDLER = ClientHandler(enforce_csrf_checks=False)
"""Shared, since each new one reads every static file."""

_tokens = itertools.count(1)


CHANGING = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"|"X-CSRFToken": ?"[^"]+"')


QUESTION = {
    "reason": "breathing",
    "urgency": "now",
    "question": "Skal hun have ilt?",
    "consent": "given",
    "callback_phone": "20 10 20 30",
}
ANSWER = {"outcome": "at_home", "minutes": 15, "advice": "Giv ilt."}
EDITED = {"outcome": "visit", "advice": "Jeg kommer forbi."}
REASON = {"reason": "Fejl"}
DAYTIME = datetime(2020, 6, 2, 8, tzinfo=UTC)
"""When the out-of-hours service is not there."""


def all_routes(patterns: list[Any]) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from all_routes(pattern.url_patterns)
        else:
            yield pattern


def bare(answer: HttpResponse, *words: str) -> bytes:
    """The body without what is new in every answer, and without the words."""
    body = CHANGING.sub(b"", answer.content)
    for word in words:
        body = body.replace(word.encode(), b"")
    return body


@dataclass(frozen=True)
class Principal:
    """Somebody at the door: a person by session, a client by token, or a stranger."""

    name: str
    role: Role | None = None
    session: str = ""
    token: str = ""
    scopes: frozenset[str] = frozenset()
    known: bool = True
    things: dict[str, object] = field(default_factory=dict)

    def client(self) -> Client:
        """A browser or a program that is this principal."""
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        client = Client(headers=headers, raise_request_exception=False)
        client.handler = HANDLER
        if self.session:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.session
        return client


@dataclass(frozen=True)
class Stage:
    """The principals, and the objects of both worlds by what they are."""

    people: tuple[Principal, ...]
    clients: tuple[Principal, ...]
    refused: tuple[Principal, ...]
    world: make.World
    own: dict[str, object]
    foreign: dict[str, object]
    waiting: Waiting
    consulting: Consulting
    units: dict[str, dict[str, object]]
    login: dict[str, str]

    def clients_for(self, scope: str) -> tuple[Principal, ...]:
        """Per role one client with this scope only, and one with every other scope."""
        return tuple(who for who in self.clients if who.scopes in ({scope}, SCOPES - {scope}))


def things_of(place: make.World, *citizens: int) -> dict[str, object]:
    """One request in each state, a session, an agreement and a citizen without a request."""
    free, taken, answered, called = (
        make.patient(place.municipality, place.practice, citizen) for citizen in citizens
    )
    instructed = make.request(place, patient=called.uuid)
    with rowsecurity.scope(place.doctor):
        acute.redirect(actor=place.doctor, uuid=instructed.uuid, reason="Optaget", now=DAYTIME)
    waiting = make.request(place)
    requests = [make.request(place, patient=patient.uuid) for patient in (taken, answered)]
    with rowsecurity.scope(place.doctor):
        for request in requests:
            acute.take(actor=place.doctor, uuid=request.uuid, now=make.NOW)
        session = acute.answer(
            actor=place.doctor,
            uuid=requests[1].uuid,
            outcome=Outcome.AT_HOME,
            minutes=15,
            advice="Giv ilt.",
            now=make.NOW,
        )
        claim = Claim.objects.get(source=session.source)
    with rowsecurity.scope(place.admin):
        sketch = agreements.start_sketch(
            actor=place.admin, region=place.region, answers={}, now=make.NOW
        )
    return {
        "attachment": make.attachment(place, waiting).uuid,
        "delegation": make.delegation(place).uuid,
        "sketch": sketch.uuid,
        "succession": succession_to(place.region),
        "duty": make.duty(place).uuid,
        "instructed": instructed.uuid,
        "waiting": waiting.uuid,
        "taken": requests[0].uuid,
        "answered": requests[1].uuid,
        "session": session.uuid,
        "claim": claim.uuid,
        "patient": free.uuid,
        "discharge": make.discharge(ward=place.region, citizen=citizens[0]).uuid,
        "cpr": make.citizens()[citizens[0]]["cpr"],
        "agreement": place.agreement.uuid,
        "slug": place.agreement.slug,
    }


def succession_to(region: Organisation) -> UUID:
    """A region of old that the region continues some months from now."""
    day = date(2020, 12, 1)
    old = Organisation.objects.create(
        kind=OrganisationKind.REGION, name="Gammel", starts_on=make.SINCE, ends_before=day
    )
    Relation.objects.create(
        subject=old, object=region, kind=RelationKind.SUCCEEDED_BY, starts_on=day
    )
    return parties.Succession(day, region, (old,)).uuid


def text(place: make.World) -> dict[str, object]:
    """The least that makes an agreement."""
    parties = [{"organisation": str(place.region.uuid), "role": "approver"}]
    return {
        "title": "Ny aftale",
        "kind": "acute_advice",
        "legal_basis": "Sundhedsloven",
        "starts_on": "2020-09-01",
        "parties": parties,
        "clauses": [],
    }


def place_of(role: Role, place: make.World) -> object:
    """Where somebody with the role works: for roles without agreements at a party to one."""
    if role in (Role.GP, Role.PRACTICE_STAFF, Role.PRACTICE_CONSULTANT):
        return place.practice
    if role in (Role.ACUTE_NURSE, Role.MUNICIPAL_ADMIN, Role.CARE_HOME):
        return place.municipality
    if role in UNIT_ROLES:
        return place.ambulance if role is Role.PARAMEDIC else place.unit
    if role is Role.OUT_OF_HOURS_DOCTOR:
        return at_service.service_of(place)
    return place.plo if role is Role.GP_ORGANISATION else place.region


def notice(place: make.World, role: Role, what: str) -> UUID:
    """A notice by the party where somebody with the role works; the region for other roles."""
    return noticed.notice(place, place_of(role, place) if role in GIVERS else place.region, what)


def _users(place: make.World) -> dict[Role, object]:
    """A person per role; nurse, doctor and administrator are the world's own."""
    known = {actor.role: actor.user_id for actor in (place.nurse, place.doctor, place.admin)}
    users = get_user_model().objects.in_bulk(known.values())
    return {
        role: users[known[role]] if role in known else make.user(role, place_of(role, place))
        for role in sorted(ALL)
    }


def _let_be(user: Any, practitioner: object) -> None:
    user.practitioner = practitioner
    user.save(update_fields=["practitioner"])


def _session(user: object) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def messages_at(*places: object) -> dict[int, UUID]:
    """A delivered message for everybody at the places, by person."""
    with rowsecurity.sweep():
        for place in places:
            reminders.schedule(
                key=f"test:{place.pk}",
                group="test",
                organisation_id=place.pk,
                roles=tuple(ALL),
                title="Frist",
                path="/",
                due_at=make.NOW,
            )
    reminders.fire_due(now=make.NOW)
    reminders.deliver_waiting(now=make.NOW)
    with rowsecurity.sweep():
        return dict(Delivery.objects.filter(channel="in_app").values_list("user", "uuid"))


def given_up_at(*places: object) -> dict[int, UUID]:
    """A mail that was tried in vain at each of the places, by place."""
    with rowsecurity.sweep():
        mails = Delivery.objects.filter(channel="mail", organisation__in=places)
        mails.update(state="dead", attempts=reminders.MAX_ATTEMPTS)
        return dict(mails.values_list("organisation", "uuid"))


def feeds_for(*users: object) -> dict[int, UUID]:
    """A calendar address for those who may have one, by person."""
    made = {}
    for user in users:
        actor = access.actor_of(user, today=make.TODAY)
        if actor.role in CALENDAR_ROLES:
            with rowsecurity.scope(actor):
                made[user.pk] = reminders.create_feed(actor=actor, now=make.NOW)[0].uuid
    return made


def browser(actor: Actor) -> Client:
    """A browser in which the person has logged in."""
    user = get_user_model().objects.get(pk=actor.user_id)
    client = Principal("", session=_session(user)).client()
    client.raise_request_exception = True
    return client


def program(role: Role, place: object, *scopes: str) -> Client:
    """A program with a token for the scopes (all of them where none is named)."""
    with rowsecurity.scope(system()):
        registered = _registered(role, place)
    client = Principal("", token=_token(registered, *(scopes or SCOPES))).client()
    client.raise_request_exception = True
    return client


def _token(client: ApiClient, *scopes: str, expires: datetime = LATER) -> str:
    text = f"test-token-{next(_tokens)}"
    get_access_token_model().objects.create(
        token=text, application=client.application, expires=expires, scope=" ".join(scopes)
    )
    return text


def _registered(role: Role, place: object) -> ApiClient:
    client, _secret = people.register_client(
        actor=system(), name=f"System {role}", organisation=place, role=role, secret=SECRET
    )
    return client


def _clients(place: make.World) -> tuple[list[Principal], list[Principal], ApiClient]:
    """Clients per role with one scope only, and those whose token is worth nothing."""
    made = {role: _registered(role, place_of(role, place)) for role in sorted(ALL)}
    good = [
        Principal(
            f"client {role} {scope}", role, token=_token(client, scope), scopes=frozenset({scope})
        )
        for role, client in made.items()
        for scope in sorted(SCOPES)
    ]
    good += [
        Principal(
            f"client {role} without {scope}",
            role,
            token=_token(client, *(SCOPES - {scope})),
            scopes=SCOPES - {scope},
        )
        for role, client in made.items()
        for scope in sorted(SCOPES)
    ]
    nurse = made[Role.ACUTE_NURSE]
    revoked = _registered(Role.ACUTE_NURSE, place.municipality)
    ApiClient.objects.filter(pk=revoked.pk).update(is_active=False)
    tokens = {
        "revoked client": _token(revoked, *SCOPES),
        "expired token": _token(nurse, *SCOPES, expires=EARLIER),
        "invented token": "no-such-token",
    }
    bad = [Principal(name, token=token, known=False) for name, token in tokens.items()]
    return good, bad, nurse


def build() -> Stage:
    """Everything above, in the present transaction, on the morning of `make.TODAY`."""
    with rowsecurity.scope(system()):
        return _build()


def _build() -> Stage:
    clock.jump(make.NOW)
    own = make.world()
    foreign = make.world(region="Region Sjælland", municipality="Næstved Kommune", citizen=5)
    users, strangers = _users(own), _users(foreign)
    jobless = people.register_user(
        actor=system(), username="jobless", password="", first_name="Uden", last_name="Rolle"
    )
    messages = messages_at(
        *(own.municipality, own.practice, own.region, own.plo, own.ambulance, own.unit),
        at_service.service_of(own),
        *(foreign.municipality, foreign.practice, foreign.region),
    )
    given_up = given_up_at(own.municipality, own.region, own.plo, foreign.region)
    feeds = feeds_for(*users.values(), strangers[Role.REGION_ADMIN])
    memberships = dict(Membership.objects.values_list("user", "uuid"))
    persons = [
        Principal(
            role.value,
            role,
            session=_session(user),
            things={
                "membership": memberships[user.pk],
                "message": messages.get(user.pk),
                "given_up": given_up.get(place_of(role, own).pk),
                "feed": feeds.get(user.pk),
            },
        )
        for role, user in users.items()
    ]
    good, bad, known = _clients(own)
    other = strangers[Role.GP]
    foreign_things = things_of(foreign, 6, 7, 8, 9)
    foreign_things |= {"membership": memberships[other.pk], "message": messages[other.pk]}
    stranger = strangers[Role.REGION_ADMIN]
    foreign_things |= {"given_up": given_up[foreign.region.pk], "feed": feeds[stranger.pk]}
    foreign_notice = notice(foreign, Role.REGION_ADMIN, "given")
    foreign_things |= dict.fromkeys(noticed.NOTICES, foreign_notice)
    at_unit = units.build(own, users, 16, 17, 18, 19)
    foreign_things |= {"unit": units.build(foreign, strangers, 20, 21, 22, 23)}
    theirs, ours = waiting.build(foreign), waiting.build(own)
    consultants = consulting.build(own)
    foreign_things |= settled.build(foreign)
    foreign_things |= consulting.build(foreign).regional
    _let_be(users[Role.PRACTICE_CONSULTANT], consultants.regional["practitioner"])
    foreign_things |= theirs.things | {"deciding": theirs.of(Role.REGION_ADMIN)["deciding"]}
    return Stage(
        people=(*persons, Principal("no role", session=_session(jobless))),
        clients=tuple(good),
        refused=(Principal("stranger", known=False), *bad),
        world=own,
        own=things_of(own, 0, 1, 2, 3) | ours.things | settled.build(own),
        units=dict.fromkeys(UNIT_ROLES, at_unit)
        | {Role.OUT_OF_HOURS_DOCTOR: at_service.things(own, 10, 11, 12)},
        foreign=foreign_things,
        waiting=ours,
        consulting=consultants,
        login={"client_id": known.application.client_id, "client_secret": SECRET},
    )
