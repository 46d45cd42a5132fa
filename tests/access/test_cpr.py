"""A CPR number stands sealed in one column: in no other, no log line and no address."""

import io
import logging
import sys
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings
from django.urls import converters, get_resolver, reverse
from psycopg import sql

from acute.models import Request
from coordination.audit.models import PatientAccess
from coordination.base import clock, rowsecurity
from coordination.base.actor import Role
from coordination.base.logs import NoCpr
from coordination.reminders import services as reminders
from coordination.web.converters import YearConverter
from tests import databases, make
from tests.access import stage
from tests.access.stage import ANSWER, QUESTION, REASON, all_routes

SPELLINGS = ("{0}{1}", "{0}-{1}", "{0} {1}", "{0} - {1}", "{0}–{1}", "{0}%2D{1}")


def spelled(cpr: str) -> list[str]:
    """The ways people write a number, and the bytes of the commonest two as Postgres shows them."""
    texts = [spelling.format(cpr[:6], cpr[6:]) for spelling in SPELLINGS]
    return texts + [text.encode().hex() for text in texts[:2]]


def columns_with(session: psycopg.Connection, words: list[str]) -> list[str]:
    """The tables in which a row holds one of the words in any column, as text or as bytes."""
    tables = session.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r'"
        " AND relnamespace = 'public'::regnamespace ORDER BY relname"
    ).fetchall()
    found = []
    for (table,) in tables:
        query = sql.SQL("SELECT count(*) FROM {} AS r WHERE r::text LIKE ANY (%s)")
        patterns = [f"%{word}%" for word in words]
        rows = session.execute(query.format(sql.Identifier(table)), [patterns]).fetchone()
        if rows is not None and rows[0]:
            found.append(table)
    return found


def whole_thread(place: make.World, cpr: str) -> None:
    """Search, ask, take, answer, close, log by number, take back, search in vain: on both edges."""
    nurse, doctor = stage.browser(place.nurse), stage.browser(place.doctor)
    api = stage.program(Role.GP, place.practice)
    key = {"idempotency-key": "a-key-of-16-signs-or-more"}

    def send(client: Any, route: str, data: dict[str, Any], *ids: Any) -> Any:
        headers = {"idempotency-key": f"key-for-{route}-{len(ids)}-once"}
        answer = client.post(
            reverse(route, args=ids), data, content_type="application/json", headers=headers
        )
        assert answer.status_code < 300, answer.content
        return answer.json()

    found = nurse.post(reverse("acute-find"), {"cpr": cpr})
    sent = nurse.post(
        found.headers["Location"], QUESTION | {"idempotency_key": key["idempotency-key"]}
    )
    assert sent.status_code == 302
    with rowsecurity.scope(place.doctor):
        request = Request.objects.get().uuid
    assert send(api, "api-patient-search", {"cpr": cpr})["results"]
    send(api, "api-request-take", {}, request)
    session = send(api, "api-request-answer", ANSWER, request)["session"]["id"]
    nurse.post(reverse("acute-close", args=[request]), {"result": "done"})
    send(api, "api-session-void", REASON, session)
    logged = {"cpr": cpr, "service_on": "1.6.2020", "minutes": 20}
    shown = doctor.post(reverse("acute-session-new"), logged).context["shown"]
    logged["shown"] = shown
    assert doctor.post(reverse("acute-session-new"), logged).status_code == 302
    nurse.post(reverse("acute-find"), {"cpr": make.citizens()[20]["cpr"]})
    reminders.fire_due(now=make.NOW)
    reminders.deliver_waiting(now=make.NOW)


def test_no_column_holds_a_plain_cpr_after_the_whole_thread(own_database):
    clock.jump(make.NOW)
    place = make.world()
    known, unknown = (make.citizens()[index]["cpr"] for index in (14, 20))

    whole_thread(place, f"{known[:6]}-{known[6:]}")

    with psycopg.connect(databases.url("check", own_database.name)) as session:
        assert columns_with(session, spelled(known) + spelled(unknown)) == []
        assert columns_with(session, [place.patient.family_name]) == ["parties_patient"]
        assert columns_with(session, [b"Skal hun have ilt?".hex(), "Skal hun have ilt?"]) == [
            "acute_request"
        ]


