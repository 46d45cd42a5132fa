"""Every route, method, role and object: the table in `matrix.py` is what the app does."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.urls import URLPattern, get_resolver, reverse

from coordination.base.actor import Role
from tests import make, media
from tests.access import at_service, consulting, homeward, matrix, noticed, settled, stage
from tests.access.matrix import TABLE, Kind, Row
from tests.access.stage import ANSWER, EDITED, QUESTION, REASON, Principal, Stage, all_routes

UNKNOWN = UUID("00000000-0000-4000-8000-000000000000")
PROBLEM = "application/problem+json"
CLAUSE = (
    "clause",
    "clause-settle",
    "clause-confirm",
    "api-clause-settle",
    "api-clause-confirm",
)
FIXED = {
    **{key: {"year": 2020} for key in consulting.OF_YEAR},
    "deadline-feed": {"token": "findes-ikke"},
    "notice-draft": {"kind": "opsig"},
    "drafting-step": {"slug": "aftalen"},
    **{key: {"kind": "terminate"} for key in CLAUSE},
}
"""Parts of an address that are not the object."""
REASONED = (
    *("acute-cancel", "acute-hand-back", "acute-redirect", "acute-session-void"),
    *("api-request-cancel", "api-request-hand-back", "api-request-redirect", "api-session-void"),
    *("acute-duty-cancel", "api-duty-cancel", "month-return", "api-month-return"),
    *("agreement-start", "api-agreement-start", "notice-withdraw", "api-notice-withdraw"),
)
SETTLED = {**REASON, "anchor": "day_to_day", "trigger": "any_time"}
FILES = ("api-documents", "api-attachments")
"""Routes that take a file instead of JSON."""
CAP = {
    "party": "all",
    "window": "month",
    "amount": "100.00",
    "starts_on": "2020-06-01",
    "decision": "Besluttet",
}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@pytest.fixture(scope="module")
def at(django_db_setup, django_db_blocker) -> Iterator[Stage]:
    """One stage for the module; every call below is rolled back, and in the end the stage."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield stage.build()
        transaction.set_rollback(True)


def _pattern(route: str) -> URLPattern:
    return next(p for p in all_routes(get_resolver().url_patterns) if p.name == route)


def _address(row: Row, thing: object) -> str:
    names = list(_pattern(row.route).pattern.converters)
    given = thing if isinstance(thing, dict) else dict.fromkeys(names, thing)
    return reverse(row.route, kwargs=given | FIXED.get(row.route, {}))


def _pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("bilag.pdf", b"%PDF-1.4 bilag", content_type="application/pdf")


def _picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("billede.jpg", media.picture(8, 8), content_type="image/jpeg")


