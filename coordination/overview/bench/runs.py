"""The measurements: sessions and lists over REST, pages, and the bare limit of the same."""

import itertools
import json
import os
import uuid
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import date, timedelta
from urllib.parse import urlencode

import psycopg
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import reverse

from coordination.access.models import User
from coordination.overview.bench.bare import Replay, Statement, recorded, without_savepoints
from coordination.overview.bench.load import CALLERS, Call, Caller, Measured, measure
from coordination.overview.bench.scene import Stage, person

SESSIONS = "/api/v1/acute/sessions"
LIST = f"{SESSIONS}?limit=20"
HOST = "127.0.0.1"
LONG_AGO = date(2007, 1, 2)
JSON = "application/json"
PAGES = (
    ("nurse inbox", "sygeplejerske", "acute-inbox", ()),
    ("nurse request", "sygeplejerske", "acute-request", ("request",)),
    ("GP inbox", "laege", "acute-inbox", ()),
    ("GP request", "laege", "acute-request", ("request",)),
    ("GP sessions", "laege", "acute-sessions", ()),
    ("region home", "region", "home", ()),
    ("agreement list", "region", "agreement-list", ()),
    ("agreement page", "region", "agreement-detail", ("agreement",)),
)
PORTFOLIO_PAGES = (
    ("region home", "region", "home", ()),
    ("agreement list", "region", "agreement-list", ()),
    ("calendar", "region", "deadline-calendar", ()),
)
"""What is measured again with thousands of agreements."""


class Rest:
    """The stages' REST clients, each with its token and with sessions not yet logged."""

    def __init__(self, ports: list[int], stages: list[Stage]) -> None:
        self.ports = ports
        self.tokens = [token(ports[0], stage.client_id, stage.secret) for stage in stages]
        self._left = [iter(list(stage.sessions())) for stage in stages]

    def body(self, stage: int) -> bytes:
        """A session that was not logged before."""
        citizen, day = next(self._left[stage])
        return json.dumps({"patient": citizen, "service_on": day, "minutes": 15}).encode()

    def headers(self, stage: int) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.tokens[stage]}", "Content-Type": JSON}

    def post_sessions(self, stages: list[int], *, seconds: float) -> Measured:
        """Log sessions on these stages in turn, through all servers."""
        turn = itertools.count()

        def make_call(number: int) -> Call:
            caller = Caller(self.ports[number % len(self.ports)], {})

            def call() -> None:
                stage = stages[next(turn) % len(stages)]
                caller.headers = {**self.headers(stage), "Idempotency-Key": uuid.uuid4().hex}
                caller.ask("POST", SESSIONS, 201, self.body(stage))

            return call

        return measure(make_call, seconds=seconds)

    def list_sessions(self, stage: int, *, seconds: float) -> Measured:
        """Read the newest twenty sessions."""

        def make_call(number: int) -> Call:
            caller = Caller(self.ports[number % len(self.ports)], self.headers(stage))
            return lambda: (caller.ask("GET", LIST, 200), None)[1]

        return measure(make_call, seconds=seconds)

    def record_post(self, stage: int, key: str) -> list[Statement]:
        """What one session sends to the database, from a request in this process."""
        body = self.body(stage)
        with recorded() as found:
            answer = Client().post(
                SESSIONS,
                body,
                content_type=JSON,
                headers={**self.headers(stage), "Idempotency-Key": key, "Host": HOST},
            )
        assert answer.status_code == 201, answer.content
        self.recorded_day = date.fromisoformat(json.loads(body)["service_on"])
        return found

    def record_list(self, stage: int) -> list[Statement]:
        with recorded() as found:
            answer = Client().get(LIST, headers={**self.headers(stage), "Host": HOST})
        assert answer.status_code == 200, answer.content
        return found


def token(port: int, client_id: str, secret: str) -> str:
    """A client's bearer token for requests and sessions."""
    secret = b64encode(f"{client_id}:{secret}".encode()).decode()
    form = urlencode({"grant_type": "client_credentials", "scope": "acute:read acute:write"})
    caller = Caller(port, {"Authorization": f"Basic {secret}"})
    content = caller.ask(
        "POST",
        "/api/token",
        200,
        form.encode(),
        Content_Type="application/x-www-form-urlencoded",
    )
    return str(json.loads(content)["access_token"])


def bare_posts(rest: Rest, stages: list[Stage], which: list[int], *, seconds: float) -> Measured:
    """The statements of a session through psycopg, one caller for each of the given stages."""
    days = _days()
    replays = []
    for number in which:
        key = uuid.uuid4().hex
        statements = without_savepoints(rest.record_post(number, key))
        kept = frozenset(citizen.uuid for citizen in stages[number].citizens)
        replays.append((Replay(statements, kept), key, rest.recorded_day))

    with ExitStack() as connections:

        def make_call(number: int) -> Call:
            replay, key, day = replays[number]
            database = connections.enter_context(psycopg.connect(os.environ["WEB_DATABASE_URL"]))

            def call() -> None:
                replay.on(database, {key: uuid.uuid4().hex, day: next(days)})

            return call

        return measure(make_call, seconds=seconds, callers=len(which))


def bare_lists(rest: Rest, stage: int, *, seconds: float) -> Measured:
    """The statements of a list through psycopg."""
    statements = without_savepoints(rest.record_list(stage))
    with ExitStack() as connections:

        def make_call(number: int) -> Call:
            database = connections.enter_context(psycopg.connect(os.environ["WEB_DATABASE_URL"]))
            kept = frozenset(v for _sql, row in statements for v in row if isinstance(v, uuid.UUID))
            return lambda: Replay(statements, kept).on(database, {})

        return measure(make_call, seconds=seconds, callers=CALLERS)


def _days() -> Iterator[date]:
    """Days long before any agreement; the database asks only that they differ."""
    return (LONG_AGO + timedelta(number) for number in itertools.count())


def session_of(user: User) -> str:
    """The key of a log-in session, as the log-in page makes it."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def pages(
    ports: list[int],
    names: dict[str, str],
    *,
    seconds: float,
    which: Sequence[tuple[str, str, str, tuple[str, ...]]] = PAGES,
) -> Iterator[tuple[str, int, Measured]]:
    """Each page with its queries and how long it takes over HTTP, asked by two callers."""
    for title, username, route, arguments in which:
        browser = Client(headers={"Host": HOST})
        cookie = session_of(person(username))
        browser.cookies[settings.SESSION_COOKIE_NAME] = cookie
        path = reverse(route, args=[names[name] for name in arguments])
        browser.get(path)
        with recorded() as found:
            answer = browser.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"}

        def make_call(number: int, path: str = path, headers: dict[str, str] = headers) -> Call:
            caller = Caller(ports[number % len(ports)], headers)
            return lambda: (caller.ask("GET", path, 200), None)[1]

        yield title, len(found), measure(make_call, seconds=seconds, callers=2)
