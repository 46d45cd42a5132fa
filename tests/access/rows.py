"""What a row of the access matrix says, and the roles that go together."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from coordination.access.policies import STAFF
from coordination.base.actor import Role


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
ASKERS = NURSE | {Role.PARAMEDIC}
ADVISERS = DOCTOR | {Role.HOSPITAL_SPECIALIST, Role.OUT_OF_HOURS_DOCTOR}
PRACTICE = frozenset({Role.GP, Role.PRACTICE_STAFF})
WARD = frozenset({Role.WARD})
AROUND = WARD | NURSE | PRACTICE
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
FILERS = PRACTICE | EMPLOYERS - STEWARD | {Role.WARD, Role.ACUTE_NURSE}
RECEIVERS = CONSULTANT | {Role.HOSPITAL_MANAGEMENT, Role.MUNICIPAL_ADMIN}
IMPROVERS = MANAGERS | CONSULTANT
STAFFED = frozenset(STAFF)
ROTA = PRACTICE | STEWARD
READ, WRITE = "acute:read", "acute:write"
SEE_HOURS, WRITE_HOURS = "consultants:read", "consultants:write"
SEE_DISCHARGES, WRITE_DISCHARGES = "discharges:read", "discharges:write"
FINANCE = frozenset({Role.REGION_FINANCE})
CLAIM_READERS = PRACTICE | PAYERS | {Role.MUNICIPAL_ADMIN}
CLAIMS, DECIDE = "claims:read", "claims:write"
AGREEMENTS, NOTICES = "agreements:read", "agreements:write"


def public(route: str, *methods: str) -> Iterable[Row]:
    return (Row(route, method, Kind.OPEN, ALL, without_role=True) for method in methods)


def page(
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


def api(
    route: str, method: str, roles: frozenset[Role], scope: str, thing: str = ""
) -> Iterable[Row]:
    return [Row(route, method, Kind.API, roles, thing, scope)]


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


def who(row: Row) -> str:
    """The roles of a row in words."""
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
