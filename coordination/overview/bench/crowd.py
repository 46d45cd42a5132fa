"""Everybody at work at once: logged-in people poll their work lists while requests arrive.

An open loop: each call has its moment, and its time counts from that moment, so that a server that
falls behind is seen to.
"""

import json
import queue
import threading
import time
import uuid
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from acute.enums import Consent, Reason, Urgency
from coordination.access import selectors as people
from coordination.access import services as access
from coordination.access.models import User
from coordination.base import rowsecurity
from coordination.base.actor import Role, system
from coordination.overview.bench.load import Caller, Measured
from coordination.overview.bench.runs import HOST, JSON, session_of, token
from coordination.overview.bench.scene import LAST_DAY, SINCE, citizen, send_request
from coordination.parties import selectors
from coordination.parties.models import Organisation, Patient

PEOPLE = 500
TOWNS = 10
WAITING_EACH = 10
ARRIVALS = 10
"""Requests a second, over all municipalities."""

POLL_SECONDS = 5.0
"""How often a work list asks for news, as its page says."""

LONGEST = 60.0
"""Seconds after which nothing more is sent; what was not sent by then counts as an error."""

CALLERS = 48
POLL = "acute-inbox-news"
REQUESTS = "/api/v1/acute/requests"


@dataclass(frozen=True, slots=True)
class Town:
    """A municipality with its practice, whose nurses' system sends its requests."""

    municipality: Organisation
    practice: Organisation
    token: str
    citizens: list[Patient]


@dataclass(frozen=True, slots=True)
class Due:
    """One call and its moment, in seconds from the start."""

    at: float
    method: str
    path: str
    expected: int
    headers: dict[str, str]
    body: bytes | None = None


@dataclass(slots=True)
class Crowded:
    """How long calls took from their moment on, in milliseconds, by their method; what failed."""

    times: dict[str, list[float]] = field(default_factory=lambda: {"GET": [], "POST": []})
    errors: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def of(self, method: str) -> Measured:
        times = self.times[method]
        return Measured(len(times), self.seconds, times)


def make_towns(ports: list[int], now: datetime, *, seconds: float) -> list[Town]:
    """Municipalities with requests that wait, and citizens whose requests are still to come."""
    names = {row.name: row for row in selectors.register_of()}
    region = names["Region Midtjylland"]
    found: list[Town] = []
    for municipality in selectors.municipalities_of(region, on=LAST_DAY):
        practices = selectors.practices_in(municipality, on=LAST_DAY)
        if practices and len(found) < TOWNS:
            found.append(_town(ports, municipality, practices[0], now, seconds))
    return found


def _town(
    ports: list[int],
    municipality: Organisation,
    practice: Organisation,
    now: datetime,
    seconds: float,
) -> Town:
    worker = system(municipality.pk, practice.pk, name="Måling")
    coming = int(ARRIVALS * seconds / TOWNS) + 1
    with rowsecurity.scope(worker):
        citizens = [citizen(municipality, practice) for _number in range(WAITING_EACH + coming)]
        client, secret = access.register_client(
            actor=worker, name="Måling", organisation=municipality, role=Role.ACUTE_NURSE
        )
    (user,) = _members(municipality, Role.ACUTE_NURSE, 1)
    nurse = people.actor_of(user, today=LAST_DAY)
    assert nurse is not None
    with rowsecurity.scope(nurse):
        for patient in citizens[:WAITING_EACH]:
            send_request(nurse, patient, now)
    bearer = token(ports[0], client.application.client_id, secret)
    return Town(municipality, practice, bearer, citizens[WAITING_EACH:])


def _members(place: Organisation, role: Role, count: int) -> list[User]:
    """People who hold a role at a place from long ago on."""
    worker = system(place.pk, name="Måling")
    with rowsecurity.scope(worker):
        users = [
            access.register_user(
                actor=worker,
                username=f"maalt-{uuid.uuid4().hex[:12]}",
                password="",
                first_name="Målt",
                last_name="Person",
            )
            for _number in range(count)
        ]
        for user in users:
            access.grant_role(
                actor=worker, user=user, organisation=place, role=role, starts_on=SINCE
            )
    return users


def log_in(towns: list[Town]) -> list[str]:
    """Session cookies of nurses and doctors in equal numbers, town by town."""
    each = PEOPLE // (2 * len(towns))
    return [
        session_of(user)
        for town in towns
        for place, role in ((town.municipality, Role.ACUTE_NURSE), (town.practice, Role.GP))
        for user in _members(place, role, each)
    ]


def _plan(towns: list[Town], cookies: list[str], seconds: float) -> list[Due]:
    """Everybody polls at a pace of their own, and requests arrive evenly, town after town."""
    polls = [
        Due(
            number * POLL_SECONDS / len(cookies) + turn * POLL_SECONDS,
            *("GET", reverse(POLL), 200),
            {"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"},
        )
        for number, cookie in enumerate(cookies)
        for turn in range(int(seconds / POLL_SECONDS))
    ]
    arrivals = [
        _arrival(towns[number % len(towns)], number // len(towns), number / ARRIVALS)
        for number in range(int(seconds * ARRIVALS))
    ]
    return sorted([*polls, *arrivals], key=lambda due: due.at)


def _arrival(town: Town, number: int, at: float) -> Due:
    body = {
        "patient": str(town.citizens[number].uuid),
        "reason": Reason.FEVER,
        "urgency": Urgency.NOW,
        "question": "Feber siden i nat. Skal han have penicillin?",
        "consent": Consent.GIVEN,
        "callback_phone": "20102030",
        "measurements": [{"code": "NPU08676", "value": "38.9"}],
    }
    headers = {
        "Authorization": f"Bearer {town.token}",
        "Content-Type": JSON,
        "Idempotency-Key": uuid.uuid4().hex,
        "Host": HOST,
    }
    return Due(at, "POST", REQUESTS, 201, headers, json.dumps(body).encode())


def run(ports: list[int], towns: list[Town], cookies: list[str], *, seconds: float) -> Crowded:
    """Send every call at its moment, through all servers; nothing is asked twice."""
    plan: queue.SimpleQueue[Due] = queue.SimpleQueue()
    for due in _plan(towns, cookies, seconds):
        plan.put(due)
    took, began = Crowded(), time.perf_counter()
    callers = [
        threading.Thread(target=_call, args=(ports[n % len(ports)], plan, began, took), daemon=True)
        for n in range(CALLERS)
    ]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    took.seconds = time.perf_counter() - began
    return took


def _call(port: int, plan: "queue.SimpleQueue[Due]", began: float, took: Crowded) -> None:
    """One caller: the next call that is due, until none is left."""
    caller = Caller(port, {})
    while True:
        try:
            due = plan.get_nowait()
        except queue.Empty:
            return
        if time.perf_counter() - began > LONGEST:
            took.errors.append("not sent in time")
            continue
        time.sleep(max(0.0, began + due.at - time.perf_counter()))
        caller.headers = due.headers
        try:
            caller.ask(due.method, due.path, due.expected, due.body)
        except (RuntimeError, OSError) as error:
            caller.connection.close()
            took.errors.append(str(error)[:200])
            continue
        took.times[due.method].append((time.perf_counter() - began - due.at) * 1000)
