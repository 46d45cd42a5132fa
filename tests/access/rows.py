"""What a row of the access matrix says, and the roles that go together."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

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
ADVISERS = DOCTOR | {Role.HOSPITAL_SPECIALIST}
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
FILERS = PRACTICE | EMPLOYERS - STEWARD | {Role.WARD, Role.ACUTE_NURSE}
RECEIVERS = CONSULTANT | {Role.HOSPITAL_MANAGEMENT, Role.MUNICIPAL_ADMIN}
IMPROVERS = MANAGERS | CONSULTANT
READ, WRITE = "acute:read", "acute:write"
SEE_HOURS, WRITE_HOURS = "consultants:read", "consultants:write"
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