def _body(row: Row, who: Principal, thing: object, at: Stage) -> dict[str, Any]:
    """The least that the route accepts, so that only the policy decides."""
    session = {"service_on": "2020-06-02", "minutes": 15, "ordinal": 1}
    party = str(stage.place_of(who.role, at.world).uuid) if who.role else ""
    return {
        "account_login": {},
        "api-token": {"grant_type": "client_credentials", **at.login},
        "switch-role": {"membership": thing},
        "demo-clock": {"moment": "2.6.2020 8:00"},
        "acute-availability": {"available": "on"},
        "acute-participation": {"answer": "yes"},
        **dict.fromkeys(REASONED, REASON),
        "acute-duty-answer": {"answer": "yes"},
        "api-availability": {"is_available": True},
        "api-duties": at_service.duty_of(at.world),
        "api-duty-answer": {"accepted": True},
        "acute-find": {"cpr": at.own["cpr"]},
        "acute-new": QUESTION,
        "acute-fee": {"minutes": 20},
        "acute-answer": ANSWER,
        "acute-delegations": {
            "municipality": str(at.world.municipality.uuid),
            "codes": "NPU19748",
            "starts_on": "2.6.2020",
        },
        "acute-consult": {
            **QUESTION,
            "cpr": make.citizens()[20]["cpr"],
            "unit": str(at.world.unit.uuid),
        },
        "acute-close": {"result": "done"},
        "acute-attach": {"file": _picture()},
        "acute-session-new": {"cpr": at.own["cpr"], **session},
        "acute-resend": {**REASON, "cpr": at.own["cpr"]},
        "acute-advice-edit": EDITED,
        "acute-session-correct": {**REASON, "minutes": 20},
        "api-caps": CAP,
        "api-cap-lift": {"party": "all", "window": "month", "ends_before": "2020-06-02"},
        "claim-reject": REASON,
        "claim-resubmit": {"answer": "To forløb"},
        "api-claims-approve": {"claims": [str(UNKNOWN)]},
        "api-claims-clear": {"claims": [str(UNKNOWN)]},
        "api-claim-reject": REASON,
        "api-claim-resubmit": {"answer": "To forløb"},
        "api-patient-search": {"cpr": at.own["cpr"]},
        "api-directory": at.consulting.of(who.role)["line"],
        "activity-new": consulting.TYPED,
        "activity-quote": consulting.TYPED,
        "activity": consulting.TYPED,
        "month-begin": {"month": "2020-05-01"},
        "api-activities": consulting.DONE,
        "api-activity-quote": consulting.DONE,
        "api-activity": consulting.DONE,
        "appointment-extend": {"last_day_on": "31.12.2025"},
        "appointment-end": {**REASON, **consulting.ENDING, "last_day_on": "31.10.2020"},
        "api-appointment-extend": {"last_day_on": "2025-12-31"},
        "api-appointment-end": {**REASON, **consulting.ENDING, "last_day_on": "2020-10-31"},
        "api-appointments": at.consulting.of(who.role)["new_appointment"],
        **_improving(at.consulting.of(who.role)),
        **homeward.bodies(at.own["cpr"]),
        "api-requests": {**QUESTION, "patient": thing},
        "api-attachments": {"file": _picture()},
        "api-measurements": {"measurements": [{"code": "NPU21692", "value": 80}]},
        "api-request-answer": {**ANSWER, "without_fee": who.role in at.units},
        "api-request-close": {"carried_out": True},
        "api-sessions": {"patient": thing, "service_on": "2020-06-02", "minutes": 15},
        "api-session-extend": {"minutes": 5},
        "api-request-report": {"avoided": True},
        "api-request-resend": {**REASON, "patient": str(at.own["patient"])},
        "api-request-advice": EDITED,
        **settled.bodies(at.world),
        "notice-draft": {**REASON, "wanted_last_day_on": "31.12.2020"},
        "clause-settle": SETTLED,
        "api-clause-settle": SETTLED,
        "api-agreements": stage.text(at.world),
        "api-agreement-text": stage.text(at.world),
        "approval-record": at.waiting.decision(who.role),
        "api-approvals": at.waiting.decision_of_body(who.role),
        "agreement-documents": {"title": "Bilag", "file": _pdf()},
        "api-documents": {"title": "Bilag", "file": _pdf()},
        "body-meetings": {"days": "25.8.2020, papirer senest 31.7.2020"},
        "api-meetings": {"meetings": [{"held_on": "2020-08-25", "papers_by": "2020-07-31"}]},
        "api-succession-choices": {"dry_run": True},
        "api-succession-functions": {"operators": []},
        "notice-receive": {"party": party, "received_on": "2.6.2020"},
        "notice-body": {"decided_on": "2.6.2020"},
        "notice-resume": {**REASON, "resumes_on": "3.6.2020"},
        "api-notices": {**REASON, "kind": "terminate"},
        "api-notice-receive": {"organisations": [party], "received_on": "2020-06-02"},
        "api-notice-body": {"decided_on": "2020-06-02"},
        "api-notice-resume": {**REASON, "resumes_on": "2020-06-03"},
    }.get(row.route, {})


