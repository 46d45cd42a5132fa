"""Who gets what from each route and method.

`python -m tests.access.matrix` writes the table to `docs/access-matrix.md`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from coordination.base.actor import CARE_ROLES, OFFICE_ROLES, Role

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "access-matrix.md"


class Kind(StrEnum):
    PAGE = "page"
    API = "api"
    OPEN = "open"


@dataclass(frozen=True)
class Row:
    """One route and method. `thing` is the object it names; `scope` is what an API client needs."""

    route: str
    method: str
    kind: Kind
    roles: frozenset[Role]
    thing: str = ""
    scope: str = ""
    without_role: bool = False

    @property
    def name(self) -> str:
        return f"{self.method} {self.route}"


ALL = frozenset(Role) - {Role.SYSTEM}
NOBODY: frozenset[Role] = frozenset()
NURSE = frozenset({Role.ACUTE_NURSE})
DOCTOR = frozenset({Role.GP})
PRACTICE = frozenset({Role.GP, Role.PRACTICE_STAFF})
OUTSIDE_AGREEMENTS = frozenset(
    {
        Role.HOSPITAL_SPECIALIST,
        Role.OUT_OF_HOURS_DOCTOR,
        Role.PARAMEDIC,
        Role.WARD,
        Role.CARE_HOME,
    }
)
BOUND = ALL - OUTSIDE_AGREEMENTS
PAYERS = frozenset({Role.REGION_ADMIN, Role.REGION_FINANCE})
BILLED = PAYERS | {Role.MUNICIPAL_ADMIN}
STEWARD = frozenset({Role.REGION_ADMIN})
GIVERS = frozenset({Role.REGION_ADMIN, Role.MUNICIPAL_ADMIN, Role.GP_ORGANISATION})
CONSULTANT = frozenset({Role.PRACTICE_CONSULTANT})
MANAGERS = frozenset({Role.HOSPITAL_MANAGEMENT, Role.MUNICIPAL_ADMIN, Role.REGION_ADMIN})
EMPLOYERS = frozenset({Role.REGION_ADMIN, Role.MUNICIPAL_ADMIN})
WITH_CONSULTANTS = EMPLOYERS | {
    Role.REGION_FINANCE,
    Role.HOSPITAL_MANAGEMENT,
    Role.PRACTICE_CONSULTANT,
}
CONSULTANT = frozenset({Role.PRACTICE_CONSULTANT})
FILERS = PRACTICE | EMPLOYERS - STEWARD | {Role.WARD, Role.ACUTE_NURSE}
RECEIVERS = CONSULTANT | {Role.HOSPITAL_MANAGEMENT, Role.MUNICIPAL_ADMIN}
MANAGERS = EMPLOYERS | {Role.HOSPITAL_MANAGEMENT}
IMPROVERS = MANAGERS | CONSULTANT
READ, WRITE = "acute:read", "acute:write"
SEE_HOURS, WRITE_HOURS = "consultants:read", "consultants:write"
PAYERS = frozenset({Role.REGION_ADMIN, Role.REGION_FINANCE})
FINANCE = frozenset({Role.REGION_FINANCE})
CLAIM_READERS = PRACTICE | PAYERS | {Role.MUNICIPAL_ADMIN}
CLAIMS, DECIDE = "claims:read", "claims:write"
AGREEMENTS, NOTICES = "agreements:read", "agreements:write"


def _open(route: str, *methods: str) -> Iterable[Row]:
    return (Row(route, method, Kind.OPEN, ALL, without_role=True) for method in methods)


def _page(
    route: str,
    methods: str,
    roles: frozenset[Role],
    thing: str = "",
    *,
    without_role: bool = False,
) -> Iterable[Row]:
    return (
        Row(route, method, Kind.PAGE, roles, thing, without_role=without_role)
        for method in methods.split()
    )


def _api(
    route: str, method: str, roles: frozenset[Role], scope: str, thing: str = ""
) -> Iterable[Row]:
    return [Row(route, method, Kind.API, roles, thing, scope)]


TABLE: tuple[Row, ...] = (
    *_open("livez", "GET"),
    *_open("readyz", "GET"),
    *_open("account_login", "GET", "POST"),
    *_open("api-token", "POST"),
    *_open("api-schema", "GET"),
    *_open("api-root", "GET"),
    *(
        Row("api-unknown", method, Kind.OPEN, NOBODY)
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE")
    ),
    *_page("home", "GET", ALL, without_role=True),
    *_page("account_logout", "GET POST", ALL, without_role=True),
    *_page("switch-role", "GET", ALL, without_role=True),
    *_page("switch-role", "POST", ALL, "membership", without_role=True),
    *_page("demo-clock", "GET POST", ALL),
    *_page("messages", "GET", ALL),
    *_page("demo-mailbox", "GET", ALL),
    *_page("message-read", "POST", ALL, "message"),
    *_page("message-acknowledge", "POST", ALL, "message"),
    *_page("message-undelivered", "GET", GIVERS),
    *_page("message-retry", "POST", GIVERS, "given_up"),
    *_page("calendar-feeds", "GET POST", OFFICE_ROLES),
    *_page("calendar-feed-revoke", "POST", OFFICE_ROLES, "feed"),
    *_page("finder", "GET", ALL),
    *_page("agreement-list", "GET", BOUND),
    *_page("agreement-detail", "GET", BOUND, "slug"),
    *_page("deadline-calendar", "GET", OFFICE_ROLES),
    Row("deadline-feed", "GET", Kind.OPEN, NOBODY),
    *_page("drafting-start", "GET POST", STEWARD),
    *_page("drafting-change", "POST", STEWARD, "slug"),
    *_page("drafting-step", "GET POST", STEWARD, "sketch"),
    *_page("drafting-drop", "POST", STEWARD, "sketch"),
    *_page("what-if", "GET", OFFICE_ROLES, "slug"),
    *_page("funding-statement", "GET", OFFICE_ROLES, "slug"),
    *_page("settlements", "GET", OFFICE_ROLES),
    *_page("agreement-settlements", "GET", OFFICE_ROLES, "slug"),
    *_page("agreement-close", "POST", PAYERS, "slug"),
    *_page("agreement-reopen", "POST", PAYERS, "slug"),
    *_page("settlement", "GET", OFFICE_ROLES, "settlement"),
    *_page("settlement-file", "POST", PAYERS, "settlement"),
    *_page("share-file", "POST", BILLED, "share"),
    *_page("invoicing", "GET", BILLED, "slug"),
    *_page("invoice-address", "POST", BILLED, "slug"),
    *_page("invoice-sender", "POST", PAYERS, "slug"),
    *_page("own-months", "GET", PRACTICE),
    *_page("own-month", "GET", PRACTICE, "settlement"),
    *_page("own-month-pdf", "GET", PRACTICE, "settlement"),
    *_page("clause", "GET", OFFICE_ROLES, "slug"),
    *_page("clause-settle", "POST", STEWARD, "slug"),
    *_page("clause-confirm", "POST", OFFICE_ROLES, "slug"),
    *_page("approval-board", "GET", OFFICE_ROLES),
    *_page("approval-record", "GET", OFFICE_ROLES, "deciding"),
    *_page("approval-record", "POST", GIVERS, "deciding"),
    *_page("agreement-send", "POST", STEWARD, "slug"),
    *_page("agreement-start", "GET POST", STEWARD, "slug"),
    *_page("version-difference", "GET", OFFICE_ROLES, "slug"),
    *_page("succession", "GET", STEWARD),
    *_page("succession-plan", "POST", STEWARD),
    *_page("succession-apply", "POST", STEWARD),
    *_page("agreement-documents", "GET", OFFICE_ROLES, "slug"),
    *_page("agreement-documents", "POST", GIVERS, "slug"),
    *_page("agreement-document", "GET", OFFICE_ROLES, "document"),
    *_page("body-meetings", "GET", OFFICE_ROLES, "body"),
    *_page("body-meetings", "POST", GIVERS, "body"),
    *_page("body-meeting-remove", "POST", GIVERS, "meeting"),
    *_page("notice-draft", "GET POST", GIVERS, "slug"),
    *_page("notice", "GET", OFFICE_ROLES, "draft"),
    *_page("notice-letter", "GET", OFFICE_ROLES, "draft"),
    *_page("notice-give", "POST", GIVERS, "draft"),
    *_page("notice-receive", "POST", GIVERS, "given"),
    *_page("notice-withdraw", "POST", GIVERS, "draft"),
    *_page("notice-agree", "POST", GIVERS, "asked"),
    *_page("notice-body", "POST", GIVERS, "waiting_draft"),
    *_page("notice-resume", "POST", GIVERS, "barring"),
    *_page("caps", "GET", OFFICE_ROLES, "slug"),
    *_page("caps", "POST", STEWARD, "slug"),
    *_page("cap-lift", "POST", STEWARD, "slug"),
    *_page("claims", "GET", PAYERS),
    *_page("claims-approve", "POST", STEWARD),
    *_page("claims-clear", "POST", FINANCE),
    *_page("claims-post-waiting", "POST", PAYERS, "slug"),
    *_page("claim", "GET", CLAIM_READERS, "claim"),
    *_page("claim-reject", "POST", PAYERS, "claim"),
    *_page("claim-resubmit", "POST", DOCTOR, "claim"),
    *_page("my-claims", "GET", PRACTICE),
    *_page("acute-inbox", "GET", CARE_ROLES),
    *_page("acute-inbox-list", "GET", CARE_ROLES),
    *_page("acute-find", "GET POST", NURSE),
    *_page("acute-new", "GET POST", NURSE, "patient"),
    *_page("acute-score", "POST", NURSE, "patient"),
    *_page("acute-request", "GET", CARE_ROLES, "waiting"),
    *_page("acute-measure", "GET POST", NURSE, "waiting"),
    *_page("acute-attachments", "GET", CARE_ROLES, "waiting"),
    *_page("acute-attach", "GET POST", NURSE, "waiting"),
    *_page("acute-attachment", "GET", CARE_ROLES, "attachment"),
    *_page("acute-news", "GET", CARE_ROLES, "waiting"),
    *_page("acute-take", "POST", DOCTOR, "waiting"),
    *_page("acute-fee", "POST", DOCTOR, "taken"),
    *_page("acute-answer", "POST", DOCTOR, "taken"),
    *_page("acute-hand-back", "POST", DOCTOR, "taken"),
    *_page("acute-close", "POST", NURSE, "answered"),
    *_page("acute-cancel", "POST", NURSE, "waiting"),
    *_page("acute-delegations", "GET", CARE_ROLES),
    *_page("acute-delegations", "POST", DOCTOR),
    *_page("acute-delegation-end", "POST", DOCTOR, "delegation"),
    *_page("acute-sessions", "GET", PRACTICE),
    *_page("acute-session-new", "GET POST", DOCTOR),
    *_page("acute-session-correct", "GET POST", DOCTOR, "session"),
    *_page("acute-session-void", "GET POST", DOCTOR, "session"),
    *_page("acute-use", "GET", BILLED, "slug"),
    *_page("acute-use-xlsx", "GET", BILLED, "slug"),
    *_page("acute-use-csv", "GET", BILLED, "slug"),
    *_api("api-patient-search", "POST", CARE_ROLES, "patients:read"),
    *_api("api-requests", "GET", CARE_ROLES, READ),
    *_api("api-requests", "POST", NURSE, WRITE, "patient"),
    *_api("api-request", "GET", CARE_ROLES, READ, "waiting"),
    *_api("api-attachments", "GET", CARE_ROLES, READ, "waiting"),
    *_api("api-attachments", "POST", NURSE, WRITE, "waiting"),
    *_api("api-attachment", "GET", CARE_ROLES, READ, "attachment"),
    *_api("api-attachment-content", "GET", CARE_ROLES, READ, "attachment"),
    *_api("api-measurement-kinds", "GET", CARE_ROLES, READ),
    *_api("api-measurements", "GET", CARE_ROLES, READ, "waiting"),
    *_api("api-measurements", "POST", NURSE, WRITE, "waiting"),
    *_api("api-request-take", "POST", DOCTOR, WRITE, "waiting"),
    *_api("api-request-hand-back", "POST", DOCTOR, WRITE, "taken"),
    *_api("api-request-answer", "POST", DOCTOR, WRITE, "taken"),
    *_api("api-request-close", "POST", NURSE, WRITE, "answered"),
    *_api("api-request-cancel", "POST", NURSE, WRITE, "waiting"),
    *_api("api-delegations", "GET", CARE_ROLES, READ),
    *_api("api-delegation-end", "POST", DOCTOR, WRITE, "delegation"),
    *_api("api-sessions", "GET", PRACTICE, READ),
    *_api("api-sessions", "POST", DOCTOR, WRITE, "patient"),
    *_api("api-session", "GET", PRACTICE, READ, "session"),
    *_api("api-session-void", "POST", DOCTOR, WRITE, "session"),
    *_page("appointment-list", "GET", WITH_CONSULTANTS),
    *_page("appointment", "GET", WITH_CONSULTANTS, "appointment"),
    *_page("appointment-new", "GET POST", EMPLOYERS),
    *_page("appointment-extend", "POST", EMPLOYERS, "appointment"),
    *_page("appointment-end", "POST", EMPLOYERS, "appointment"),
    *_page("snag-list", "GET", FILERS),
    *_page("snag-new", "GET POST", FILERS),
    *_page("snag-inbox", "GET", RECEIVERS),
    *_page("snag", "GET", FILERS | RECEIVERS, "snag"),
    *_page("snag-answer", "POST", CONSULTANT, "snag"),
    *_page("point-list", "GET", IMPROVERS),
    *_page("point-new", "GET POST", CONSULTANT),
    *_page("point", "GET", IMPROVERS, "point"),
    *_page("point-note", "POST", IMPROVERS, "point"),
    *_page("point-move", "POST", IMPROVERS, "point"),
    *_page("point-change", "POST", IMPROVERS, "point"),
    *_page("point-add", "POST", CONSULTANT, "point"),
    *_page("point-close", "POST", MANAGERS, "point"),
    *_api("api-snags", "GET", FILERS | RECEIVERS, SEE_HOURS),
    *_api("api-snags", "POST", FILERS, WRITE_HOURS),
    *_api("api-snag", "GET", FILERS | RECEIVERS, SEE_HOURS, "snag"),
    *_api("api-snag-answer", "POST", CONSULTANT, WRITE_HOURS, "snag"),
    *_api("api-points", "GET", IMPROVERS, SEE_HOURS),
    *_api("api-points", "POST", CONSULTANT, WRITE_HOURS),
    *_api("api-point", "GET", IMPROVERS, SEE_HOURS, "point"),
    *_api("api-point", "PUT", IMPROVERS, WRITE_HOURS, "point"),
    *_api("api-point-snags", "POST", CONSULTANT, WRITE_HOURS, "point"),
    *_api("api-point-move", "POST", IMPROVERS, WRITE_HOURS, "point"),
    *_api("api-point-note", "POST", IMPROVERS, WRITE_HOURS, "point"),
    *_api("api-point-close", "POST", MANAGERS, WRITE_HOURS, "point"),
    *_api("api-appointments", "GET", WITH_CONSULTANTS, SEE_HOURS),
    *_api("api-appointments", "POST", EMPLOYERS, WRITE_HOURS),
    *_api("api-appointment", "GET", WITH_CONSULTANTS, SEE_HOURS, "appointment"),
    *_page("consultant-directory", "GET", ALL),
    *_api("api-directory", "GET", ALL, SEE_HOURS),
    *_api("api-directory", "POST", STEWARD, WRITE_HOURS),
    *_page("hours", "GET", WITH_CONSULTANTS),
    *_page("hours-account", "GET", WITH_CONSULTANTS, "appointment"),
    *_page("activity-new", "GET POST", CONSULTANT, "appointment"),
    *_page("activity-quote", "POST", CONSULTANT, "appointment"),
    *_page("activity", "GET POST", CONSULTANT, "activity"),
    *_page("activity-take-back", "POST", CONSULTANT, "activity"),
    *_page("month-begin", "POST", CONSULTANT, "appointment"),
    *_page("month", "GET", WITH_CONSULTANTS, "month"),
    *_page("month-sign", "POST", CONSULTANT, "month"),
    *_page("month-approve", "POST", MANAGERS, "signed"),
    *_page("month-return", "POST", MANAGERS, "signed"),
    *_api("api-activities", "GET", WITH_CONSULTANTS, SEE_HOURS, "appointment"),
    *_api("api-activities", "POST", CONSULTANT, WRITE_HOURS, "appointment"),
    *_api("api-activity-quote", "POST", CONSULTANT, WRITE_HOURS, "appointment"),
    *_api("api-activity", "GET", WITH_CONSULTANTS, SEE_HOURS, "activity"),
    *_api("api-activity", "PUT", CONSULTANT, WRITE_HOURS, "activity"),
    *_api("api-activity", "DELETE", CONSULTANT, WRITE_HOURS, "activity"),
    *_api("api-hours-account", "GET", WITH_CONSULTANTS, SEE_HOURS, "appointment"),
    *_api("api-months", "GET", WITH_CONSULTANTS, SEE_HOURS),
    *_api("api-month", "GET", WITH_CONSULTANTS, SEE_HOURS, "month"),
    *_api("api-month-sign", "POST", CONSULTANT, WRITE_HOURS, "month"),
    *_api("api-month-approve", "POST", MANAGERS, WRITE_HOURS, "signed"),
    *_api("api-month-return", "POST", MANAGERS, WRITE_HOURS, "signed"),
    *_api("api-appointment-extend", "POST", EMPLOYERS, WRITE_HOURS, "appointment"),
    *_api("api-appointment-end", "POST", EMPLOYERS, WRITE_HOURS, "appointment"),
    *_api("api-caps", "GET", OFFICE_ROLES, AGREEMENTS, "agreement"),
    *_api("api-caps", "POST", STEWARD, NOTICES, "agreement"),
    *_api("api-cap-lift", "POST", STEWARD, NOTICES, "agreement"),
    *_api("api-claims", "GET", CLAIM_READERS, CLAIMS),
    *_api("api-claims-approve", "POST", STEWARD, DECIDE),
    *_api("api-claims-clear", "POST", FINANCE, DECIDE),
    *_api("api-claim", "GET", CLAIM_READERS, CLAIMS, "claim"),
    *_api("api-claim-approve", "POST", STEWARD, DECIDE, "claim"),
    *_api("api-claim-clear", "POST", FINANCE, DECIDE, "claim"),
    *_api("api-claim-reject", "POST", PAYERS, DECIDE, "claim"),
    *_api("api-claim-resubmit", "POST", DOCTOR, DECIDE, "claim"),
    *_api("api-claims-post-waiting", "POST", PAYERS, DECIDE, "agreement"),
    *_api("api-use", "GET", BILLED, AGREEMENTS, "agreement"),
    *_api("api-organisations", "GET", ALL, AGREEMENTS),
    *_api("api-applicable", "GET", ALL, AGREEMENTS),
    *_api("api-agreements", "GET", BOUND, AGREEMENTS),
    *_api("api-agreements", "POST", STEWARD, NOTICES),
    *_api("api-agreement-text", "PUT", STEWARD, NOTICES, "agreement"),
    *_api("api-clauses", "GET", OFFICE_ROLES, AGREEMENTS, "agreement"),
    *_api("api-clause-settle", "POST", STEWARD, NOTICES, "agreement"),
    *_api("api-clause-confirm", "POST", OFFICE_ROLES, NOTICES, "agreement"),
    *_api("api-agreement", "GET", BOUND, AGREEMENTS, "agreement"),
    *_api("api-agreement-deadlines", "GET", BOUND, AGREEMENTS, "agreement"),
    *_api("api-deadlines", "GET", OFFICE_ROLES, AGREEMENTS),
    *_api("api-agreement-ledger", "GET", BOUND, AGREEMENTS, "agreement"),
    *_api("api-funding-statement", "GET", OFFICE_ROLES, AGREEMENTS, "agreement"),
    *_api("api-settlements", "GET", OFFICE_ROLES, AGREEMENTS, "agreement"),
    *_api("api-settlements", "POST", PAYERS, NOTICES, "agreement"),
    *_api("api-settlement-reopen", "POST", PAYERS, NOTICES, "agreement"),
    *_api("api-settlement", "GET", OFFICE_ROLES, AGREEMENTS, "settlement"),
    *_api("api-settlement-files", "POST", PAYERS, NOTICES, "settlement"),
    *_api("api-share-files", "POST", BILLED, NOTICES, "share"),
    *_api("api-settlement-file", "GET", BILLED, AGREEMENTS, "file"),
    *_api("api-own-settlements", "GET", PRACTICE, READ),
    *_api("api-own-settlement", "GET", PRACTICE, READ, "settlement"),
    *_api("api-invoice-addresses", "GET", BILLED, AGREEMENTS, "agreement"),
    *_api("api-invoice-addresses", "POST", BILLED, NOTICES, "agreement"),
    *_api("api-invoice-sender", "POST", PAYERS, NOTICES, "agreement"),
    *_api("api-versions", "GET", OFFICE_ROLES, AGREEMENTS, "agreement"),
    *_api("api-version", "GET", OFFICE_ROLES, AGREEMENTS, "version"),
    *_api("api-version-difference", "GET", OFFICE_ROLES, AGREEMENTS, "version"),
    *_api("api-approvals", "GET", OFFICE_ROLES, AGREEMENTS, "agreement"),
    *_api("api-approvals", "POST", GIVERS, NOTICES, "pending"),
    *_api("api-agreement-send", "POST", STEWARD, NOTICES, "unsent"),
    *_api("api-agreement-start", "POST", STEWARD, NOTICES, "pending"),
    *_api("api-documents", "GET", OFFICE_ROLES, AGREEMENTS, "agreement"),
    *_api("api-documents", "POST", GIVERS, NOTICES, "agreement"),
    *_api("api-document", "GET", OFFICE_ROLES, AGREEMENTS, "document"),
    *_api("api-successions", "GET", STEWARD, AGREEMENTS),
    *_api("api-succession-agreements", "GET", STEWARD, AGREEMENTS, "succession"),
    *_api("api-succession-choices", "POST", STEWARD, NOTICES, "succession"),
    *_api("api-succession-functions", "GET", STEWARD, AGREEMENTS, "succession"),
    *_api("api-succession-functions", "PUT", STEWARD, NOTICES, "succession"),
    *_api("api-bodies", "GET", OFFICE_ROLES, AGREEMENTS),
    *_api("api-meetings", "GET", OFFICE_ROLES, AGREEMENTS, "body"),
    *_api("api-meetings", "POST", GIVERS, NOTICES, "body"),
    *_api("api-what-if", "GET", OFFICE_ROLES, AGREEMENTS, "agreement"),
    *_api("api-notices", "GET", OFFICE_ROLES, AGREEMENTS, "agreement"),
    *_api("api-notices", "POST", GIVERS, NOTICES, "agreement"),
    *_api("api-notice", "GET", OFFICE_ROLES, AGREEMENTS, "draft"),
    *_api("api-notice-letter", "GET", OFFICE_ROLES, AGREEMENTS, "draft"),
    *_api("api-notice-give", "POST", GIVERS, NOTICES, "draft"),
    *_api("api-notice-receive", "POST", GIVERS, NOTICES, "given"),
    *_api("api-notice-withdraw", "POST", GIVERS, NOTICES, "draft"),
    *_api("api-notice-agree", "POST", GIVERS, NOTICES, "asked"),
    *_api("api-notice-body", "POST", GIVERS, NOTICES, "waiting_draft"),
    *_api("api-notice-resume", "POST", GIVERS, NOTICES, "barring"),
)

NAMES = tuple(dict.fromkeys(row.route for row in TABLE))


def methods_of(route: str) -> set[str]:
    """The methods a route answers."""
    return {row.method for row in TABLE if row.route == route}


HEAD = """# Who gets what

