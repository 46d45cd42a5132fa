"""Six rows cost the queries of one, on every list page and every list over REST."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from acute import services as acute
from coordination.access.models import User
from coordination.base import clock, rowsecurity
from coordination.base.actor import Actor, Role
from coordination.notices import selectors as notices
from coordination.reminders import services as reminders
from coordination.reminders.models import Delivery
from tests import make
from tests.notices.steps import draft

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
OTHER_PLACES = ("Herning Kommune", "Holstebro Kommune", "Lemvig Kommune", "Struer Kommune")

Add = Callable[[make.World, int], object]


def add_request(place: make.World, number: int) -> None:
    """A waiting request of another citizen."""
    patient = make.patient(place.municipality, place.practice, number)
    make.request(place, patient=patient.uuid)


def add_taken_request(place: make.World, number: int) -> None:
    """A request that a doctor has taken."""
    patient = make.patient(place.municipality, place.practice, number)
    sent = make.request(place, patient=patient.uuid)
    with rowsecurity.scope(place.doctor):
        acute.take(actor=place.doctor, uuid=sent.uuid, now=make.NOW)


def add_session(place: make.World, number: int) -> None:
    """A session on a day of its own."""
    with rowsecurity.scope(place.doctor):
        acute.log_session(
            actor=place.doctor,
            patient=place.patient.uuid,
            service_on=make.TODAY - timedelta(number + 1),
            minutes=15,
            now=make.NOW,
        )


def add_agreement(place: make.World, number: int) -> None:
    """Another agreement of the same region."""
    municipality = OTHER_PLACES[number % len(OTHER_PLACES)]
    make.world(municipality=municipality, citizen=20 + number)


def add_body_task(place: make.World, number: int) -> None:
    """Another agreement, and a draft of the region's that waits for its committee."""
    municipality = OTHER_PLACES[number % len(OTHER_PLACES)]
    other = make.world(municipality=municipality, citizen=20 + number)
    with rowsecurity.scope(place.admin):
        committee = notices.bodies_for(place.admin, other.agreement, today=make.TODAY)[0]
    draft(other, actor=place.admin, body=committee, wanted_last_day_on=make.TODAY)


def add_message(place: make.World, number: int) -> None:
    """A message to the region's administrator."""
    with rowsecurity.sweep():
        reminders.schedule(
            key=f"test:{number}",
            group="test",
            organisation_id=place.region.pk,
            roles=(Role.REGION_ADMIN.value,),
            title=f"Husk {number}",
            path="/aftaler/",
            due_at=make.NOW,
        )
    reminders.fire_due(now=make.NOW)
    reminders.deliver_waiting(now=make.NOW)


def add_given_up(place: make.World, number: int) -> None:
    """A mail to the region's administrator that was given up, and a role that nobody holds."""
    add_message(place, number)
    with rowsecurity.sweep():
        Delivery.objects.filter(channel="mail").update(state="dead")
        reminders.schedule(
            key=f"nobody:{number}",
            group="test",
            organisation_id=place.region.pk,
            roles=(Role.REGION_FINANCE.value,),
            title=f"Husk {number}",
            path="/aftaler/",
            due_at=make.NOW,
        )


def entries(place: make.World) -> str:
    return f"/api/v1/agreements/{place.agreement.uuid}/ledger"


def session_of(actor: Actor) -> str:
    """The key of a log-in session, as the log-in page makes it."""
    user = User.objects.get(pk=actor.user_id)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def queries_of(actor: Actor, address: str) -> int:
    """How many queries a page costs the second time it is asked for."""
    browser = Client(REMOTE_ADDR="127.0.0.1")
    browser.cookies[settings.SESSION_COOKIE_NAME] = session_of(actor)
    assert browser.get(address).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(address)
    assert answer.status_code == 200
    return len(asked)


@pytest.mark.parametrize(
    ("who", "address", "add"),
    [
        ("nurse", "/akut/", add_request),
        ("nurse", "/akut/", add_taken_request),
        ("doctor", "/akut/", add_request),
        ("doctor", "/akut/", add_taken_request),
        ("doctor", "/akut/sessioner/", add_session),
        ("doctor", "/oekonomi/mine-krav/?month=2020-05", add_session),
        ("doctor", "/api/v1/claims", add_session),
        ("admin", "/oekonomi/krav/", add_session),
        ("admin", "/api/v1/claims", add_session),
        ("admin", "/", add_agreement),
        ("admin", "/", add_body_task),
        ("admin", "/aftaler/", add_agreement),
        ("nurse", "/aftaler/", add_agreement),
        ("admin", "/beskeder/", add_message),
        ("admin", "/beskeder/uleverede/", add_given_up),
        ("nurse", "/api/v1/acute/requests", add_request),
        ("doctor", "/api/v1/acute/requests", add_taken_request),
        ("doctor", "/api/v1/acute/sessions", add_session),
        ("admin", "/api/v1/agreements", add_agreement),
        ("admin", entries, add_session),
        ("doctor", entries, add_session),
    ],
)
def test_six_rows_cost_the_queries_of_one(who, address, add):
    place = make.world()
    clock.jump(make.NOW)
    actor = getattr(place, who)
    path = address(place) if callable(address) else address

    add(place, 0)
    one = queries_of(actor, path)
    for number in range(1, 6):
        add(place, number)
    six = queries_of(actor, path)

    assert six == one