def _improving(things: Any) -> dict[str, dict[str, Any]]:
    """What the routes of snags and points are sent."""
    snag = {"place": str(things["host"]), "what": "Epikrisen kommer sent.", "frequency": "weekly"}
    content, measure, closing = consulting.CONTENT, consulting.MEASURE, consulting.CLOSING
    snags = {"snags": [str(things["snag"])]}
    bodies = {
        "snag-new": snag,
        "snag-answer": {"answer": "Det er rettet."},
        "meeting-new": {
            "host": str(things["host"]),
            "title": "Møde",
            "held_on": "9.6.2020",
            "begins": "14:00",
        },
        "report": {"words": "Et godt år."},
        "plan": {"words": "Epikriser i tide."},
        "point-new": {**snags, **content, **measure},
        "point-note": {"note": "Aftalt med afdelingen."},
        "point-move": {"to": "active"},
        "point-change": content,
        "point-add": snags,
        "point-close": closing,
    }
    return {
        **bodies,
        "api-consultant-meetings": {
            "host": str(things["host"]),
            "title": "Møde",
            "held_at": "2020-06-09T14:00:00+02:00",
        },
        "api-report": bodies["report"],
        "api-plan": bodies["plan"],
        "api-snags": snag,
        "api-snag-answer": bodies["snag-answer"],
        "api-points": {**content, **snags, "measure": measure},
        "api-point": content,
        "api-point-snags": snags,
        "api-point-move": bodies["point-move"],
        "api-point-note": bodies["point-note"],
        "api-point-close": closing,
    }


def _ask(at: Stage, who: Principal, row: Row, whose: str, method: str = "") -> HttpResponse:
    """One call, without a trace afterwards."""
    with transaction.atomic():
        answer = _call(at, who, row, _thing(at, who, row, whose), method or row.method)
        transaction.set_rollback(True)
    return answer


def _call(at: Stage, who: Principal, row: Row, thing: object, method: str) -> HttpResponse:
    options: dict[str, Any] = {}
    if method != "GET":
        json = row.kind is Kind.API and row.route not in FILES
        options = {"content_type": "application/json"} if json else {}
        sends = method in ("POST", row.method)
        options["data"] = _body(row, who, thing, at) if sends else b"{}"
        options["headers"] = {"idempotency-key": "a-key-for-one-call-only", "if-match": '"1"'}
    address = _address(row, thing)
    address += settled.QUERIES.get(row.route, "")
    if row.route == "api-applicable":  # not every role has a municipality of its own
        address += f"?municipality={at.world.municipality.uuid}"
    return getattr(who.client(), method.lower())(address, **options)


def _thing(at: Stage, who: Principal, row: Row, whose: str) -> object:
    if whose == "unknown":
        unknown = {"slug": "findes-ikke", "deciding": {"slug": "findes-ikke", "body": UNKNOWN}}
        return unknown.get(row.thing, UNKNOWN)
    if whose == "own" and row.thing in noticed.NOTICES:
        if who.role not in row.roles:
            return at.foreign[row.thing]
        giver = who.role
        if row.thing in ("given", "asked"):  # who receives is another than who gives
            giver = Role.MUNICIPAL_ADMIN if giver is Role.REGION_ADMIN else Role.REGION_ADMIN
        return stage.notice(at.world, giver, row.thing)
    mine = (
        at.own
        | at.units.get(who.role, {})
        | who.things
        | at.waiting.of(who.role)
        | dict(at.consulting.of(who.role))
    )
    theirs = at.foreign["unit"] if who.role in at.units else {}
    things = mine if whose == "own" else at.foreign | theirs
    return things.get(row.thing) or UNKNOWN


def _wanted(row: Row, who: Principal, whose: str) -> str:
    if row.kind is Kind.OPEN:
        return "allowed" if row.roles else "404"
    if not who.known or (who.token and row.kind is Kind.PAGE):
        return "log in"
    visible = whose == "own" or not row.thing
    if who.role is None:
        return "403" if not row.without_role else "404" if row.thing else "allowed"
    if who.role not in row.roles or (who.token and row.scope not in who.scopes):
        return "403"
    return "allowed" if visible else "404"


def _got(row: Row, who: Principal, answer: HttpResponse) -> str:
    """What an answer means, with the form it must have."""
    status, problem = answer.status_code, answer.headers.get("Content-Type") == PROBLEM
    if row.kind is Kind.API and status >= 400 and not problem:
        return f"{status} without a problem document"
    if row.kind is Kind.API and status == 401:
        return "log in" if answer.headers["WWW-Authenticate"].startswith("Bearer") else "401"
    if status == 302 and answer.headers["Location"].startswith(reverse("account_login")):
        own_way = row.route == "account_logout" and who.known
        return "allowed" if own_way else "log in"
    if row.route == "readyz" and status == 503:
        return "allowed"  # the test cluster does not sync its commits, which readyz says
    no = status == 409 and (who.token or row.kind is Kind.API)
    if status in (200, 201, 202, 204, 302) or no:
        return "allowed"  # the policy let it through, and the state said no
    return str(status)