Written by `python -m tests.access.matrix` from the table in `tests/access/matrix.py`; a test
compares them and tries every cell.

- A role that lacks the function gets 403, whatever the object.
- An object that is not visible to the actor gets the same 404 as one that does not exist.
- Whoever is not logged in is sent to the log-in page, or gets 401 from the API.
- Somebody without a role today gets 403, except where the table says *anyone logged in*.
- An API client needs the scope as well as the role. Other methods than these get 405.

| Route | Method | Kind | Object | Scope | Who |
|---|---|---|---|---|---|
"""


def _who(row: Row) -> str:
    if not row.roles:
        return "nobody: there is nothing there"
    if row.kind is Kind.OPEN:
        return "everybody"
    if row.without_role:
        return "anyone logged in"
    if row.roles == ALL:
        return "every role"
    if len(row.roles) > len(ALL) / 2:
        return "every role but " + ", ".join(sorted(ALL - row.roles))
    return ", ".join(sorted(row.roles))


def document() -> str:
    """The table as a page of Markdown."""
    cells = (
        (row.route, row.method, row.kind.value, row.thing, row.scope, _who(row)) for row in TABLE
    )
    return HEAD + "".join("| " + " | ".join(line) + " |\n" for line in cells)


if __name__ == "__main__":
    DOCUMENT.write_text(document())