CPR = "2512489996"


@pytest.fixture
def line() -> Any:
    """What the configured handler writes for a record."""
    handler = next(
        row
        for row in logging.getLogger().handlers
        if any(isinstance(f, NoCpr) for f in row.filters)
    )
    stream, usual = io.StringIO(), handler.stream

    def written(*args: Any, **options: Any) -> str:
        handler.setStream(stream)
        try:
            logging.getLogger("canary").warning(*args, **options)
        finally:
            handler.setStream(usual)
        return stream.getvalue()

    return written


@pytest.mark.parametrize("text", spelled(CPR)[: len(SPELLINGS)])
def test_a_cpr_is_masked_in_a_message_in_its_arguments_and_in_a_traceback(line, text):
    try:
        raise ValueError(f"kendes ikke: {text}")
    except ValueError:
        written = line("søgt %s i %s", text, {"cpr": text}, exc_info=sys.exc_info())

    assert text not in written
    assert CPR[6:] not in written
    assert written.count("[cpr]") >= 3
    assert "Traceback" in written


def test_a_cpr_is_masked_in_the_cause_of_an_error_and_in_the_stack(line):
    try:
        try:
            raise KeyError(CPR)
        except KeyError as error:
            raise RuntimeError("videre") from error
    except RuntimeError:
        written = line("fejl", exc_info=True, stack_info=True)

    assert CPR not in written


def test_every_handler_of_ours_masks():
    assert all("no_cpr" in row["filters"] for row in settings.LOGGING["handlers"].values())


def test_an_error_in_a_view_writes_no_cpr(line, db, monkeypatch):
    clock.jump(make.NOW)
    place = make.world()

    def broken(*_args: Any, **_options: Any) -> None:
        raise RuntimeError(f"uventet {CPR}")

    monkeypatch.setattr("coordination.parties.services.find_patient", broken)
    nurse = stage.browser(place.nurse)
    nurse.raise_request_exception = False
    line("begin")
    answer = nurse.post(reverse("acute-find"), {"cpr": CPR})

    assert answer.status_code == 500
    assert CPR not in answer.content.decode()
    assert CPR not in line("end")


def test_no_route_takes_a_free_text():
    """Ids are random UUIDs, agreements have names, years four digits; nothing else takes a text."""
    plain = {converters.UUIDConverter, converters.SlugConverter, YearConverter}
    others = {
        pattern.name
        for pattern in all_routes(get_resolver().url_patterns)
        for converter in pattern.pattern.converters.values()
        if type(converter) not in plain
    }

    assert others == {"api-unknown"}


def test_a_cpr_in_an_address_is_neither_searched_for_nor_repeated(db):
    clock.jump(make.NOW)
    place = make.world()
    nurse = stage.browser(place.nurse)
    text = make.citizens()[14]["cpr"]
    query = f"?cpr={text}&{text}=1"
    addresses = {
        reverse("acute-find") + query: 200,
        reverse("acute-inbox") + query: 200,
        reverse("api-patient-search") + query: 405,
        reverse("api-requests") + query: 400,
        reverse("api-agreements") + query: 400,
        f"/api/v1/patients/{text}": 404,
        f"/akut/{text}/": 404,
        f"/aftaler/{quote(text)}/": 404,
    }

    answers = {address: nurse.get(address) for address in addresses}

    assert {address: row.status_code for address, row in answers.items()} == addresses
    for answer in answers.values():
        assert text not in answer.content.decode()
        assert text not in str(answer.headers)
    with rowsecurity.scope(place.nurse):
        assert not PatientAccess.objects.filter(purpose="search").exists()