def _mistakes(at: Stage, row: Row, whom: tuple[Principal, ...], whose: str) -> list[str]:
    found = []
    for who in whom:
        answer = _ask(at, who, row, whose)
        wanted, got = _wanted(row, who, whose), _got(row, who, answer)
        if wanted != got:
            found.append(f"{row.name}, {whose} object, {who.name}: {got}, not {wanted}")
    return found


def test_every_route_stands_in_the_table_and_the_reverse():
    routes = [pattern.name for pattern in all_routes(get_resolver().url_patterns)]

    assert None not in routes
    assert sorted(routes) == sorted(matrix.NAMES)


def test_every_api_row_names_a_scope_the_server_knows():
    assert {row.scope for row in TABLE if row.kind is Kind.API} == stage.SCOPES


def test_the_document_is_the_table():
    assert matrix.DOCUMENT.read_text() == matrix.document(), "run python -m tests.access.matrix"


def test_nurse_doctor_and_stranger_get_what_the_table_says(at):
    names = {"acute_nurse", "gp", "stranger"}
    whom = tuple(who for who in (*at.people, *at.refused) if who.name in names)

    mistakes = [line for row in TABLE for line in _mistakes(at, row, whom, "own")]

    assert mistakes == []


@pytest.mark.slow
@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_every_principal_gets_what_the_table_says_of_an_own_object(at, row):
    whom = (*at.people, *at.refused, *at.clients_for(row.scope))
    if row.kind is Kind.OPEN:
        whom = (*at.people[:1], *at.refused, *at.clients[:1])

    assert _mistakes(at, row, whom, "own") == []


@pytest.mark.slow
@pytest.mark.parametrize("row", [row for row in TABLE if row.thing], ids=lambda row: row.name)
def test_a_foreign_object_is_refused_as_an_unknown_one(at, row):
    whom = (*at.people, *at.clients_for(row.scope))

    mistakes = []
    for who in whom:
        foreign = _ask(at, who, row, "foreign")
        wanted, got = _wanted(row, who, "foreign"), _got(row, who, foreign)
        if wanted != got:
            mistakes.append(f"{who.name}: {got}, not {wanted}")
        elif wanted == "404":
            unknown = _ask(at, who, row, "unknown")
            if (stage.bare(foreign), unknown.status_code) != (stage.bare(unknown), 404):
                mistakes.append(f"{who.name}: tells a foreign object from an unknown one")

    assert mistakes == []


@pytest.mark.parametrize("route", matrix.NAMES)
def test_other_methods_are_refused_by_name(at, route):
    row = next(row for row in TABLE if row.route == route)
    who = next(who for who in at.people if who.role in row.roles or not row.roles)
    others = [method for method in METHODS if method not in matrix.methods_of(route)]

    statuses = {method: _ask(at, who, row, "own", method).status_code for method in others}

    assert statuses == dict.fromkeys(others, 405)


def test_a_client_is_told_of_a_wrong_method_as_a_person_is(at):
    row = next(row for row in TABLE if row.name == "GET api-agreements")
    who = next(who for who in at.clients_for(row.scope) if who.role is Role.REGION_ADMIN)

    assert _ask(at, who, row, "own", "DELETE").status_code == 405


@pytest.mark.parametrize(("given", "status"), [(True, 403), (False, 404)])
@pytest.mark.parametrize(
    "route",
    [
        *("notice-give", "notice-withdraw", "notice-body", "notice-resume"),
        *("api-notice-give", "api-notice-withdraw", "api-notice-body", "api-notice-resume"),
    ],
)
def test_another_party_can_move_no_notice_and_does_not_see_a_draft(at, route, given, status):
    row = next(row for row in TABLE if row.route == route)
    region = next(who for who in at.people if who.role is Role.REGION_ADMIN)

    with transaction.atomic():
        theirs = stage.notice(at.world, Role.MUNICIPAL_ADMIN, "given" if given else "draft")
        answer = _call(at, region, row, theirs, row.method)
        transaction.set_rollback(True)

    assert answer.status_code == status
