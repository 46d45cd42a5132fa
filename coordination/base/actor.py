"""Who acts: one person or client, in one role, for one organisation."""

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """The roles of DESIGN 7, those of later features included. Danish names stand in `access`."""

    ACUTE_NURSE = "acute_nurse"
    GP = "gp"
    PRACTICE_STAFF = "practice_staff"
    PRACTICE_CONSULTANT = "practice_consultant"
    MUNICIPAL_ADMIN = "municipal_admin"
    REGION_ADMIN = "region_admin"
    REGION_FINANCE = "region_finance"
    HOSPITAL_MANAGEMENT = "hospital_management"
    HOSPITAL_SPECIALIST = "hospital_specialist"
    OUT_OF_HOURS_DOCTOR = "out_of_hours_doctor"
    PARAMEDIC = "paramedic"
    WARD = "ward"
    CARE_HOME = "care_home"
    GP_ORGANISATION = "gp_organisation"
    SYSTEM = "system"


CARE_ROLES = frozenset({Role.ACUTE_NURSE, Role.GP, Role.PRACTICE_STAFF})
"""Roles that may see patients of their own organisation."""

UNIT_ROLES = frozenset({Role.HOSPITAL_SPECIALIST, Role.PARAMEDIC})
"""Roles that may see the patients of requests their own unit takes part in, while they last."""

SERVICE_ROLES = frozenset({Role.OUT_OF_HOURS_DOCTOR})
"""Roles that see patients through requests put to the own service, and in no other way."""

PATIENT_ROLES = CARE_ROLES | UNIT_ROLES | SERVICE_ROLES

OFFICE_ROLES = frozenset(
    {Role.MUNICIPAL_ADMIN, Role.REGION_ADMIN, Role.REGION_FINANCE, Role.GP_ORGANISATION}
)
"""Roles that may see the agreements and the money their organisation is party to."""

MANAGING_ROLES = frozenset({Role.HOSPITAL_MANAGEMENT, Role.MUNICIPAL_ADMIN})
"""Roles that may see the consultants attached to their organisation, and their hours."""

CALENDAR_ROLES = OFFICE_ROLES | MANAGING_ROLES | {Role.PRACTICE_CONSULTANT}
"""Roles with days of their own: deadlines of agreements, meetings, dates of points."""

UNBOUND_ROLES = frozenset(
    {
        Role.HOSPITAL_SPECIALIST,
        Role.OUT_OF_HOURS_DOCTOR,
        Role.PARAMEDIC,
        Role.WARD,
        Role.CARE_HOME,
    }
)
"""Roles that meet no agreements, wherever they work."""


@dataclass(frozen=True, slots=True)
class Actor:
    """One acting membership, or one API client's grant.

    `own_orgs` are the own organisation (bigint keys) and all it continues, in every role;
    `care_orgs` are organisations whose patients may be seen, `office_orgs` those
    whose agreements and money may be seen, `kin_orgs` those whose agreements bind the actor (the
    own organisation and whoever represents it), `consultant_orgs` those whose practice consultants
    may be seen, `unit_orgs` those whose open requests may be seen, `ward_orgs` those whose
    announced discharges may be seen. Postgres' row-level security reads the same, and
    `practitioner_id`. Whoever is consultant of a municipality is so in every role. A local
    superuser lets people into the own organisation for a time.
    """

    user_id: int | None
    name: str
    role: Role
    organisation_id: int | None = None
    organisation_name: str = ""
    own_orgs: tuple[int, ...] = ()
    care_orgs: tuple[int, ...] = ()
    office_orgs: tuple[int, ...] = ()
    kin_orgs: tuple[int, ...] = ()
    consultant_orgs: tuple[int, ...] = ()
    unit_orgs: tuple[int, ...] = ()
    ward_orgs: tuple[int, ...] = ()
    practitioner_id: int | None = None
    is_municipal_consultant: bool = False
    is_superuser: bool = False
    client_id: str = ""
    scopes: frozenset[str] = field(default_factory=frozenset)
    request_id: str = ""

    @property
    def case_orgs(self) -> tuple[int, ...]:
        """The organisations on whose behalf the actor takes part in requests."""
        return self.care_orgs + self.unit_orgs

    @property
    def key(self) -> str:
        """A stable name of the principal, for idempotency and audit."""
        return f"client:{self.client_id}" if self.client_id else f"user:{self.user_id or 'system'}"


def system(*organisation_ids: int, name: str = "Samspil") -> Actor:
    """The actor of an import or a batch that works for the given organisations."""
    orgs = tuple(organisation_ids)
    return Actor(
        None,
        name,
        Role.SYSTEM,
        own_orgs=orgs,
        care_orgs=orgs,
        office_orgs=orgs,
        kin_orgs=orgs,
        consultant_orgs=orgs,
    )
