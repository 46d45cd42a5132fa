"""The dated table of deciding bodies, made from the organisations they decide for."""

from datetime import date

from coordination.agreements.enums import BodyKind
from coordination.agreements.services import register_body
from coordination.parties import selectors as parties
from coordination.parties.enums import OrganisationKind
from coordination.parties.models import Organisation

REFORM = date(2027, 1, 1)
"""Practice plan committees cease, health councils begin."""


def load_bodies() -> int:
    """Councils of regions and municipalities, and the committees before and after the reform."""
    made = 0
    for organisation in parties.register_of(
        OrganisationKind.REGION, OrganisationKind.MUNICIPALITY, OrganisationKind.HEALTH_COUNCIL
    ):
        for kind, name, ends_before in _bodies_of(organisation):
            register_body(
                organisation=organisation,
                kind=kind,
                name=name,
                starts_on=organisation.starts_on,
                ends_before=ends_before,
            )
            made += 1
    return made


def _bodies_of(organisation: Organisation) -> list[tuple[BodyKind, str, date | None]]:
    ends = organisation.ends_before
    match organisation.kind:
        case OrganisationKind.MUNICIPALITY:
            name = f"Kommunalbestyrelsen i {organisation.name}"
            return [(BodyKind.MUNICIPAL_COUNCIL, name, ends)]
        case OrganisationKind.HEALTH_COUNCIL:
            return [(BodyKind.HEALTH_COUNCIL, organisation.name, ends)]
    council = (BodyKind.REGIONAL_COUNCIL, f"Regionsrådet i {organisation.name}", ends)
    if organisation.starts_on >= REFORM:
        return [council]
    committee = f"Praksisplanudvalget i {organisation.name}"
    return [council, (BodyKind.PRACTICE_PLAN_COMMITTEE, committee, REFORM)]
